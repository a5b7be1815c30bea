// Actors in a system: every kind of input, restarts, the end, figures and the log.
#include "fm/actors/log.hpp"
#include "fm/test/actor_fixture.hpp"

#include <boost/test/unit_test.hpp>
#include <caf/send.hpp>

#include <new>
#include <stdexcept>
#include <thread>

using fm::ec, fm::millisecond, fm::second;

namespace {
namespace house {

struct ring {  ///< bell: the number of rings so far
  using reply_type = std::uint64_t;
  static constexpr auto timeout = 1 * second;
};
struct visit {  ///< door: rings the bell, `pause` later again
  using reply_type = std::uint64_t;
  static constexpr auto timeout = 30 * second;
  fm::micros pause = 0;
};
struct knock {  ///< door: no answer
  using reply_type = void;
};
struct never {  ///< nobody takes it
  using reply_type = fm::done;
};
struct call_never {
  using reply_type = fm::done;
};
struct linger {  ///< door: sleeps again whenever it is woken
  using reply_type = fm::done;
  static constexpr auto timeout = 30 * second;
};
struct explode {  ///< bell
  using reply_type = fm::done;
  bool for_want_of_memory = false;
};
struct crack {  ///< bell: fails
  using reply_type = fm::done;
};
struct kick {  ///< door: tells the bell to crack, and does not wait
  using reply_type = void;
};

using messages = fm::message_list<ring, visit, knock, never, call_never, linger, explode, crack, kick>;
template <class T>
requires fm::listed<T, messages> messages message_list_of(const T*);

struct bell_state {
  using takes = fm::takes<ring, explode, crack>;
  std::uint64_t rings = 0;
};
std::uint64_t on(bell_state& s, ring, fm::effects&) { return ++s.rings; }
fm::outcome<fm::done> on(bell_state&, explode m, fm::effects&) {
  if (m.for_want_of_memory) throw std::bad_alloc();
  throw std::runtime_error("boom");
}

fm::outcome<fm::done> on(bell_state&, crack, fm::effects&) { return fm::fail(ec::conflict, "it is cracked"); }

struct door_state {
  using takes = fm::takes<visit, knock, call_never, linger, kick>;
  std::uint64_t knocks = 0;
};
fm::flow<std::uint64_t> on(door_state& s, visit m, fm::effects& fx) {
  co_await fx.ask<ring>();
  if (m.pause > 0) co_await fx.sleep(m.pause);
  auto n = co_await fx.ask<ring>();
  co_return n + 100 * s.knocks;
}
void on(door_state& s, knock, fm::effects&) { ++s.knocks; }
void on(door_state&, kick, fm::effects& fx) { fx.tell<crack>(); }
fm::flow<fm::done> on(door_state&, call_never, fm::effects& fx) { co_return co_await fx.ask<never>(); }
fm::flow<fm::done> on(door_state&, linger, fm::effects& fx) {
  for (;;) co_await fx.try_sleep(second);
}

}  // namespace house

using namespace house;

struct fixture : fm::test::actor_fixture<house::messages> {
  fm::actors::handle_of<bell_state> bell = sys.spawn_with<bell_state>("bell", policy());
  fm::actors::handle_of<door_state> door = sys.spawn<door_state>("door");

