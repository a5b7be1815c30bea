#pragma once
// Names of types, as journals and errors show them.
#include <cstddef>
#include <string_view>

namespace fm {

namespace detail {
template <class T>
constexpr std::string_view function_name() {
  return __PRETTY_FUNCTION__;
}
// How much stands before and after the type is measured on one whose name is known.
inline constexpr std::size_t name_starts = function_name<double>().find("double");
inline constexpr std::size_t name_is_followed_by = function_name<double>().size() - name_starts - 6;
}  // namespace detail

/// The qualified name of `T` as the compiler writes it, e.g. "fm::evidence::digest".
template <class T>
constexpr std::string_view type_name() {
  auto all = detail::function_name<T>();
  // g++ explains std::string with "; std::string_view = ..." after the type.
  all = all.substr(detail::name_starts, all.size() - detail::name_starts - detail::name_is_followed_by);
  if (auto end = all.find("; "); end != std::string_view::npos) all = all.substr(0, end);
  return all;
}

/// FNV-1a (Fowler, Noll, Vo), 64 bits: for names and schemas, not against an adversary.
constexpr unsigned long long hash_name(std::string_view s, unsigned long long h = 0xCBF29CE484222325u) {
  for (char c : s) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
  return h;
}

}  // namespace fm
