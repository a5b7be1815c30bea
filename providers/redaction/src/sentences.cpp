#include "characters.hpp"
#include "names.hpp"
#include "scanners.hpp"

#include <algorithm>
#include <string>

namespace fm::redaction {

namespace {

#define FM_NOUN \
  R"re((?:passwords?|pass ?phrase|passcode|passwd|pwd|pw|pin(?: code)?|passwort|kennwort|contraseña|mot de passe|(?:access |auth |api |bearer |refresh |session |secret |personal access |bot |deploy )?token|(?:api|secret|access|account|private|encryption|signing|license|master)[ -]?key|client secret|secret|credentials?|otp|2fa code|cookie|session id|key))re"

/// What a sentence calls a secret; whether it was one. Of a password a plain word is believed, of a token
/// only one that looks made up.
bool take(const scan& s, std::string_view noun, std::string_view v, bool quoted, bool told) {
  while (!v.empty() && std::string_view(".,;:!?)]}'\"`*").find(v.back()) != std::string_view::npos &&
         !(v.back() == '!' && v.size() > 1 && is_digit(v[v.size() - 2])))
    v.remove_suffix(1);
  while (!v.empty() && std::string_view("'\"`([*").find(v.front()) != std::string_view::npos) {
    v.remove_prefix(1);
    quoted = true;
  }
  if (v.size() < 3 || is_stand_in(v) || v.front() == '<') return false;
  const auto small = lowered(noun);
  const bool password = small.starts_with("pass") || small.starts_with("pw") || small.starts_with("pin") ||
                        small.starts_with("kenn") || small.starts_with("contra") ||
                        small.starts_with("mot") || small.starts_with("cred");
  if (is_ordinary(v)) return false;
  const bool made_up = looks_secret(v) ||
                       (small.starts_with("pin") && all_are(v, is_digit) && v.size() >= 4) ||
                       (password && told && any_is_of(v, is_digit));
  if (!made_up && !(told && password && v.size() >= 4) && !(quoted && told)) return false;
  s.add(v, password                            ? words::password
           : small.find("key") != small.npos   ? words::api_key
           : small.find("token") != small.npos ? words::token
                                               : words::secret);
  return true;
}

/// secret "vault-token-x7k2p": words, dashes, and what a cluster adds to them.
bool is_object_name(std::string_view v) {
  constexpr std::size_t longest = 63;  // of names of Kubernetes
  const auto dash = v.find('-');
  return v.size() <= longest && dash != v.npos && dash >= 2 && all_are(v.substr(0, dash), is_lower) &&
         all_are(v, [](char c) { return is_lower(c) || is_digit(c) || c == '-' || c == '.'; });
}

/// A value behind a quote goes on to the one that closes it.
std::string_view to_quote(const scan& s, std::string_view quote, std::string_view value) {
  constexpr std::size_t longest = 200;
  if (quote.empty()) return value;
  const auto begin = static_cast<std::size_t>(value.data() - s.text.data());
  const auto line = s.text.substr(begin, longest);
  const auto open = quote == "‘" ? "’" : quote == "“" ? "”" : quote;
  const auto close = line.find(open);
  return close == line.npos || close > std::min(line.find('\n'), line.size()) ? value : line.substr(0, close);
}

/// "... x and y", "... from x to y": what else looks made up behind the first.
void take_more(const scan& s, std::string_view noun, std::size_t at) {
  static const re2::RE2 next(
      R"re((?i)["'`’”.]{0,2}(?:\s{0,2},(?:\s{1,3}(?:and|or|und|oder))?|\s{1,3}(?:and|or|und|oder|to|auf|et|y))\s{1,3}(["'`‘“*]{0,4})([^\s"`]{1,200}))re",
      byte_options());
  constexpr int most = 10;
  constexpr std::size_t furthest = 300;
  for (int n = 0; n < most && at < s.text.size(); ++n) {
    re2::StringPiece g[3];
    const auto limit = std::min(s.text.size(), at + furthest);
    if (!next.Match({s.text.data(), s.text.size()}, at, limit, re2::RE2::ANCHOR_START, g, 3)) return;
    s.work += g[0].size();
    if (!take(s, noun, {g[2].data(), g[2].size()}, false, false)) return;
    at = static_cast<std::size_t>(g[2].data() - s.text.data()) + g[2].size();
    while (s.text[at - 1] == ',' || s.text[at - 1] == '.') --at;
  }
}

