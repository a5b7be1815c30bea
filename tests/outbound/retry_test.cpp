// Repetitions and breakers against a real server.
#include "live_support.hpp"

using namespace fm;
using namespace fm::test;
using namespace std::chrono_literals;

namespace {

/// Fails so often, then answers.
std::function<void(peer&)> failing(unsigned times, std::string failure,
                                   std::shared_ptr<std::atomic<unsigned>> asked) {
  return [=](peer& p) {
    for (auto head = p.read_head(); !head.empty(); head = p.read_head()) {
      p.read_body(head);
      if ((*asked)++ >= times) {
        p.send(ok("at last"));
        continue;
      }
      if (failure.empty()) return;
      p.send(failure);
    }
  };
}
auto counter() { return std::make_shared<std::atomic<unsigned>>(0); }

client_options quick() {
  client_options o;
  o.retry.base = 5 * millisecond;
  return o;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(repetitions)

BOOST_AUTO_TEST_CASE(what_passes_is_tried_again) {
  for (const auto& failure : {status(503), status(429), std::string(),
                              std::string("HTTP/1.1 502 X\r\nContent-Length: 4\r\n\r\nhtml")}) {
    const auto asked = counter();
    fault_server server(failing(2, failure, asked));
    client c(quick());
    const auto a = fetch(c, open_for({server.origin()}), {.url = server.url()});
    BOOST_TEST((a.body == "at last" && a.how.tries == 3u), failure << a.text());
    BOOST_TEST(*asked == 3u);
  }
}

BOOST_AUTO_TEST_CASE(the_last_answer_is_the_answer) {
  const auto asked = counter();
  fault_server server(failing(99, status(503, "X-A: b\r\n"), asked));
  client c(quick());
  const auto a = fetch(c, open_for({server.origin()}), {.url = server.url()});
  BOOST_TEST((!a.how.why && a.head.status == 503u && a.head.value("x-a") == "b"), a.text());
  BOOST_TEST(*asked == 3u);
}

BOOST_AUTO_TEST_CASE(a_post_is_tried_again_only_when_the_caller_says_so) {
  for (const bool is_repeatable : {false, true}) {
    const auto asked = counter();
    fault_server server(failing(1, status(503), asked));
    client c(quick());
    request r{.method = method::post, .url = server.url(), .body = "x", .is_repeatable = is_repeatable};
    const auto a = fetch(c, open_for({server.origin()}), r);
    BOOST_TEST(a.head.status == (is_repeatable ? 200u : 503u));
    BOOST_TEST(*asked == (is_repeatable ? 2u : 1u));
  }
}

BOOST_AUTO_TEST_CASE(nothing_is_tried_again_after_a_byte) {
  std::atomic<unsigned> asked{0};
  fault_server server([&](peer& p) {
    ++asked;
    p.read_head();
    p.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
  });
  client c(quick());
  const auto a = fetch(c, open_for({server.origin()}), {.url = server.url()});
  BOOST_TEST((a.fails_with(trouble_kind::broken) && a.body == "half"), a.text());
  BOOST_TEST(asked == 1u);
}

BOOST_AUTO_TEST_CASE(a_server_says_when_to_come_again) {
  const auto asked = counter();
  fault_server server(failing(1, status(429, "Retry-After: 1\r\n"), asked));
  client c(quick());
  const auto a = fetch(c, open_for({server.origin()}), {.url = server.url()});
  BOOST_TEST((a.body == "at last" && a.milliseconds >= 990 && a.milliseconds < 2'000), a.text());
  // Too late for us, or for the request: its answer is better than a wait.
  for (const auto* after : {"31", "Wed, 01 Jan 2200 00:00:00 GMT"}) {
    const auto again = counter();
    fault_server later(failing(1, status(429, std::string("Retry-After: ") + after + "\r\n"), again));
    const auto b = fetch(c, open_for({later.origin()}), {.url = later.url()});
    BOOST_TEST((b.head.status == 429u && b.milliseconds < 500), b.text());
  }
  const auto third = counter();
  fault_server slow(failing(1, status(429, "Retry-After: 2\r\n"), third));
  request r{.url = slow.url()};
  r.times.total = second;
  BOOST_TEST(fetch(c, open_for({slow.origin()}), r).head.status == 429u);
}

BOOST_AUTO_TEST_CASE(a_host_has_a_budget_of_repetitions) {
  const auto asked = counter();
  fault_server server(failing(999, status(503), asked));
  auto o = quick();
  o.retry.reserve = 3;
  o.retry.per_thousand = 0;
  o.breaker.failures = 1'000;
  client c(o);
  const auto s = open_for({server.origin()});
  for (int i = 0; i < 10; ++i) BOOST_TEST(fetch(c, s, {.url = server.url()}).head.status == 503u);
  BOOST_TEST(*asked == 13u);
}

BOOST_AUTO_TEST_CASE(a_breaker_opens_and_closes_again) {
  const auto asked = counter();
  fault_server server(failing(4, status(500), asked));
  client_options o;
  o.breaker = {.failures = 3, .open_for = 200 * millisecond, .longest = second};
  client c(o);
  const auto s = open_for({server.origin()});
  for (int i = 0; i < 3; ++i) BOOST_TEST(fetch(c, s, once(server.url())).head.status == 500u);
  const auto a = fetch(c, s, once(server.url()));
  BOOST_TEST((a.fails_with(trouble_kind::circuit_open) && a.how.why->retry_after > 0 && !a.how.why->is_sent),
             a.text());
  BOOST_TEST(a.text().find("left alone") != std::string::npos);
  BOOST_TEST(*asked == 3u);
  std::this_thread::sleep_for(220ms);
  BOOST_TEST(fetch(c, s, once(server.url())).head.status == 500u);  // the probe fails: open for twice as long
  BOOST_TEST(fetch(c, s, once(server.url())).fails_with(trouble_kind::circuit_open));
  std::this_thread::sleep_for(220ms);
  BOOST_TEST(fetch(c, s, once(server.url())).fails_with(trouble_kind::circuit_open));
  std::this_thread::sleep_for(220ms);
  for (int i = 0; i < 3; ++i) BOOST_TEST(fetch(c, s, once(server.url())).body == "at last");
  BOOST_TEST(*asked == 7u);
}

BOOST_AUTO_TEST_CASE(a_breaker_is_for_its_host_alone_and_not_for_what_is_no_fault_of_it) {
  fault_server bad([](peer&) {}), good(answers(status(404)));
  client_options o;
  o.breaker.failures = 2;
  client c(o);
  const auto s = open_for({bad.origin(), good.origin()});
  for (int i = 0; i < 2; ++i) BOOST_TEST(fetch(c, s, once(bad.url())).fails_with(trouble_kind::broken));
  BOOST_TEST(fetch(c, s, once(bad.url())).fails_with(trouble_kind::circuit_open));
  for (int i = 0; i < 5; ++i) BOOST_TEST(fetch(c, s, once(good.url())).head.status == 404u);
  // A caller that cancels, and answers that are too long, tell nothing of the server.
  for (int i = 0; i < 5; ++i) {
    std::stop_source stop;
    stop.request_stop();
    kept_answer kept;
    c.run(s, once(good.url()), kept, {}, stop.get_token());
  }
  BOOST_TEST(fetch(c, s, once(good.url())).head.status == 404u);
}

BOOST_AUTO_TEST_CASE(a_trace_goes_on_and_each_try_is_a_place_of_its_own) {
  std::mutex mutex;
  std::vector<std::string> heads;
  fault_server server([&](peer& p) {
    for (auto head = p.read_head(); !head.empty(); head = p.read_head()) {
      std::lock_guard lock(mutex);
      heads.push_back(head);
      p.send(heads.size() == 1 ? status(503) : ok("x"));
    }
  });
  client c(quick());
  request r{.url = server.url()};
  r.trace = read_traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
  r.trace->state = "vendor=1";
  const auto a = fetch(c, open_for({server.origin()}), r);
  BOOST_TEST(a.how.trace_id == "4bf92f3577b34da6a3ce929d0e0e4736");
  BOOST_TEST_REQUIRE(heads.size() == 2u);
  std::vector<std::string> spans;
  for (const auto& h : heads) {
    const auto at = h.find("traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-");
    BOOST_TEST_REQUIRE(at != std::string::npos, h);
    spans.push_back(h.substr(at + 49, 16));
    BOOST_TEST(h.substr(at + 65, 5) == "-01\r\n", h);
    BOOST_TEST(h.find("tracestate: vendor=1\r\n") != std::string::npos, h);
  }
  BOOST_TEST(spans[0] != spans[1]);
  BOOST_TEST(spans[0] != "00f067aa0ba902b7");
}

BOOST_AUTO_TEST_SUITE_END()
