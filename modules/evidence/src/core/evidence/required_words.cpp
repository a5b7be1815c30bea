#include "evidence/required_words.hpp"

#include <re2/filtered_re2.h>
#include <re2/re2.h>

#include <algorithm>
#include <numeric>
#include <tuple>

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
  // whole, made as small as it gets. Words of the groups before are left out first, for the new one to tell
  // something else, and then the shortest, which stand everywhere.
  std::vector<int> all(words.size());
  std::iota(all.begin(), all.end(), 0);
  std::vector<bool> used(words.size());
  std::vector<int> present, hits;
  const auto matches_without = [&](const std::vector<int>& absent) {
    present.clear();
    for (const int w : all)
      if (std::find(absent.begin(), absent.end(), w) == absent.end()) present.push_back(w);
    filter.AllPotentials(present, &hits);
    return !hits.empty();
  };
  while (!words.empty() && out.groups.size() < required_words::most_groups && !matches_without(all)) {
    auto group = all;
    std::sort(group.begin(), group.end(), [&](int a, int b) {
      const auto rank = [&](int w) {
        const auto i = static_cast<std::size_t>(w);
        return std::tuple(!used[i], words[i].size(), w);
      };
      return rank(a) < rank(b);
    });
    for (std::size_t i = 0; i < group.size();) {
      auto smaller = group;
      smaller.erase(smaller.begin() + static_cast<std::ptrdiff_t>(i));
      if (!smaller.empty() && !matches_without(smaller))
        group = std::move(smaller);
      else
        ++i;
    }
    const bool news =
        std::any_of(group.begin(), group.end(), [&](int w) { return !used[static_cast<std::size_t>(w)]; });
    if (!news) break;
    auto& texts = out.groups.emplace_back();
    for (const int w : group) {
      texts.push_back(words[static_cast<std::size_t>(w)]);
      used[static_cast<std::size_t>(w)] = true;
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
