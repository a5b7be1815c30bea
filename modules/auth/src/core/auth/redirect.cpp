#include "auth/redirect.hpp"

#include <algorithm>

namespace fm::auth {

namespace {

constexpr std::size_t longest = 2'000;

bool is_label(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
}

bool fits(std::string_view address, std::string_view allowed) {
  const auto star = allowed.find("*.");
  if (star == std::string_view::npos) return address.starts_with(allowed);
  if (!address.starts_with(allowed.substr(0, star))) return false;
  address.remove_prefix(star);
  const auto dot = address.find('.');
  return dot != std::string_view::npos && is_label(address.substr(0, dot)) &&
         address.substr(dot).starts_with(allowed.substr(star + 1));
}

}  // namespace

bool redirect_fits(std::string_view address, const std::vector<std::string>& allowed) {
  if (address.size() > longest) return false;
  const auto is_bad = [](char c) { return c <= ' ' || c == '#' || c == '\\' || c == 0x7F || c == '@'; };
  if (std::any_of(address.begin(), address.end(), is_bad)) return false;
  return std::any_of(allowed.begin(), allowed.end(),
                     [&](const auto& one) { return one.ends_with('/') && fits(address, one); });
}

}  // namespace fm::auth
