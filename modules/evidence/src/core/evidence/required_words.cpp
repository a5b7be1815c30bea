#include "evidence/required_words.hpp"

#include <re2/filtered_re2.h>
#include <re2/re2.h>

#include <algorithm>

namespace fm::evidence {

namespace {

constexpr int shortest_word = 3;

/// An expression that matches at least what the given one does: repetitions up to a bound, which take most of
/// the time of a compilation, become unbounded ones.
std::string without_bounds(std::string_view expression) {
  static const re2::RE2 none_to_many(R"re((^|[^\\])\{0,\d+\})re"),
      some_to_many(R"re((^|[^\\])\{[1-9]\d*,\d+\})re");
  std::string out(expression);
  re2::RE2::GlobalReplace(&out, none_to_many, "\\1*");
  re2::RE2::GlobalReplace(&out, some_to_many, "\\1+");
  return out;
}

}  // namespace

required_words required_words_of(std::string_view expression) {
  required_words out;
  re2::RE2::Options options;
  // The prefilter folds ASCII itself; other letters it does not.
  const bool ascii = std::all_of(expression.begin(), expression.end(),
                                 [](char c) { return static_cast<signed char>(c) >= 0; });
  options.set_case_sensitive(ascii && expression.find("\\x") == expression.npos);
  options.set_log_errors(false);
  options.set_encoding(re2::RE2::Options::EncodingLatin1);
  re2::FilteredRE2 filter(shortest_word);
  int number = 0;
  if (filter.Add(without_bounds(expression), options, &number) != re2::RE2::NoError) {
    out.compiles = false;
    return out;
  }
  std::vector<std::string> words;
  filter.Compile(&words);

  // The sets of words that let it match are closed upwards, so a group is whatever cannot be left out as a
  // whole, made as small as it gets; the shortest words, which stand everywhere, are left out first.
  std::vector<int> left(words.size());
  for (std::size_t i = 0; i < left.size(); ++i) left[i] = static_cast<int>(i);
  std::sort(left.begin(), left.end(), [&](int a, int b) {
    return words[static_cast<std::size_t>(a)].size() < words[static_cast<std::size_t>(b)].size();
  });
  std::vector<int> present, hits;
  const auto matches_without = [&](const std::vector<int>& absent) {
    present.clear();
    for (int w = 0; w < static_cast<int>(words.size()); ++w)
      if (std::find(absent.begin(), absent.end(), w) == absent.end()) present.push_back(w);
    filter.AllPotentials(present, &hits);
    return !hits.empty();
  };
  while (!left.empty() && out.groups.size() < required_words::most_groups && !matches_without(left)) {
    auto group = left;
    for (std::size_t i = 0; i < group.size();) {
      auto smaller = group;
      smaller.erase(smaller.begin() + static_cast<std::ptrdiff_t>(i));
      if (!smaller.empty() && !matches_without(smaller))
        group = std::move(smaller);
      else
        ++i;
    }
    auto& texts = out.groups.emplace_back();
    for (const int w : group) {
      texts.push_back(words[static_cast<std::size_t>(w)]);
      std::erase(left, w);
    }
  }
  return out;
}

std::uint64_t hash_of_expression(std::string_view expression) {
  std::uint64_t h = 0xcbf29ce484222325u;
  for (const char c : expression) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return h;
}

}  // namespace fm::evidence
