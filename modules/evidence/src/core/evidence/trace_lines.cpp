#include "evidence/trace_lines.hpp"

#include <algorithm>
#include <array>

namespace fm::evidence {

namespace {

using namespace std::string_view_literals;
constexpr auto npos = std::string_view::npos;
constexpr std::size_t longest_class = 200;

bool is_digit(char c) { return static_cast<unsigned char>(c - '0') < 10; }
bool is_letter(char c) { return static_cast<unsigned char>((c | 0x20) - 'a') < 26; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

template <class List>
bool holds_one_of(std::string_view text, const List& list) {
  return std::any_of(list.begin(), list.end(), [&](auto part) { return text.find(part) != npos; });
}

}  // namespace

std::string_view without_blanks(std::string_view s) {
  while (!s.empty() && is_blank(s.front())) s.remove_prefix(1);
  while (!s.empty() && is_blank(s.back())) s.remove_suffix(1);
  return s;
}

std::size_t indentation(std::string_view line) {
  std::size_t n = 0;
  while (n < line.size() && is_blank(line[n])) ++n;
  return n;
}

bool is_python_header(std::string_view body) {
  return body.starts_with("Traceback (most recent call last)") ||
         body.starts_with("+ Exception Group Traceback (most recent call last)");
}

bool is_exception_line(std::string_view body) {
  std::size_t n = 0;
  while (n < body.size() && n < longest_class &&
         (is_letter(body[n]) || is_digit(body[n]) || "._$:[]"sv.find(body[n]) != npos)) {
    // `std::bad_alloc` and `A::Error` have two colons; one ends the name.
    if (body[n] == ':' && !(n + 1 < body.size() && body[n + 1] == ':')) break;
    n += body[n] == ':' ? 2 : 1;
  }
  n = std::min(n, body.size());
  if (n < 5 || (n < body.size() && body[n] != ':' && body[n] != '(' && body[n] != ' ')) return false;
  // Node writes the code of an error behind its name: `TypeError [ERR_INVALID_ARG_TYPE]: ...`.
  if (n < body.size() && body[n] == ' ' && !body.substr(n).starts_with(" [ERR_")) return false;
  const auto name = body.substr(0, n);
  constexpr std::array ends{"Exception"sv, "Error"sv, "Throwable"sv, "Failure"sv,
                            "Interrupt"sv, "Exit"sv,  "Expired"sv};
  const auto plain = name.substr(0, name.find('`'));
  return std::any_of(ends.begin(), ends.end(), [&](auto e) { return plain.ends_with(e); }) ||
         name.find("Exception") != npos;
}

std::string_view behind_ruby_place(std::string_view body) {
  if (body.starts_with("from ")) return {};
  const auto in = body.substr(0, 512).find(":in ");
  if (in == npos || in < 3 || in + 4 >= body.size()) return {};
  // A line number stands before `:in`.
  auto digits = in;
  while (digits > 0 && is_digit(body[digits - 1])) --digits;
  if (digits == in || digits == 0 || body[digits - 1] != ':' || body.substr(0, digits).find(' ') != npos)
    return {};
  const char open = body[in + 4];
  if (open != '`' && open != '\'') return {};
  const auto close = body.find("': ", in + 5);
  return close == npos ? std::string_view() : without_blanks(body.substr(close + 3));
}

bool is_frame(std::string_view body) {
  if (body.starts_with("at ") || body.starts_with("File \"") || body.starts_with("from ")) return true;
  if (body.starts_with("... ") && body.ends_with(" more")) return true;
  const auto go = body.find(".go:");
  return go != npos && go + 4 < body.size() && is_digit(body[go + 4]) && body.substr(0, go).find(' ') == npos;
}

bool is_library_frame(std::string_view body) {
  constexpr std::array libraries{
      "/site-packages/"sv, "/dist-packages/"sv, "/lib/python"sv,        "<frozen "sv,    "node_modules"sv,
      "node:internal"sv,   "(internal/"sv,      "/src/runtime/"sv,      "/pkg/mod/"sv,   "/rustc/"sv,
      "/.cargo/"sv,        "/gems/"sv,          "/usr/local/go/src/"sv, "/usr/lib/go"sv, "/usr/lib/ruby"sv,
      "/libexec/"sv,       "(Native Method)"sv, "(Unknown Source)"sv};
  if (holds_one_of(body, libraries)) return true;
  if (!body.starts_with("at ")) return false;
  auto name = body.substr(3);
  // `app//java.base/java.lang.Thread.run`: loader and module stand before the class.
  const auto stop = name.find_first_of("( ");
  if (const auto slash = name.substr(0, stop).rfind('/'); slash != npos) name.remove_prefix(slash + 1);
  constexpr std::array packages{
      "java."sv,       "javax."sv,         "jdk."sv,      "sun."sv,       "com.sun."sv,
      "kotlin."sv,     "scala."sv,         "System."sv,   "Microsoft."sv, "org.springframework."sv,
      "org.apache."sv, "org.hibernate."sv, "io.netty."sv, "Module."sv,    "node:"sv,
      "process."sv,    "Function."sv};
  return std::any_of(packages.begin(), packages.end(), [&](auto p) { return name.starts_with(p); });
}

}  // namespace fm::evidence
