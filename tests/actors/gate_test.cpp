// Jobs behind a gate: bounds, cancel, deadlines, dead and hung workers.
#include "fm/actors/log.hpp"
#include "fm/test/actor_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <span>
#include <thread>

namespace {
namespace jobs {

/// What `work` does: "ok", "wait" for the latch, "until cancelled", "throw", "lost", "hang".
struct work {
  using reply_type = std::uint64_t;
  static constexpr auto timeout = 20 * fm::second;
  std::string what;
};
struct forward {
  using reply_type = std::uint64_t;
  static constexpr auto timeout = 20 * fm::second;
  std::string what;
};
using messages = fm::message_list<work, forward>;
template <class T>
requires fm::listed<T, messages> messages message_list_of(const T*);

/// Holds jobs until the test opens it.
class latch {
 public:
  void open() {
    std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  void wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return open_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
};

struct shared {
  latch door{};
  std::atomic<int> begun{0};
  std::atomic<int> cancelled{0};
  std::atomic<int> runners{0};
  std::atomic<std::uint64_t> progress{0};
};

struct runner {
  using takes = fm::takes<work>;
  explicit runner(shared* s) : all(s) { ++all->runners; }
  shared* all;

  fm::outcome<std::uint64_t> run(const work& m, fm::actors::worker_env& env) {
    ++all->begun;
    env.progress(1, 2);
    if (m.what == "wait" || m.what == "hang") all->door.wait();
    if (m.what == "stand still") std::this_thread::sleep_for(std::chrono::milliseconds(1500));
    if (m.what == "throw") throw std::runtime_error("broken");
    if (m.what == "lost") throw fm::actors::worker_lost("connection lost");
    if (m.what == "until cancelled") {
      while (!env.cancelled()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      ++all->cancelled;
      return fm::fail(fm::ec::cancelled);
    }
    return m.what.size();
  }
};

/// An actor that asks the gate, to see what its steps see.
struct client_state {
  using takes = fm::takes<forward>;
};
fm::flow<std::uint64_t> on(client_state&, forward m, fm::effects& fx) {
  co_return co_await fx.ask<work>(m.what);
}

}  // namespace jobs

using jobs::work, jobs::forward;

struct gate_fixture {
  explicit gate_fixture(fm::actors::gate_options options = {})
      : sys({.messages = fm::actors::messages_of<jobs::messages>(), .threads = 2}) {
    options.progress = [this](const fm::call_context&, std::uint64_t done, std::uint64_t) {
      all.progress += done;
    };
    gate = sys.gate<jobs::runner>("gate", options, &all);
    client = sys.spawn<jobs::client_state>("client");
  }
  ~gate_fixture() { all.door.open(); }

