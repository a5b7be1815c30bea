// Whoever gives up has the connection closed, in every state, within 200 ms as the server sees it.
#include "live_support.hpp"

#include <future>

using namespace fm;
using namespace fm::test;
using namespace std::chrono_literals;

namespace {

constexpr auto bound = 200ms;

/// Begins a request, cancels it after a while, and says how long that took.
outcome_of cancelled_after(std::chrono::milliseconds wait, client& c, const service_ptr& s, request what) {
  std::stop_source stop;
  kept_answer kept;
  std::chrono::steady_clock::time_point begun;
  std::thread canceller([&] {
    std::this_thread::sleep_for(wait);
    begun = std::chrono::steady_clock::now();
    stop.request_stop();
  });
  auto how = c.run(s, std::move(what), kept, {}, stop.get_token());
  canceller.join();
  outcome_of out{std::move(how), kept.begins(), kept.body(), milliseconds_since(begun)};
  BOOST_TEST(out.fails_with(trouble_kind::cancelled), out.text());
  BOOST_TEST(out.milliseconds < bound.count());
  return out;
}

/// A server that goes so far and then waits for the end.
struct waiting_server {
  explicit waiting_server(std::function<void(peer&)> before)
      : server([this, before = std::move(before)](peer& p) {
          before(p);
          const bool ended = p.sees_end_within(5s);
          std::lock_guard lock(mutex);
          if (!ended) return;
          end_seen.set_value(std::chrono::steady_clock::now());
        }) {}
  std::mutex mutex;
  std::promise<std::chrono::steady_clock::time_point> end_seen;
  fault_server server;

