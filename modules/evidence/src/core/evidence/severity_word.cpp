#include "evidence/severity_word.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace fm::evidence {
namespace {

// Up to eight letters as one number, so that a word is compared at once.
constexpr std::uint64_t packed(std::string_view word) {
  std::uint64_t v = 0;
  for (const char c : word) v = v << 8 | static_cast<unsigned char>(c | 0x20);
  return v;
}

bool same_word(std::string_view word, std::string_view lower) {
  if (word.size() != lower.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i)
    if ((word[i] | 0x20) != lower[i]) return false;
  return true;
}

severity of_long_word(std::string_view word) {
  if (same_word(word, "information") || same_word(word, "informational")) return severity::info;
  return same_word(word, "emergency") ? severity::critical : severity::none;
}

}  // namespace

severity severity_of_word(std::string_view word) {
  if (word.size() < 3 || word.size() > 13) return severity::none;
  std::uint64_t v = 0;
  for (const char c : word) {
    const auto lower = static_cast<unsigned char>(c | 0x20);
    if (static_cast<unsigned char>(lower - 'a') >= 26) {
      // PostgreSQL numbers its debug levels.
      return word.size() == 6 && same_word(word.substr(0, 5), "debug") && c >= '1' && c <= '5'
                 ? severity::debug
                 : severity::none;
    }
    v = v << 8 | lower;
  }
  if (word.size() > 8) return of_long_word(word);
  switch (v) {
    case packed("trace"):
    case packed("trc"):
    case packed("trce"):
    case packed("verbose"):
    case packed("finest"):
    case packed("finer"):
      return severity::trace;
    case packed("debug"):
    case packed("dbg"):
    case packed("dbug"):
    case packed("debu"):
    case packed("fine"):
      return severity::debug;
    case packed("info"):
    case packed("inf"):
      return severity::info;
    case packed("notice"):
    case packed("note"):
      return severity::notice;
    case packed("warning"):
    case packed("warn"):
    case packed("wrn"):
      return severity::warning;
    case packed("error"):
    case packed("err"):
    case packed("eror"):
    case packed("erro"):
    case packed("fail"):
    case packed("failure"):
    case packed("severe"):
      return severity::error;
    case packed("fatal"):
    case packed("fata"):
    case packed("ftl"):
    case packed("critical"):
    case packed("crit"):
    case packed("crt"):
    case packed("panic"):
    case packed("dpanic"):
    case packed("emerg"):
    case packed("alert"):
      return severity::critical;
    default:
      return severity::none;
  }
}

severity severity_of_letter(char letter) {
  switch (letter) {
    case 'T':
    case 'V':
      return severity::trace;
    case 'D':
      return severity::debug;
    case 'I':
      return severity::info;
    case 'N':
      return severity::notice;
    case 'W':
      return severity::warning;
    case 'E':
      return severity::error;
    case 'F':
    case 'C':
      return severity::critical;
    default:
      return severity::none;
  }
}

severity severity_of_syslog(unsigned number) {
  switch (number & 7) {
    case 3:
      return severity::error;
    case 4:
      return severity::warning;
    case 5:
      return severity::notice;
    case 6:
      return severity::info;
    case 7:
      return severity::debug;
    default:
      return severity::critical;
  }
}

severity severity_of_number(std::int64_t number) {
  if (number <= 0 || number >= 100) return severity::none;
  if (number < 20) return severity::trace;
  if (number < 30) return severity::debug;
  if (number < 40) return severity::info;
  if (number < 50) return severity::warning;
  return number < 60 ? severity::error : severity::critical;
}

severity severity_of_status(unsigned status) {
  // Refused for its size, form or address: a limit or a setting, and not what clients ask for.
  constexpr std::array<unsigned, 8> refused{413, 414, 415, 421, 431, 494, 497, 507};
  if (std::find(refused.begin(), refused.end(), status) != refused.end()) return severity::warning;
  return status >= 500 ? severity::error : status >= 400 ? severity::notice : severity::info;
}

}  // namespace fm::evidence
