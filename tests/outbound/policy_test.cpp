// Repetitions, breakers, times in heads, traces, fields: what is decided without a network.
#include "core/circuit_breaker.hpp"
#include "core/field_rules.hpp"
#include "core/host_table.hpp"
#include "core/http_date.hpp"
#include "core/retry_policy.hpp"
#include "fm/outbound/trace_context.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace fm;
using namespace fm::outbound;

BOOST_AUTO_TEST_SUITE(policies)

BOOST_AUTO_TEST_CASE(waits_grow_and_are_drawn_from_all_of_their_length) {
  const retry_rules r{.base = 100, .longest = 1'000, .patience = 5'000};
  BOOST_TEST((wait_before(r, 1, {}, 0) == 0));
  BOOST_TEST((wait_before(r, 1, {}, 100) == 100));
  BOOST_TEST((wait_before(r, 1, {}, 101) == 0));
  BOOST_TEST((wait_before(r, 3, {}, 400) == 400));
  BOOST_TEST((wait_before(r, 4, {}, 800) == 800));
  BOOST_TEST((wait_before(r, 5, {}, 1'000) == 1'000));
  BOOST_TEST((wait_before(r, 60, {}, 1'000) == 1'000));
  BOOST_TEST((wait_before(r, 1, 700, 50) == 700));
  BOOST_TEST((wait_before(r, 1, 5'000, 50) == 5'000));
  BOOST_TEST(!wait_before(r, 1, 5'001, 50).has_value());
}

BOOST_AUTO_TEST_CASE(only_what_may_be_done_twice_is_repeated) {
  for (const auto m : {method::get, method::head, method::put, method::remove})
    BOOST_TEST(may_be_repeated(m, false));
  for (const auto m : {method::post, method::patch}) {
    BOOST_TEST(!may_be_repeated(m, false));
    BOOST_TEST(may_be_repeated(m, true));
  }
  for (const unsigned s : {408u, 425u, 429u, 500u, 502u, 503u, 504u, 529u}) BOOST_TEST(is_passing_status(s));
  for (const unsigned s : {200u, 301u, 400u, 401u, 403u, 404u, 409u, 422u, 501u, 505u})
    BOOST_TEST(!is_passing_status(s));
}

BOOST_AUTO_TEST_CASE(a_budget_is_a_part_of_the_requests) {
  retry_budget b({.reserve = 2, .per_thousand = 250});
  BOOST_TEST((b.take() && b.take() && !b.take()));
  for (int i = 0; i < 3; ++i) b.note_request();
  BOOST_TEST(!b.take());
  b.note_request();
  BOOST_TEST((b.take() && !b.take()));
  for (int i = 0; i < 1'000; ++i) b.note_request();
  BOOST_TEST((b.take() && b.take() && !b.take()));
}

BOOST_AUTO_TEST_CASE(a_breaker_opens_after_failures_in_a_row_and_closes_after_a_probe) {
  circuit_breaker b({.failures = 3, .open_for = 100, .longest = 300});
  auto fail_now = [&](micros now) {
    const auto p = b.ask(now);
    BOOST_TEST_REQUIRE(p.passes);
    b.failed(p, now);
  };
  fail_now(0), fail_now(0);
  b.succeeded(b.ask(0));
  fail_now(0), fail_now(0);
  BOOST_TEST((b.now_is(0) == circuit_breaker::state::closed));
  fail_now(10);
  BOOST_TEST((b.now_is(10) == circuit_breaker::state::open));
  BOOST_TEST((!b.ask(60).passes && b.ask(60).retry_after == 50));
  BOOST_TEST((b.now_is(110) == circuit_breaker::state::half_open));
  const auto probe = b.ask(110);
  BOOST_TEST((probe.passes && probe.is_probe));
  BOOST_TEST((!b.ask(110).passes && b.ask(110).retry_after > 0));
  b.failed(probe, 120);  // open for twice as long
  BOOST_TEST((!b.ask(319).passes));
  const auto second_probe = b.ask(320);
  BOOST_TEST(second_probe.passes);
  b.gave_up(second_probe);  // says nothing: the next one is the probe
  const auto third = b.ask(321);
  BOOST_TEST((third.passes && third.is_probe));
  b.failed(third, 321);  // the longest
  BOOST_TEST(!b.ask(620).passes);
  b.succeeded(b.ask(621));
  BOOST_TEST((b.now_is(621) == circuit_breaker::state::closed));
  BOOST_TEST(b.ask(621).passes);
}

BOOST_AUTO_TEST_CASE(what_began_before_a_breaker_opened_does_not_move_it) {
  circuit_breaker b({.failures = 1, .open_for = 100, .longest = 100});
  const auto old = b.ask(0), older = b.ask(0), first = b.ask(0);
  b.failed(first, 0);
  b.succeeded(old);
  BOOST_TEST((b.now_is(1) == circuit_breaker::state::open));
  b.failed(older, 50);
  BOOST_TEST((b.now_is(100) == circuit_breaker::state::half_open));
  const auto probe = b.ask(100);
  b.gave_up(old);
  BOOST_TEST(!b.ask(100).passes);
  b.succeeded(probe);
  BOOST_TEST(b.ask(100).passes);
}

BOOST_AUTO_TEST_CASE(the_table_of_hosts_is_bounded) {
  host_table t({}, {}, 2);
  const auto a = t.of("a", 1);
  t.of("b", 2);
  t.of("a", 3);
  t.of("c", 4);
  BOOST_TEST(t.size() == 2u);
  BOOST_TEST((t.of("a", 5) == a));
}

BOOST_AUTO_TEST_CASE(times_in_heads_have_three_forms) {
  constexpr micros at = 784'111'777 * second, now = 1'700'000'000 * second;
  for (const auto* text :
       {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"})
    BOOST_TEST((read_http_date(text, now) == at), text);
  BOOST_TEST((read_http_date("Saturday, 06-Nov-27 08:49:37 GMT", now).value() > now));
  for (const auto* bad :
       {"", "now", "Sun, 06 Nov 1994 08:49:37", "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 nov 1994 08:49:37 GMT",
        "1994-11-06T08:49:37Z", "Sun, 00 Nov 1994 08:49:37 GMT"})
    BOOST_TEST(!read_http_date(bad, now).has_value(), bad);
}

BOOST_AUTO_TEST_CASE(retry_after_is_seconds_or_a_time) {
  constexpr micros now = 784'111'777 * second;
  BOOST_TEST((read_retry_after("120", now) == 120 * second));
  BOOST_TEST((read_retry_after("0", now) == 0));
  BOOST_TEST((read_retry_after("Sun, 06 Nov 1994 08:50:37 GMT", now) == 60 * second));
  BOOST_TEST((read_retry_after("Sun, 06 Nov 1994 08:40:37 GMT", now) == 0));
  BOOST_TEST(read_retry_after("99999999999999999999999", now).value() > 365LL * 24 * 3600 * second);
  for (const auto* bad : {"", "-1", "1.5", "soon", "+5", " 5"})
    BOOST_TEST(!read_retry_after(bad, now).has_value(), bad);
}

BOOST_AUTO_TEST_CASE(traces_are_read_and_gone_on_with) {
  const std::string header = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  auto t = read_traceparent(header);
  BOOST_TEST_REQUIRE(t.has_value());
  BOOST_TEST(to_traceparent(*t) == header);
  t->state = "vendor=1";
  const auto below = child_of(*t, "\x01\x02\x03\x04\x05\x06\x07\xFF");
  BOOST_TEST(to_traceparent(below) == "00-4bf92f3577b34da6a3ce929d0e0e4736-01020304050607ff-01");
  BOOST_TEST(below.state == "vendor=1");
  t->state = std::string(513, 'a');
  BOOST_TEST(child_of(*t, "12345678").state.empty());
  const auto made = new_trace(std::string(trace_bytes, '\0'));
  BOOST_TEST(read_traceparent(to_traceparent(made)).has_value(), to_traceparent(made));
  BOOST_TEST(read_traceparent("cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-comes-later")
                 .has_value());
  for (const auto* bad : {"", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                          "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                          "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                          "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                          "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                          "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
                          "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                          "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01x",
                          "0x-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                          "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g"})
    BOOST_TEST(!read_traceparent(bad).has_value(), bad);
}

BOOST_AUTO_TEST_CASE(requests_that_would_break_their_head_are_not_sent) {
  request good{.url = "https://example.com", .headers = {{"Accept", "text/html"}, {"X-Empty", ""}}};
  BOOST_TEST(!check_request(good).has_value());
  for (const auto& h :
       {header{"", "x"}, header{"a b", "x"}, header{"a:", "x"}, header{"a", "x\r\nHost: evil"},
        header{"a", "x\n"}, header{"a", std::string("x\0y", 3)}, header{"a", "\x7F"}, header{"Host", "x"},
        header{"content-length", "1"}, header{"Transfer-Encoding", "chunked"},
        header{"Proxy-Authorization", "x"}, header{"traceparent", "x"}, header{"a\r\nb", "x"}}) {
    auto bad = good;
    bad.headers.push_back(h);
    const auto why = check_request(bad);
    BOOST_TEST((why && why->kind == trouble_kind::invalid), h.name);
  }
  auto key = good;
  key.credentials.push_back({"Authorization", secret<>("Bearer s3cret\n")});
  const auto why = check_request(key);
  BOOST_TEST_REQUIRE(why.has_value());
  BOOST_TEST(why->text.find("Authorization") != std::string::npos);
  BOOST_TEST(why->text.find("s3cret") == std::string::npos);
  auto body = good;
  body.body = "x";
  BOOST_TEST(check_request(body).has_value());
  auto hurry = good;
  hurry.times.idle = 0;
  BOOST_TEST(check_request(hurry).has_value());
  auto trace = good;
  trace.trace = trace_context{"x", "y"};
  BOOST_TEST(check_request(trace).has_value());
  trace.trace = new_trace("123456789012345678901234");
  BOOST_TEST(!check_request(trace).has_value());
  trace.trace->state = "a=b\r\nEvil: yes";
  BOOST_TEST(check_request(trace).has_value());
}

BOOST_AUTO_TEST_CASE(lines_of_heads_are_read) {
  BOOST_TEST((read_status_line("HTTP/1.1 200 OK") == 200u));
  BOOST_TEST((read_status_line("HTTP/2 404") == 404u));
  BOOST_TEST((read_status_line("HTTP/2 404 ") == 404u));
  for (const auto* bad : {"", "HTTP/1.1", "HTTP/1.1 20", "HTTP/1.1 2x0 OK", "ICY 200 OK", "Date: x"})
    BOOST_TEST(!read_status_line(bad).has_value(), bad);
  BOOST_TEST((read_field("Content-Type:  text/html \t") == header{"content-type", "text/html"}));
  BOOST_TEST((read_field("X:") == header{"x", ""}));
  for (const auto* bad : {"", "no colon", ": x", "a b: c"}) BOOST_TEST(!read_field(bad).has_value(), bad);
  answer_head head{200, {{"a", "1"}, {"a", "2"}}};
  BOOST_TEST(head.value("a") == "1");
  BOOST_TEST(head.value("b") == "");
}

BOOST_AUTO_TEST_CASE(troubles_have_a_code_of_the_program) {
  BOOST_TEST((to_failure({.kind = trouble_kind::refused}).code == ec::forbidden));
  BOOST_TEST((to_failure({.kind = trouble_kind::timed_out}).code == ec::timeout));
  const auto f = to_failure({.kind = trouble_kind::circuit_open, .text = "why", .retry_after = second + 1});
  BOOST_TEST((f == fail(ec::unavailable, "why", 2)));
}

BOOST_AUTO_TEST_SUITE_END()
