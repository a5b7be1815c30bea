#include "fm/redaction/link_watch.hpp"

#include "characters.hpp"

namespace fm::redaction {

void link_watch::read(std::string_view text) {
  for (const char c : text)
    if (form_ == value_form::json_string)
      unescape(c);
    else
      take(c);
}

/// What the text means within a string of JSON.
void link_watch::unescape(char c) {
  if (escape_ == 0) {
    if (c == '\\')
      escape_ = 1;
    else
      take(c);
    return;
  }
  if (escape_ == 1) {
    escape_ = 0;
    if (c == 'u')
      escape_ = 2, code_ = 0;
    else
      take(c == 'n' || c == 'r' ? '\n' : c == 't' || c == 'f' || c == 'b' ? ' ' : c);
    return;
  }
  code_ = code_ << 4 | static_cast<unsigned>(is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
  constexpr int last_digit = 5;
  if (escape_++ < last_digit) return;
  escape_ = 0;
  constexpr unsigned ascii = 0x80;
  take(code_ < ascii ? static_cast<char>(code_) : 'x');
}

void link_watch::take(char c) {
  if (c == '\\') c = '/';
  if (is_upper(c)) c = static_cast<char>(c - 'A' + 'a');
  const auto before = static_cast<char>(last_ & 0xFF);
  if (is_line_end(c)) {
    link_ = angle_ = false;
  } else if (is_space(c)) {
    link_ = link_ && angle_;
  } else if (c == '<') {
    angle_ = true;
  } else if (c == '>') {
    angle_ = false;
  }
  const bool slashes = c == '/' && before == '/';
  const bool target = c == '(' && before == ']';
  last_ = last_ << 8 | static_cast<unsigned char>(c);
  const bool entity = c == '#' && before == '&';
  constexpr std::uint32_t www = 0x7777772E, solidus = 0x26736F6C;  // "www.", "&sol"
  link_ = link_ || slashes || target || entity || last_ == www || last_ == solidus;
}

}  // namespace fm::redaction
