#include "knowledge/readers.hpp"
#include "knowledge/utf8.hpp"

#include <array>
#include <charconv>
#include <utility>

namespace fm::knowledge {
namespace {

// The names that occur in operators' pages; the other two thousand stay as written.
constexpr std::array<std::pair<std::string_view, std::string_view>, 24> named = {{
    {"amp", "&"},      {"lt", "<"},       {"gt", ">"},        {"quot", "\""},      {"apos", "'"},
    {"nbsp", " "},     {"ndash", "-"},    {"mdash", "-"},     {"hellip", "..."},   {"lsquo", "'"},
    {"rsquo", "'"},    {"ldquo", "\""},   {"rdquo", "\""},    {"copy", "(c)"},     {"reg", "(R)"},
    {"trade", "(TM)"}, {"times", "x"},    {"rarr", "->"},     {"larr", "<-"},      {"bull", "-"},
    {"middot", "-"},   {"deg", "\u00b0"}, {"sect", "\u00a7"}, {"micro", "\u00b5"},
}};

void append_utf8_of(std::uint32_t value, std::string& out) {
  if (value < 0x20 || (value >= 0x7F && value <= 0xA0)) {
    out += ' ';
  } else if (value < 0x80) {
    out += static_cast<char>(value);
  } else if (value < 0x800) {
    out += static_cast<char>(0xC0 | (value >> 6));
    out += static_cast<char>(0x80 | (value & 0x3F));
  } else if (value < 0x10000 && !(value >= 0xD800 && value < 0xE000)) {
    out += static_cast<char>(0xE0 | (value >> 12));
    out += static_cast<char>(0x80 | ((value >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (value & 0x3F));
  } else if (value >= 0x10000 && value <= 0x10FFFF) {
    out += static_cast<char>(0xF0 | (value >> 18));
    out += static_cast<char>(0x80 | ((value >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((value >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (value & 0x3F));
  } else {
    out += "\xEF\xBF\xBD";
  }
}

}  // namespace

void append_entity(std::string_view entity, std::string& out) {
  std::string_view body = entity;
  if (!body.empty() && body.front() == '&') body.remove_prefix(1);
  if (!body.empty() && body.back() == ';') body.remove_suffix(1);
  if (body.size() > 1 && body[0] == '#') {
    bool hex = body[1] == 'x' || body[1] == 'X';
    std::string_view digits = body.substr(hex ? 2 : 1);
    std::uint32_t value = 0;
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, hex ? 16 : 10);
    if (error == std::errc{} && end == digits.data() + digits.size() && !digits.empty()) {
      append_utf8_of(value, out);
      return;
    }
  }
  for (const auto& [name, text] : named) {
    if (body == name) {
      out += text;
      return;
    }
  }
  out += entity;
}

}  // namespace fm::knowledge
