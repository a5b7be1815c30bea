#pragma once
// A step that waits: a lazy coroutine that continues through recorded inputs only.
//
// g++ 12 miscompiles some waits. Write one `co_await` per statement, as `co_await e;`, `x = co_await e;` or
// `co_return co_await e;`, without braces, `?:`, `&&` or `||` in `e` (tests/arch/step_lint.py checks it).
// Take commands by value and hold no reference or iterator into the state across a wait: other inputs run
// meanwhile.
#include "fm/actors/exception.hpp"
#include "fm/actors/outcome.hpp"
#include "fm/actors/step_core.hpp"

#include <concepts>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

namespace fm {

template <class T>
class kept_flow;

/// The result of a coroutine step: `co_return` a value or a `failure`. Awaited by another flow it yields the
/// value, or ends that flow with the same failure.
template <class T>
class [[nodiscard]] flow {
 public:
  using value_type = T;

  struct promise_type final : flow_promise {
    std::optional<outcome<T>> result;

    flow get_return_object() {
      self = std::coroutine_handle<promise_type>::from_promise(*this);
      return flow{*this};
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    struct at_end {
      bool await_ready() noexcept { return false; }
      void await_suspend(std::coroutine_handle<promise_type> h) noexcept {
        h.promise().home->ended(h.promise());
      }
      void await_resume() noexcept {}
    };
    at_end final_suspend() noexcept { return {}; }
    void return_value(outcome<T> r) { result.emplace(std::move(r)); }
    void unhandled_exception() { end_with(failure_of_exception()); }
    void end_with(failure why) override { result.emplace(std::move(why)); }
    const failure* why() const override { return *result ? nullptr : &result->error(); }
    payload take() override { return payload::of<T>(std::move(**result)); }
  };

  flow(flow&& other) noexcept : promise_(std::exchange(other.promise_, nullptr)) {}
  flow& operator=(flow&&) = delete;
  ~flow() {
    if (promise_) promise_->self.destroy();
  }
  flow_promise& release() { return *std::exchange(promise_, nullptr); }

  bool await_ready() const { return false; }
  template <class Promise>
  void await_suspend(std::coroutine_handle<Promise> parent) {
    start(parent.promise(), false);
  }
  T await_resume() { return std::move(**promise_->result); }

 private:
  friend class kept_flow<T>;
  explicit flow(promise_type& p) : promise_(&p) {}
  void start(flow_promise& parent, bool keeps) {
    promise_->home = parent.home;
    promise_->parent = &parent;
    promise_->parent_keeps = keeps;
    promise_->root = parent.root;
    promise_->home->resume(promise_, nullptr);
  }
  promise_type* promise_;
};

/// See `attempt`.
template <class T>
class [[nodiscard]] kept_flow {
 public:
  explicit kept_flow(flow<T>&& inner) : inner_(std::move(inner)) {}
  bool await_ready() const { return false; }
  template <class Promise>
  void await_suspend(std::coroutine_handle<Promise> parent) {
    inner_.start(parent.promise(), true);
  }
  outcome<T> await_resume() { return std::move(*inner_.promise_->result); }

 private:
  flow<T> inner_;
};

/// `co_await attempt(other(...))` hands a failure over instead of ending the caller with it.
template <class T>
kept_flow<T> attempt(flow<T> inner) {
  return kept_flow<T>(std::move(inner));
}

/// The result of a step that often needs no wait, which makes it cheaper than a flow: an answer that is
/// there, or the flow that will have it.
template <class T>
class [[nodiscard]] prompt {
 public:
  using value_type = T;
  prompt(outcome<T> now) : held_(std::move(now)) {}
  prompt(failure why) : held_(outcome<T>(std::move(why))) {}
  prompt(flow<T> later) : held_(std::move(later)) {}
  template <std::convertible_to<T> U = T>
  requires(!std::is_same_v<std::remove_cvref_t<U>, failure>) prompt(U&& value)
      : held_(outcome<T>(std::forward<U>(value))) {}

  flow<T>* later() { return std::get_if<flow<T>>(&held_); }
  outcome<T>& now() { return std::get<outcome<T>>(held_); }

 private:
  std::variant<outcome<T>, flow<T>> held_;
};

template <class T>
struct is_prompt : std::false_type {};
template <class T>
struct is_prompt<prompt<T>> : std::true_type {};
template <class T>
struct is_flow : std::false_type {};
template <class T>
struct is_flow<flow<T>> : std::true_type {};

}  // namespace fm
