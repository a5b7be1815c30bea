// Through proxies: what they are told, what they say, and what the guard still sees.
#include "certificates.hpp"
#include "live_support.hpp"

#include <unistd.h>

#include <cstdlib>

using namespace fm;
using namespace fm::test;

namespace {

/// Answers CONNECT and requests with a whole URL, and goes on to a port of this machine whatever host is
/// named.
struct http_proxy {
  explicit http_proxy(std::uint16_t to)
      : server([this, to](peer& p) {
          const auto head = p.read_head();
          {
            std::lock_guard lock(mutex);
            seen += head;
          }
          const int on = connect_to(to);
          if (on < 0) return;
          peer target(on);
          if (head.starts_with("CONNECT "))
            p.send("HTTP/1.1 200 Connection established\r\nX-Proxy: 1\r\n\r\n");
          else
            target.send(head);
          join_both(p.fd(), target.fd());
        }) {}
  std::mutex mutex;
  std::string seen;
  fault_server server;
};

/// Speaks SOCKS5 (RFC 1928), with a password (RFC 1929) if the client offers one; remembers the addresses.
struct socks_proxy {
  explicit socks_proxy(std::uint16_t to)
      : server([this, to](peer& p) {
          const auto greeting = p.read(2);
          const auto ways = p.read(static_cast<unsigned char>(greeting[1]));
          const bool by_password = ways.find('\2') != std::string::npos;
          p.send(by_password ? std::string_view("\5\2", 2) : std::string_view("\5\0", 2));
          if (by_password) {
            const auto user = p.read(static_cast<unsigned char>(p.read(2)[1]));
            const auto password = p.read(static_cast<unsigned char>(p.read(1)[0]));
            note(user + ":" + password);
            p.send(std::string_view("\1\0", 2));
          }
          const auto type = p.read(4)[3];
          note(type == 3 ? "name " + p.read(static_cast<unsigned char>(p.read(1)[0]))
                         : "address " + std::to_string(p.read(4)[3]));
          p.read(2);
          p.send(std::string_view("\5\0\0\1\0\0\0\0\0\0", 10));
          const int on = connect_to(to);
          if (on < 0) return;
          peer target(on);
          join_both(p.fd(), target.fd());
        }) {}
  void note(const std::string& what) {
    std::lock_guard lock(mutex);
    seen += what + "\n";
  }
  std::mutex mutex;
  std::string seen;
  fault_server server;
};

service_ptr through(const std::string& proxy, std::vector<std::string> origins = {}) {
  return made_service({.name = "the test",
                       .origins = std::move(origins),
                       .proxy = secret<>(proxy),
                       .ca_file = certificates::of_the_test().path("ca.pem")});
}
std::string at(std::uint16_t port) { return "127.0.0.1:" + std::to_string(port); }

}  // namespace

BOOST_AUTO_TEST_SUITE(proxies)

BOOST_AUTO_TEST_CASE(plain_requests_go_with_their_whole_url) {
  fault_server target(answers(ok("answer")));
  http_proxy proxy(target.port());
  client c({.lookup = [](const std::string&) -> outcome<std::vector<ip_address>> {
    return fail(ec::not_found, "no names here");
  }});
  const auto s = through("http://us%40er:p%3Ass@" + at(proxy.server.port()));
  auto r = once("http://public.example/path");
  r.credentials.push_back({"Authorization", secret<>("s3cret")});
  const auto a = fetch(c, s, r);
  BOOST_TEST(a.body == "answer", a.text());
  BOOST_TEST(proxy.seen.starts_with("GET http://public.example/path HTTP/1.1\r\n"), proxy.seen);
  // "us@er:p:ss"
  BOOST_TEST(proxy.seen.find("Proxy-Authorization: Basic dXNAZXI6cDpzcw==\r\n") != std::string::npos,
             proxy.seen);
}

