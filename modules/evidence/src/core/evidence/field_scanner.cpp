#include "evidence/field_scanner.hpp"

#include "evidence/control_sequence.hpp"
#include "evidence/utf8.hpp"

#include <bit>
#include <cstddef>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace fm::evidence {
namespace {

constexpr std::size_t most_fields = 64;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
bool is_digit(char c) { return static_cast<unsigned char>(c - '0') < 10; }
bool is_key(char c) {
  return is_digit(c) || static_cast<unsigned char>((c | 0x20) - 'a') < 26 || c == '_' || c == '.' ||
         c == '-' || c == '@' || c == '/';
}

const char* skip_blanks(const char* p, const char* end) {
  while (p != end && is_blank(*p)) ++p;
  return p;
}

// The first quote or backslash from `p` on.
const char* find_quote(const char* p, const char* end) {
#if defined(__SSE2__)
  const auto quote = _mm_set1_epi8('"');
  const auto backslash = _mm_set1_epi8('\\');
  for (; end - p >= 16; p += 16) {
    const auto block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    const auto hits = static_cast<unsigned>(
        _mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(block, quote), _mm_cmpeq_epi8(block, backslash))));
    if (hits != 0) return p + std::countr_zero(hits);
  }
#endif
  while (p != end && *p != '"' && *p != '\\') ++p;
  return p;
}

// The quote that closes a string which begins at `p`, or `end`.
const char* string_end(const char* p, const char* end, bool& escaped) {
  escaped = false;
  for (;;) {
    p = find_quote(p, end);
    if (p == end || *p == '"') return p;
    escaped = true;
    if (end - p < 2) return end;
    p += 2;
  }
}

// Behind the array or object that begins at `p`, or `end`; counts brackets, so that depth costs nothing.
const char* skip_nested(const char* p, const char* end) {
  std::size_t depth = 0;
  for (; p != end; ++p) {
    switch (*p) {
      case '{':
      case '[':
        ++depth;
        break;
      case '}':
      case ']':
        if (--depth == 0) return p + 1;
        break;
      case '"': {
        bool escaped;
        p = string_end(p + 1, end, escaped);
        if (p == end) return end;
        break;
      }
      default:
        break;
    }
  }
  return end;
}

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// The value of \uXXXX at `text`, or -1.
std::int32_t hex_escape(std::string_view text) {
  if (text.size() < 6 || text[0] != '\\' || text[1] != 'u') return -1;
  std::int32_t v = 0;
  for (std::size_t i = 2; i < 6; ++i) {
    const int h = hex_value(text[i]);
    if (h < 0) return -1;
    v = v * 16 + h;
  }
  return v;
}

}  // namespace

