#include "characters.hpp"
#include "names.hpp"
#include "scanners.hpp"
#include "values.hpp"

#include <algorithm>

namespace fm::redaction {

namespace {

bool is_secret_class(name_class what) { return what == name_class::password || what == name_class::secret; }

std::size_t place_of(const scan& s, std::string_view part) {
  return static_cast<std::size_t>(part.data() - s.text.data());
}

/// What stands in quotes at `at`, when it looks made up, or when a plain word is believed; where it ends.
std::size_t take_quoted(const scan& s, std::size_t at, name_class what, bool plain) {
  const auto v = value_at(s.text, at);
  const auto value = s.text.substr(v.begin, v.end - v.begin);
  s.work += v.end - at;
  const bool believed = looks_secret(value) || (plain && what == name_class::password && value.size() >= 4);
  if (v.quoted && believed && !is_stand_in(value) && !is_ordinary(value))
    s.add(v.begin, v.end, what == name_class::password ? words::password : words::secret);
  return v.end;
}

/// X_AUTH_KEY 'value': a name of several words needs no separator.
void find_quoted(const scan& s) {
  static const re2::RE2 quoted(R"re(\b([A-Za-z]\w{0,40}[_.-][\w.-]{1,40}[ \t]{1,4})["'])re", byte_options());
  for_each_match(s, quoted, [&](const auto& m) {
    auto name = m[1];
    while (is_blank(name.back())) name.remove_suffix(1);
    if (const auto what = class_of(name); is_secret_class(what))
      take_quoted(s, place_of(s, m[1]) + m[1].size(), what, true);
  });
}

/// setPassword('x'), with_token("x"), user.setCredentials("ann", "x")
void find_calls(const scan& s) {
  static const re2::RE2 call(R"re(\b([A-Za-z_][\w.]{2,60}\()\s{0,4}["'])re", byte_options());
  static const re2::RE2 gets(
      R"re((?i)(?:.*\.)?(?:get|find|read|load|fetch|is|has|require|ask|prompt|assert|expect|parse|lex|match|check)[A-Z_].*)re",
      byte_options());
  constexpr int most_arguments = 4;
  for_each_match(s, call, [&](const auto& m) {
    const auto name = m[1].substr(0, m[1].size() - 1);
    const auto what = class_of(name);
    const bool composed = any_is_of(name.substr(1), [](char c) { return is_upper(c) || c == '_'; });
    if (!is_secret_class(what) || !composed ||
        re2::RE2::FullMatch(re2::StringPiece(name.data(), name.size()), gets))
      return;
    auto at = place_of(s, m[1]) + m[1].size();
    for (int n = 0; n < most_arguments && at < s.text.size(); ++n) {
      at = run_end(s.text, at, [](char c) { return is_blank(c) || c == ','; });
      if (at >= s.text.size() || (s.text[at] != '"' && s.text[at] != '\'')) return;
      const auto end = value_at(s.text, at).end;
      const bool last = s.text.substr(end + (end < s.text.size())).starts_with(")");
      take_quoted(s, at, what, last);
      at = end + 1;
    }
  });
}

/// ["x-api-key", "x"]
void find_pairs(const scan& s) {
  static const re2::RE2 pair(
      R"re([\[({]\s{0,4}\\{0,3}["']([\w-]{2,60})\\{0,3}["']\s{0,4},\s{0,4}(\\{0,3}["']))re", byte_options());
  for_each_match<3>(s, pair, [&](const auto& m) {
    if (const auto what = class_of(m[1]); is_secret_class(what))
      take_quoted(s, place_of(s, m[2]), what, false);
  });
}

/// variable "db_password" { default = "x" }
void find_declared(const scan& s) {
  static const re2::RE2 declared(
      R"re(\b(?:variable|parameter|param|output|secret|resource\s{1,4}"[\w-]{1,64}")\s{1,4}"([\w.-]{1,64})"\s{0,4}(\{))re",
      byte_options());
  static const re2::RE2 given(R"re(\b(?:default|value|plaintext|secret_string|content)\s{0,8}=\s{0,4}["'])re",
                              byte_options());
  constexpr std::size_t furthest = 600;
  for_each_match<3>(s, declared, [&](const auto& m) {
    const auto what = class_of(m[1]);
    if (!is_secret_class(what)) return;
    const auto begin = place_of(s, m[2]);
    const auto end =
        std::min({s.text.substr(0, begin + furthest).find('}', begin), s.text.size(), begin + furthest});
    re2::StringPiece g;
    const re2::StringPiece all(s.text.data(), s.text.size());
    s.work += end - begin;
    if (given.Match(all, begin, end, re2::RE2::UNANCHORED, &g, 1))
      take_quoted(s, static_cast<std::size_t>(g.data() - s.text.data()) + g.size() - 1, what, true);
  });
}

}  // namespace

void find_calls_and_pairs(const scan& s) {
  find_quoted(s);
  find_calls(s);
  find_pairs(s);
  find_declared(s);
}

}  // namespace fm::redaction
