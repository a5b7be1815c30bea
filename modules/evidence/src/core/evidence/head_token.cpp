#include "evidence/head_token.hpp"

#include "evidence/severity_word.hpp"

#include <algorithm>
#include <bit>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace fm::evidence {
namespace {

constexpr std::size_t longest_group = 256;
constexpr std::size_t longest_word = 160;

bool is_digit(char c) { return static_cast<unsigned char>(c - '0') < 10; }
bool is_letter(char c) { return static_cast<unsigned char>((c | 0x20) - 'a') < 26; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_separator(char c) { return c == ' ' || c == '\t' || c == '|'; }

// The length of the word at the beginning of `rest`, at most `stop`.
std::size_t word_length(std::string_view rest, std::size_t stop) {
  std::size_t end = 0;
#if defined(__SSE2__)
  const auto blank = _mm_set1_epi8(' ');
  const auto tab = _mm_set1_epi8('\t');
  const auto bar = _mm_set1_epi8('|');
  for (; end + 16 <= stop; end += 16) {
    const auto block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(rest.data() + end));
    const auto hits = static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(
        _mm_or_si128(_mm_cmpeq_epi8(block, blank), _mm_cmpeq_epi8(block, tab)), _mm_cmpeq_epi8(block, bar))));
    if (hits != 0) return end + static_cast<std::size_t>(std::countr_zero(hits));
  }
#endif
  while (end < stop && !is_separator(rest[end])) ++end;
  return end;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// Behind the bracket that closes the one at `at`, or npos when it is too far away.
std::size_t group_end(std::string_view text, std::size_t at, char open, char close) {
  const auto stop = std::min(text.size(), at + longest_group);
  int depth = 0;
  for (auto i = at; i < stop; ++i) {
    if (text[i] == open) ++depth;
    if (text[i] == close && --depth == 0) return i + 1;
  }
  return std::string_view::npos;
}

// Letters with which a month or a weekday begins.
bool may_begin_name_of_day(std::string_view rest) {
  constexpr std::string_view first = "ADFJMNOSTW";
  return rest.size() > 14 && (rest[3] == ' ' || rest[3] == ',') &&
         first.find(rest[0]) != std::string_view::npos;
}

bool read_time_at(std::string_view rest, time_parser& times, time_stamp& stamp) {
  if (rest.size() < 8) return false;
  if (!is_digit(rest[0]) && !may_begin_name_of_day(rest)) return false;
  if (!times.read(rest, stamp)) return false;
  // 10:37:30abc is no time, nor is a number that goes on.
  return stamp.length >= rest.size() || !(is_letter(rest[stamp.length]) || is_digit(rest[stamp.length]));
}

void finish(std::string_view text, std::size_t begin, std::size_t end, head_token& out) {
  out.begin = static_cast<std::uint32_t>(begin);
  out.end = static_cast<std::uint32_t>(end);
  out.column = end < text.size() && (text[end] == '\t' || text[end] == '|' ||
                                     (text[end] == ' ' && end + 1 < text.size() && text[end + 1] == ' '));
}

void set_level(severity level, bool loud, head_token& out) {
  out.kind = token_kind::level;
  out.level = level;
  out.loud = loud;
}

void read_group(std::string_view content, head_token& out) {
  out.kind = token_kind::group;
  content = trimmed(content);
  auto level = severity_of_word(content);
  if (level == severity::none && content.size() == 1) level = severity_of_letter(content[0]);
  // Apache writes [module:level].
  if (const auto colon = content.rfind(':'); level == severity::none && colon != std::string_view::npos)
    level = severity_of_word(content.substr(colon + 1));
  if (level != severity::none) set_level(level, true, out);
}

bool is_number(std::string_view word) {
  if (!word.empty() && word.back() == ']') word.remove_suffix(1);
  if (!word.empty() && word.back() == ':') word.remove_suffix(1);
  if (!word.empty() && word.front() == '#') word.remove_prefix(1);
  if (word.empty() || !is_digit(word[0])) return false;
  for (const char c : word)
    if (!is_digit(c) && c != '#') return false;
  return true;
}

void finish_word(std::string_view text, std::size_t begin, std::size_t end, head_token& out) {
  out.kind = end - begin > 1 && text[end - 1] == ':' ? token_kind::label : token_kind::word;
  out.level = severity::none;
  out.loud = false;
  finish(text, begin, end, out);
}

