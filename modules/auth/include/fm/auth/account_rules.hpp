#pragma once
// What the fields of an account may hold. Each rule gives the sentence that says what is wrong, or nothing.
#include <algorithm>
#include <cstddef>
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
  if (std::any_of(email.begin(), email.end(), forbidden)) return fault;
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
