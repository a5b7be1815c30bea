// Everything that a client can do wrong on its connection: each is answered, none is cut without a word.
#include "site.hpp"

#include <boost/test/unit_test.hpp>
#include <sys/resource.h>
#include <sys/socket.h>

#include <chrono>
#include <fstream>
#include <thread>

using fm::second;
using fm::test::client;
using fm::test::eventually;
using fm::test::request_text;
using fm::test::site;

namespace {

constexpr const char* json = "Content-Type: application/json\r\n";
constexpr const char* form = "Content-Type: multipart/form-data; boundary=B\r\n";

/// Sends `bytes` zeros, until the peer does not take them any more.
bool flood(client& c, std::uint64_t bytes) {
  const std::string piece(1 << 20, '\0');
  for (std::uint64_t sent = 0; sent < bytes; sent += piece.size())
    if (!c.send(piece)) return false;
  return true;
}

std::string refusal_text(client& c, int status) {
  auto a = c.read();
  BOOST_TEST(a.status == status);
  BOOST_TEST(a.field("Connection") == "close");
  BOOST_TEST(a.body.starts_with("{\"detail\":"), a.body);
  return a.body;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(limit)

BOOST_AUTO_TEST_CASE(a_large_upload_is_refused_by_its_length_before_it_comes) {
  site s;
  client c(s.port());
  c.send(request_text("POST /upload", "user-ann", std::string(form) + "Content-Length: 524288000\r\n"));
  refusal_text(c, 413);
}

BOOST_AUTO_TEST_CASE(a_client_that_sends_everything_before_it_reads_sees_its_refusal) {
  site s;
  for (auto [token, length, status] : {std::tuple{"user-ann", true, 413}, std::tuple{"user-ann", false, 413},
                                       std::tuple{"", true, 401}, std::tuple{"forged", false, 401}}) {
    client c(s.port());
    c.send(request_text(
        "POST /upload", token,
        std::string(form) + (length ? "Content-Length: 524288000\r\n" : "Transfer-Encoding: chunked\r\n")));
    if (!length) c.send("1f400000\r\n");
    BOOST_TEST(flood(c, 500u << 20));
    refusal_text(c, status);
  }
  BOOST_TEST(s.spooled() == 0u);
}

BOOST_AUTO_TEST_CASE(a_short_refused_body_is_read_and_the_connection_lives) {
  site s;
  client c(s.port());
  for (int i = 0; i < 3; ++i) {
    auto a = c.ask(request_text("POST /items", "", json, std::string(1000, ' ')));
    BOOST_TEST(a.status == 401);
    BOOST_TEST(a.field("Connection") == "");
  }
  BOOST_TEST(c.ask(request_text("GET /items/special")).body == "special");
}

BOOST_AUTO_TEST_CASE(json_bodies_have_a_bound_of_their_own) {
  site s([](auto& o) { o.gateway.most_json_bytes = 1000; });
  {
    client c(s.port());
    auto a = c.ask(request_text("POST /items", "user-ann", json, std::string(1001, ' ')));
    BOOST_TEST(a.status == 413);
    BOOST_TEST(a.body.find("1000 bytes") != std::string::npos);
  }
  client c(s.port());
  c.send(request_text("POST /items", "user-ann", std::string(json) + "Transfer-Encoding: chunked\r\n"));
  c.send("400\r\n" + std::string(1024, ' ') + "\r\n");
  refusal_text(c, 413);
}

BOOST_AUTO_TEST_CASE(chunked_json_is_put_together) {
  site s;
  client c(s.port());
  c.send(request_text("POST /items", "user-ann", std::string(json) + "Transfer-Encoding: chunked\r\n"));
  c.send("5\r\n{\"tit\r\n");
  c.send("9\r\nle\":\"hi\"}\r\n0\r\nX-Trailer: ignored\r\n\r\n");
  auto a = c.read();
  BOOST_TEST(a.status == 201);
  BOOST_TEST(a.body == "hi");
  BOOST_TEST(c.ask(request_text("GET /items/special")).body == "special");
}

BOOST_AUTO_TEST_CASE(long_heads_are_431_and_long_targets_414_with_a_body) {
  site s;
  {
    client c(s.port());
    c.send(request_text("GET /open", "", "X-Long: " + std::string(20'000, 'x') + "\r\n"));
    refusal_text(c, 431);
  }
  {
    client c(s.port());
    c.send(request_text("GET /open", "", std::string(20'000, 'x') + ": 1\r\n"));
    refusal_text(c, 431);
  }
  {
    client c(s.port());
    std::string many;
    for (int i = 0; i < 101; ++i) many += "X-" + std::to_string(i) + ": 1\r\n";
    c.send(request_text("GET /open", "", many));
    refusal_text(c, 431);
  }
  {
    client c(s.port());
    std::string long_ones;
    for (int i = 0; i < 6; ++i)
      long_ones += "X-" + std::to_string(i) + ": " + std::string(12'000, 'x') + "\r\n";
    c.send(request_text("GET /open", "", long_ones));
    refusal_text(c, 431);
  }
  client c(s.port());
  c.send(request_text("GET /" + std::string(9000, 'x')));
  refusal_text(c, 414);
}

BOOST_AUTO_TEST_CASE(what_is_not_http_is_told_so) {
  site s;
  for (std::string garbage :
       {"garbage\r\n\r\n", "GET /open HTTP/1.1\r\nHost x\r\n\r\n", "\x16\x03\x01\x02\x01\x01\x01",
        "GET /open HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        "POST /items HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST /items HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n"}) {
    client c(s.port());
    c.send(garbage);
    refusal_text(c, 400);
    BOOST_TEST(c.ended());
  }
  {
    client c(s.port());
    c.send(request_text("POST /items", "user-ann", std::string(json) + "Transfer-Encoding: chunked\r\n"));
    c.send("xyz\r\n");
    refusal_text(c, 400);
  }
  {
    client c(s.port());
    BOOST_TEST(c.ask("GET /open HTTP/1.1\r\n\r\n").status == 400);  // no Host
  }
  client c(s.port());
  BOOST_TEST(c.ask("GET /open HTTP/2.0\r\nHost: t\r\n\r\n").status == 505);
  BOOST_TEST(eventually([&] { return s.server().figures().malformed == 7; }));
}

BOOST_AUTO_TEST_CASE(garbage_behind_a_request_does_not_cost_its_answer) {
  site s;
  client c(s.port());
  c.send(request_text("GET /items/special") + "garbage\r\n\r\n");
  BOOST_TEST(c.read().body == "special");
  refusal_text(c, 400);
}

BOOST_AUTO_TEST_CASE(slow_heads_and_slow_bodies_are_408) {
  site s([](auto& o) {
    o.server.head_limit = second / 5;
    o.server.body_grace = second / 5;
    o.server.body_rate = 1'000'000;
  });
  {
    client c(s.port());
    c.send("GET /open HTTP/1.1\r\nHost: te");
    BOOST_TEST(refusal_text(c, 408).find("head") != std::string::npos);
  }
  client c(s.port());
  c.send(request_text("POST /items", "user-ann", std::string(json) + "Content-Length: 100\r\n"));
  c.send("{");
  BOOST_TEST(refusal_text(c, 408).find("bytes a second") != std::string::npos);
  BOOST_TEST(eventually([&] { return s.server().figures().cut == 2; }));
}

BOOST_AUTO_TEST_CASE(an_idle_connection_is_closed_without_a_word) {
  site s([](auto& o) { o.server.idle_limit = second / 5; });
  client c(s.port());
  BOOST_TEST(c.ask(request_text("GET /items/special")).body == "special");
  BOOST_TEST(c.ended());
  client silent(s.port());
  BOOST_TEST(silent.ended());
}

BOOST_AUTO_TEST_CASE(an_operation_that_never_ends_is_504) {
  site s;
  client c(s.port());
  c.send(request_text("GET /hold", ""));
  refusal_text(c, 504);
  s.release();  // too late: nobody is there any more
}

BOOST_AUTO_TEST_CASE(a_reader_that_does_not_read_is_cut) {
  site s([](auto& o) { o.server.write_grace = second / 5; });
  for (auto path : {"GET /big/50000000", "GET /file/50000000", "GET /stream/50000"}) {
    client c(s.port());
    const int small = 4096;
    ::setsockopt(c.fd(), SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    const auto before = s.server().figures().cut;
    c.send(request_text(path, ""));
    BOOST_TEST(eventually([&] { return s.server().figures().cut == before + 1; }), path);
    BOOST_TEST(!c.read().complete);
  }
  BOOST_TEST(eventually([&] { return s.gateway().open_requests() == 0; }));
}

BOOST_AUTO_TEST_CASE(pipelined_requests_are_answered_in_order) {
  site s;
  client c(s.port());
  std::string many;
  for (int i = 0; i < 100; ++i)
    many += request_text("POST /items", "user-ann", json, R"({"title":")" + std::to_string(i) + "\"}");
  c.send(many);
  for (int i = 0; i < 100; ++i) BOOST_TEST(c.read().body == std::to_string(i));
}

BOOST_AUTO_TEST_CASE(pipelined_requests_may_be_split_anywhere) {
  site s;
  client c(s.port());
  const auto one = request_text("POST /items", "user-ann", json, R"({"title":"a"})");
  const auto two = one + request_text("GET /items/special");
  for (std::size_t at = 1; at < two.size(); ++at) {
    c.send(two.substr(0, at));
    if (at > one.size()) BOOST_TEST(c.read().body == "a");
    c.send(two.substr(at));
    if (at <= one.size()) BOOST_TEST(c.read().body == "a");
    BOOST_TEST(c.read().body == "special");
  }
}

BOOST_AUTO_TEST_CASE(the_client_decides_whether_the_connection_lives) {
  site s;
  {
    client c(s.port());
    auto a = c.ask(request_text("GET /items/special", "user-ann", "Connection: close\r\n"));
    BOOST_TEST(a.field("Connection") == "close");
    BOOST_TEST(c.ended());
  }
  {
    client c(s.port());
    auto a = c.ask("GET /open HTTP/1.0\r\n\r\n");
    BOOST_TEST(a.status == 200);
    BOOST_TEST(a.field("Connection") == "close");
    BOOST_TEST(c.ended());
  }
  {
    client c(s.port());
    for (int i = 0; i < 3; ++i)
      BOOST_TEST(c.ask("GET /open HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").field("Connection") ==
                 "keep-alive");
  }
  client c(s.port());
  auto a = c.ask("GET /stream/3 HTTP/1.0\r\n\r\n");
  BOOST_TEST(a.field("Transfer-Encoding") == "");
  BOOST_TEST(a.body == std::string(3000, 's'));
}

BOOST_AUTO_TEST_CASE(upgrades_are_not_offered_and_absolute_targets_are_understood) {
  site s;
  client c(s.port());
  auto a =
      c.ask(request_text("GET /items/special", "user-ann", "Connection: Upgrade\r\nUpgrade: websocket\r\n"));
  BOOST_TEST(a.status == 200);
  BOOST_TEST(c.ask(request_text("GET http://test/items/special")).body == "special");
  BOOST_TEST(c.ask(request_text("GET http://test")).status == 404);
}

BOOST_AUTO_TEST_CASE(continue_is_said_only_when_the_body_is_wanted) {
  site s;
  client c(s.port());
  c.send(request_text("POST /items", "user-ann",
                      std::string(json) + "Expect: 100-continue\r\nContent-Length: 13\r\n"));
  BOOST_TEST(c.read().status == 100);
  c.send(R"({"title":"a"})");
  BOOST_TEST(c.read().status == 201);
  c.send(
      request_text("POST /items", "", std::string(json) + "Expect: 100-continue\r\nContent-Length: 13\r\n"));
  refusal_text(c, 401);
  client d(s.port());
  BOOST_TEST(d.ask(request_text("GET /open", "", "Expect: a miracle\r\n")).status == 417);
}

BOOST_AUTO_TEST_CASE(files_and_streams_arrive_whole) {
  site s;
  client c(s.port());
  for (auto bytes : {0u, 1u, 100u, 3'000'000u}) {
    auto a = c.ask(request_text("GET /file/" + std::to_string(bytes), ""));
    BOOST_TEST(a.status == 200);
    BOOST_TEST((a.body == std::string(bytes, 'f')));
    BOOST_TEST(a.field("Content-Length") == std::to_string(bytes));
  }
  auto a = c.ask(request_text("GET /stream/500", ""));
  BOOST_TEST(a.complete);
  BOOST_TEST((a.body == std::string(500'000, 's')));
  a = c.ask(request_text("GET /big/10000000", ""));
  BOOST_TEST(a.body.size() == 10'000'000u);
  BOOST_TEST(c.ask(request_text("GET /items/special")).body == "special");
}

BOOST_AUTO_TEST_CASE(a_stream_that_is_dropped_is_seen_as_cut) {
  site s;
  client c(s.port());
  auto a = c.ask(request_text("GET /cut", ""));
  BOOST_TEST(a.status == 200);
  BOOST_TEST(!a.complete);
}

BOOST_AUTO_TEST_CASE(more_connections_than_the_cap_wait) {
  site s([](auto& o) { o.server.most_connections = 2; });
  auto a = std::make_unique<client>(s.port()), b = std::make_unique<client>(s.port());
  a->ask(request_text("GET /open", ""));
  b->ask(request_text("GET /open", ""));
  client waits(s.port());
  waits.send(request_text("GET /open", ""));
  BOOST_TEST(s.server().figures().connections <= 2u);
  a.reset();
  BOOST_TEST(waits.read().status == 200);
}

BOOST_AUTO_TEST_CASE(idle_connections_make_room_when_all_places_are_taken) {
  site s([](auto& o) {
    o.server.most_connections = 2;
    o.server.patience = second / 10;
  });
  client a(s.port()), b(s.port());
  a.ask(request_text("GET /open", ""));
  b.ask(request_text("GET /open", ""));
  client waits(s.port());
  BOOST_TEST(waits.ask(request_text("GET /open", "")).status == 200);
}

BOOST_AUTO_TEST_CASE(bodies_in_memory_are_bounded_all_together) {
  site s([](auto& o) { o.server.most_buffered_bytes = 10'000; });
  client a(s.port()), b(s.port());
  a.send(request_text("POST /items", "user-ann", std::string(json) + "Content-Length: 9000\r\n"));
  a.send(std::string(8000, ' '));
  const auto large = request_text("POST /either", "user-ann", json, std::string(3000, ' '));
  BOOST_TEST(eventually([&] {  // once the server has read what the first one sent
    client c(s.port());
    return c.ask(large).status == 503;
  }));
  a.send(std::string(1000, ' '));
  BOOST_TEST(a.read().status == 422);
  BOOST_TEST(b.ask(large).status == 200);
}

BOOST_AUTO_TEST_CASE(a_stop_drains_what_is_open_and_closes_what_is_idle) {
  site s;
  client idle(s.port()), busy(s.port());
  idle.ask(request_text("GET /open", ""));
  busy.send(request_text("GET /wait", ""));
  s.wait_for_held(1);
  bool drained = false;
  std::thread stopper([&] { drained = s.server().stop(10 * second); });
  BOOST_TEST(idle.ended());
  BOOST_CHECK_THROW(client refused(s.port()), std::runtime_error);
  s.release();
  BOOST_TEST(busy.read().body == "held");
  BOOST_TEST(busy.ended());
  stopper.join();
  BOOST_TEST(drained);
}

BOOST_AUTO_TEST_CASE(a_stop_does_not_wait_for_ever) {
  site s;
  client busy(s.port());
  busy.send(request_text("GET /wait", ""));
  s.wait_for_held(1);
  BOOST_TEST(!s.server().stop(second / 10));
  BOOST_TEST(busy.ended());
  s.release();  // what answers afterwards finds nobody
}

BOOST_AUTO_TEST_CASE(a_port_in_use_is_named) {
  site s;
  try {
    site other([&](auto& o) { o.server.port = s.port(); });
    BOOST_TEST(false);
  } catch (const std::runtime_error& e) {
    BOOST_TEST(std::string(e.what()).find("127.0.0.1:" + std::to_string(s.port())) != std::string::npos,
               e.what());
  }
}

BOOST_AUTO_TEST_SUITE_END()
