// Actors on the thread of somebody else's event loop.
#include "fm/test/actor_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <span>
#include <sstream>
#include <thread>
#include <utility>
#include <vector>

namespace {
namespace lanes {

struct where {
  using reply_type = std::string;
  bool far = false;  ///< by way of a worker with a thread of its own
};
struct work {
  using reply_type = std::string;
};
struct count {  ///< how many the gate did together with this one
  using reply_type = std::uint64_t;
};
struct tally {  ///< the same of a gate with workers
  using reply_type = std::uint64_t;
};
using messages = fm::message_list<where, work, count, tally>;
template <class T>
requires fm::listed<T, messages> messages message_list_of(const T*);

std::string this_thread() {
  std::ostringstream out;
  out << std::this_thread::get_id();
  return out.str();
}
struct pointer {
  using takes = fm::takes<where>;
};
fm::flow<std::string> on(pointer&, where m, fm::effects& fx) {
  auto here = this_thread();
  if (m.far) co_await fx.ask<work>();
  co_return here;
}
struct worker {
  using takes = fm::takes<work>;
  std::string run(const work&, fm::actors::worker_env&) { return this_thread(); }
};

template <class M>
struct counter {
  using takes = fm::takes<M>;
  static constexpr std::size_t batch = 64;
  std::vector<fm::outcome<std::uint64_t>> run_batch(std::span<const M* const> all, fm::actors::worker_env&) {
    return std::vector<fm::outcome<std::uint64_t>>(all.size(), std::uint64_t{all.size()});
  }
};

/// An event loop with one thread.
class loop {
 public:
  ~loop() { join(); }
  void post(std::function<void()> f) {
    std::lock_guard lock(mutex_);
    todo_.push_back(std::move(f));
    changed_.notify_one();
  }
  void join() {
    if (!thread_.joinable()) return;
    post([this] { ended_ = true; });
    thread_.join();
  }

 private:
  void run() {
    while (!ended_) {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return !todo_.empty(); });
      auto f = std::move(todo_.front());
      todo_.pop_front();
      lock.unlock();
      f();
    }
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> todo_;
  bool ended_ = false;
  std::thread thread_{[this] { run(); }};
};

struct lane_fixture {
  fm::actors::system sys{config()};
  fm::actors::handle<where> pointer;
  fm::actors::handle<count> counting;
  fm::actors::handle<tally> tallying;
  loop io;
  std::shared_ptr<fm::actors::lane> lane;

  lane_fixture() {
    sys.gate<worker>("worker", {.workers = 1, .waiting = 1'000});
    pointer = sys.spawn<lanes::pointer>("pointer");
    counting = sys.gate<counter<count>>("counter", {.in_place = true});
    tallying = sys.gate<counter<tally>>("tallier", {.workers = 1, .waiting = 40});
    lane = sys.make_lane([this](std::function<void()> f) { io.post(std::move(f)); });
    io.post([this] { lane->enter(); });
  }
  ~lane_fixture() {
    io.post([this] { lane->leave(); });
    io.join();
  }
  /// Calls `n` times from the loop; the threads on which the step ran, or what failed.
  std::vector<std::string> call(int n, bool far) {
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<std::string> out;
    io.post([&] {
      for (int i = 0; i < n; ++i)
        sys.call(pointer, where{far}, {}, [&](fm::outcome<std::string> r) {
          std::lock_guard lock(mutex);
          out.push_back(r ? *r : "failed: " + r.error().text);
          changed.notify_one();
        });
    });
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return out.size() == static_cast<std::size_t>(n); });
    return out;
  }
  std::string loop_thread() {
    std::string name;
    std::mutex mutex;
    std::condition_variable changed;
    io.post([&] {
      std::lock_guard lock(mutex);
      name = this_thread();
      changed.notify_one();
    });
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return !name.empty(); });
    return name;
  }
  static fm::actors::system_config config() {
    fm::actors::system_config c;
    c.messages = fm::actors::messages_of<messages>();
    c.threads = 2;
    return c;
  }
};

