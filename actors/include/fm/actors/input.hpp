#pragma once
// What an actor consumes and what its step gives out: both are closed sums.
#include "fm/actors/context.hpp"
#include "fm/actors/error.hpp"
#include "fm/actors/payload.hpp"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace fm {

/// The place of an input in the order in which all actors consume; 0 is before the first.
using ticket_t = std::uint64_t;

enum class input_kind : std::uint8_t {
  command = 1,  ///< from the edge
  message,      ///< from a peer actor
  port_answer,  ///< from outside the replayed actors: a database, a model, a gate
  peer_answer,
  failure,  ///< instead of an answer: timeout, refusal, end of the receiver
  timer,
  cancel,  ///< the one who asked no longer wants the answer
};
constexpr std::string_view to_string(input_kind kind) {
  switch (kind) {
    case input_kind::command:
      return "command";
    case input_kind::message:
      return "message";
    case input_kind::port_answer:
      return "port_answer";
    case input_kind::peer_answer:
      return "peer_answer";
    case input_kind::failure:
      return "failure";
    case input_kind::timer:
      return "timer";
    case input_kind::cancel:
      return "cancel";
  }
  return "unknown";
}
enum class output_kind : std::uint8_t { ask = 1, tell, timer, reply, cancel };

/// Names one output of one step and thereby the answer to it. `cause` 0 is the edge.
struct origin {
  ticket_t cause = 0;
  std::uint32_t index = 0;
  auto operator<=>(const origin&) const = default;
};
struct origin_hash {
  std::size_t operator()(const origin& o) const { return (o.cause * 31 + o.index) * 0x9E3779B97F4A7C15u; }
};

/// What every input carries besides its payload.
struct input {
  ticket_t ticket = 0;
  // Both are sampled once by the shell; a step sees no other time.
  micros now = 0;     ///< of the wall clock, which people set: for what is stored and shown
  micros steady = 0;  ///< of the steady clock, which only goes forward: for deadlines and rates
  origin from{};
};

struct output {
  output_kind what = output_kind::tell;
  std::uint32_t index = 0;
  payload body{};                             ///< ask, tell, reply; cancel: the type that was asked
  std::uint64_t shard = 0;                    ///< ask, tell, cancel: which of the actors that take the type
  std::string key{};                          ///< ask, tell, cancel: which member of a family
  bool wakes = true;                          ///< ask, tell: the member is spawned when it does not live
  micros after = 0;                           ///< ask: timeout; timer: delay
  ticket_t command = 0;                       ///< reply: which command is answered
  origin target{};                            ///< cancel: which ask is withdrawn
  std::optional<failure> error{};             ///< reply
  std::shared_ptr<const call_context> ctx{};  ///< ask, tell
};

}  // namespace fm