BOOST_AUTO_TEST_CASE(https_goes_through_a_tunnel_that_sees_no_field) {
  fault_server plain(answers(ok("answer")));
  tls_front front("good", plain.port());
  http_proxy proxy(front.port());
  client c;
  auto r = once("https://proxy.example/path");
  r.headers.push_back({"X-Mine", "1"});
  r.credentials.push_back({"Authorization", secret<>("s3cret")});
  const auto a = fetch(c, through("http://" + at(proxy.server.port())), r);
  BOOST_TEST(a.body == "answer", a.text());
  BOOST_TEST(a.head.value("x-proxy").empty());
  BOOST_TEST(proxy.seen.starts_with("CONNECT proxy.example:443 HTTP/1.1\r\n"), proxy.seen);
  for (const auto* hidden : {"s3cret", "X-Mine", "/path", "traceparent"})
    BOOST_TEST(proxy.seen.find(hidden) == std::string::npos, hidden);
}

BOOST_AUTO_TEST_CASE(a_proxy_may_speak_tls_itself) {
  fault_server target(answers(ok("answer")));
  http_proxy proxy(target.port());
  tls_front front("good", proxy.server.port());
  client c;
  BOOST_TEST(fetch(c, through("https://" + at(front.port())), once("http://public.example/")).body ==
             "answer");
  tls_front stranger("stranger", proxy.server.port());
  const auto a = fetch(c, through("https://" + at(stranger.port())), once("http://public.example/"));
  BOOST_TEST((a.fails_with(trouble_kind::tls) || a.fails_with(trouble_kind::proxy)), a.text());
}

BOOST_AUTO_TEST_CASE(socks_gets_names_or_checked_addresses) {
  fault_server target(answers(ok("answer")));
  socks_proxy proxy(target.port());
  made_up_names names;
  names.add("public.example", {"8.8.8.9"});
  names.add("private.example", {"10.0.0.1"});
  client c({.lookup = names.function()});
  const auto by_name =
      fetch(c, through("socks5h://user:pass@" + at(proxy.server.port())), once("http://public.example/"));
  BOOST_TEST(by_name.body == "answer", by_name.text());
  BOOST_TEST(proxy.seen == "user:pass\nname public.example\n");
  BOOST_TEST(names.asked() == 0u);
  const auto local = through("socks5://" + at(proxy.server.port()));
  const auto by_address = fetch(c, local, once("http://public.example/"));
  BOOST_TEST(by_address.body == "answer", by_address.text());
  BOOST_TEST(proxy.seen.ends_with("address 9\n"), proxy.seen);
  BOOST_TEST(fetch(c, local, once("http://private.example/")).fails_with(trouble_kind::refused));
}

BOOST_AUTO_TEST_CASE(a_proxy_may_have_a_name) {
  fault_server target(answers(ok("answer")));
  http_proxy http(target.port());
  socks_proxy socks(target.port());
  made_up_names names;
  names.add("way.out.example", {"127.0.0.1"});
  names.add("public.example", {"8.8.8.9"});
  client c({.lookup = names.function()});
  const auto to_http = "way.out.example:" + std::to_string(http.server.port());
  const auto to_socks = "way.out.example:" + std::to_string(socks.server.port());
  for (const auto& proxy : {"http://" + to_http, "socks5h://" + to_socks, "socks5://" + to_socks}) {
    const auto a = fetch(c, through(proxy), once("http://public.example/"));
    BOOST_TEST(a.body == "answer", proxy << ": " << a.text());
  }
  BOOST_TEST(names.asked() == 2u);
  const auto gone = fetch(c, through("http://no.way.example:3128"), once("http://public.example/"));
  BOOST_TEST((gone.fails_with(trouble_kind::dns) && gone.text().find("no.way.example") != std::string::npos),
             gone.text());
}

BOOST_AUTO_TEST_CASE(names_and_written_addresses_are_still_guarded) {
  fault_server target(answers(ok("answer")));
  http_proxy proxy(target.port());
  client c;
  const auto s = through("http://" + at(proxy.server.port()));
  for (const auto* to : {"http://127.0.0.1/", "http://10.0.0.1/", "http://[::1]/", "http://localhost/",
                         "http://169.254.169.254/", "http://metadata.google.internal/"})
    BOOST_TEST(fetch(c, s, once(to)).fails_with(trouble_kind::refused), to);
  BOOST_TEST(proxy.server.connections() == 0u);
}