  void check(const outcome_of& cancelled) {
    const auto returned = std::chrono::steady_clock::now();
    auto seen = end_seen.get_future();
    BOOST_TEST_REQUIRE((seen.wait_for(2s) == std::future_status::ready));
    // What it took to return and until the server saw it, both from the moment of the cancellation.
    const auto after_return = std::chrono::duration_cast<std::chrono::milliseconds>(seen.get() - returned);
    BOOST_TEST(cancelled.milliseconds + after_return.count() < bound.count());
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(cancellations)

BOOST_AUTO_TEST_CASE(while_a_name_is_looked_up) {
  std::promise<void> go;
  const auto gone = go.get_future().share();
  {
    client c({.lookup = [gone](const std::string&) -> outcome<std::vector<ip_address>> {
      gone.wait_for(10s);
      return fail(ec::unavailable, "too late");
    }});
    cancelled_after(50ms, c, open_for({}), once("http://slow.example/"));
    auto r = once("http://slow.example/");
    r.times.connect = 100 * millisecond;
    const auto a = fetch(c, open_for({}), r);
    BOOST_TEST((a.fails_with(trouble_kind::timed_out) && a.how.why->limit == time_limit::connect), a.text());
    BOOST_TEST(a.milliseconds < 1'000);
    // The client ends although its look-up hangs.
  }
  go.set_value();
}

BOOST_AUTO_TEST_CASE(during_the_handshake) {
  waiting_server w([](peer&) {});
  client c;
  const auto url = "https://127.0.0.1:" + std::to_string(w.server.port());
  w.check(cancelled_after(50ms, c, open_for({url}), once(url)));
}

BOOST_AUTO_TEST_CASE(before_the_first_byte) {
  waiting_server w([](peer& p) { p.read_head(); });
  client c;
  w.check(cancelled_after(50ms, c, open_for({w.server.origin()}), once(w.server.url())));
}

BOOST_AUTO_TEST_CASE(in_the_middle_of_the_request) {
  waiting_server w([](peer& p) {
    p.read_head();
    std::this_thread::sleep_for(150ms);  // reads nothing meanwhile
  });
  client c;
  auto r = once(w.server.url());
  r.method = method::put;
  r.body.assign(50'000'000, 'x');
  cancelled_after(50ms, c, open_for({w.server.origin()}), std::move(r));
}

BOOST_AUTO_TEST_CASE(in_the_head_and_in_the_body) {
  for (const auto* bytes :
       {"HTTP/1.1 200 OK\r\nContent", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"}) {
    waiting_server w([&](peer& p) {
      p.read_head();
      p.send(bytes);
    });
    client c;
    w.check(cancelled_after(50ms, c, open_for({w.server.origin()}), once(w.server.url())));
  }
}

BOOST_AUTO_TEST_CASE(of_a_stream_that_is_slowed_down) {
  waiting_server w([](peer& p) {
    p.read_head();
    p.send("HTTP/1.1 200 OK\r\n\r\n" + std::string(300'000, 'x'));
  });
  client c;
  auto r = once(w.server.url());
  r.sizes.waiting = 1'000;
  auto t = c.start(open_for({w.server.origin()}), std::move(r));
  std::this_thread::sleep_for(100ms);  // nothing is taken
  const auto begun = std::chrono::steady_clock::now();
  t.cancel();
  auto event = t.next(2 * second);
  while (event == transfer::event::head || event == transfer::event::piece) event = t.next(2 * second);
  BOOST_TEST_REQUIRE((event == transfer::event::end));
  BOOST_TEST((t.result().why && t.result().why->kind == trouble_kind::cancelled));
  w.check({t.result(), {}, {}, milliseconds_since(begun)});
}

BOOST_AUTO_TEST_CASE(by_the_sink_by_a_question_and_by_letting_go) {
  struct enough final : sink {
    bool head(const answer_head&) override { return true; }
    bool piece(std::string_view) override { return false; }
  } until_enough;
  auto half = [](peer& p) {
    p.read_head();
    p.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
  };
  {
    waiting_server w(half);
    client c;
    const auto how = c.run(open_for({w.server.origin()}), once(w.server.url()), until_enough);
    BOOST_TEST((how.why && how.why->kind == trouble_kind::cancelled));
    w.check({how, {}, {}, 0});
  }
  {
    waiting_server w(half);
    client c;
    kept_answer kept;
    const auto begun = std::chrono::steady_clock::now();
    const auto how = c.run(open_for({w.server.origin()}), once(w.server.url()), kept,
                           [&] { return milliseconds_since(begun) > 50; });
    BOOST_TEST((how.why && how.why->kind == trouble_kind::cancelled));
    w.check({how, {}, {}, milliseconds_since(begun) - 50});
  }
  {
    waiting_server w(half);
    client c;
    {
      auto t = c.start(open_for({w.server.origin()}), once(w.server.url())), u = std::move(t);
      std::this_thread::sleep_for(50ms);
    }
    w.check({});
  }
}

BOOST_AUTO_TEST_CASE(while_it_waits_for_its_turn_or_for_another_try) {
  fault_server server([](peer& p) {
    p.read_head();
    p.sees_end_within(5s);
  });
  client c({.at_once = 1});
  const auto s = open_for({server.origin()});
  auto first = c.start(s, once(server.url()));
  cancelled_after(50ms, c, s, once(server.url()));
  BOOST_TEST(server.connections() == 1u);
  first.cancel();
  fault_server later(answers(status(503, "Retry-After: 5\r\n")));
  const auto begun = std::chrono::steady_clock::now();
  cancelled_after(50ms, c, open_for({later.origin()}), {.url = later.url()});
  BOOST_TEST(milliseconds_since(begun) < 2'000);
}

BOOST_AUTO_TEST_CASE(before_it_begins_and_after_it_has_ended) {
  fault_server server(answers(ok("x")));
  client c;
  std::stop_source stop;
  stop.request_stop();
  kept_answer kept;
  const auto how = c.run(open_for({server.origin()}), once(server.url()), kept, {}, stop.get_token());
  BOOST_TEST((how.why && how.why->kind == trouble_kind::cancelled));
  auto t = c.start(open_for({server.origin()}), once(server.url()));
  while (t.next(second) != transfer::event::end) {
  }
  t.cancel();
  BOOST_TEST(!t.result().why.has_value());
}

BOOST_AUTO_TEST_CASE(a_client_that_is_closed_ends_everything) {
  waiting_server w([](peer& p) { p.read_head(); });
  auto c = std::make_unique<client>(client_options{.at_once = 1});
  const auto s = open_for({w.server.origin()});
  auto active = c->start(s, once(w.server.url())), waiting = c->start(s, once(w.server.url()));
  std::this_thread::sleep_for(50ms);
  const auto begun = std::chrono::steady_clock::now();
  c.reset();
  for (auto* t : {&active, &waiting}) {
    BOOST_TEST((t->next(second) == transfer::event::end));
    BOOST_TEST((t->result().why && t->result().why->kind == trouble_kind::stopped));
    t->cancel();
  }
  w.check({active.result(), {}, {}, milliseconds_since(begun)});
}

BOOST_AUTO_TEST_SUITE_END()
