#define BOOST_TEST_MODULE steps
#include "fm/test/hand.hpp"
#include "workload.hpp"

#include <boost/test/unit_test.hpp>

#include <map>
#include <stdexcept>

using fm::ec, fm::effects, fm::flow, fm::millisecond;
using fm::test::hand;
using namespace workload;

namespace {

std::vector<fm::output_kind> kinds(const std::vector<fm::output>& out) {
  std::vector<fm::output_kind> all;
  for (const auto& o : out) all.push_back(o.what);
  return all;
}
const fm::output_kind ask = fm::output_kind::ask;
const fm::output_kind tell = fm::output_kind::tell;
const fm::output_kind reply = fm::output_kind::reply;
const fm::output_kind withdrawal = fm::output_kind::cancel;

bool operator==(const std::vector<fm::output>& out, std::initializer_list<fm::output_kind> expected) {
  return kinds(out) == std::vector<fm::output_kind>(expected);
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_first_ask_of_a_flow_leaves_at_once_and_its_answer_brings_the_next) {
  hand<sessions_state> h;
  h.say(heartbeat{"s1"});
  BOOST_TEST_REQUIRE(h.sent<load_session>());
  BOOST_TEST(h.sent<load_session>()->id == "s1");
  auto now = h.next_now();
  h.answer(h.at(), session_row{"s1", "ann", 0});
  BOOST_TEST_REQUIRE(h.sent<save_session>());
  BOOST_TEST(h.sent<save_session>()->row.touched_at == now);
  h.answer(h.at(), fm::done{});
  BOOST_TEST_REQUIRE(h.sent<session_view>());
  BOOST_TEST(h.idle());
}

BOOST_AUTO_TEST_CASE(a_failed_ask_is_the_reply_of_its_flow) {
  hand<sessions_state> h;
  h.say(heartbeat{"s1"});
  h.fails(h.at(), ec::storage_full);
  BOOST_TEST_REQUIRE(h.failed());
  BOOST_TEST((h.failed()->code == ec::storage_full));
  BOOST_TEST(h.idle());
  BOOST_TEST(h.state().live.empty());
}

BOOST_AUTO_TEST_CASE(a_foreign_object_is_not_found) {
  hand<sessions_state> h;
  h.say(heartbeat{"s1"});
  h.answer(h.at(), session_row{"s1", "bob", 0});
  BOOST_TEST_REQUIRE(h.failed());
  BOOST_TEST((h.failed()->code == ec::not_found));
}

BOOST_AUTO_TEST_CASE(the_turns_of_one_case_are_served_in_order) {
  hand<case_state> h("c1");
  h.say(post_turn{"s1", "one"});
  auto first = h.at();
  BOOST_TEST_REQUIRE(h.sent<heartbeat>());
  h.say(post_turn{"s1", "two"});
  BOOST_TEST(h.out.empty());
  h.answer(first, session_view{"s1", 0});
  BOOST_TEST(h.sent<complete>()->prompt == "one#0");
  h.fails(h.at(), ec::timeout);
  BOOST_TEST((h.out == std::initializer_list<fm::output_kind>{withdrawal, ask}));
  BOOST_TEST(h.sent<append_turn>(1)->text == "no answer in time");
  h.answer(h.at(1), std::uint64_t{1});
  BOOST_TEST((h.out == std::initializer_list<fm::output_kind>{tell, reply, ask}));
  BOOST_TEST(h.sent<audit_line>(0)->text == "c1: no answer in time");
  BOOST_TEST(*h.sent<std::string>(1) == "no answer in time");
  BOOST_TEST(h.sent<heartbeat>(2));
}

BOOST_AUTO_TEST_CASE(cancel_withdraws_the_running_turn_and_those_that_wait) {
  hand<case_state> h("c1");
  auto one = h.say(post_turn{"s1", "one"});
  auto running = h.at();
  auto two = h.say(post_turn{"s1", "two"});
  h.ctx.user = "bob";
  auto of_bob = h.say(post_turn{"s2", "three"});
  h.ctx.user = "ann";
  h.say(cancel_turns{});
  std::map<fm::ticket_t, ec> codes;
  std::size_t withdrawn = 0;
  std::size_t asked = 0;
  for (const auto& o : h.out) {
    if (o.what == reply && o.error) codes[o.command] = o.error->code;
    withdrawn += o.what == withdrawal && o.target == running;
    asked += o.what == ask;
  }
  BOOST_TEST(codes.size() == 2u);
  BOOST_TEST((codes[one] == ec::cancelled));
  BOOST_TEST((codes[two] == ec::cancelled));
  BOOST_TEST(codes.count(of_bob) == 0u);
  BOOST_TEST(withdrawn == 1u);
  BOOST_TEST(asked == 1u);  // the turn of bob has started
  h.answer(running, session_view{"s1", 0});
  BOOST_TEST(h.out.empty());  // too late: nobody waits for it
}

BOOST_AUTO_TEST_CASE(who_asked_may_withdraw_one_command) {
  hand<sessions_state> h;
  auto command = h.say(heartbeat{"s1"});
  auto at = h.at();
  h.cancel(command);
  BOOST_TEST((h.out == std::initializer_list<fm::output_kind>{withdrawal, reply}));
  BOOST_TEST((h.out[0].target == at));
  BOOST_TEST((h.failed(1)->code == ec::cancelled));
  h.cancel(command);
  BOOST_TEST(h.out.empty());
}

BOOST_AUTO_TEST_CASE(an_actor_may_end_while_flows_are_suspended) {
  hand<case_state> h("c1");
  for (int i = 0; i < 5; ++i)
    h.say(post_turn{"s1", "a question that is longer than the small string buffer"});
  BOOST_TEST(!h.idle());
  BOOST_TEST(h.state().open.size() == 5u);
}

BOOST_AUTO_TEST_CASE(an_ask_is_cut_by_the_deadline_of_its_context) {
  hand<sessions_state> h;
  h.ctx.deadline = h.next_steady() + 2 * millisecond;
  h.say(heartbeat{"s1"});
  BOOST_TEST(h.out.at(0).after == 2 * millisecond);
  hand<sessions_state> late;
  late.ctx.deadline = 1;
  late.say(heartbeat{"s1"});
  BOOST_TEST(late.out.at(0).after == 0);
}

// -- the flow type
// ----------------------------------------------------------------------------------------------

namespace {

struct run_case {
  using reply_type = std::string;
  std::string what;
};
struct probe_state {
  using takes = fm::takes<run_case>;
  std::vector<std::string> log{};
};
struct on_exit {
  std::vector<std::string>& log;
  ~on_exit() { log.push_back("left"); }
};

flow<int> twice(int n, effects& fx) {
  if (n < 0) co_return fm::fail(ec::invalid, "negative");
  if (n == 7) co_await fx.ask<load_session>("x");
  co_return 2 * n;
}

flow<std::string> on(probe_state& s, run_case m, effects& fx) {
  on_exit guard{s.log};
  if (m.what == "loop") {
    long sum = 0;
    for (int i = 0; i < 200'000; ++i) {
      int n = 0;
      n = co_await twice(1, fx);
      sum += n;
    }
    co_return std::to_string(sum);
  }
  if (m.what == "attempt") {
    auto r = co_await fm::attempt(twice(-1, fx));
    co_return r ? "value" : r.error().text;
  }
  if (m.what == "nested failure") {
    auto r = co_await twice(-1, fx);
    s.log.push_back("not reached");
    co_return std::to_string(r);
  }
  if (m.what == "throw") throw std::runtime_error("thrown");
  if (m.what == "throw a number") throw 1;
  if (m.what == "two at once") {
    auto a = fx.ask<load_session>("a");
    auto b = fx.ask<load_session>("b");
    auto y = co_await b;
    auto x = co_await a;
    co_return x.user + y.user;
  }
  if (m.what == "sleep") {
    co_await fx.sleep(5 * millisecond);
    co_return "slept";
  }
  if (m.what == "ids") co_return fx.new_id() + fx.new_id();
  auto r = co_await twice(7, fx);
  co_return std::to_string(r);
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_long_loop_over_nested_flows_needs_no_stack) {
  hand<probe_state> h;
  h.say(run_case{"loop"});
  BOOST_TEST(*h.sent<std::string>() == "400000");
  BOOST_TEST(h.idle());
}

BOOST_AUTO_TEST_CASE(a_nested_failure_ends_the_caller_unless_it_attempts) {
  hand<probe_state> h;
  h.say(run_case{"attempt"});
  BOOST_TEST(*h.sent<std::string>() == "negative");
  h.say(run_case{"nested failure"});
  BOOST_TEST(h.failed()->text == "negative");
  BOOST_TEST(h.state().log == (std::vector<std::string>{"left", "left"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_exception_ends_the_flow_as_internal_and_the_actor_lives) {
  hand<probe_state> h;
  h.say(run_case{"throw"});
  BOOST_TEST((h.failed()->code == ec::internal));
  BOOST_TEST(h.failed()->text == "thrown");
  h.say(run_case{"throw a number"});
  BOOST_TEST((h.failed()->code == ec::internal));
  h.say(run_case{"attempt"});
  BOOST_TEST(h.sent<std::string>());
}

BOOST_AUTO_TEST_CASE(two_asks_run_at_once_and_may_be_answered_in_any_order) {
  for (bool swapped : {false, true}) {
    hand<probe_state> h;
    h.say(run_case{"two at once"});
    auto a = h.at(0);
    auto b = h.at(1);
    if (swapped) h.answer(b, session_row{"b", "B", 0});
    h.answer(a, session_row{"a", "A", 0});
    if (!swapped) {
      BOOST_TEST(h.out.empty());
      h.answer(b, session_row{"b", "B", 0});
    }
    BOOST_TEST(*h.sent<std::string>() == "AB");
    BOOST_TEST(h.idle());
  }
}

BOOST_AUTO_TEST_CASE(an_ask_that_its_flow_leaves_behind_is_withdrawn) {
  hand<probe_state> h;
  h.say(run_case{"two at once"});
  auto a = h.at(0);
  h.fails(h.at(1), ec::unavailable);
  BOOST_TEST((h.out == std::initializer_list<fm::output_kind>{reply, withdrawal}));
  BOOST_TEST((h.out[1].target == a));
  BOOST_TEST(h.idle());
}

BOOST_AUTO_TEST_CASE(a_flow_sleeps_until_its_timer_fires) {
  hand<probe_state> h;
  h.say(run_case{"sleep"});
  BOOST_TEST((h.out.at(0).what == fm::output_kind::timer));
  BOOST_TEST(h.out.at(0).after == 5 * millisecond);
  h.fire(h.at());
  BOOST_TEST(*h.sent<std::string>() == "slept");
}

BOOST_AUTO_TEST_CASE(ids_are_unique_in_a_run_and_the_same_in_a_second_one) {
  auto ids = [] {
    hand<probe_state> h;
    h.say(run_case{"ids"});
    auto first = *h.sent<std::string>();
    h.say(run_case{"ids"});
    return first + *h.sent<std::string>();
  };
  auto all = ids();
  BOOST_TEST(all == ids());
  BOOST_TEST_REQUIRE(all.size() == 4 * 36u);
  std::map<std::string, int> count;
  for (std::size_t i = 0; i < 4; ++i) ++count[all.substr(36 * i, 36)];
  BOOST_TEST(count.size() == 4u);
  BOOST_TEST(all[14] == '4');  // the version of a UUID
}

// -- plain functions, secrets, errors, context
// ------------------------------------------------------------------

namespace {

struct divide {
  using reply_type = std::int64_t;
  std::int64_t by = 0;
};
struct calculator {
  using takes = fm::takes<divide>;
};
fm::outcome<std::int64_t> on(calculator&, divide m, effects&) {
  if (m.by == 0) return fm::fail(ec::invalid, "division by zero");
  if (m.by == 13) throw std::runtime_error("unlucky");
  return 100 / m.by;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_plain_function_answers_at_once_with_a_value_or_a_failure) {
  hand<calculator> h;
  h.say(divide{5});
  BOOST_TEST(*h.sent<std::int64_t>() == 20);
  h.say(divide{0});
  BOOST_TEST((h.failed()->code == ec::invalid));
  h.say(divide{13});
  BOOST_TEST((h.failed()->code == ec::internal));
  BOOST_TEST(h.failed()->text == "unlucky");
}

namespace {

/// Answers at once when it knows, and asks first when it does not.
struct look {
  using reply_type = std::string;
  std::string id;
};
struct desk {
  using takes = fm::takes<look>;
  std::map<std::string, std::string> known;
};
flow<std::string> after_loading(desk& d, look m, effects& fx) {
  auto row = co_await fx.ask<load_session>(m.id);
  d.known[m.id] = row.user;
  co_return row.user;
}
fm::prompt<std::string> on(desk& d, look m, effects& fx) {
  if (m.id == "bad") return fm::fail(ec::invalid, "no such desk");
  if (m.id == "unlucky") throw std::runtime_error("unlucky");
  auto known = d.known.find(m.id);
  if (known == d.known.end()) return after_loading(d, std::move(m), fx);
  return known->second;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_prompt_answers_at_once_or_becomes_a_flow) {
  hand<desk> h;
  h.say(look{"s1"});
  BOOST_TEST_REQUIRE(h.sent<load_session>());
  h.answer(h.at(), session_row{"s1", "ann", 0});
  BOOST_TEST(*h.sent<std::string>() == "ann");
  h.say(look{"s1"});
  BOOST_TEST(*h.sent<std::string>() == "ann");
  h.say(look{"bad"});
  BOOST_TEST((h.failed()->code == ec::invalid));
  h.say(look{"unlucky"});
  BOOST_TEST((h.failed()->code == ec::internal));
  h.say(look{"s2"});
  h.fails(h.at(), ec::unavailable);
  BOOST_TEST((h.failed()->code == ec::unavailable));
  BOOST_TEST(h.idle());
}

BOOST_AUTO_TEST_CASE(every_code_has_a_name) {
  BOOST_TEST(to_string(ec::storage_full) == "storage_full");
  BOOST_TEST(to_string(static_cast<ec>(200)) == "unknown");
  BOOST_TEST(to_string(static_cast<ec>(0)) == "unknown");
}

BOOST_AUTO_TEST_CASE(time_left_is_never_negative_and_endless_without_a_deadline) {
  fm::call_context ctx;
  BOOST_TEST(time_left(ctx, 5) == fm::forever);
  ctx.deadline = 10;
  BOOST_TEST(time_left(ctx, 4) == 6);
  BOOST_TEST(time_left(ctx, 11) == 0);
}

BOOST_AUTO_TEST_CASE(a_secret_shows_a_pseudonym_only_where_a_hash_is_in_force) {
  fm::secret<> token{"hunter2"};
  BOOST_TEST(token.shown() == "***");
  fm::secret_hash hash = [](std::string_view s) { return "p" + std::to_string(s.size()); };
  {
    fm::pseudonym_scope scope{&hash};
    BOOST_TEST(token.shown() == "p7");
    BOOST_TEST(fm::secret<>::from_pseudonym("p7").shown() == "p7");
  }
  BOOST_TEST(token.shown() == "***");
  BOOST_TEST(token.expose() == "hunter2");
}
