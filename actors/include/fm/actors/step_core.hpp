#pragma once
// The book-keeping of one actor: who waits for what, and what leaves. No module calls it directly.
#include "fm/actors/input.hpp"

#include <coroutine>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace fm {

class step_core;

/// The part of a coroutine's promise that does not depend on its result.
struct flow_promise {
  step_core* home = nullptr;
  flow_promise* parent = nullptr;  ///< the flow that awaits this one
  flow_promise* root = this;       ///< the flow that serves the command
  bool parent_keeps = false;       ///< the parent wants to see a failure
  ticket_t command = 0;            ///< root only
  origin waits_at{};               ///< root only
  std::coroutine_handle<> self;
  virtual void end_with(failure) = 0;
  virtual const failure* why() const = 0;
  virtual payload take() = 0;

 protected:
  ~flow_promise() = default;
};

/// Something that a flow waits for, or will.
struct pending_answer {
  flow_promise* flow = nullptr;  ///< who is resumed
  bool keeps_failure = false;
  payload answer{};
  std::optional<failure> error{};
  bool answered = false;
  const type_slot* asked = nullptr;  ///< whom a cancel must reach; null for timers and queues
  std::uint64_t shard = 0;
  std::string key{};
  std::uint64_t request = 0;  ///< the shell's name for the request
  micros ends = forever;      ///< when the shell gives up on it
  bool sleeps = false;        ///< a timer
};

class step_core {
 public:
  step_core() = default;
  step_core(const step_core&) = delete;
  step_core& operator=(const step_core&) = delete;
  ~step_core();

  input in;
  std::vector<output> outputs;

  void begin(const input& i);
  origin next_origin() { return {in.ticket, next_index_++}; }

  pending_answer& expect(origin at) { return pending_[at]; }
  pending_answer* find(origin at);
  bool waits_for(origin at) const { return pending_.contains(at); }
  /// The shell has sent what `at` waits for.
  void note_request(origin at, std::uint64_t request, micros ends);
  struct overdue_requests {
    std::vector<std::uint64_t> requests;  ///< in the order in which they were sent
    micros next = forever;                ///< when the next one will be
  };
  overdue_requests overdue(micros now) const;
  /// What waits for a timer, in the order in which it began to.
  std::vector<origin> sleeping() const;
  /// Ends the wait; whoever was asked and has not answered is told.
  void abandon(origin at);
  /// No flow is running: the actor may be stopped or its state dropped.
  bool idle() const { return flows_.empty() && pending_.empty(); }
  bool closing() const { return closing_; }

  /// Hands an answer or a failure to whoever waits for it; `run()` lets it continue.
  void settle(origin at, payload answer, std::optional<failure> error = {});
  /// Takes over a flow that serves `command`, with what it needs to live.
  void adopt(ticket_t command, flow_promise& flow, std::shared_ptr<void> effects);
  void resume(flow_promise* flow, const failure* why);
  void run();
  void ended(flow_promise& flow);
  void reply(ticket_t command, payload answer, std::optional<failure> error = {});
  /// The flow of `command` continues with `ec::cancelled`; false when there is nothing to withdraw.
  bool cancel(ticket_t command);

 private:
  struct running {
    flow_promise* flow;
    std::shared_ptr<void> effects;
  };
  struct resumption {
    flow_promise* flow;
    const failure* why;
  };
  void withdraw(origin at, const pending_answer& p);

  // Steps look into it only; `overdue` sorts what it finds.
  std::unordered_map<origin, pending_answer, origin_hash> pending_;
  std::map<ticket_t, running> flows_;
  std::deque<resumption> ready_;
  std::vector<ticket_t> finished_;
  std::uint32_t next_index_ = 0;
  bool closing_ = false;
};

}  // namespace fm
