#include "characters.hpp"
#include "names.hpp"
#include "scanners.hpp"

#include <algorithm>
#include <string>

namespace fm::redaction {

namespace {

#define FM_NOUN \
  R"re((?:passwords?|pass ?phrase|passcode|passwd|pwd|pw|pin(?: code)?|passwort|kennwort|contraseña|mot de passe|(?:access |auth |api |bearer |refresh |session |secret |personal access |bot |deploy )?token|(?:api|secret|access|account|private|encryption|signing|license|master)[ -]?key|client secret|secret|credentials?|otp|2fa code|cookie|session id|key))re"

/// What a sentence calls a secret. Of a password a plain word is believed, of a token only one that looks
/// made up.
void take(const scan& s, std::string_view noun, std::string_view v, bool quoted, bool told) {
  while (!v.empty() && std::string_view(".,;:!?)]}'\"`*").find(v.back()) != std::string_view::npos &&
         !(v.back() == '!' && v.size() > 1 && is_digit(v[v.size() - 2])))
    v.remove_suffix(1);
  while (!v.empty() && std::string_view("'\"`([*").find(v.front()) != std::string_view::npos) {
    v.remove_prefix(1);
    quoted = true;
  }
  if (v.size() < 3 || is_stand_in(v) || v.front() == '<') return;
  const auto small = lowered(noun);
  const bool password = small.starts_with("pass") || small.starts_with("pw") || small.starts_with("pin") ||
                        small.starts_with("kenn") || small.starts_with("contra") ||
                        small.starts_with("mot") || small.starts_with("cred");
  if (is_ordinary(v)) return;
  const bool made_up = looks_secret(v) ||
                       (small.starts_with("pin") && all_are(v, is_digit) && v.size() >= 4) ||
                       (password && told && any_is_of(v, is_digit));
  if (!made_up && !(told && password && v.size() >= 4) && !(quoted && told)) return;
  s.add(v, password                            ? words::password
           : small.find("key") != small.npos   ? words::api_key
           : small.find("token") != small.npos ? words::token
                                               : words::secret);
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

}  // namespace

void find_sentences(const scan& s) {
  // "the password of the database is x", "our token was set to x", "password = x"
  static const re2::RE2 tells(
      R"re((?i)\b()re" FM_NOUN
      R"re()(?:(?:\s{1,3}(?:for|of|to|on|in|from|at|with)(?:\s{1,3}[\w.@/-]{1,40}){1,6})?\s{1,3}(?:is|was|are|were|has been|be|becomes|became|equals|reads|ist|lautet|war|es|est|set to|changed to|reset to|should be|must be|used to be|to be|to|->):?|\s{1,3}(?:for|of|to|on|in|from|at|with)(?:\s{1,3}[\w.@/-]{1,40}){1,6}\s{0,2}:)\s{1,3}(?:(?:set to|changed to|reset to|now|still|just|called|literally|simply|currently|always)\s{1,3}){0,2}(["'`‘“*]{0,4})([^\s"`]{1,200}))re",
      byte_options());
  for_each_match<4>(s, tells,
                    [&](const auto& m) { take(s, m[1], to_quote(s, m[2], m[3]), !m[2].empty(), true); });
  // "pw hunter2", "token abc123"
  static const re2::RE2 beside(
      R"re((?i)\b(passwords?|passphrase|passcode|passwd|pass|pwd|pw|pin|passwort|kennwort|(?:api|access|auth|bearer|refresh|secret)[ -]?(?:key|token)|token|client secret|secret|credentials?|otp)\s{1,3}(["'`‘“]{0,3})([^\s"`,;]{3,200}))re",
      byte_options());
  for_each_match<4>(s, beside, [&](const auto& m) {
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
