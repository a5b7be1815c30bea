// What RFC 9112 does not allow, over a raw socket: two programs on the way may understand it differently, so
// it is refused with a sentence. And who may be called by which name, from which page.
#include "site.hpp"

#include <fm/http/framing_check.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

using fm::http::framing_check;
using fm::test::client;
using fm::test::request_text;
using fm::test::site;

namespace {

const std::string ann = "Authorization: Bearer user-ann\r\nContent-Type: application/json\r\n";

struct wrong {
  std::string text;
  std::string_view says;
};

const std::vector<wrong>& wrong_ones() {
  static const std::string get = "GET /open HTTP/1.1\r\nHost: test\r\n";
  static const std::string post = "POST /items HTTP/1.1\r\nHost: test\r\n" + ann;
  static const std::string chunked = post + "Transfer-Encoding: chunked\r\n\r\n";
  static const std::vector<wrong> all{
      {"GET /open HTTP/1.1\r\nHost : test\r\n\r\n", "blank between its name and the colon"},
      {"GET /open HTTP/1.1\r\nHost\t: test\r\n\r\n", "blank between its name and the colon"},
      {get + "X y: 1\r\n\r\n", "characters that may not be in it"},
      {get + ": 1\r\n\r\n", "characters that may not be in it"},
      {get + "no colon\r\n\r\n", "no colon"},
      {get + "Host: test\r\n\r\n", "more than one header field Host"},
      {get + "host: other\r\n\r\n", "more than one header field Host"},
      {get + "X-Long: a\r\n b\r\n\r\n", "obsolete"},
      {get + "X-Long: a\r\n\tb\r\n\r\n", "obsolete"},
      {"GET /open HTTP/1.1\r\n Host: test\r\n\r\n", "obsolete"},
      {get + "X-Bare: a\rb\r\n\r\n", "CR that is not its end"},
      {get + "X-Bare: a\n\r\n", "CR LF"},
      {"GET /open HTTP/1.1\nHost: test\n\n", "CR LF"},
      {"GET  /open HTTP/1.1\r\nHost: test\r\n\r\n", "request"},
      {"GET /open  HTTP/1.1\r\nHost: test\r\n\r\n", "request"},
      {"GET /op en HTTP/1.1\r\nHost: test\r\n\r\n", "request"},
      {"GET /op\ten HTTP/1.1\r\nHost: test\r\n\r\n", "request"},
      {"GET /op\ren HTTP/1.1\r\nHost: test\r\n\r\n", "request"},
      {"GET /open HTTP/1.1 \r\nHost: test\r\n\r\n", "request"},
      {"GET /open\r\n\r\n", "request"},
      {post + "Content-Length: 5, 5\r\n\r\n12345", "one number"},
      {post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\n12345", "more than one"},
      {post + "Content-Length: +5\r\n\r\n12345", "one number"},
      {post + "Content-Length: -5\r\n\r\n12345", "one number"},
      {post + "Content-Length: 0x5\r\n\r\n12345", "one number"},
      {post + "Content-Length: 1 2\r\n\r\n12345", "one number"},
      {post + "Content-Length:\r\n\r\n", "one number"},
      {post + "Content-Length: 99999999999999999999\r\n\r\n", "one number"},
      {post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "not both"},
      {post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", "not both"},
      {post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "transfer coding"},
      {post + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", "transfer coding"},
      {post + "Transfer-Encoding: identity\r\nContent-Length: 5\r\n\r\n12345", "transfer coding"},
      {post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", "transfer coding"},
      {post + "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n", "transfer coding"},
      {post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "more than one"},
      {"POST /items HTTP/1.0\r\n" + ann + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "HTTP/1.0 knows no"},
      {chunked + "2;a\nb\r\n{}\r\n0\r\n\r\n", "chunked body does not end in CR LF"},
      {chunked + "2\n{}\r\n0\r\n\r\n", "chunked body does not end in CR LF"},
      {chunked + "2\r\n{}XY0\r\n\r\n", "chunk"},
      {chunked + "2\r\n{}0\r\n\r\n", "chunk"},
      {chunked + "2\r\n{} \r\n0\r\n\r\n", "longer than its size"},
      {chunked + "0x2\r\n{}\r\n0\r\n\r\n", "hexadecimal"},
      {chunked + "-2\r\n{}\r\n0\r\n\r\n", "hexadecimal"},
      {chunked + " 2\r\n{}\r\n0\r\n\r\n", "hexadecimal"},
      {chunked + "\r\n{}\r\n0\r\n\r\n", "hexadecimal"},
      {chunked + "10000000000000002\r\n{}\r\n0\r\n\r\n", "hexadecimal"},
      {chunked + "2;" + std::string(5000, 'x'), "too long"},
      {chunked + "2\r\n{}\r\n0\r\nX-Trailer : 1\r\n\r\n", "trailer"},
      {chunked + "2\r\n{}\r\n0\r\nX-Trailer: 1\r\n more\r\n\r\n", "trailer"},
  };
  return all;
}

const std::vector<std::string>& right_ones() {
  static const std::string post = "POST /items HTTP/1.1\r\nHost: test\r\n" + ann;
  static const std::vector<std::string> all{
      "GET /open HTTP/1.1\r\nHost: test\r\n\r\n",
      "\r\nGET /open HTTP/1.1\r\nHost:test\r\n\r\n",
      "GET /open HTTP/1.1\r\nHOST: test \r\nX-Empty:\r\nX-Colons: a:b:c\r\n\r\n",
      post + "Content-Length:  13 \r\n\r\n{\"title\":\"a\"}",
      post +
          "Transfer-Encoding: Chunked\r\n\r\nd;ext=\"1\" ;x\r\n{\"title\":\"a\"}\r\n000\r\nX-Trailer: "
          "1\r\n\r\n",
      post + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\nC\r\n\"title\":\"a\"}\r\n0\r\n\r\n",
  };
  return all;
}

/// The fault of what comes in pieces of `size` bytes.
std::string fault_of(std::string_view text, std::size_t size) {
  framing_check check;
  for (; !text.empty() && check.fault().empty(); text.remove_prefix(std::min(size, text.size())))
    check.feed(text.substr(0, size));
  return check.fault();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(strict)

BOOST_AUTO_TEST_CASE(what_the_grammar_forbids_is_400_with_a_sentence) {
  site s;
  for (const auto& w : wrong_ones()) {
    client c(s.port());
    c.send(w.text);
    const auto a = c.read();
    BOOST_TEST(a.status == 400, w.text << " -> " << a.status);
    BOOST_TEST(a.field("Connection") == "close");
    BOOST_TEST(a.body.starts_with("{\"detail\":"), a.body);
    BOOST_TEST(a.body.find(w.says) != std::string::npos, w.text << " -> " << a.body);
    BOOST_TEST(c.ended());
  }
}

BOOST_AUTO_TEST_CASE(what_comes_before_a_fault_is_answered) {
  site s;
  for (const auto& w : wrong_ones()) {
    client c(s.port());
    c.send(request_text("GET /items/special") + request_text("GET /items/special") + w.text);
    BOOST_TEST(c.read().body == "special");
    BOOST_TEST(c.read().body == "special");
    BOOST_TEST(c.read().status == 400, w.text);
  }
}

BOOST_AUTO_TEST_CASE(what_the_grammar_allows_is_served) {
  site s;
  client c(s.port());
  for (const auto& text : right_ones()) {
    const auto a = c.ask(text);
    BOOST_TEST((a.status == 200 || a.status == 201), text << " -> " << a.status << a.body);
  }
  BOOST_TEST(c.ask(request_text("GET /items/special")).body == "special");
}

BOOST_AUTO_TEST_CASE(pieces_of_any_size_are_understood_alike) {
  std::string all;
  for (const auto& text : right_ones()) all += text;
  for (std::size_t size = 1; size < 80; ++size) {
    BOOST_TEST(fault_of(all, size) == "");
    for (const auto& w : wrong_ones()) {
      const auto whole = fault_of(w.text, w.text.size());
      BOOST_TEST(!whole.empty(), w.text);
      BOOST_TEST(fault_of(all + w.text, size) == whole, w.text);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_name_that_is_not_ours_is_421) {
  site s([](auto& o) { o.gateway.allowed_hosts = {"fm.example.org", "*.pods.example.org"}; });
  client c(s.port());
  const auto status = [&c](std::string_view host, std::string_view path = "/open") {
    return c.ask("GET " + std::string(path) + " HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n").status;
  };
  for (auto host : {"localhost", "LocalHost:80", "a.localhost", "localhost.", "127.0.0.1", "127.0.0.1:8000",
                    "192.0.2.7", "[::1]", "[::1]:8000", "[2001:db8::1]", "fm.example.org",
                    "FM.example.org:443", "a.pods.example.org", "a.b.pods.example.org:1"})
    BOOST_TEST(status(host) == 200, host);
  for (auto host : {"evil.example", "evil.example:8000", "fm.example.org.evil.example", "xfm.example.org",
                    "pods.example.org", "127.0.0.1.evil.example", "localhost.evil.example", "", "127.0.0.1:x",
                    "[::1", "[evil]", "127.0.0.1@evil.example", "::1"}) {
    BOOST_TEST(status(host) == 421, host);
    BOOST_TEST(status(host, "/health/probe") == 200, host);
    BOOST_TEST(status(host, "/api/v1/health/probe") == 200, host);
  }
  BOOST_TEST(c.ask("GET http://evil.example/open HTTP/1.1\r\nHost: localhost\r\n\r\n").status == 421);
  BOOST_TEST(c.ask("GET http://localhost/open HTTP/1.1\r\nHost: evil.example\r\n\r\n").status == 200);
  const auto a = c.ask("GET /open HTTP/1.1\r\nHost: evil.example\r\n\r\n");
  BOOST_TEST(a.body.find("FM_ALLOWED_HOSTS") != std::string::npos, a.body);
  BOOST_TEST(a.status_line == "HTTP/1.1 421 Misdirected Request");
}

BOOST_AUTO_TEST_CASE(a_trusted_proxy_names_what_the_client_has_named) {
  site s([](auto& o) {
    o.gateway.trusted_proxies = {"127.0.0.1"};
    o.gateway.allowed_hosts = {"fm.example.org"};
  });
  client c(s.port());
  const auto status = [&c](std::string_view forwarded) {
    return c
        .ask("GET /open HTTP/1.1\r\nHost: upstream\r\nX-Forwarded-Host: " + std::string(forwarded) +
             "\r\n\r\n")
        .status;
  };
  BOOST_TEST(status("fm.example.org") == 200);
  BOOST_TEST(status("evil.example") == 421);
}

BOOST_AUTO_TEST_CASE(foreign_pages_may_not_do_what_needs_no_token) {
  site s;
  client c(s.port());
  const auto asked = [&c](std::string_view line, std::string_view origin, std::string_view token = "") {
    return c.ask(request_text(line, token, "Origin: " + std::string(origin) + "\r\n"));
  };
  for (auto path : {"POST /auth/register", "POST /api/v1/auth/register", "POST /guarded"})
    for (auto origin : {"http://evil.example", "null", "https://test.evil.example", "http://localhost:3001",
                        "http://test:81", "file://"}) {
      const auto a = asked(path, origin);
      BOOST_TEST(a.status == 403, path << " " << origin);
      BOOST_TEST(a.field("x-error-code") == "ORIGIN_REFUSED");
      BOOST_TEST(a.field("Access-Control-Allow-Origin") == "");
    }
  for (auto origin : {"http://localhost:3000", "chrome-extension://abc", "http://test", "https://test"})
    BOOST_TEST(asked("POST /auth/register", origin).status == 200, origin);
  BOOST_TEST(c.ask(request_text("POST /auth/register", "")).status == 200);  // no page at all
  // Whoever holds a token is no page that borrows somebody's browser.
  BOOST_TEST(asked("POST /guarded", "http://evil.example", "user-ann").status == 200);
  // Elsewhere a foreign page may ask: it cannot read the answer.
  BOOST_TEST(asked("GET /open", "http://evil.example").status == 200);
}

BOOST_AUTO_TEST_SUITE_END()
