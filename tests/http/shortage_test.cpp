// Memory that is refused anywhere within the edge costs the request it was for, and nothing else.
#include "site.hpp"

#include <boost/test/unit_test.hpp>

#include <new>

using fm::millisecond;
using fm::test::client;
using fm::test::eventually;

namespace {

/// Finds no memory where it is told so.
struct poor_service final : fm::http::service {
  std::atomic<bool> admits{true}, refuses{true}, speaks{true}, ticks{true};
  std::atomic<int> ticked{0};

  static void need(const std::atomic<bool>& has) {
    if (!has) throw std::bad_alloc();
  }
  fm::http::body_plan admit(fm::http::incoming&) override {
    need(admits);
    return {};
  }
  void serve(std::shared_ptr<fm::http::incoming> r, std::unique_ptr<fm::http::wire> out) override {
    const std::size_t size = r->path == "/large" ? large : 0;
    out->send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n" +
              std::string(size, 'x'));
  }
  static constexpr std::size_t large = 8u
                                       << 20;  // more than the kernel takes for a client that does not read
  std::string last_words(int status, std::string_view, std::string_view) override {
    need(speaks);
    return text(status);
  }
  std::string refusal(int status, std::string_view) override {
    need(refuses);
    return text(status);
  }
  void tick() override {
    ++ticked;
    need(ticks);
  }
  static std::string text(int status) {
    return "HTTP/1.1 " + std::to_string(status) + " -\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
  }
};

struct poor_site {
  poor_service service;
  fm::http::server server;

  poor_site() : server(options(), service) {}
  static fm::http::server_options options() {
    fm::http::server_options o;
    o.port = 0;
    o.sweep = 20 * millisecond;
    o.most_connections_per_address = 2;
    o.most_unsent_bytes = poor_service::large + poor_service::large / 2;
    o.patience = 60 * fm::second;
    o.spool_folder = std::filesystem::temp_directory_path().string() + "/fm-http-no-spool";
    return o;
  }
  int status() { return client(server.port()).ask("GET / HTTP/1.1\r\nHost: test\r\n\r\n").status; }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(shortage, poor_site)

BOOST_AUTO_TEST_CASE(a_request_for_which_there_is_no_memory_is_503_and_not_malformed) {
  BOOST_TEST(status() == 200);
  service.admits = false;
  BOOST_TEST(status() == 503);
  service.speaks = false;
  client silent(server.port());
  silent.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
  BOOST_TEST(silent.ended());
  service.admits = service.speaks = true;
  BOOST_TEST(status() == 200);
  BOOST_TEST(server.figures().malformed == 0u);
}

BOOST_AUTO_TEST_CASE(a_connection_for_which_there_is_no_memory_does_not_end_the_accepting) {
  client first(server.port()), second(server.port());
  // Both must have begun a request, or they would be given up for the third.
  for (auto* c : {&first, &second}) c->send("GET / HTTP/1.1\r\nHost: te");
  BOOST_TEST(eventually([&] { return server.figures().connections == 2; }));
  service.refuses = false;
  for (int i = 0; i < 5; ++i) {
    client third(server.port());
    BOOST_TEST(third.ended());
  }
  service.refuses = true;
  BOOST_TEST(eventually([&] { return status() == 429; }));
  client elsewhere(server.port(), "127.0.0.2");
  BOOST_TEST(elsewhere.ask("GET / HTTP/1.1\r\nHost: test\r\n\r\n").status == 200);
}

BOOST_AUTO_TEST_CASE(the_sweep_goes_on_when_it_found_no_memory_once) {
  service.ticks = false;
  const int before = service.ticked;
  BOOST_TEST(eventually([&] { return service.ticked >= before + 3; }));
  service.ticks = true;
  BOOST_TEST(status() == 200);
}

BOOST_AUTO_TEST_CASE(answers_that_nobody_reads_leave_no_room_for_further_large_ones) {
  const std::string ask_large = "GET /large HTTP/1.1\r\nHost: test\r\n\r\n";
  {
    client lazy(server.port());
    lazy.send(ask_large);
    BOOST_TEST(eventually([&] { return client(server.port(), "127.0.0.3").ask(ask_large).status == 503; }));
    BOOST_TEST(status() == 200);  // small ones are always sent
  }
  BOOST_TEST(eventually([&] { return client(server.port(), "127.0.0.3").ask(ask_large).status == 200; }));
}

BOOST_AUTO_TEST_SUITE_END()
