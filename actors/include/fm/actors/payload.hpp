#pragma once
// Values whose type only their sender and their receiver know.
#include <atomic>
#include <utility>

namespace fm {

namespace actors {
struct wire_ops;  // how to serialise and send; known to the shell only
}

/// One per message type; its address identifies the type.
struct type_slot {
  void (*destroy)(void*);
  std::atomic<const actors::wire_ops*> wire{nullptr};  ///< set when the type is registered
};
template <class T>
inline type_slot slot_of{[](void* x) { delete static_cast<T*>(x); }};

/// A move-only `std::any` with one allocation and without RTTI.
class payload {
 public:
  payload() = default;
  template <class T>
  static payload of(T value) {
    return {&slot_of<T>, new T(std::move(value))};
  }
  /// Names a type without holding a value of it.
  static payload type_only(const type_slot* type) { return {type, nullptr}; }
  payload(payload&& other) noexcept : type_(other.type_), value_(std::exchange(other.value_, nullptr)) {}
  payload& operator=(payload&& other) noexcept {
    std::swap(type_, other.type_);
    std::swap(value_, other.value_);
    return *this;
  }
  ~payload() {
    if (value_) type_->destroy(value_);
  }

  /// The value, or null when it is of another type or absent.
  template <class T>
  T* get() const {
    return type_ == &slot_of<T> ? static_cast<T*>(value_) : nullptr;
  }
  explicit operator bool() const { return value_ != nullptr; }
  const type_slot* type() const { return type_; }
  void* raw() const { return value_; }

 private:
  payload(const type_slot* type, void* value) : type_(type), value_(value) {}
  const type_slot* type_ = nullptr;
  void* value_ = nullptr;
};

}  // namespace fm
