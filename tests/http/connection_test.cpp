// Who gets a connection, and who gives one up: places cannot be lost, and nobody can take them all.
#include "site.hpp"

#include <boost/test/unit_test.hpp>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <deque>
#include <thread>

using fm::second;
using fm::test::client;
using fm::test::eventually;
using fm::test::request_text;
using fm::test::site;

namespace {

/// Lowers the limit of descriptors so that no further one can be opened.
class no_descriptors {
 public:
  no_descriptors() {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    const int next = ::open("/dev/null", O_RDONLY | O_CLOEXEC);  // the lowest free one
    ::close(next);
    auto none = before_;
    none.rlim_cur = static_cast<rlim_t>(next);
    ::setrlimit(RLIMIT_NOFILE, &none);
  }
  no_descriptors(const no_descriptors&) = delete;
  no_descriptors& operator=(const no_descriptors&) = delete;
  ~no_descriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_{};
};

bool is_served(client& c) { return c.ask(request_text("GET /open", "")).status == 200; }

/// Has its place, and does not use it.
struct half_a_head : client {
  explicit half_a_head(std::uint16_t port, const char* from = "127.0.0.1") : client(port, from) {
    send("GET /open HTTP/1.1\r\nHost: te");
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(connection)

BOOST_AUTO_TEST_CASE(a_client_that_is_gone_before_it_is_accepted_costs_no_place) {
  site s([](auto& o) { o.server.most_connections = 8; });
  for (int round = 0; round < 3; ++round) {
    s.block();
    for (int i = 0; i < 20; ++i) client(s.port()).reset();
    s.unblock();
    client c(s.port());
    BOOST_TEST(is_served(c));
  }
}

BOOST_AUTO_TEST_CASE(without_descriptors_clients_are_refused_and_served_again_afterwards) {
  site s([](auto& o) { o.server.patience = 100 * second; });
  s.block();
  std::deque<client> waiting;
  for (int i = 0; i < 5; ++i) waiting.emplace_back(s.port());
  for (auto& c : waiting) c.send(request_text("GET /open", ""));
  {
    no_descriptors scope;
    s.unblock();
    BOOST_TEST(eventually([&] { return s.server().figures().refused >= 5; }));
  }
  client c(s.port());
  BOOST_TEST(is_served(c));
}

BOOST_AUTO_TEST_CASE(idle_connections_are_given_up_when_descriptors_run_out) {
  site s([](auto& o) { o.server.patience = second / 20; });
  std::deque<client> idle;
  for (int i = 0; i < 3; ++i) BOOST_TEST(is_served(idle.emplace_back(s.port())));
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  s.block();
  client c(s.port());
  c.send(request_text("GET /open", ""));
  no_descriptors scope;
  s.unblock();
  BOOST_TEST(c.read().status == 200);
}

BOOST_AUTO_TEST_CASE(one_address_has_its_share_and_others_are_served) {
  site s([](auto& o) {
    o.server.most_connections_per_address = 3;
    o.server.patience = 100 * second;
  });
  std::deque<client> all;
  for (int i = 0; i < 3; ++i) BOOST_TEST(is_served(all.emplace_back(s.port())));
  client more(s.port());
  auto a = more.ask(request_text("GET /open", ""));
  BOOST_TEST(a.status == 429);
  BOOST_TEST(a.field("Retry-After") == "1");
  BOOST_TEST(a.body.find("3 connections") != std::string::npos, a.body);
  BOOST_TEST(eventually([&] { return s.server().figures().refused == 1; }));
  client other(s.port(), "127.0.0.2");
  BOOST_TEST(is_served(other));
  all.pop_back();
  BOOST_TEST(eventually([&] {
    client again(s.port());
    return is_served(again);
  }));
}

BOOST_AUTO_TEST_CASE(an_address_gives_up_its_own_idle_connections_first) {
  site s([](auto& o) {
    o.server.most_connections_per_address = 3;
    o.server.patience = second / 20;
  });
  client other(s.port(), "127.0.0.2");
  BOOST_TEST(is_served(other));
  std::deque<client> all;
  for (int i = 0; i < 3; ++i) BOOST_TEST(is_served(all.emplace_back(s.port())));
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  client more(s.port());
  BOOST_TEST(is_served(more));
  BOOST_TEST(is_served(other));
}

BOOST_AUTO_TEST_CASE(proxies_have_no_share_and_nobody_has_one_when_the_limits_are_off) {
  for (bool off : {false, true}) {
    site s([&](auto& o) {
      o.server.most_connections_per_address = 1;
      o.server.patience = 100 * second;
      o.server.limit_addresses = !off;
      if (!off) o.server.trusted_proxies = {"127.0.0.1"};
    });
    std::deque<client> all;
    for (int i = 0; i < 3; ++i) BOOST_TEST(is_served(all.emplace_back(s.port())));
  }
}

BOOST_AUTO_TEST_CASE(one_address_may_send_only_so_many_heads_slowly) {
  site s([](auto& o) {
    o.server.most_slow_heads_per_address = 2;
    o.server.patience = second / 10;
  });
  std::deque<half_a_head> slow;
  for (int i = 0; i < 5; ++i) slow.emplace_back(s.port());
  half_a_head other(s.port(), "127.0.0.2");
  BOOST_TEST(eventually([&] { return s.server().figures().cut == 3; }));
  int refused = 0;
  for (auto& c : slow) {
    c.send("st\r\n\r\n");
    refused += c.read().status == 429;
  }
  BOOST_TEST(refused == 3);
  BOOST_TEST(other.ask("st\r\n\r\n").status == 200);
}

BOOST_AUTO_TEST_CASE(one_address_may_send_only_so_many_bodies_slowly) {
  site s([](auto& o) {
    o.server.most_slow_bodies_per_address = 1;
    o.server.patience = second / 10;
  });
  std::deque<client> slow;
  for (int i = 0; i < 3; ++i)
    slow.emplace_back(s.port()).send(
        request_text("POST /items", "user-ann", "Content-Type: application/json\r\nContent-Length: 100\r\n"));
  BOOST_TEST(eventually([&] { return s.server().figures().cut == 2; }));
}

BOOST_AUTO_TEST_CASE(who_waits_gets_the_place_of_who_wastes_it) {
  site s([](auto& o) {
    o.server.most_connections = 4;
    o.server.patience = second / 10;
    o.server.limit_addresses = false;
  });
  client busy(s.port());
  busy.send(request_text("GET /wait", ""));
  s.wait_for_held(1);
  std::deque<half_a_head> slow;
  for (int i = 0; i < 10; ++i) slow.emplace_back(s.port());
  client c(s.port(), "127.0.0.2");
  BOOST_TEST(is_served(c));
  BOOST_TEST(s.server().figures().given_up > 0u);
  s.release();
  BOOST_TEST(busy.read().body == "held");
}

BOOST_AUTO_TEST_CASE(a_stop_notices_the_last_answer_without_waiting_for_the_next_sweep) {
  site s([](auto& o) { o.server.sweep = 1000 * second; });
  std::deque<client> idle;
  for (int i = 0; i < 3; ++i) BOOST_TEST(is_served(idle.emplace_back(s.port())));
  client busy(s.port());
  busy.send(request_text("GET /wait", ""));
  s.wait_for_held(1);
  bool drained = false;
  std::thread stopper([&] { drained = s.server().stop(10 * second); });
  for (auto& c : idle) BOOST_TEST(c.ended());
  s.release();
  BOOST_TEST(busy.read().body == "held");
  stopper.join();
  BOOST_TEST(drained);
}

BOOST_AUTO_TEST_SUITE_END()