json_fields::json_fields(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {
  at_ = skip_blanks(at_, end_);
  if (at_ != end_ && *at_ == '{') {
    ++at_;
  } else {
    at_ = end_;
  }
}

bool json_fields::complete() const { return closed_ && skip_blanks(at_, end_) == end_; }

bool json_fields::next(field& out) {
  if (closed_) return false;
  const char* p = skip_blanks(at_, end_);
  if (p != end_ && *p == ',') p = skip_blanks(p + 1, end_);
  at_ = end_;
  if (p == end_) return false;
  if (*p == '}') {
    closed_ = true;
    at_ = p + 1;
    return false;
  }
  if (*p != '"') return false;
  bool escaped;
  const char* stop = string_end(++p, end_, escaped);
  if (stop == end_) return false;
  out.key = {p, static_cast<std::size_t>(stop - p)};
  p = skip_blanks(stop + 1, end_);
  if (p == end_ || *p != ':') return false;
  p = skip_blanks(p + 1, end_);
  if (p == end_) return false;
  out.escaped = false;
  if (*p == '"') {
    out.type = field_type::text;
    stop = string_end(++p, end_, out.escaped);
    out.value = {p, static_cast<std::size_t>(stop - p)};
    at_ = stop == end_ ? end_ : stop + 1;
    return true;
  }
  if (*p == '{' || *p == '[') {
    out.type = *p == '{' ? field_type::object : field_type::array;
    stop = skip_nested(p, end_);
  } else {
    out.type = is_digit(*p) || *p == '-' ? field_type::number : field_type::word;
    stop = p;
    while (stop != end_ && *stop != ',' && *stop != '}' && !is_blank(*stop)) ++stop;
    if (stop == p) return false;
  }
  out.value = {p, static_cast<std::size_t>(stop - p)};
  at_ = stop;
  return true;
}

bool logfmt_fields::next(field& out) {
  while (at_ != end_) {
    const char* p = skip_blanks(at_, end_);
    const char* key = p;
    while (p != end_ && is_key(*p)) ++p;
    if (p == end_ || p == key || *p != '=') {
      while (p != end_ && !is_blank(*p)) ++p;
      at_ = p;
      continue;
    }
    out.key = {key, static_cast<std::size_t>(p - key)};
    out.escaped = false;
    ++p;
    if (p != end_ && *p == '"') {
      const char* stop = string_end(++p, end_, out.escaped);
      out.type = field_type::text;
      out.value = {p, static_cast<std::size_t>(stop - p)};
      at_ = stop == end_ ? end_ : stop + 1;
      return true;
    }
    const char* stop = p;
    while (stop != end_ && !is_blank(*stop)) ++stop;
    out.value = {p, static_cast<std::size_t>(stop - p)};
    out.type = !out.value.empty() && is_digit(out.value[0]) ? field_type::number : field_type::word;
    at_ = stop;
    return true;
  }
  return false;
}

bool looks_like_logfmt(std::string_view line) {
  std::size_t n = 0;
  while (n < line.size() && n < 64 && is_key(line[n])) ++n;
  if (n == 0 || n + 1 >= line.size() || line[n] != '=' || is_blank(line[n + 1])) return false;
  static constexpr std::string_view known[] = {"level",    "lvl",     "msg", "time", "ts",
                                               "severity", "message", "t",   "err"};
  logfmt_fields scan(line);
  field f;
  std::size_t pairs = 0;
  bool named = false;
  while (pairs < 8 && scan.next(f)) {
    ++pairs;
    for (const auto k : known) named |= f.key == k;
    if (named && pairs >= 2) return true;
  }
  return false;
}

void append_unescaped(std::string_view text, std::string& out) {
  while (!text.empty()) {
    const auto slash = text.find('\\');
    out.append(text.substr(0, slash));
    if (slash == std::string_view::npos) return;
    text.remove_prefix(slash);
    if (text.size() < 2) {
      out.push_back('\\');
      return;
    }
    std::size_t used = 2;
    switch (text[1]) {
      case 'n':
        out.push_back('\n');
        break;
      case 't':
        out.push_back('\t');
        break;
      case 'r':
        out.push_back('\r');
        break;
      case 'b':
      case 'f':
        out.push_back(' ');
        break;
      case '"':
      case '\\':
      case '/':
        out.push_back(text[1]);
        break;
      case 'u': {
        const auto high = hex_escape(text);
        if (high < 0) {
          out.append("\\u");
          break;
        }
        used = 6;
        auto character = static_cast<std::uint32_t>(high);
        if (high >= 0xD800 && high < 0xDC00)
          if (const auto low = hex_escape(text.substr(6)); low >= 0xDC00 && low < 0xE000) {
            character = 0x10000 + ((character - 0xD800) << 10) + (static_cast<std::uint32_t>(low) - 0xDC00);
            used = 12;
          }
        if (character == 0x1B) {
          // Programs log colours into JSON too.
          const auto colour = control_sequence(text.substr(used - 1));
          if (colour != 0 && colour != std::string_view::npos) {
            used += colour - 1;
            break;
          }
        }
        char bytes[4];
        out.append(bytes, put_utf8(character, bytes));
        break;
      }
      default:
        out.append(text.substr(0, 2));
        break;
    }
    text.remove_prefix(used);
  }
}

void fields(std::string_view line, std::vector<std::pair<std::string_view, std::string_view>>& out) {
  const auto limit = out.size() + most_fields;
  field f;
  const auto add = [&] {
    if (f.type != field_type::object && f.type != field_type::array) out.emplace_back(f.key, f.value);
  };
  if (const auto brace = line.find_first_not_of(" \t");
      brace != std::string_view::npos && line[brace] == '{') {
    json_fields scan(line.substr(brace));
    while (out.size() < limit && scan.next(f)) add();
  } else if (looks_like_logfmt(line)) {
    logfmt_fields scan(line);
    while (out.size() < limit && scan.next(f)) add();
  }
}

}  // namespace fm::evidence
