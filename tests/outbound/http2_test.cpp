// HTTP/2 against a server that speaks nothing else.
#include "certificates.hpp"
#include "child_program.hpp"
#include "live_support.hpp"

#include <unistd.h>

#include <fstream>

using namespace fm;
using namespace fm::test;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t file_size = 20'000'000;

std::string content() {
  std::string out(file_size, ' ');
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = static_cast<char>('a' + i * 31 % 26 + i / 1'000'000 % 3);
  return out;
}

std::uint16_t free_port() {
  return fault_server([](peer&) {}).port();
}

/// nghttpd with a file, behind a server that counts connections and sees them end.
struct http2_server {
  http2_server()
      : program({"nghttpd", "-a", "127.0.0.1", "--echo-upload", "-d", certificates::of_the_test().path("."),
                 std::to_string(port), certificates::of_the_test().path("good.key"),
                 certificates::of_the_test().path("good.pem")}),
        front([this](peer& p) {
          const int on = connect_to(port);
          if (on < 0) return;
          peer target(on);
          join_both(p.fd(), target.fd());
          ++ended;
        }) {
    std::ofstream(certificates::of_the_test().path("big.txt")) << content();
    for (int i = 0; i < 500; ++i) {
      const int fd = connect_to(port);
      if (fd >= 0) {
        ::close(fd);
        return;
      }
      std::this_thread::sleep_for(10ms);
    }
    throw std::runtime_error("nghttpd does not run: install nghttp2-server");
  }
  std::string origin() const { return "https://127.0.0.1:" + std::to_string(front.port()); }
  service_ptr service(bool http2 = true) const {
    return made_service({.name = "the test",
                         .origins = {origin()},
                         .ca_file = certificates::of_the_test().path("ca.pem"),
                         .http2 = http2});
  }
  request get() const {
    auto r = once(origin() + "/big.txt");
    r.sizes.body = file_size;
    return r;
  }

  const std::uint16_t port = free_port();
  std::atomic<unsigned> ended{0};
  child_program program;
  fault_server front;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(http2)

BOOST_AUTO_TEST_CASE(files_come_and_go_whole_over_one_kept_connection) {
  http2_server server;
  client c;
  BOOST_TEST(!service_settings{}.http2);
  const auto a = fetch(c, server.service(), server.get());
  BOOST_TEST((!a.how.why && a.head.status == 200u && a.body == content()), a.text());
  BOOST_TEST(a.head.value("server").find("nghttp") != std::string_view::npos);
  auto r = once(server.origin() + "/echo");
  r.method = method::post;
  r.is_repeatable = true;
  r.body = content().substr(0, 5'000'001);
  const auto b = fetch(c, server.service(), r);
  BOOST_TEST((!b.how.why && b.body == r.body), b.text());
  BOOST_TEST(fetch(c, server.service(), once(server.origin() + "/none")).head.status == 404u);
  BOOST_TEST(server.front.connections() == 1u);
}

BOOST_AUTO_TEST_CASE(slow_takers_get_everything_and_stall_nobody) {
  http2_server server;
  client c;
  constexpr unsigned streams = 5;
  std::vector<std::thread> takers;
  std::atomic<unsigned> good{0};
  const auto expected = content();
  for (unsigned i = 0; i < streams; ++i)
    takers.emplace_back([&, i] {
      auto r = server.get();
      r.sizes.waiting = 10'000;
      auto t = c.start(server.service(), std::move(r));
      std::string body;
      for (auto event = t.next(10 * second);
           event != transfer::event::end && event != transfer::event::nothing; event = t.next(10 * second)) {
        if (event != transfer::event::piece) continue;
        body += t.piece();
        if (body.size() % 7 == i) std::this_thread::sleep_for(1ms);
      }
      good += body == expected;
    });
  // One that takes nothing at all.
  auto stuck = c.start(server.service(), server.get());
  for (auto& t : takers) t.join();
  BOOST_TEST(good == streams);
  BOOST_TEST(server.front.connections() == streams + 1);
}

BOOST_AUTO_TEST_CASE(a_cancelled_stream_closes_its_connection) {
  http2_server server;
  client c;
  auto r = server.get();
  r.sizes.waiting = 10'000;
  auto t = c.start(server.service(), std::move(r));
  while (t.next(5 * second) != transfer::event::piece) {
  }
  const auto begun = std::chrono::steady_clock::now();
  t.cancel();
  while (server.ended == 0 && milliseconds_since(begun) < 2'000) std::this_thread::sleep_for(1ms);
  BOOST_TEST(milliseconds_since(begun) < 200);
  // A new one is made for the next.
  BOOST_TEST(fetch(c, server.service(), once(server.origin() + "/none")).head.status == 404u);
}

BOOST_AUTO_TEST_CASE(a_service_may_stay_with_http_1) {
  http2_server server;
  client c;
  auto r = once(server.origin() + "/none");
  r.times.first_byte = second;
  BOOST_TEST(fetch(c, server.service(false), r).how.why.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