BOOST_AUTO_TEST_CASE(what_is_near_goes_around_the_proxy_and_the_environment_is_not_asked) {
  fault_server target(answers(ok("direct")));
  fault_server trap([](peer&) {});
  const auto s = made_service({.name = "x",
                               .origins = {target.origin()},
                               .proxy = secret<>(trap.origin()),
                               .no_proxy = {"127.0.0.0/8"}});
  client c;
  BOOST_TEST(fetch(c, s, once(target.url())).body == "direct");
  BOOST_TEST_REQUIRE(::setenv("http_proxy", trap.origin().c_str(), 1) == 0);
  BOOST_TEST(fetch(c, open_for({target.origin()}), once(target.url())).body == "direct");
  ::unsetenv("http_proxy");
  ::setenv("no_proxy", "*", 1);
  http_proxy proxy(target.port());
  BOOST_TEST(fetch(c, through(proxy.server.origin()), once("http://public.example/")).body == "direct");
  BOOST_TEST(proxy.server.connections() == 1u);
  ::unsetenv("no_proxy");
  BOOST_TEST(trap.connections() == 0u);
}

BOOST_AUTO_TEST_CASE(what_a_proxy_refuses_is_told_as_its_doing) {
  using enum trouble_kind;
  auto ask = [](const std::string& answer, const std::string& url, const std::string& credentials = {}) {
    fault_server proxy([&](peer& p) {
      p.read_head();
      p.send(answer);
    });
    client c;
    auto a = fetch(c, through("http://" + credentials + at(proxy.port())), once(url));
    BOOST_TEST(a.text().find("s3cret") == std::string::npos, a.text());
    return a;
  };
  const auto html = std::string("<html>denied</html>");
  const auto denied =
      "HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\nContent-Length: " + std::to_string(html.size()) +
      "\r\n\r\n" + html;
  const auto wants =
      std::string("HTTP/1.1 407 X\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n");
  for (const auto* url : {"http://public.example/", "https://public.example/"}) {
    const auto a = ask(wants, url);
    BOOST_TEST((a.fails_with(proxy) && a.text().find("wants a user") != std::string::npos), a.text());
    const auto b = ask(wants, url, "user:s3cret@");
    BOOST_TEST((b.fails_with(proxy) && b.text().find("does not take") != std::string::npos), b.text());
  }
  const auto tunnel = ask(denied, "https://public.example/");
  BOOST_TEST((tunnel.fails_with(proxy) && tunnel.text().find("403") != std::string::npos), tunnel.text());
  // Of a plain request nobody can tell whose answer it is.
  const auto page = ask(denied, "http://public.example/");
  BOOST_TEST((!page.how.why && page.head.status == 403u && page.body == html &&
              page.head.value("content-type") == "text/html"),
             page.text());
  const auto bad = ask("HTTP/1.1 502 X\r\nContent-Length: 0\r\n\r\n", "https://public.example/");
  BOOST_TEST((bad.fails_with(proxy) && bad.how.why->is_passing), bad.text());
  BOOST_TEST(ask("", "https://public.example/").how.why.has_value());
  BOOST_TEST(ask("garbage\r\n\r\n", "https://public.example/").how.why.has_value());
  BOOST_TEST(
      ask("HTTP/1.1 200 OK\r\n\r\n<html>no TLS here</html>", "https://public.example/").fails_with(tls));
}

BOOST_AUTO_TEST_CASE(a_proxy_that_is_not_there_is_named) {
  std::uint16_t port = 0;
  {
    port = fault_server([](peer&) {}).port();
  }
  for (const std::string scheme : {"http://", "https://", "socks5://", "socks5h://"}) {
    client c({.lookup = [](const std::string&) -> outcome<std::vector<ip_address>> {
      return std::vector{*read_ip_address("8.8.8.8")};
    }});
    const auto a = fetch(c, through(scheme + "user:s3cret@" + at(port)), once("http://public.example/"));
    BOOST_TEST(a.fails_with(trouble_kind::connect), a.text());
    BOOST_TEST(a.text().find("the proxy " + scheme + at(port)) != std::string::npos, a.text());
    BOOST_TEST(a.text().find("s3cret") == std::string::npos, a.text());
  }
}

BOOST_AUTO_TEST_SUITE_END()