  fm::actors::actor_figures figures() {
    for (auto& f : sys.figures())
      if (f.name == "gate") return f;
    return {};
  }
  template <class Predicate>
  bool eventually(Predicate p) {
    for (int i = 0; i < 3000; ++i) {
      if (p()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return false;
  }

  jobs::shared all;
  fm::actors::system sys;
  fm::actors::handle<work> gate;
  fm::actors::handle<forward> client;
};

}  // namespace

BOOST_AUTO_TEST_CASE(two_workers_and_four_waiting_of_twenty_asks_serve_six_and_refuse_fourteen) {
  gate_fixture f({.workers = 2, .waiting = 4});
  std::mutex mutex;
  std::map<std::string, int> results;
  auto total = [&] {
    std::lock_guard lock(mutex);
    int n = 0;
    for (auto& [text, count] : results) n += count;
    return n;
  };
  for (int i = 0; i < 20; ++i)
    f.sys.call(f.gate, work{"wait"}, {}, [&](fm::outcome<std::uint64_t> r) {
      std::lock_guard lock(mutex);
      ++results[r ? "ok" : std::string(to_string(r.error().code))];
    });
  BOOST_TEST_REQUIRE(f.eventually([&] { return total() == 14; }));
  BOOST_TEST(results["busy"] == 14);
  BOOST_TEST(f.figures().waiting == 4u);
  BOOST_TEST(f.figures().running == 2u);
  f.all.door.open();
  BOOST_TEST_REQUIRE(f.eventually([&] { return total() == 20; }));
  BOOST_TEST(results["ok"] == 6);
  BOOST_TEST(results["busy"] == 14);
  BOOST_TEST(f.figures().refused == 14u);
  BOOST_TEST(f.figures().handled == 20u);
  BOOST_TEST(f.figures().queue == 0u);
  BOOST_TEST(f.all.runners == 2);
}

BOOST_AUTO_TEST_CASE(a_blocking_job_does_not_keep_other_actors_waiting) {
  gate_fixture f({.workers = 4, .waiting = 4});
  for (int i = 0; i < 3; ++i) f.sys.call(f.gate, work{"wait"}, {}, [](auto&&) {});
  auto begin = std::chrono::steady_clock::now();
  auto r = f.sys.ask(f.client, forward{"ok"});
  BOOST_TEST_REQUIRE(static_cast<bool>(r));
  BOOST_TEST((std::chrono::steady_clock::now() - begin < std::chrono::seconds(2)));
  BOOST_TEST(f.all.progress > 0u);
}

BOOST_AUTO_TEST_CASE(an_exception_fails_the_job_as_internal_and_the_next_one_gets_a_new_object) {
  gate_fixture f({.workers = 1});
  auto r = f.sys.ask(f.client, forward{"throw"});
  BOOST_TEST_REQUIRE(!r);
  BOOST_TEST((r.error() == fm::failure{fm::ec::internal, "broken"}));
  BOOST_TEST(*f.sys.ask(f.client, forward{"four"}) == 4u);
  BOOST_TEST(f.all.runners == 2);
  BOOST_TEST(f.figures().restarts == 0u);
}

BOOST_AUTO_TEST_CASE(a_gate_in_place_has_no_worker_and_fails_like_one) {
  gate_fixture f({.in_place = true});
  BOOST_TEST(*f.sys.ask(f.client, forward{"four"}) == 4u);
  BOOST_TEST((f.sys.ask(f.client, forward{"throw"}).error() == fm::failure{fm::ec::internal, "broken"}));
  BOOST_TEST((f.sys.ask(f.client, forward{"lost"}).error().code == fm::ec::unavailable));
  BOOST_TEST(*f.sys.ask(f.client, forward{"four"}) == 4u);
  BOOST_TEST(f.all.runners == 3);  // a new one after each trouble
  BOOST_TEST(f.figures().failed == 2u);
  BOOST_TEST(f.figures().queue == 0u);
}

BOOST_AUTO_TEST_CASE(a_worker_that_is_lost_fails_its_job_as_unavailable_and_is_replaced) {
  gate_fixture f({.workers = 1});
  auto r = f.sys.ask(f.client, forward{"lost"});
  BOOST_TEST_REQUIRE(!r);
  BOOST_TEST((r.error().code == fm::ec::unavailable));
  for (int i = 0; i < 3; ++i) BOOST_TEST(*f.sys.ask(f.client, forward{"four"}) == 4u);
  BOOST_TEST(f.figures().restarts == 1u);
  BOOST_TEST(f.all.runners == 2);
}

BOOST_AUTO_TEST_CASE(a_worker_that_is_lost_is_given_no_further_job_before_its_end_is_seen) {
  gate_fixture f({.workers = 1});
  constexpr int losses = 500;
  std::atomic<int> served = 0, failed = 0;
  for (int i = 0; i < losses; ++i) {
    // Who asks where the failure is told comes while the lost worker still ends.
    f.sys.call(f.client, forward{"lost"}, {}, [&](const fm::outcome<std::uint64_t>&) {
      f.sys.call(f.client, forward{"four"}, {},
                 [&](const fm::outcome<std::uint64_t>& r) { ++(r ? served : failed); });
    });
    BOOST_TEST_REQUIRE(f.eventually([&] { return served + failed == i + 1; }));
  }
  BOOST_TEST(failed == 0);
}

BOOST_AUTO_TEST_CASE(cancel_reaches_a_running_job_and_takes_a_waiting_one_off_the_queue) {
  gate_fixture f({.workers = 1, .waiting = 4});
  std::mutex mutex;
  std::vector<fm::ec> codes;
  auto note = [&](fm::outcome<std::uint64_t> r) {
    std::lock_guard lock(mutex);
    codes.push_back(r ? fm::ec::internal : r.error().code);
  };
  auto running = f.sys.call(f.client, forward{"until cancelled"}, {}, note);
  BOOST_TEST_REQUIRE(f.eventually([&] { return f.all.begun == 1; }));
  auto waiting = f.sys.call(f.client, forward{"ok"}, {}, note);
  BOOST_TEST_REQUIRE(f.eventually([&] { return f.figures().waiting == 1; }));
  f.sys.cancel(waiting);
  BOOST_TEST_REQUIRE(f.eventually([&] { return f.figures().waiting == 0; }));
  f.sys.cancel(running);
  BOOST_TEST_REQUIRE(f.eventually([&] { return f.all.cancelled == 1; }));
  BOOST_TEST_REQUIRE(f.eventually([&] {
    std::lock_guard lock(mutex);
    return codes.size() == 2;
  }));
  for (auto code : codes) BOOST_TEST((code == fm::ec::cancelled));
  BOOST_TEST(f.all.begun == 1);
}

BOOST_AUTO_TEST_CASE(a_deadline_cuts_an_ask_and_stops_its_job) {
  gate_fixture f({.workers = 1});
  fm::call_context ctx;
  ctx.deadline = f.sys.steady() + 20 * fm::millisecond;
  auto begin = std::chrono::steady_clock::now();
  auto r = f.sys.ask(f.client, forward{"until cancelled"}, ctx);
  auto took = std::chrono::steady_clock::now() - begin;
  BOOST_TEST_REQUIRE(!r);
  BOOST_TEST((r.error().code == fm::ec::timeout));
  BOOST_TEST((took < std::chrono::seconds(2)));
  BOOST_TEST(f.eventually([&] { return f.all.cancelled == 1; }));
  BOOST_TEST(*f.sys.ask(f.client, forward{"four"}) == 4u);
}

BOOST_AUTO_TEST_CASE(a_job_that_sees_its_deadline_before_its_caller_does_is_late_and_not_cancelled) {
  gate_fixture f({.workers = 1});
  for (int i = 0; i < 200; ++i) {
    fm::call_context ctx;
    ctx.deadline = f.sys.steady() + 2 * fm::millisecond;
    auto r = f.sys.ask(f.client, forward{"until cancelled"}, ctx);
    BOOST_TEST_REQUIRE(!r);
    BOOST_TEST_REQUIRE((r.error().code == fm::ec::timeout), r.error().text);
  }
}

BOOST_AUTO_TEST_CASE(a_hung_worker_is_abandoned_and_replaced) {
  gate_fixture f({.workers = 1, .hang_after = 20 * fm::millisecond});
  fm::call_context ctx;
  ctx.deadline = f.sys.steady() + 20 * fm::millisecond;
  auto r = f.sys.ask(f.gate, work{"hang"}, ctx);
  BOOST_TEST_REQUIRE(!r);
  BOOST_TEST((r.error().code == fm::ec::timeout));
  BOOST_TEST(*f.sys.ask(f.gate, work{"four"}) == 4u);
  BOOST_TEST(f.figures().restarts == 1u);
  f.all.door.open();
}

BOOST_AUTO_TEST_CASE(a_job_that_does_not_look_at_its_deadline_is_given_up_long_before_it) {
  gate_fixture f({.workers = 1, .silence = 20 * fm::millisecond});
  std::vector<std::string> lines;
  std::mutex mutex;
  fm::actors::set_log_sink([&](fm::actors::level, std::string_view line) {
    std::lock_guard lock(mutex);
    lines.emplace_back(line);
  });
  auto r = f.sys.ask(f.gate, work{"hang"});
  BOOST_TEST_REQUIRE(!r);
  BOOST_TEST((r.error().code == fm::ec::stuck));
  BOOST_TEST(r.error().text.find("has not looked") != std::string::npos, r.error().text);
  BOOST_TEST(*f.sys.ask(f.gate, work{"four"}) == 4u);
  BOOST_TEST(f.figures().hung == 1u);
  {
    std::lock_guard lock(mutex);
    BOOST_TEST_REQUIRE(lines.size() == 1u);
    BOOST_TEST(lines[0].find("gate=gate") != std::string::npos, lines[0]);
    BOOST_TEST(lines[0].find("replaced=true") != std::string::npos, lines[0]);
  }
  f.all.door.open();
  BOOST_TEST(f.eventually([&] { return f.figures().hung == 0; }));
  fm::actors::set_log_sink({});
}

BOOST_AUTO_TEST_CASE(a_job_that_looks_may_take_longer_than_the_silence) {
  gate_fixture f({.workers = 1, .silence = 2 * fm::second});
  fm::call_context ctx;
  ctx.deadline = f.sys.steady() + 3 * fm::second;
  auto r = f.sys.ask(f.client, forward{"until cancelled"}, ctx);
  BOOST_TEST((r.error().code == fm::ec::timeout));
  BOOST_TEST(f.eventually([&] { return f.all.cancelled == 1; }));
  BOOST_TEST(f.figures().restarts == 0u);
}

BOOST_AUTO_TEST_CASE(a_job_that_goes_on_after_a_standstill_is_not_given_up) {
  // As when the whole process was stopped: the watch is late, and so is the job.
  gate_fixture f({.workers = 1, .silence = 1 * fm::second});
  auto r = f.sys.ask(f.gate, work{"stand still"});
  BOOST_TEST(static_cast<bool>(r));
  BOOST_TEST(f.figures().restarts == 0u);
}

BOOST_AUTO_TEST_CASE(a_gate_whose_workers_all_hang_says_so_and_recovers_when_one_comes_back) {
  gate_fixture f({.workers = 1, .silence = 20 * fm::millisecond, .max_abandoned = 1});
  fm::actors::set_log_sink([](fm::actors::level, std::string_view) {});
  for (int i = 0; i < 2; ++i) BOOST_TEST((f.sys.ask(f.gate, work{"hang"}).error().code == fm::ec::stuck));
  auto r = f.sys.ask(f.gate, work{"four"});
  BOOST_TEST_REQUIRE(!r);
  BOOST_TEST((r.error().code == fm::ec::unavailable));
  f.all.door.open();
  BOOST_TEST(f.eventually([&] { return f.figures().hung == 0; }));
  BOOST_TEST(*f.sys.ask(f.gate, work{"four"}) == 4u);
  fm::actors::set_log_sink({});
}

BOOST_AUTO_TEST_CASE(without_threads_of_their_own_workers_run_deterministically) {
  jobs::shared all;
  fm::test::actor_fixture<jobs::messages> f;
  auto gate = f.sys.gate<jobs::runner>("gate", {.workers = 2}, &all);
  auto client = f.sys.spawn<jobs::client_state>("client");
  auto p = f.send(client, forward{"four"});
  BOOST_TEST(!p.has_answer());
  BOOST_TEST(all.begun == 0);
  f.run();
  BOOST_TEST_REQUIRE(p.has_answer());
  BOOST_TEST(*p.get() == 4u);
  BOOST_TEST(*f.ask(gate, work{"ab"}) == 2u);
}

namespace {
namespace batches {
struct add {
  using reply_type = std::uint64_t;
  std::uint64_t number = 0;
};
using messages = fm::message_list<add>;
template <class T>
requires fm::listed<T, messages> messages message_list_of(const T*);

/// Answers with how many came together; fails for 13.
struct adder {
  using takes = fm::takes<add>;
  static constexpr std::size_t batch = 5;
  std::vector<fm::outcome<std::uint64_t>> run_batch(std::span<const add* const> all,
                                                    fm::actors::worker_env&) {
    std::vector<fm::outcome<std::uint64_t>> out;
    for (const auto* a : all) {
      if (a->number == 13)
        out.emplace_back(fm::fail(fm::ec::invalid, "thirteen"));
      else
        out.emplace_back(std::uint64_t{all.size()});
    }
    return out;
  }
};
}  // namespace batches
}  // namespace

BOOST_AUTO_TEST_CASE(what_waits_together_is_run_together_and_answered_one_by_one) {
  fm::test::actor_fixture<batches::messages> f;
  auto adder = f.sys.gate<batches::adder>("adder", {.workers = 1, .waiting = 100});
  std::vector<fm::test::pending<std::uint64_t>> answers;
  for (std::uint64_t n = 10; n < 18; ++n) answers.push_back(f.send(adder, batches::add{n}));
  f.run();
  // The first finds an idle worker and goes alone; of the rest five go together, then two.
  std::vector<std::uint64_t> together;
  for (auto& a : answers) together.push_back(a.get() ? *a.get() : 0);
  std::vector<std::uint64_t> expected{1, 5, 5, 0, 5, 5, 2, 2};
  BOOST_TEST(together == expected, boost::test_tools::per_element());
  BOOST_TEST(answers[3].get().error().text == "thirteen");
}
