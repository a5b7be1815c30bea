#pragma once
// What a message looks like on the wire, as text: the journal refuses a file whose messages looked different.
#include "fm/actors/members.hpp"

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

namespace fm {

namespace detail {
template <class T>
inline constexpr bool is_unsupported = false;
template <class T>
inline constexpr bool is_unsupported<std::optional<T>> = true;
template <class... Ts>
inline constexpr bool is_unsupported<std::variant<Ts...>> = true;
template <class T>
struct elements {
  static constexpr bool known = false;
};
template <class... Ts>
struct element_types {
  static constexpr bool known = true;
  template <class F>
  static void for_each(F&& f) {
    (f.template operator()<std::remove_const_t<Ts>>(), ...);
  }
};
template <class T, class A>
struct elements<std::vector<T, A>> : element_types<T> {};
template <class T, std::size_t N>
struct elements<std::array<T, N>> : element_types<T> {};
template <class T, class C, class A>
struct elements<std::set<T, C, A>> : element_types<T> {};
template <class K, class V, class C, class A>
struct elements<std::map<K, V, C, A>> : element_types<K, V> {};
template <class K, class V, class H, class E, class A>
struct elements<std::unordered_map<K, V, H, E, A>> : element_types<K, V> {};
template <class A, class B>
struct elements<std::pair<A, B>> : element_types<A, B> {};
template <class... Ts>
struct elements<std::tuple<Ts...>> : element_types<Ts...> {};
}  // namespace detail

/// An inspector that writes down types instead of values.
class schema_writer {
 public:
  static constexpr bool reads_state = true;
  static constexpr bool writes_state = false;

  template <class... Ts>
  int operator()(Ts&... members) {
    (put<std::remove_cvref_t<Ts>>(members), ...);
    return 0;
  }
  /// Appends the schema of `T`.
  template <class T>
  void add() {
    T value{};
    put<T>(value);
  }
  std::string take() { return std::move(text_); }

 private:
  template <class T>
  void put([[maybe_unused]] T& value) {
    static_assert(
        !detail::is_unsupported<T>,
        "CAF 0.17.6 cannot serialise std::optional or std::variant: use a struct with a flag, or a vector");
    text_ += type_name<T>();
    if constexpr (detail::elements<T>::known) {
      text_ += '<';
      detail::elements<T>::for_each([this]<class E>() { add<E>(); });
      text_ += '>';
    } else if constexpr (std::is_enum_v<T>) {
      text_ += ':';
      text_ += type_name<std::underlying_type_t<T>>();
    } else if constexpr (!std::is_arithmetic_v<T> && !std::is_same_v<T, std::string>) {
      // Once per type: a tree contains itself.
      if (seen_.insert(std::string(type_name<T>())).second) {
        text_ += '{';
        fm::describe(*this, value);
        text_ += '}';
      }
    }
    text_ += ' ';
  }
  std::string text_;
  std::set<std::string> seen_;
};

template <class T>
std::string schema_of() {
  schema_writer w;
  w.add<T>();
  return w.take();
}

}  // namespace fm
