#pragma once
// A value, or the reason why there is none.
#include "fm/actors/error.hpp"

#include <concepts>
#include <type_traits>
#include <utility>
#include <variant>

namespace fm {

/// Converts from a value and from a failure, so that a step can return either.
template <class T>
class [[nodiscard]] outcome {
 public:
  template <std::convertible_to<T> U = T>
  requires(!std::is_same_v<std::remove_cvref_t<U>, outcome> &&
           !std::is_same_v<std::remove_cvref_t<U>, failure>) outcome(U&& value)
      : held_(std::in_place_index<0>, std::forward<U>(value)) {}
  outcome(failure why) : held_(std::in_place_index<1>, std::move(why)) {}

  explicit operator bool() const { return held_.index() == 0; }
  T& operator*() { return std::get<0>(held_); }
  const T& operator*() const { return std::get<0>(held_); }
  T* operator->() { return &std::get<0>(held_); }
  const T* operator->() const { return &std::get<0>(held_); }
  failure& error() { return std::get<1>(held_); }
  const failure& error() const { return std::get<1>(held_); }

 private:
  std::variant<T, failure> held_;
};

/// The answer to a request that asks for nothing but success.
struct done {
  bool operator==(const done&) const = default;
};

}  // namespace fm
