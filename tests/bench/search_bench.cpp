// Measures building and searching an index of synthetic runbooks: words by Zipf's law, queries of three to
// eight words taken near one another from a page, as people ask. Usage: search_bench [chunks] [queries]
#include "knowledge/search_index.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using fm::knowledge::document;
using fm::knowledge::search_index;
using steady = std::chrono::steady_clock;

constexpr std::size_t vocabulary_size = 60000;
constexpr std::size_t chunks_per_page = 8;
constexpr std::size_t words_per_chunk = 115;

// A small generator with the same numbers on every machine (xorshift64*).
class random_numbers {
 public:
  std::uint64_t next() {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return state_ * 2685821657736338717ULL;
  }
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(next() % bound); }
  double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

 private:
  std::uint64_t state_ = 88172645463325252ULL;
};

std::vector<std::string> make_vocabulary(random_numbers& random) {
  constexpr const char* syllables[] = {"con", "ta", "ner", "po",  "li",  "mer", "sto", "ra",  "ge",
                                       "que", "ry", "lo",  "dis", "ker", "net", "wor", "ser", "vi",
                                       "ce",  "ti", "me",  "out", "ca",  "che", "ro",  "ut",  "er",
                                       "pro", "xy", "log", "in",  "dex", "sha", "rd",  "no",  "de"};
  std::vector<std::string> words;
  for (std::size_t i = 0; i < vocabulary_size; ++i) {
    std::string word;
    for (std::size_t n = 2 + random.below(3); n > 0; --n)
      word += syllables[random.below(std::size(syllables))];
    words.push_back(word);
  }
  return words;
}

// Ranks by Zipf's law through the inverse of its continuous distribution.
std::size_t zipf_rank(random_numbers& random) {
  double rank = std::exp(random.unit() * std::log(static_cast<double>(vocabulary_size)));
  return std::min(static_cast<std::size_t>(rank) - 1, vocabulary_size - 1);
}

double milliseconds_since(steady::time_point start) {
  return std::chrono::duration<double, std::milli>(steady::now() - start).count();
}

std::string make_page(random_numbers& random, const std::vector<std::string>& vocabulary,
                      std::size_t number) {
  std::string page = "# " + vocabulary[random.below(vocabulary_size)] + " " + vocabulary[zipf_rank(random)] +
                     " " + std::to_string(number) + "\n";
  for (std::size_t section = 0; section < chunks_per_page; ++section) {
    page += "\n## " + vocabulary[zipf_rank(random)] + " " + vocabulary[zipf_rank(random)] + "\n\n";
    for (std::size_t w = 0; w < words_per_chunk; ++w) {
      page += vocabulary[zipf_rank(random)];
      page += w % 12 == 11 ? ".\n" : " ";
    }
  }
  return page;
}

std::string make_query(random_numbers& random, const std::string& page) {
  std::vector<std::string> words;
  std::size_t at = random.below(page.size() / 2);
  std::size_t wanted = 3 + random.below(6);
  while (words.size() < wanted && at < page.size()) {
    at = page.find_first_of(" .#\n", at);  // on to the next whole word
    std::size_t begin = page.find_first_not_of(" .#\n", std::min(at, page.size()));
    if (begin == std::string::npos) break;
    std::size_t end = std::min(page.find_first_of(" .#\n", begin), page.size());
    words.push_back(page.substr(begin, end - begin));
    at = end + random.below(30);
  }
  std::string query;
  for (const std::string& word : words) query += word + " ";
  return query;
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t chunks = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 100000;
  std::size_t queries = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 2000;
  random_numbers random;
  std::vector<std::string> vocabulary = make_vocabulary(random);
  std::vector<document> pages;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i * chunks_per_page < chunks; ++i) {
    pages.push_back({"area" + std::to_string(i % 20) + "/page" + std::to_string(i) + ".md",
                     make_page(random, vocabulary, i)});
    bytes += pages.back().bytes.size();
  }

  auto start = steady::now();
  search_index::builder builder;
  for (const document& page : pages) builder.add(page);
  search_index index = builder.build();
  double build_ms = milliseconds_since(start);

  std::vector<double> times;
  std::size_t found = 0;
  for (std::size_t i = 0; i < queries; ++i) {
    const document& page = pages[random.below(pages.size())];
    std::string query = make_query(random, page.bytes);
    start = steady::now();
    auto passages = index.search(query, {.limit = 10, .always = true});
    times.push_back(milliseconds_since(start));
    found += std::any_of(passages.begin(), passages.end(), [&](const auto& p) { return p.path == page.path; })
                 ? 1
                 : 0;
  }
  std::sort(times.begin(), times.end());
  auto percentile = [&times](double share) {
    return times[std::min(times.size() - 1,
                          static_cast<std::size_t>(share * static_cast<double>(times.size())))];
  };
  auto figures = index.figures();
  std::printf("pages %zu, chunks %zu, terms %zu, source %.1f MB\n", figures.pages, figures.chunks,
              figures.terms, static_cast<double>(bytes) / 1e6);
  std::printf("build %.2f s, index %.1f MB\n", build_ms / 1000, static_cast<double>(figures.bytes) / 1e6);
  std::printf("search ms: p50 %.3f p95 %.3f p99 %.3f max %.3f\n", percentile(0.5), percentile(0.95),
              percentile(0.99), times.back());
  std::printf("page of the query among the first ten: %.3f of %zu queries\n",
              static_cast<double>(found) / static_cast<double>(queries), queries);
}
