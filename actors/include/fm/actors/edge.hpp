#pragma once
// Where calls from outside wait for their answers.
#include "fm/actors/context.hpp"
#include "fm/actors/endpoint.hpp"
#include "fm/actors/error.hpp"
#include "fm/actors/input.hpp"
#include "fm/actors/payload.hpp"

#include <caf/monitorable_actor.hpp>
#include <caf/type_erased_tuple.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace fm::actors {

/// Whom a call from outside is for.
struct call_address {
  std::shared_ptr<endpoint> to;
  origin from;
  const type_slot* type = nullptr;  ///< of a message that says itself who takes it, by shard or key
  std::uint64_t shard = 0;
  std::string key;
};

/// A call from outside that is not answered yet. Destroyed without an answer, it says so itself.
class open_call {
 public:
  explicit open_call(call_address to) : address(std::move(to)) {}
  open_call(const open_call&) = delete;
  open_call& operator=(const open_call&) = delete;
  virtual ~open_call() = default;
  virtual void answered(payload reply) = 0;
  /// The same as an answer that travelled as a message.
  virtual void answered(caf::type_erased_tuple& reply) = 0;
  virtual void failed(failure why) = 0;

  const call_address address;
};

/// The sender of the calls from outside. It has neither queue nor turn of its own: an answer ends its call on
/// the thread that gives the answer, which saves each call a resumption of an actor and a timer of CAF.
class edge final : public caf::monitorable_actor {
 public:
  /// `arm` makes `expire` be called at a time or soon after it; it must not do so before it returns.
  /// `withdraw` tells who works on a call that nobody waits for any longer.
  edge(caf::actor_config& config, std::function<void(micros at)> arm,
       std::function<void(const call_address&)> withdraw);

  /// Keeps a call until its answer or until `ends`; its number, for the request. After `close` the call is
  /// dropped and the number is 0.
  std::uint64_t open(std::unique_ptr<open_call> call, micros ends);
  /// Ends a call with what the actor has that took it.
  void answer(std::uint64_t number, payload reply);
  void fail(std::uint64_t number, failure why);
  /// Of a call that is open.
  std::optional<call_address> address_of(std::uint64_t number);
  /// Ends what has waited too long.
  void expire(micros now);
  /// Drops all calls, now and from now on.
  void close();

  void enqueue(caf::mailbox_element_ptr what, caf::execution_unit* host) override;

 private:
  struct slot {
    std::unique_ptr<open_call> call;
    micros ends = 0;
    std::uint32_t uses = 0;  // part of the number: a late answer finds another use and is dropped
  };
  slot* find(std::uint64_t number);
  std::unique_ptr<open_call> take(std::uint64_t number);

  std::function<void(micros at)> arm_;
  std::function<void(const call_address&)> withdraw_;
  std::mutex mutex_;
  std::vector<slot> slots_;
  std::vector<std::uint32_t> free_;
  micros armed_ = forever;
  bool closed_ = false;
};

}  // namespace fm::actors
