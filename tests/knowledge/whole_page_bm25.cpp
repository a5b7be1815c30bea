#include "whole_page_bm25.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <utility>

namespace fm::knowledge::test {
namespace {

std::vector<std::string> tokens_of(std::string_view text) {
  std::vector<std::string> out;
  std::string word;
  for (char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    } else if (!word.empty()) {
      out.push_back(std::exchange(word, {}));
    }
  }
  if (!word.empty()) out.push_back(word);
  return out;
}

}  // namespace

whole_page_bm25::whole_page_bm25(const std::vector<document>& documents) {
  double all = 0;
  for (const document& d : documents) {
    entry added;
    added.path = d.path;
    // The path counts as text, so that the baseline sees the file name too.
    for (const std::string& word : tokens_of(d.path + "\n" + d.bytes)) {
      if (added.counts[word]++ == 0) ++pages_with_[word];
      ++added.length;
    }
    all += added.length;
    pages_.push_back(std::move(added));
  }
  if (!pages_.empty()) mean_length_ = all / static_cast<double>(pages_.size());
}

std::vector<std::string> whole_page_bm25::search(std::string_view query) const {
  constexpr double k1 = 1.2, b = 0.75;
  std::vector<std::pair<double, std::string>> ranked;
  std::vector<std::string> words = tokens_of(query);
  for (const entry& page : pages_) {
    double score = 0;
    for (const std::string& word : words) {
      auto count = page.counts.find(word);
      if (count == page.counts.end()) continue;
      double n = pages_with_.at(word);
      double idf = std::log(1 + (static_cast<double>(pages_.size()) - n + 0.5) / (n + 0.5));
      double tf = count->second;
      score += idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * page.length / mean_length_));
    }
    if (score > 0) ranked.emplace_back(-score, page.path);
  }
  std::sort(ranked.begin(), ranked.end());
  std::vector<std::string> out;
  for (std::size_t i = 0; i < ranked.size() && i < 10; ++i) out.push_back(ranked[i].second);
  return out;
}

}  // namespace fm::knowledge::test