/// What a gate that counts says of the calls that are made in one round of the loop.
template <class M>
class together {
 public:
  together(lane_fixture& world, fm::actors::handle<M> gate) : world_(world), gate_(gate) {}
  void call(int n) {
    world_.io.post([this, n] {
      for (int i = 0; i < n; ++i) {
        fm::actors::lane::turn turn;
        world_.sys.call(gate_, M{}, {}, [this](fm::outcome<std::uint64_t> r) {
          std::lock_guard lock(mutex_);
          counts_.push_back(r ? *r : 0);
          changed_.notify_one();
        });
      }
    });
  }
  std::vector<std::uint64_t> all(std::size_t n) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return counts_.size() == n; });
    return std::exchange(counts_, {});
  }
  std::vector<std::uint64_t> round(int n) {
    call(n);
    return all(static_cast<std::size_t>(n));
  }

 private:
  lane_fixture& world_;
  fm::actors::handle<M> gate_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::uint64_t> counts_;
};

}  // namespace lanes
}  // namespace

BOOST_FIXTURE_TEST_SUITE(the_lane, lanes::lane_fixture)

BOOST_AUTO_TEST_CASE(a_call_from_the_loop_runs_its_steps_on_the_loop) {
  auto thread = loop_thread();
  // At first the actor may still be busy with its start on a thread of the pool.
  for (int i = 0; i < 1'000 && call(1, false).front() != thread; ++i) {
  }
  for (const auto& where : call(1'000, false)) BOOST_TEST_REQUIRE(where == thread);
}

BOOST_AUTO_TEST_CASE(an_answer_of_a_worker_comes_back_all_the_same) {
  BOOST_TEST(call(500, true).size() == 500u);
}

BOOST_AUTO_TEST_CASE(a_gate_in_place_does_what_comes_in_one_round_together) {
  lanes::together of(*this, counting);
  const std::vector<std::uint64_t> all_at_once(30, 30);
  // As above: the gate may still be busy with its start.
  bool was_together = false;
  for (int i = 0; i < 100 && !was_together; ++i) was_together = of.round(30) == all_at_once;
  BOOST_TEST(was_together);
  // The round that is cut short by the end of the lane is answered too.
  of.call(1);
  io.post([&] { lane->leave(); });
  BOOST_TEST((of.all(1) == std::vector<std::uint64_t>{1}));
}

BOOST_AUTO_TEST_CASE(a_worker_gets_what_comes_in_one_round_together_as_far_as_there_is_room) {
  lanes::together of(*this, tallying);
  const std::vector<std::uint64_t> all_at_once(30, 30);
  // The answer of the round before may bring the gate to the pool.
  bool was_together = false;
  for (int i = 0; i < 1'000 && !was_together; ++i) was_together = of.round(30) == all_at_once;
  BOOST_TEST(was_together);
  // A full waiting room does not wait for the end of the round.
  bool was_cut = false;
  for (int i = 0; i < 1'000 && !was_cut; ++i) {
    const auto counts = of.round(60);
    was_cut = std::count(counts.begin(), counts.end(), 40u) == 40;
  }
  BOOST_TEST(was_cut);
}

BOOST_AUTO_TEST_CASE(a_lane_that_was_left_hands_what_waits_to_the_pool) {
  std::mutex mutex;
  std::condition_variable changed;
  int answered = 0;
  io.post([&] {
    for (int i = 0; i < 100; ++i)
      sys.call(pointer, lanes::where{i % 2 == 0}, {}, [&](fm::outcome<std::string> r) {
        BOOST_TEST(bool(r));
        std::lock_guard lock(mutex);
        ++answered;
        changed.notify_one();
      });
    lane->leave();
  });
  io.join();
  std::unique_lock lock(mutex);
  changed.wait(lock, [&] { return answered == 100; });
  BOOST_TEST(sys.stop().stuck.empty());
}

BOOST_AUTO_TEST_SUITE_END()
