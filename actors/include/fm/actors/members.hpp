#pragma once
// The members of a plain struct, as its declaration lists them: what serialises, compares and prints a
// message is made from them, so no second list can fall behind.
#include "fm/actors/type_name.hpp"

#include <array>
#include <cstddef>
#include <tuple>
#include <type_traits>

namespace fm {

namespace detail {
/// Stands for a value of any type where only its place counts.
struct any_value {
  template <class T>
  constexpr operator T() const noexcept;
};
template <class T, class... Values>
concept made_of = requires {
  T{Values{}...};
};
/// How many values a braced list for `T` may have: the most that it takes, found by adding one at a time.
template <class T, class... Values>
constexpr std::size_t count_members() {
  if constexpr (made_of<T, Values..., any_value>)
    return count_members<T, Values..., any_value>();
  else
    return sizeof...(Values);
}
template <class T>
inline constexpr bool is_array = false;
template <class T, std::size_t N>
inline constexpr bool is_array<std::array<T, N>> = true;
template <class T>
constexpr bool is_of_a_library() {
  return type_name<T>().starts_with("std::") || type_name<T>().starts_with("caf::");
}

/// Whether `T` has an `inspect` of its own.
template <class Inspector, class T>
inline constexpr bool is_described_by_itself = requires(Inspector& f, T& x) {
  inspect(f, x);
};
}  // namespace detail

/// A struct of ours without constructors, bases or private members. Its declaration is its description; one
/// that travels in another form has an `inspect` of its own, which goes before.
template <class T>
concept plain_struct =
    std::is_class_v<T> && std::is_aggregate_v<T> && !detail::is_array<T> && !detail::is_of_a_library<T>();

/// References to all members, in the order of their declaration.
template <class T>
requires plain_struct<std::remove_const_t<T>>
constexpr auto members_of(T& of) {
  constexpr auto count = detail::count_members<std::remove_const_t<T>>();
  static_assert(count <= 26, "more members than members_of knows: add lines for them");
  if constexpr (count == 0) {
    static_cast<void>(of);
    return std::tie();
  } else if constexpr (count == 1) {
    auto& [a] = of;
    return std::tie(a);
  } else if constexpr (count == 2) {
    auto& [a, b] = of;
    return std::tie(a, b);
  } else if constexpr (count == 3) {
    auto& [a, b, c] = of;
    return std::tie(a, b, c);
  } else if constexpr (count == 4) {
    auto& [a, b, c, d] = of;
    return std::tie(a, b, c, d);
  } else if constexpr (count == 5) {
    auto& [a, b, c, d, e] = of;
    return std::tie(a, b, c, d, e);
  } else if constexpr (count == 6) {
    auto& [a, b, c, d, e, f] = of;
    return std::tie(a, b, c, d, e, f);
  } else if constexpr (count == 7) {
    auto& [a, b, c, d, e, f, g] = of;
    return std::tie(a, b, c, d, e, f, g);
  } else if constexpr (count == 8) {
    auto& [a, b, c, d, e, f, g, h] = of;
    return std::tie(a, b, c, d, e, f, g, h);
  } else if constexpr (count == 9) {
    auto& [a, b, c, d, e, f, g, h, i] = of;
    return std::tie(a, b, c, d, e, f, g, h, i);
  } else if constexpr (count == 10) {
    auto& [a, b, c, d, e, f, g, h, i, j] = of;
    return std::tie(a, b, c, d, e, f, g, h, i, j);
  } else if constexpr (count == 11) {
    auto& [a, b, c, d, e, f, g, h, i, j, k] = of;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k);
  } else if constexpr (count == 12) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l] = of;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l);
  } else if constexpr (count == 13) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m] = of;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m);
  } else if constexpr (count == 14) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n] = of;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n);
  } else if constexpr (count == 15) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o] = of;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o);
  } else if constexpr (count == 16) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = of;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p);
  } else if constexpr (count == 17) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q] = of;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q);
  } else if constexpr (count == 18) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r] = of;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r);
  } else if constexpr (count == 19) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s] = of;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s);
  } else if constexpr (count == 20) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t] = of;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t);
  } else if constexpr (count == 21) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u] = of;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u);
  } else if constexpr (count == 22) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v] = of;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v);
  } else if constexpr (count == 23) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w] = of;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w);
  } else if constexpr (count == 24) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x] = of;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x);
  } else if constexpr (count == 25) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y] = of;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y);
  } else if constexpr (count == 26) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z] = of;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z);
  }
}

/// Hands the members to an inspector that is none of CAF's, by the `inspect` of the struct where it has its
/// own.
template <class Inspector, class T>
void describe(Inspector& f, T& x) {
  if constexpr (detail::is_described_by_itself<Inspector, T>)
    inspect(f, x);
  else
    std::apply([&f](auto&... members) { f(members...); }, members_of(x));
}

}  // namespace fm

// Inspectors of CAF look for `inspect` in their own namespaces too.
namespace caf {
template <class Inspector, fm::plain_struct T>
typename Inspector::result_type inspect(Inspector& f, T& x) {
  return std::apply([&f](auto&... members) { return f(members...); }, fm::members_of(x));
}
namespace detail {
using caf::inspect;
}
}  // namespace caf
