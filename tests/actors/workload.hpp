#pragma once
// A small module whose result depends on every order there is: what the tests run, record and replay.
#include "fm/actors/step.hpp"

#include <atomic>
#include <map>
#include <string>
#include <vector>

namespace workload {
using fm::effects, fm::flow, fm::millisecond;

struct session_row {
  std::string id, user;
  fm::micros touched_at = 0;
};
struct session_view {
  std::string id;
  fm::micros touched_at = 0;
};
/// store: reads one row.
struct load_session {
  using reply_type = session_row;
  static constexpr auto timeout = 8 * millisecond;
  std::string id;
};
/// store: writes one row.
struct save_session {
  using reply_type = fm::done;
  static constexpr auto timeout = 8 * millisecond;
  session_row row;
};
/// store: appends one turn to a case; answers with its number.
struct append_turn {
  using reply_type = std::uint64_t;
  static constexpr auto timeout = 8 * millisecond;
  std::string case_id, text;
};
/// model: completes a prompt.
struct complete {
  using reply_type = std::string;
  static constexpr auto timeout = 6 * millisecond;
  std::string prompt;
};
/// sessions: marks a session as used.
struct heartbeat {
  using reply_type = session_view;
  static constexpr auto timeout = 20 * millisecond;
  std::string id;
  std::uint64_t shard() const { return id.empty() ? 0 : static_cast<std::uint64_t>(id.back()); }
};
/// cases: asks a question; the turns of one case are served in order.
struct post_turn {
  using reply_type = std::string;
  static constexpr auto timeout = 60 * millisecond;
  std::string session, question;
  std::uint64_t case_number = 0;
  std::uint64_t shard() const { return case_number; }
};
/// cases: withdraws all turns of the sender that still wait; answers with their number.
struct cancel_turns {
  using reply_type = std::uint64_t;
  static constexpr auto timeout = 20 * millisecond;
};
/// audit: one line, no answer.
struct audit_line {
  using reply_type = void;
  std::string text;
};

using messages = fm::message_list<session_row, session_view, load_session, save_session, append_turn,
                                  complete, heartbeat, post_turn, cancel_turns, audit_line>;
template <class T>
requires fm::listed<T, messages> messages message_list_of(const T*);

// -- actors
// -----------------------------------------------------------------------------------------------------

struct sessions_state {
  using takes = fm::takes<heartbeat>;
  std::map<std::string, session_row> live;
  std::uint64_t seen = 0;  // depends on the order of inputs
};
template <class I>
auto inspect(I& f, sessions_state& s) {
  return f(s.live, s.seen);
}
flow<session_view> on(sessions_state& s, heartbeat m, effects& fx);

/// Where a step that reads the clock first let it show; set back by the test.
extern std::atomic<fm::ticket_t> first_fault;

struct case_state {
  using takes = fm::takes<post_turn, cancel_turns>;
  explicit case_state(std::string name = {}, bool faulty = false)
      : id(std::move(name)), reads_clock(faulty) {}
  std::string id;
  bool reads_clock;  // what a step must never do
  fm::turnstile turns{};
  std::map<fm::ticket_t, std::string> open{};  // command -> user
  std::vector<std::string> transcript{};
  std::uint64_t seen = 0;
};
flow<std::string> on(case_state& s, post_turn m, effects& fx);
std::uint64_t on(case_state& s, cancel_turns m, effects& fx);

struct audit_state {
  using takes = fm::takes<audit_line>;
  std::uint64_t lines = 0;
  std::uint64_t chain = 0;
};
template <class I>
auto inspect(I& f, audit_state& s) {
  return f(s.lines, s.chain);
}
void on(audit_state& s, audit_line m, effects& fx);

template <class I>
auto inspect(I& f, case_state& s) {
  return f(s.id, s.open, s.transcript, s.seen);
}

}  // namespace workload
