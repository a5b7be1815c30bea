#pragma once
// A deterministic actor system: one thread, a clock that moves only when the test says so.
#include "fm/actors/system.hpp"

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace fm::test {

/// An answer that may still be on its way.
template <class R>
class pending {
 public:
  pending() : result_(std::make_shared<std::optional<outcome<R>>>()) {}
  bool has_answer() const { return result_->has_value(); }
  /// Throws std::bad_optional_access while there is no answer.
  outcome<R>& get() const { return result_->value(); }
  std::shared_ptr<std::optional<outcome<R>>> slot() const { return result_; }

  actors::call_id id;

 private:
  std::shared_ptr<std::optional<outcome<R>>> result_;
};

/// `Lists` are the message lists of the modules under test.
template <class... Lists>
class actor_fixture {
 public:
  actor_fixture() : sys(make_config()) { ctx.user = "ann"; }

  actors::system sys;
  call_context ctx;  ///< of the asks to come

  /// Sends without running: nothing happens before `run` or `advance`.
  template <class M, class Handle>
  pending<typename M::reply_type> send(const Handle& to, M m) {
    pending<typename M::reply_type> p;
    p.id = sys.call(to, std::move(m), ctx, [slot = p.slot()](auto r) { slot->emplace(std::move(r)); });
    return p;
  }
  /// Sends and runs until no actor has work; moves the clock to the timeout when that brings no answer.
  template <class M, class Handle>
  outcome<typename M::reply_type> ask(const Handle& to, M m) {
    return sys.ask(to, std::move(m), ctx);
  }
  void run() { sys.run(); }
  void advance(micros by) { sys.advance(by); }

 private:
  static actors::system_config make_config() {
    actors::system_config config;
    config.messages = actors::messages_of<Lists...>();
    config.deterministic = true;
    return config;
  }
};

}  // namespace fm::test
