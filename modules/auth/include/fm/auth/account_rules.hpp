#pragma once
// What the fields of an account may hold. Each rule gives the sentence that says what is wrong, or nothing.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace fm::auth {

inline constexpr std::size_t longest_email = 255;
inline constexpr std::size_t longest_username = 100;
inline constexpr std::size_t longest_full_name = 255;
inline constexpr std::size_t shortest_password = 8;     ///< characters
inline constexpr std::size_t longest_password = 1'024;  ///< bytes; all of them count

namespace detail {
constexpr std::size_t characters(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}
constexpr bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

/// Takes the first character off a text; bytes that are no UTF-8 count one by one.
constexpr std::uint32_t next_character(std::string_view& text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t n = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
  std::uint32_t c = n == 1 ? lead : lead & (0x7Fu >> n);
  for (std::size_t i = 1; i < n && i < text.size(); ++i)
    c = (c << 6) | (static_cast<unsigned char>(text[i]) & 0x3Fu);
  text.remove_prefix(std::min(n, text.size()));
  return c;
}

struct character_run {
  std::uint32_t first = 0, last = 0;
};
/// Characters that cannot be seen or look like a blank: two names that differ in them look alike.
inline constexpr std::array<character_run, 20> unseen{
    {{0x00, 0x1F},     {0x7F, 0xA0},     {0xAD, 0xAD},     {0x34F, 0x34F},   {0x61C, 0x61C},
     {0x115F, 0x1160}, {0x1680, 0x1680}, {0x17B4, 0x17B5}, {0x180B, 0x180F}, {0x2000, 0x200F},
     {0x2028, 0x202F}, {0x205F, 0x206F}, {0x2800, 0x2800}, {0x3000, 0x3000}, {0x3164, 0x3164},
     {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE0FFF}}};

constexpr bool has_unseen(std::string_view text) {
  while (!text.empty()) {
    const auto c = next_character(text);
    for (const auto& run : unseen)
      if (c >= run.first && c <= run.last) return true;
  }
  return false;
}
}  // namespace detail

/// ASCII letters in lower case; what accounts are compared by.
inline std::string lower_case(std::string_view text) {
  std::string out(text);
  for (auto& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

constexpr std::string_view email_fault(std::string_view email) {
  constexpr std::string_view fault = "email must be an address such as ann@example.org";
  if (detail::characters(email) > longest_email) return "email may have at most 255 characters";
  auto at = email.rfind('@');
  if (at == email.npos || at == 0 || at > 64) return fault;
  auto forbidden = [](char c) {
    return detail::is_control(c) || std::string_view(" <>()[],;:\\\"").find(c) != std::string_view::npos;
  };
  if (std::any_of(email.begin(), email.end(), forbidden) || detail::has_unseen(email)) return fault;
  auto local = email.substr(0, at);
  auto domain = email.substr(at + 1);
  if (local.find('@') != local.npos) return fault;
  for (auto part : {local, domain})
    if (part.empty() || part.front() == '.' || part.back() == '.' || part.find("..") != part.npos)
      return fault;
  if (domain.front() == '-' || domain.back() == '-') return fault;
  return {};
}

constexpr std::string_view username_fault(std::string_view name) {
  if (name.find_first_not_of(' ') == name.npos) return "username must not be empty";
  if (detail::characters(name) > longest_username) return "username may have at most 100 characters";
  if (std::any_of(name.begin(), name.end(), detail::is_control))
    return "username must not contain control characters";
  if (name.front() == ' ' || name.back() == ' ') return "username must not begin or end with a blank";
  if (detail::has_unseen(name))
    return "username must not contain characters that cannot be seen, or blanks other than the common one";
  return {};
}

/// A name with an @ is signed in with as an address, so it can be nobody's but its owner's.
inline std::string_view username_fault(std::string_view name, std::string_view email) {
  if (auto fault = username_fault(name); !fault.empty()) return fault;
  if (name.find('@') != name.npos && lower_case(name) != lower_case(email))
    return "username may contain @ only if it is the email address of the account";
  return {};
}

constexpr std::string_view password_fault(std::string_view password) {
  if (detail::characters(password) < shortest_password) return "password must have at least 8 characters";
  if (password.size() > longest_password) return "password may have at most 1,024 bytes";
  return {};
}

constexpr std::string_view full_name_fault(std::string_view name) {
  if (detail::characters(name) > longest_full_name) return "full_name may have at most 255 characters";
  return {};
}

}  // namespace fm::auth
