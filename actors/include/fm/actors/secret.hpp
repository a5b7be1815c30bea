#pragma once
// Text that neither the journal nor the log may show.
#include <functional>
#include <ostream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace fm {

/// A keyed hash of a secret, with a key of its own per journal file: equal secrets stay equal, and nothing
/// else can be learnt. The composition root injects it, so the kit needs no crypto library.
using secret_hash = std::function<std::string(std::string_view)>;

/// While it lives, secrets that this thread writes become pseudonyms; outside of it they become "***".
class pseudonym_scope {
 public:
  explicit pseudonym_scope(const secret_hash* hash) : previous_(std::exchange(current(), hash)) {}
  pseudonym_scope(const pseudonym_scope&) = delete;
  pseudonym_scope& operator=(const pseudonym_scope&) = delete;
  ~pseudonym_scope() { current() = previous_; }
  static const secret_hash*& current() {
    thread_local const secret_hash* hash = nullptr;
    return hash;
  }

 private:
  const secret_hash* previous_;
};

/// `T` is text: `std::string`, or a type that converts to and from it.
template <class T = std::string>
class secret {
  static_assert(std::is_convertible_v<T, std::string> && std::is_constructible_v<T, std::string>);

 public:
  secret() = default;
  explicit secret(T value) : value_(std::move(value)) {}

  /// The value itself: for the provider that uses it, never for an output of a step.
  const T& expose() const { return value_; }
  bool operator==(const secret&) const = default;

  /// What a writer sees.
  std::string shown() const {
    if (is_pseudonym_) return std::string(value_);
    auto* hash = pseudonym_scope::current();
    return hash && *hash ? (*hash)(std::string(value_)) : "***";
  }
  /// A pseudonym that was read back is written again as it is.
  static secret from_pseudonym(std::string text) {
    secret s{T(std::move(text))};
    s.is_pseudonym_ = true;
    return s;
  }

 private:
  T value_{};
  bool is_pseudonym_ = false;
};
template <class Inspector, class T>
auto inspect(Inspector& f, secret<T>& x) {
  auto text = x.shown();
  if constexpr (Inspector::writes_state) {
    auto result = f(text);
    x = secret<T>::from_pseudonym(std::move(text));
    return result;
  } else {
    return f(text);
  }
}
template <class T>
std::ostream& operator<<(std::ostream& out, const secret<T>&) {
  return out << "***";
}

}  // namespace fm
