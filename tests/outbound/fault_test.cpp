// What servers do wrong, and what is said of it.
#include "live_support.hpp"

#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>

#include <array>

using namespace fm;
using namespace fm::test;
using namespace std::chrono_literals;

namespace {

/// Limits that a test can wait for.
request hurried(std::string url) {
  auto r = once(std::move(url));
  r.times = {.connect = 300 * millisecond,
             .first_byte = 300 * millisecond,
             .idle = 300 * millisecond,
             .total = 5 * second};
  return r;
}

outcome_of one_answer(const std::string& bytes, const std::function<void(request&)>& change = {}) {
  fault_server server([&](peer& p) {
    p.read_head();
    p.send(bytes);
  });
  client c;
  auto r = hurried(server.url());
  if (change) change(r);
  return fetch(c, open_for({server.origin()}), std::move(r));
}

std::string gzipped(std::size_t zeros) {
  z_stream z{};
  constexpr int with_gzip_head = 15 + 16;
  deflateInit2(&z, 9, Z_DEFLATED, with_gzip_head, 8, Z_DEFAULT_STRATEGY);
  std::string out;
  std::array<unsigned char, 65536> from{}, to{};
  int more = Z_OK;
  while (more == Z_OK) {
    z.next_in = from.data();
    z.avail_in = static_cast<unsigned>(std::min(zeros, from.size()));
    zeros -= z.avail_in;
    do {
      z.next_out = to.data();
      z.avail_out = to.size();
      more = deflate(&z, zeros == 0 ? Z_FINISH : Z_NO_FLUSH);
      out.append(reinterpret_cast<char*>(to.data()), to.size() - z.avail_out);
    } while (z.avail_out == 0);
  }
  deflateEnd(&z);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(faults)

BOOST_AUTO_TEST_CASE(an_answer_comes_whole_with_its_head) {
  std::string got;
  fault_server server([&](peer& p) {
    got = p.read_head();
    p.send(ok("hello", "X-One: 1\r\nX-One: 2\r\nContent-Type: text/plain\r\n"));
  });
  client c;
  auto r = once(server.url("/path?q=1"));
  r.headers = {{"Accept", "text/plain"}, {"X-Empty", ""}};
  r.credentials.push_back({"Authorization", secret<>("Bearer s3cret")});
  const auto a = fetch(c, open_for({server.origin()}), std::move(r));
  BOOST_TEST(!a.how.why.has_value(), a.text());
  BOOST_TEST(a.head.status == 200u);
  BOOST_TEST(a.head.value("x-one") == "1");
  BOOST_TEST(a.head.value("content-type") == "text/plain");
  BOOST_TEST(a.body == "hello");
  BOOST_TEST(a.how.received == 5u);
  BOOST_TEST(a.how.tries == 1u);
  BOOST_TEST(a.how.origin == server.origin());
  BOOST_TEST(got.starts_with("GET /path?q=1 HTTP/1.1\r\n"), got);
  for (const auto* line : {"\r\nAccept: text/plain\r\n", "\r\nX-Empty:\r\n",
                           "\r\nAuthorization: Bearer s3cret\r\n", "\r\nUser-Agent: FaultMaven\r\n"})
    BOOST_TEST(got.find(line) != std::string::npos, got);
  BOOST_TEST(got.find("\r\ntraceparent: 00-" + a.how.trace_id + "-") != std::string::npos, got);
}

BOOST_AUTO_TEST_CASE(methods_and_bodies_are_sent_as_they_are) {
  fault_server server([](peer& p) {
    for (auto head = p.read_head(); !head.empty(); head = p.read_head()) {
      const auto body = p.read_body(head);
      const auto answer = ok(head.substr(0, head.find(' ')) + "|" + body,
                             head.find("xpect") != std::string::npos ? "X-Expect: 1\r\n" : "");
      p.send(head.starts_with("HEAD") ? answer.substr(0, answer.find("\r\n\r\n") + 4) : answer);
    }
  });
  client c;
  const auto s = open_for({server.origin()});
  for (const auto m : {method::get, method::post, method::put, method::patch, method::remove}) {
    auto r = once(server.url());
    r.method = m;
    r.is_repeatable = true;
    if (m != method::get) r.body = std::string("a\0b", 3);
    const auto a = fetch(c, s, r);
    BOOST_TEST(a.body == std::string(to_string(m)) + "|" + r.body, a.text());
    BOOST_TEST(a.head.value("x-expect").empty());
  }
  auto r = once(server.url());
  r.method = method::head;
  const auto a = fetch(c, s, r);
  BOOST_TEST((!a.how.why && a.head.status == 200u && a.body.empty()), a.text());
  r.method = method::post;
  r.is_repeatable = true;
  BOOST_TEST(fetch(c, s, r).body == "POST|");
  BOOST_TEST(server.connections() == 1u);  // it is kept
}

BOOST_AUTO_TEST_CASE(bodies_of_all_sizes_around_the_buffers_come_and_go) {
  fault_server server([](peer& p) {
    for (auto head = p.read_head(); !head.empty(); head = p.read_head()) {
      const auto body = p.read_body(head);
      if (head.find("/chunked") == std::string::npos) {
        p.send(ok(body));
        continue;
      }
      p.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      for (std::size_t at = 0; at < body.size(); at += 5'000) {
        const auto part = body.substr(at, 5'000);
        std::array<char, 20> size{};
        std::snprintf(size.data(), size.size(), "%zx\r\n", part.size());
        p.send(size.data() + part + "\r\n");
      }
      p.send("0\r\n\r\n");
    }
  });
  client c;
  const auto s = open_for({server.origin()});
  for (const std::size_t size : {0u, 1u, 1'023u, 1'024u, 1'025u, 16'383u, 16'384u, 16'385u, 65'535u, 65'536u,
                                 65'537u, 262'143u, 262'144u, 262'145u, 1'048'577u, 3'000'000u})
    for (const auto* path : {"/", "/chunked"}) {
      auto r = once(server.url(path));
      r.method = method::put;
      for (std::size_t i = 0; i < size; ++i) r.body += static_cast<char>('a' + i * 7 % 26);
      r.sizes.body = size;
      const auto a = fetch(c, s, r);
      BOOST_TEST((a.body == r.body && !a.how.why), size << ": " << a.text());
      if (size == 0) continue;
      r.sizes.body = size - 1;
      BOOST_TEST(fetch(c, s, r).fails_with(trouble_kind::too_large), size);
    }
}

BOOST_AUTO_TEST_CASE(who_does_not_listen_is_named) {
  std::uint16_t port = 0;
  {
    port = fault_server([](peer&) {}).port();
  }
  const auto url = "http://127.0.0.1:" + std::to_string(port);
  client c;
  const auto a = fetch(c, open_for({url}), once(url + "/secret-path?key=s3cret"));
  BOOST_TEST(a.fails_with(trouble_kind::connect), a.text());
  BOOST_TEST(a.text().find("refused") != std::string::npos, a.text());
  BOOST_TEST(a.text().find(url) != std::string::npos, a.text());
  BOOST_TEST(a.text().find("secret") == std::string::npos, a.text());
  BOOST_TEST(a.text().find("s3cret") == std::string::npos, a.text());
  BOOST_TEST(!a.how.why->is_sent);
}

BOOST_AUTO_TEST_CASE(answers_that_break_off_are_broken) {
  using enum trouble_kind;
  const std::vector<std::pair<std::string, bool>> all{
      {"", false},
      {"HTTP/1.1 2", false},
      {"HTTP/1.1 200 OK\r\nContent-Le", false},
      {"no HTTP at all\r\n\r\n", false},
      {"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", true},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhal", true},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhalf\r\n", true},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nhalf\r\n", true},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nhalf\r\n", true},
      {"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nhalf", true},
      {"HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n", false},
  };
  for (const auto& [bytes, has_head] : all) {
    const auto a = one_answer(bytes);
    BOOST_TEST(a.fails_with(broken), bytes << " -> " << a.text());
    BOOST_TEST((a.head.status == 200u) == has_head, bytes);
    if (a.how.why) BOOST_TEST(a.how.why->is_sent, bytes);
  }
  // Without a length the end of the connection is the end of the answer; what is too much is not read.
  BOOST_TEST(one_answer("HTTP/1.1 200 OK\r\n\r\nall").body == "all");
  BOOST_TEST(one_answer("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nall and more").body == "all");
  BOOST_TEST(
      one_answer("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\n" + ok("late")).body ==
      "late");
}

BOOST_AUTO_TEST_CASE(a_reset_in_the_middle_is_broken) {
  fault_server server([](peer& p) {
    p.read_head();
    p.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf");
    std::this_thread::sleep_for(50ms);
    p.reset();
  });
  client c;
  const auto a = fetch(c, open_for({server.origin()}), hurried(server.url()));
  BOOST_TEST(a.fails_with(trouble_kind::broken), a.text());
  BOOST_TEST(a.how.received == 4u);
}

BOOST_AUTO_TEST_CASE(silence_is_told_by_its_kind) {
  auto after = [](const std::string& bytes) {
    fault_server server([&](peer& p) {
      p.read_head();
      p.send(bytes);
      p.sees_end_within(5s);
    });
    client c;
    const auto a = fetch(c, open_for({server.origin()}), hurried(server.url()));
    BOOST_TEST(a.fails_with(trouble_kind::timed_out), a.text());
    BOOST_TEST(a.milliseconds >= 290);
    BOOST_TEST(a.milliseconds < 1'500);
    return a.how.why->limit;
  };
  BOOST_TEST((after("") == time_limit::first_byte));
  BOOST_TEST((after("HTTP/1.1 20") == time_limit::first_byte));
  BOOST_TEST((after("HTTP/1.1 200 OK\r\nContent-") == time_limit::idle));
  BOOST_TEST((after("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n") == time_limit::idle));
  BOOST_TEST((after("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf") == time_limit::idle));
}

BOOST_AUTO_TEST_CASE(a_trickle_is_not_idle_and_ends_with_the_total) {
  fault_server server([](peer& p) {
    p.read_head();
    p.send("HTTP/1.1 200 OK\r\n\r\n");
    while (p.send("x")) std::this_thread::sleep_for(50ms);
  });
  client c;
  auto r = hurried(server.url());
  r.times.total = 900 * millisecond;
  const auto a = fetch(c, open_for({server.origin()}), r);
  BOOST_TEST((a.fails_with(trouble_kind::timed_out) && a.how.why->limit == time_limit::total), a.text());
  BOOST_TEST(a.milliseconds >= 890);
  BOOST_TEST(a.milliseconds < 2'000);
  BOOST_TEST(a.how.received > 5u);
}

BOOST_AUTO_TEST_CASE(a_handshake_that_never_ends_is_no_connection) {
  fault_server server([](peer& p) { p.sees_end_within(5s); });
  client c;
  const auto url = "https://127.0.0.1:" + std::to_string(server.port());
  const auto a = fetch(c, open_for({url}), hurried(url));
  BOOST_TEST((a.fails_with(trouble_kind::timed_out) && a.how.why->limit == time_limit::connect), a.text());
  BOOST_TEST(a.milliseconds < 1'500);
}

BOOST_AUTO_TEST_CASE(a_slow_upload_is_not_a_slow_answer) {
  fault_server server([](peer& p) {
    const auto head = p.read_head();
    for (std::size_t left = 40'000'000; left > 0;) {
      const auto n = p.read(std::min<std::size_t>(left, 4'000'000)).size();
      if (n == 0) return;
      left -= n;
      std::this_thread::sleep_for(100ms);
    }
    p.send(ok("thanks"));
  });
  client c;
  auto r = hurried(server.url());
  r.method = method::put;
  r.body.assign(40'000'000, 'x');
  const auto a = fetch(c, open_for({server.origin()}), std::move(r));
  BOOST_TEST(a.body == "thanks", a.text());
  BOOST_TEST(a.milliseconds > 600);
}

BOOST_AUTO_TEST_CASE(heads_and_bodies_have_an_end) {
  using enum trouble_kind;
  std::string many = "HTTP/1.1 200 OK\r\n";
  while (many.size() < 70'000) many += "X-Field: " + std::string(900, 'x') + "\r\n";
  BOOST_TEST(one_answer(many + "\r\n").fails_with(too_large));
  const auto one_line = one_answer("HTTP/1.1 200 OK\r\nX: " + std::string(300'000, 'x') + "\r\n\r\n");
  BOOST_TEST(one_line.fails_with(too_large), one_line.text());
  BOOST_TEST(one_answer(many, [](auto& r) { r.sizes.head = 1'000; }).text().find("1000") !=
             std::string::npos);
  // Refused before a byte of it is taken.
  const auto announced = one_answer("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\nx",
                                    [](auto& r) { r.sizes.body = 1'000; });
  BOOST_TEST((announced.fails_with(too_large) && announced.how.received == 0u));
  fault_server endless([](peer& p) {
    p.read_head();
    p.send("HTTP/1.1 200 OK\r\n\r\n");
    while (p.send(std::string(10'000, 'x'))) {
    }
  });
  client c;
  auto r = hurried(endless.url());
  r.sizes.body = 100'000;
  const auto a = fetch(c, open_for({endless.origin()}), r);
  BOOST_TEST(a.fails_with(too_large), a.text());
  BOOST_TEST(a.how.received <= 100'000u);
}

BOOST_AUTO_TEST_CASE(compressed_bodies_are_decoded_within_their_limit) {
  const auto small = gzipped(100'000);
  const auto a = one_answer(ok(small, "Content-Encoding: gzip\r\n"));
  BOOST_TEST(a.body == std::string(100'000, '\0'), a.text());
  const auto bomb = gzipped(200'000'000);
  BOOST_TEST(bomb.size() < 300'000u);
  const auto b =
      one_answer(ok(bomb, "Content-Encoding: gzip\r\n"), [](auto& r) { r.sizes.body = 1'000'000; });
  BOOST_TEST(b.fails_with(trouble_kind::too_large), b.text());
  BOOST_TEST(b.how.received <= 1'000'000u);
  BOOST_TEST(b.milliseconds < 3'000);
  const auto cut = one_answer(ok(small.substr(0, small.size() / 2), "Content-Encoding: gzip\r\n"));
  BOOST_TEST((cut.how.why.has_value() || cut.body.size() < 100'000));
}

BOOST_AUTO_TEST_SUITE_END()
