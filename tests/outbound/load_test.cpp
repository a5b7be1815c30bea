// Many at once, slow takers, and full houses.
#include "live_support.hpp"

#include <condition_variable>
#include <ctime>

using namespace fm;
using namespace fm::test;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(loads)

BOOST_AUTO_TEST_CASE(two_hundred_streams_run_at_the_same_time) {
  constexpr unsigned streams = 200, pieces = 20;
  std::mutex mutex;
  std::condition_variable all_here;
  unsigned here = 0;
  // No stream goes on until all are there.
  fault_server server([&](peer& p) {
    p.read_head();
    {
      std::unique_lock lock(mutex);
      ++here;
      all_here.notify_all();
      all_here.wait_for(lock, 30s, [&] { return here == streams; });
    }
    p.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
    for (unsigned i = 0; i < pieces; ++i) {
      p.send("data: piece\n\n");
      std::this_thread::sleep_for(2ms);
    }
  });
  client c;
  const auto s = open_for({server.origin()});
  std::vector<transfer> all;
  for (unsigned i = 0; i < streams; ++i) all.push_back(c.start(s, once(server.url())));
  std::size_t bytes = 0;
  unsigned good = 0;
  for (auto& t : all)
    for (auto event = t.next(30 * second);; event = t.next(30 * second)) {
      if (event == transfer::event::piece) bytes += t.piece().size();
      if (event == transfer::event::nothing || event == transfer::event::end) {
        good += event == transfer::event::end && !t.result().why;
        break;
      }
    }
  BOOST_TEST(good == streams);
  BOOST_TEST(bytes == streams * pieces * std::string("data: piece\n\n").size());
}

BOOST_AUTO_TEST_CASE(a_piece_is_told_when_it_comes) {
  std::atomic<int> told{0};
  fault_server server([&](peer& p) {
    p.read_head();
    p.send("HTTP/1.1 200 OK\r\n\r\n");
    std::this_thread::sleep_for(100ms);
    p.send("one");
    std::this_thread::sleep_for(100ms);
    p.send("two");
  });
  client c;
  auto t = c.start(open_for({server.origin()}), once(server.url()), {}, [&] { ++told; });
  const auto begun = std::chrono::steady_clock::now();
  BOOST_TEST((t.next(second) == transfer::event::head));
  BOOST_TEST(milliseconds_since(begun) < 90);
  BOOST_TEST((t.next(1 * millisecond) == transfer::event::nothing));
  BOOST_TEST((t.next(second) == transfer::event::piece && t.piece() == "one"));
  BOOST_TEST(milliseconds_since(begun) < 190);
  BOOST_TEST((t.next(second) == transfer::event::piece && t.piece() == "two"));
  BOOST_TEST((t.next(second) == transfer::event::end));
  BOOST_TEST((t.next(0) == transfer::event::end));
  BOOST_TEST(told >= 3);
}

BOOST_AUTO_TEST_CASE(a_slow_taker_slows_the_server_and_nobody_else) {
  constexpr std::size_t size = 60'000'000;
  std::atomic<std::size_t> sent{0};
  fault_server fast([&](peer& p) {
    p.read_head();
    p.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n");
    const std::string block(100'000, 'x');
    while (sent < size && p.send(block)) sent += block.size();
  });
  fault_server other(answers(ok("quick")));
  client c;
  const auto s = open_for({fast.origin(), other.origin()});
  auto r = once(fast.url());
  r.sizes.body = size;
  r.times.idle = 200 * millisecond;  // it is not the server that is idle
  auto t = c.start(s, std::move(r));
  std::this_thread::sleep_for(600ms);
  const std::size_t at_rest = sent;
  // What waits here, and what the buffers of the system hold.
  BOOST_TEST(at_rest < size / 2, at_rest);
  BOOST_TEST(fetch(c, s, once(other.url())).milliseconds < 200);
  // Nobody turns in circles meanwhile.
  const auto processor = std::clock();
  std::this_thread::sleep_for(200ms);
  BOOST_TEST(std::clock() - processor < CLOCKS_PER_SEC / 10);
  BOOST_TEST(sent == at_rest);
  std::size_t taken = 0, largest = 0;
  for (auto event = t.next(5 * second); event != transfer::event::end && event != transfer::event::nothing;
       event = t.next(5 * second))
    if (event == transfer::event::piece)
      taken += t.piece().size(), largest = std::max(largest, t.piece().size());
  BOOST_TEST((t.next(0) == transfer::event::end && !t.result().why));
  BOOST_TEST(taken == size);
  BOOST_TEST(largest < 2'000'000u);
}

BOOST_AUTO_TEST_CASE(a_full_house_says_so_at_once) {
  fault_server server([](peer& p) {
    p.read_head();
    p.sees_end_within(10s);
  });
  client c({.at_once = 2, .waiting = 1});
  const auto s = open_for({server.origin()});
  std::vector<transfer> all;
  for (int i = 0; i < 3; ++i) all.push_back(c.start(s, once(server.url())));
  const auto a = fetch(c, s, once(server.url()));
  BOOST_TEST(a.fails_with(trouble_kind::busy), a.text());
  BOOST_TEST(a.milliseconds < 100);
  BOOST_TEST((to_failure(*a.how.why).code == ec::busy));
  std::this_thread::sleep_for(50ms);
  BOOST_TEST(server.connections() == 2u);
  // A place that becomes free goes to who waits.
  all.erase(all.begin());
  for (int i = 0; i < 100 && server.connections() < 3; ++i) std::this_thread::sleep_for(10ms);
  BOOST_TEST(server.connections() == 3u);
  // A wait is a part of the total.
  auto r = once(server.url());
  r.times.total = 200 * millisecond;
  const auto b = fetch(c, s, r);
  BOOST_TEST((b.fails_with(trouble_kind::timed_out) && b.how.why->limit == time_limit::total), b.text());
}

BOOST_AUTO_TEST_SUITE_END()