void read_word(std::string_view text, std::size_t begin, std::size_t end, bool after_number,
               head_token& out) {
  const auto word = text.substr(begin, end - begin);
  out.kind = token_kind::word;
  if (is_digit(word[0]) || word[0] == '#') {
    // nginx writes pid#tid: and nobody a message like that.
    if (is_number(word))
      out.kind = word.back() == ':' && word.find('#') > 0 && word.find('#') != word.npos ? token_kind::mark
                                                                                         : token_kind::number;
  } else if (is_letter(word[0])) {
    std::size_t letters = 1;
    while (letters < word.size() && is_letter(word[letters])) ++letters;
    const auto first = word.substr(0, letters);
    const char next = letters < word.size() ? word[letters] : '\0';
    if (letters == 1) {
      if (next == '/' && word.size() > 2 && severity_of_letter(word[0]) != severity::none &&
          is_upper(word[0])) {
        set_level(severity_of_letter(word[0]), true, out);
        return finish(text, begin, begin + 2, out);
      }
      if (after_number && word.size() == 1 && severity_of_letter(word[0]) != severity::none)
        set_level(severity_of_letter(word[0]), true, out);
    } else if (next == '\0' || next == ':' || next == ']' || next == ',' || next == '[' || next == '/') {
      if (const auto level = severity_of_word(first); level != severity::none) {
        set_level(level, next == ':' || next == ']' || (is_upper(first[0]) && is_upper(first[1])), out);
        if (next == '/') {
          // Celery writes [time: INFO/MainProcess].
          if (word.back() != ']') return finish_word(text, begin, end, out);
          out.loud = true;
          return finish(text, begin, end, out);
        }
        // Python writes INFO:app:message; the component is a token of its own.
        const bool punctuated = next == ':' || next == ']' || next == ',';
        return finish(text, begin, begin + letters + (punctuated ? 1 : 0), out);
      }
    }
  }
  if (out.kind != token_kind::word) return finish(text, begin, end, out);
  // Android pads the process id: ActivityManager(  585): text
  if (word.back() == '(') {
    const auto close = text.substr(end, 12).find("):");
    if (close != std::string_view::npos) end += close + 2;
  }
  finish_word(text, begin, end, out);
}

}  // namespace

std::size_t skip_separators(std::string_view text, std::size_t at) {
  if (at < text.size() &&
      (text[at] == ',' || (text[at] == ':' && at + 1 < text.size() && text[at + 1] == ' ')))
    ++at;
  while (at < text.size() && is_separator(text[at])) ++at;
  return at;
}

bool read_head_token(std::string_view text, std::size_t at, time_parser& times, bool after_number,
                     head_token& out) {
  at = skip_separators(text, at);
  if (at >= text.size()) return false;
  out = {};
  const auto rest = text.substr(at);
  const char c = rest[0];
  time_stamp stamp;
  if (c == '[' || c == '(' || c == '<') {
    if (c == '[' && read_time_at(rest.substr(1), times, stamp)) {
      auto end = 1 + stamp.length;
      if (end < rest.size() && rest[end] == ']') ++end;
      out.kind = token_kind::time;
      out.time = stamp.time;
      finish(text, at, at + end, out);
      return true;
    }
    const char close = c == '[' ? ']' : c == '(' ? ')' : '>';
    auto end = group_end(rest, 0, c, close);
    if (end == std::string_view::npos || end < 3) {
      out.kind = token_kind::body;
      finish(text, at, text.size(), out);
      return true;
    }
    read_group(rest.substr(1, end - 2), out);
    if (end < rest.size() && rest[end] == ':') ++end;
    finish(text, at, at + end, out);
    return true;
  }
  if (c == '{') {
    out.kind = token_kind::body;
    finish(text, at, text.size(), out);
    return true;
  }
  if (c == '"') {
    if (read_time_at(rest.substr(1), times, stamp) && stamp.length + 1 < rest.size() &&
        rest[stamp.length + 1] == '"') {
      out.kind = token_kind::time;
      out.time = stamp.time;
      finish(text, at, at + stamp.length + 2, out);
      return true;
    }
    out.kind = token_kind::body;
    finish(text, at, text.size(), out);
    return true;
  }
  if (read_time_at(rest, times, stamp)) {
    out.kind = token_kind::time;
    out.time = stamp.time;
    finish(text, at, at + stamp.length, out);
    return true;
  }
  const auto stop = std::min(rest.size(), longest_word);
  const auto end = word_length(rest, stop);
  constexpr std::string_view punctuation = "-:*#=>.~";
  if (end <= 3 && punctuation.find(c) != std::string_view::npos &&
      rest.substr(0, end).find_first_not_of(punctuation) == std::string_view::npos) {
    out.kind = token_kind::mark;
    finish(text, at, at + end, out);
    return true;
  }
  read_word(text, at, at + end, after_number, out);
  return true;
}

std::string_view bare_name(std::string_view token) {
  while (!token.empty() && (token.back() == ':' || token.back() == ',')) token.remove_suffix(1);
  if (token.size() >= 2 &&
      ((token.front() == '[' && token.back() == ']') || (token.front() == '(' && token.back() == ')')))
    return trimmed(token.substr(1, token.size() - 2));
  if (!token.empty() && token.back() == ']')
    if (const auto open = token.rfind('['); open != std::string_view::npos && open > 0)
      if (is_number(token.substr(open + 1))) token = token.substr(0, open);
  if (!token.empty() && token.back() == ')')
    if (const auto open = token.rfind('('); open != std::string_view::npos && open > 0)
      if (token.find_first_not_of(" 0123456789", open + 1) == token.size() - 1) token = token.substr(0, open);
  return token;
}

bool looks_like_identifier(std::string_view word) {
  if (word.size() < 3 || !(is_letter(word[0]) || is_digit(word[0]) || word[0] == '/' || word[0] == '_'))
    return false;
  bool inside = false;
  bool upper_later = false;
  for (std::size_t i = 1; i + 1 < word.size(); ++i) {
    const char c = word[i];
    inside |= c == '.' || c == '/' || c == '-' || c == '_' || c == '$' || c == '@' || c == '[' || c == '(' ||
              is_digit(c);
    upper_later |= is_upper(c) && !is_upper(word[i - 1]);
  }
  return inside || upper_later;
}

}  // namespace fm::evidence