  static fm::actors::restart_policy policy() {
    return {.first_delay = 100 * millisecond,
            .longest_delay = 300 * millisecond,
            .budget = 4,
            .stable_after = 1000 * second};
  }
  void kill(const std::shared_ptr<fm::actors::endpoint>& place) {
    caf::anon_send_exit(place->get(), caf::exit_reason::kill);
    run();
  }
  std::uint64_t restarts(const std::string& name) {
    for (const auto& f : sys.figures())
      if (f.name == name) return f.restarts;
    return 0;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_CASE(a_flow_asks_a_peer_and_sleeps_under_the_clock_of_the_test, fixture) {
  auto p = send(door, visit{5 * second});
  run();
  BOOST_TEST(!p.has_answer());
  advance(4 * second);
  BOOST_TEST(!p.has_answer());
  advance(1 * second);
  BOOST_TEST_REQUIRE(p.has_answer());
  BOOST_TEST(*p.get() == 2u);
}

BOOST_FIXTURE_TEST_CASE(a_message_without_an_answer_is_told, fixture) {
  sys.tell(door, knock{});
  BOOST_TEST(*ask(door, visit{}) == 102u);
}

BOOST_FIXTURE_TEST_CASE(a_message_that_nobody_takes_is_unavailable_at_once, fixture) {
  auto p = send(door, call_never{});
  run();
  BOOST_TEST_REQUIRE(p.has_answer());
  BOOST_TEST((p.get().error().code == ec::unavailable));
}

BOOST_FIXTURE_TEST_CASE(an_exception_in_a_step_is_internal_and_the_actor_keeps_its_state, fixture) {
  BOOST_TEST(*ask(bell, ring{}) == 1u);
  auto r = ask(bell, explode{});
  BOOST_TEST_REQUIRE(!r);
  BOOST_TEST((r.error() == fm::failure{ec::internal, "boom"}));
  // That is no fault, and may go better later.
  BOOST_TEST((ask(bell, explode{true}).error().code == ec::busy));
  BOOST_TEST(*ask(bell, ring{}) == 2u);
  BOOST_TEST(restarts("bell") == 0u);
}

BOOST_FIXTURE_TEST_CASE(a_deadline_ends_a_flow_while_it_sleeps_on_the_callers_side, fixture) {
  ctx.deadline = sys.steady() + 2 * second;
  auto p = send(door, visit{10 * second});
  run();
  advance(2 * second);
  BOOST_TEST_REQUIRE(p.has_answer());
  BOOST_TEST((p.get().error().code == ec::timeout));
}

BOOST_FIXTURE_TEST_CASE(a_call_is_withdrawn_and_its_flow_ends, fixture) {
  auto p = send(door, visit{10 * second});
  run();
  sys.cancel(p.id);
  run();
  BOOST_TEST_REQUIRE(p.has_answer());
  BOOST_TEST((p.get().error().code == ec::cancelled));
}

BOOST_FIXTURE_TEST_CASE(calls_end_in_the_order_of_their_deadlines_and_late_answers_are_dropped, fixture) {
  std::vector<int> ended;
  for (auto seconds : {5, 2, 8, 3}) {
    ctx.deadline = sys.steady() + seconds * second;
    sys.call(door, visit{20 * second}, ctx, [&ended, seconds](fm::outcome<std::uint64_t> r) {
      BOOST_TEST((!r && r.error().code == ec::timeout));
      ended.push_back(seconds);
    });
  }
  run();
  for (int i = 0; i < 25; ++i) advance(second);
  BOOST_TEST((ended == std::vector<int>{2, 3, 5, 8}));
  ctx.deadline = 0;
  BOOST_TEST(bool(ask(bell, ring{})));
}

BOOST_FIXTURE_TEST_CASE(a_receiver_that_throws_harms_neither_the_actor_nor_other_calls, fixture) {
  int logged = 0;
  fm::actors::set_log_sink([&](auto, auto) { ++logged; });
  sys.call(bell, ring{}, ctx, [](fm::outcome<std::uint64_t>) { throw std::runtime_error("mine"); });
  run();
  fm::actors::set_log_sink({});
  BOOST_TEST(logged == 1);
  BOOST_TEST(*ask(bell, ring{}) == 2u);
  BOOST_TEST(restarts("bell") == 0u);
}

BOOST_FIXTURE_TEST_CASE(a_failure_that_nobody_waits_for_is_in_the_log_once_a_minute, fixture) {
  std::vector<std::string> lines;
  fm::actors::set_log_sink([&](auto, std::string_view line) { lines.emplace_back(line); });
  for (int i = 0; i < 5; ++i) sys.tell(door, kick{});
  run();
  BOOST_TEST(!ask(bell, crack{}));  // whoever asks hears it
  BOOST_TEST_REQUIRE(lines.size() == 1u);
  BOOST_TEST(
      lines[0] ==
      "work that nobody waits for has failed actor=bell why=conflict text=\"it is cracked\" failures=1");
  advance(60 * second);
  sys.tell(door, kick{});
  run();
  fm::actors::set_log_sink({});
  BOOST_TEST_REQUIRE(lines.size() == 2u);
  BOOST_TEST(lines[1].ends_with("failures=5"));
}

BOOST_FIXTURE_TEST_CASE(who_waits_for_an_actor_that_dies_is_told_at_once, fixture) {
  auto p = send(door, visit{10 * second});
  run();
  fm::actors::set_log_sink([](auto, auto) {});
  kill(door.place());
  fm::actors::set_log_sink({});
  BOOST_TEST_REQUIRE(p.has_answer());
  BOOST_TEST((p.get().error().code == ec::unavailable));
}

BOOST_FIXTURE_TEST_CASE(a_dead_actor_is_restarted_ever_more_slowly_and_the_handle_stays_valid, fixture) {
  fm::actors::set_log_sink([](auto, auto) {});
  BOOST_TEST(*ask(bell, ring{}) == 1u);
  for (auto delay : {100, 200, 300, 300}) {
    kill(bell.place());
    auto down = ask(door, visit{});
    BOOST_TEST_REQUIRE(!down);
    BOOST_TEST((down.error().code == ec::unavailable));
    advance((delay - 1) * millisecond);
    BOOST_TEST(!bell.place()->get(), "too early after " << delay);
    advance(1 * millisecond);
    BOOST_TEST_REQUIRE(static_cast<bool>(bell.place()->get()), "too late after " << delay);
    BOOST_TEST(*ask(bell, ring{}) == 1u);  // a new state
    BOOST_TEST(*ask(door, visit{}) == 3u);
  }
  BOOST_TEST(restarts("bell") == 4u);
  kill(bell.place());
  advance(60 * second);
  BOOST_TEST(!bell.place()->get());  // the budget is used up
  BOOST_TEST((ask(bell, ring{}).error().code == ec::unavailable));
  fm::actors::set_log_sink({});
}

BOOST_FIXTURE_TEST_CASE(figures_count_what_was_sent_handled_and_failed, fixture) {
  BOOST_TEST(static_cast<bool>(ask(door, visit{})));
  BOOST_TEST(!ask(bell, explode{}));
  auto waiting = send(bell, ring{});
  auto queued = sys.figures();
  run();
  for (const auto& f : sys.figures()) {
    BOOST_TEST(f.queue == 0u);
    if (f.name == "bell") BOOST_TEST(f.handled == 4u);
    if (f.name == "bell") BOOST_TEST(f.failed == 1u);
    if (f.name == "door") BOOST_TEST(f.handled == 1u);
  }
  BOOST_TEST(queued[0].name == "bell");
  BOOST_TEST(queued[0].queue == 1u);
}

BOOST_FIXTURE_TEST_CASE(a_stop_ends_what_sleeps_at_once, fixture) {
  auto p = send(door, visit{10 * second});
  run();
  auto report = sys.stop();
  BOOST_TEST(report.killed == 0u);
  BOOST_TEST(report.stopped == 4u);
  BOOST_TEST_REQUIRE(p.has_answer());
  BOOST_TEST((p.get().error().code == ec::cancelled));
}

BOOST_FIXTURE_TEST_CASE(a_stop_ends_idle_actors_at_once_and_those_that_do_not_finish_by_force, fixture) {
  auto p = send(door, linger{});
  run();
  auto report = sys.stop();
  BOOST_TEST(report.killed == 1u);  // the door went to sleep again
  BOOST_TEST(report.stopped == 3u);
  BOOST_TEST(report.stuck.empty());
  BOOST_TEST_REQUIRE(p.has_answer());
  BOOST_TEST((p.get().error().code == ec::unavailable));
  BOOST_TEST((ask(bell, ring{}).error().code == ec::unavailable));
}

BOOST_FIXTURE_TEST_CASE(a_wall_clock_that_steps_moves_no_deadline_and_no_timer, fixture) {
  for (const fm::micros step : {-3600 * second, 7200 * second}) {
    const auto before = sys.now();
    auto p = send(door, visit{10 * second});
    run();
    sys.step_wall_clock(step);
    BOOST_TEST(sys.now() == before + step);
    advance(9 * second);
    BOOST_TEST(!p.has_answer());
    advance(2 * second);
    BOOST_TEST_REQUIRE(p.has_answer());
    BOOST_TEST(bool(p.get()));
    ctx.deadline = sys.steady() + 5 * second;
    auto late = send(door, visit{20 * second});
    ctx.deadline = 0;
    run();
    sys.step_wall_clock(-2 * step);
    advance(4 * second);
    BOOST_TEST(!late.has_answer());
    advance(2 * second);
    BOOST_TEST_REQUIRE(late.has_answer());
    BOOST_TEST((late.get().error().code == fm::ec::timeout));
  }
}

BOOST_AUTO_TEST_CASE(a_stop_lets_open_calls_end) {
  fm::actors::system sys({.messages = fm::actors::messages_of<house::messages>()});
  sys.spawn<bell_state>("bell");
  auto door = sys.spawn<door_state>("door");
  std::optional<fm::outcome<std::uint64_t>> answer;
  sys.call(door, visit{30 * millisecond}, {}, [&](auto r) { answer.emplace(std::move(r)); });
  std::this_thread::sleep_for(std::chrono::milliseconds(5));
  auto report = sys.stop();
  BOOST_TEST_REQUIRE(answer.has_value());
  BOOST_TEST(static_cast<bool>(*answer));
  BOOST_TEST(report.killed == 0u);
}

namespace {

struct block {
  using reply_type = fm::done;
  static constexpr auto timeout = 1 * second;
};
using block_messages = fm::message_list<block>;
template <class T>
requires fm::listed<T, block_messages> block_messages message_list_of(const T*);
std::atomic<bool> release{false};
std::atomic<bool> left{false};
struct blocker {
  using takes = fm::takes<block>;
  fm::done run(const block&, fm::actors::worker_env&) {
    while (!release) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    left = true;
    return {};
  }
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_stop_returns_although_a_thread_does_not_come_back) {
  fm::actors::set_log_sink([](auto, auto) {});
  auto begin = std::chrono::steady_clock::now();
  {
    fm::actors::system sys({.messages = fm::actors::messages_of<block_messages>(),
                            .grace = 30 * millisecond,
                            .kill_grace = 30 * millisecond});
    auto gate = sys.gate<blocker>("gate", {.workers = 1});
    sys.call(gate, block{}, {}, [](auto&&) {});
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    auto report = sys.stop();
    BOOST_TEST(report.stuck.size() == 1u);
  }
  BOOST_TEST((std::chrono::steady_clock::now() - begin < std::chrono::seconds(5)));
  release = true;
  while (!left) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  fm::actors::set_log_sink({});
}

BOOST_AUTO_TEST_CASE(a_log_line_holds_its_fields_quoted_and_no_secret) {
  std::vector<std::string> lines;
  fm::actors::set_log_sink([&](auto, std::string_view line) { lines.emplace_back(line); });
  fm::actors::log(fm::actors::level::info, "case opened",
                  {{"case", "c1"},
                   {"title", "a \"b\"\nlevel=error"},
                   {"n", 3},
                   {"token", fm::secret<>{"hunter2"}},
                   {"share", 0.5},
                   {"ok", true},
                   {"none", ""}});
  fm::actors::log(fm::actors::level::debug, "not shown");
  fm::actors::set_log_level(fm::actors::level::debug);
  fm::actors::log(fm::actors::level::debug, "shown");
  fm::actors::set_log_level(fm::actors::level::info);
  fm::actors::set_log_sink({});
  BOOST_TEST_REQUIRE(lines.size() == 2u);
  BOOST_TEST(
      lines[0] ==
      "case opened case=c1 title=\"a \\\"b\\\"\\nlevel=error\" n=3 token=*** share=0.5 ok=true none=\"\"");
  BOOST_TEST(lines[1] == "shown");
}