/// "the password of the database is x", "our token was set to x", "the password for staging that we use: x".
/// Each verb behind the name may be the one that tells: a later one is asked where an earlier one tells of
/// something else.
void find_told(const scan& s) {
  static const re2::RE2 noun(R"re((?i)\b()re" FM_NOUN R"re()[\s:,])re", byte_options());
  static const re2::RE2 verb(
      R"re((?i),?\s{1,3}(?:is|was|are|were|has been|be|becomes|became|equals|reads|(?:(?:is|was|were|has been)\s)?(?:changed|rotated|updated|switched|replaced|reset)\s(?:from|by|with|to)|ist|lautet|war|es|est|set to|changed to|reset to|should be|must be|used to be|to be|to|->):?\s{1,3}(?:(?:set to|changed to|reset to|now|still|just|called|literally|simply|currently|always)\s{1,3}){0,2}(["'`‘“*]{0,4})([^\s"`]{1,200}))re",
      byte_options());
  static const re2::RE2 colon(R"re(\s{0,2}:\s{1,3}(["'`‘“*]{0,4})([^\s"`]{1,200}))re", byte_options());
  static const re2::RE2 word(
      R"re((?i),?\s{1,3}(["'][^\s"']{1,100}["']|[\w.@/'-]{1,40}|[\x80-\xff\w]{1,40}))re", byte_options());
  static const re2::RE2 joins(
      R"re((?i)for|of|to|on|in|from|at|with|that|which|who|we|i|you|they|used|von|für|der|des|zu|de|para|pour)re",
      byte_options());
  constexpr int most_words = 9;
  constexpr std::size_t furthest = 400;
  for_each_match(s, noun, [&](const auto& m) {
    const auto begin = static_cast<std::size_t>(m[1].data() - s.text.data()) + m[1].size();
    const auto limit = std::min(s.text.size(), begin + furthest);
    const re2::StringPiece all(s.text.data(), limit);
    bool joined = false, told = true, relative = false, it = false;
    const auto name = lowered(m[1]);
    const bool password = name.starts_with("pass") || name.starts_with("pw");
    auto at = begin;
    for (int n = 0; n <= most_words && at < limit; ++n) {
      re2::StringPiece g[3];
      const auto matches = [&](const re2::RE2& what) {
        return what.Match(all, at, limit, re2::RE2::ANCHOR_START, g, 3);
      };
      const auto tells = [&] {
        const std::string_view quote(g[1].data(), g[1].size()), value(g[2].data(), g[2].size());
        return take(s, m[1], to_quote(s, quote, value), !quote.empty(), told);
      };
      const bool by_verb = matches(verb);
      // Of what is no password other numbers may be told in the same sentence.
      if (by_verb && (told || password || it) && tells()) {
        take_more(s, m[1], static_cast<std::size_t>(g[2].data() - s.text.data()) + g[2].size());
        break;
      }
      // What is said first is "expired", "refused": then only what looks made up is one.
      if (by_verb && !relative) told = false;
      if (joined && matches(colon) && tells()) break;
      if (!matches(word)) break;
      const std::string_view next(g[1].data(), g[1].size());
      if (n == 0 && !by_verb && !re2::RE2::FullMatch(g[1], joins) && g[0][0] != ',' && !looks_secret(next))
        break;
      joined = joined || n == 0;
      it = next == "it" || next == "value";
      relative = next == "that" || next == "which" || next == "who";
      at = static_cast<std::size_t>(g[0].data() - s.text.data()) + g[0].size();
      if (next.ends_with(".")) break;  // the end of the sentence
    }
    s.work += at - begin + 8;
  });
}

}  // namespace

void find_sentences(const scan& s) {
  find_told(s);
  // "pw hunter2", "token abc123"
  static const re2::RE2 beside(
      R"re((?i)\b(passwords?|passphrase|passcode|passwd|pass|pwd|pw|pin|passwort|kennwort|(?:api|access|auth|bearer|refresh|secret)[ -]?(?:key|token)|token|client secret|secret|credentials?|otp)\s{1,3}(["'`‘“]{0,3})([^\s"`,;]{3,200}))re",
      byte_options());
  for_each_match<4>(s, beside, [&](const auto& m) {
    if (lowered(m[1]) == "secret" && !m[2].empty() && is_object_name(m[3])) return;
    if (m[3].find('=') == std::string_view::npos && m[3].find("://") == std::string_view::npos)
      take(s, m[1], m[3], !m[2].empty(), false);
  });
  // "use x as the password"
  static const re2::RE2 as(
      R"re((?i)\b(?:use|using|used|with|enter|entered|type|typed|try|tried|take|took|sent|send|put|accepts?|set|gave|give|got|wrote)\s{1,3}(["'`‘“]{0,3})([^\s"`]{3,200})["'`’”]{0,3}\s{1,3}(?:as|for)\s{1,3}(?:the\s{1,3}|a\s{1,3}|an\s{1,3}|my\s{1,3}|your\s{1,3}|our\s{1,3}|its\s{1,3}|their\s{1,3})?(?:[\w-]{1,30}\s{1,3}){0,2}()re" FM_NOUN
      R"re()\b)re",
      byte_options());
  for_each_match<4>(s, as, [&](const auto& m) { take(s, m[3], m[2], !m[1].empty(), true); });
  // "x is your new password"
  static const re2::RE2 is(
      R"re((?i)([^\s"'`]{4,200})["'`]?\s{1,3}(?:is|was)\s{1,3}(?:the|my|our|your|a|his|her|their)\s{1,3}(?:[\w-]{1,30}\s{1,3}){0,2}()re" FM_NOUN
      R"re()\b)re",
      byte_options());
  for_each_match<3>(s, is, [&](const auto& m) { take(s, m[2], m[1], false, false); });
  // "verification code: 493021"
  static const re2::RE2 code(
      R"re((?i)\b(?:otp|2fa|mfa|verification|one[- ]time|security|login|sms|auth\w{0,14})\s{1,3}(?:code|passcode|password|pin)\b(?:\s{1,3}(?:is|was))?[:\s]{1,3}(\d{4,8})\b)re",
      byte_options());
  for_each_match(s, code, [&](const auto& m) { s.add(m[1], words::password); });
  // "log in with ann / hunter2", "credentials ann:hunter2"
  static const re2::RE2 pair(
      R"re((?i)\b(?:credentials?|log ?ins?|logons?|sign ?in|logged in|account|zugangsdaten)(?:\s{1,3}(?:with|as|is|are|using|into|to|was|were)){0,2}\s{0,3}:?\s{1,3}["'`]?[\w.@-]{2,60}["'`]?(?:\s?/\s?|:)["'`]?([^\s"'`=]{4,100}))re",
      byte_options());
  for_each_match(s, pair, [&](const auto& m) {
    auto v = m[1];
    while (!v.empty() && std::string_view(".,;)").find(v.back()) != std::string_view::npos)
      v.remove_suffix(1);
    if (looks_secret(v) && !is_stand_in(v) && v.front() != '/') s.add(v, words::password);
  });
}

#undef FM_NOUN

}  // namespace fm::redaction
