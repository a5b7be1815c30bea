#include "workload.hpp"

#include <chrono>

namespace workload {

std::atomic<fm::ticket_t> first_fault{UINT64_MAX};

namespace {

std::uint64_t mix(std::uint64_t h, std::uint64_t x) { return (h ^ x) * 0x9E3779B97F4A7C15u + (h >> 29); }
std::uint64_t mix(std::uint64_t h, const std::string& s) {
  for (unsigned char c : s) h = mix(h, c);
  return h;
}

/// Takes the turn off the list of open ones, however its flow ends.
class open_turn {
 public:
  open_turn(case_state& s, effects& fx) : state_(s), command_(fx.command()) {
    state_.open.emplace(command_, fx.ctx().user);
  }
  open_turn(const open_turn&) = delete;
  open_turn& operator=(const open_turn&) = delete;
  ~open_turn() { state_.open.erase(command_); }

 private:
  case_state& state_;
  fm::ticket_t command_;
};

/// Differs from run to run in one of seven readings.
std::string clock_reading(const case_state& s, const effects& fx) {
  if (!s.reads_clock || std::chrono::system_clock::now().time_since_epoch().count() % 7 != 0) return {};
  auto t = first_fault.load();
  while (fx.ticket() < t && !first_fault.compare_exchange_weak(t, fx.ticket())) {
  }
  return " ";
}

}  // namespace

flow<session_view> on(sessions_state& s, heartbeat m, effects& fx) {
  s.seen = mix(s.seen, m.id);
  auto cached = s.live.find(m.id);
  session_row row;
  if (cached != s.live.end())
    row = cached->second;
  else
    row = co_await fx.ask<load_session>(m.id);
  if (row.user != fx.ctx().user) co_return fm::fail(fm::ec::not_found, "session not found");
  row.touched_at = fx.now();
  co_await fx.ask<save_session>(row);
  s.live[m.id] = row;
  s.seen = mix(s.seen, fx.new_id());
  co_return session_view{m.id, row.touched_at};
}

flow<std::string> on(case_state& s, post_turn m, effects& fx) {
  s.seen = mix(s.seen, m.question);
  open_turn guard{s, fx};
  auto turn = co_await s.turns.enter(fx);
  co_await fx.ask<heartbeat>(m.session);
  auto prompt = m.question + "#" + std::to_string(s.transcript.size());
  auto answer = co_await fx.try_ask<complete>(prompt);
  if (!answer && answer.error().code != fm::ec::timeout) co_return answer.error();
  std::string text = "no answer in time";
  if (answer) text = *answer;
  text += clock_reading(s, fx);
  auto stored = co_await fx.try_ask<append_turn>(s.id, text);
  if (!stored) {
    if (stored.error().code != fm::ec::unavailable) co_return stored.error();
    co_await fx.sleep(1 * millisecond);  // once more, a little later
    co_await fx.ask<append_turn>(s.id, text);
  }
  s.transcript.push_back(text);
  s.seen = mix(s.seen, text);
  fx.tell<audit_line>(s.id + ": " + text);
  co_return text;
}

std::uint64_t on(case_state& s, cancel_turns, effects& fx) {
  std::uint64_t withdrawn = 0;
  for (const auto& [command, user] : s.open)
    if (user == fx.ctx().user) withdrawn += fx.cancel(command);
  s.seen = mix(s.seen, withdrawn);
  return withdrawn;
}

void on(audit_state& s, audit_line m, effects&) {
  ++s.lines;
  s.chain = mix(s.chain, m.text);
}

}  // namespace workload
