// Redirects, names that change their mind, and connections that are kept.
#include "live_support.hpp"

using namespace fm;
using namespace fm::test;
using namespace std::chrono_literals;

namespace {

request following(std::string url) {
  auto r = once(std::move(url));
  r.redirects = 5;
  return r;
}
std::string moved(const std::string& to, unsigned number = 302) {
  return status(number, "Location: " + to + "\r\n");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(routes)

BOOST_AUTO_TEST_CASE(redirects_are_followed_one_by_one_only_when_asked) {
  fault_server server([](peer& p) {
    for (auto head = p.read_head(); !head.empty(); head = p.read_head())
      p.send(head.starts_with("GET /a ")       ? moved("/b?x=1")
             : head.starts_with("GET /b?x=1 ") ? moved("c", 307)
                                               : ok("here"));
  });
  client c;
  const auto s = open_for({server.origin()});
  const auto a = fetch(c, s, following(server.url("/a")));
  BOOST_TEST((a.body == "here" && a.how.redirects == 2u && a.how.tries == 3u), a.text());
  BOOST_TEST(server.connections() == 1u);
  const auto b = fetch(c, s, once(server.url("/a")));
  BOOST_TEST((!b.how.why && b.head.status == 302u && b.head.value("location") == "/b?x=1"), b.text());
}

BOOST_AUTO_TEST_CASE(circles_end) {
  fault_server server(answers(moved("/again")));
  client c;
  const auto a = fetch(c, open_for({server.origin()}), following(server.url()));
  BOOST_TEST((a.fails_with(trouble_kind::refused) && a.how.why->refusal == refusal::too_many_redirects),
             a.text());
  BOOST_TEST(a.how.redirects == 5u);
  BOOST_TEST(a.how.tries == 6u);
}

BOOST_AUTO_TEST_CASE(a_redirect_goes_through_the_guard) {
  fault_server inner(answers(ok("secret")));
  const std::vector<std::pair<std::string, refusal>> all{
      {inner.url(), refusal::address},
      {"http://0x7f.1:" + std::to_string(inner.port()), refusal::address},
      {"http://[::ffff:127.0.0.1]:" + std::to_string(inner.port()), refusal::address},
      {"http://localhost:" + std::to_string(inner.port()), refusal::address},
      {"http://inner.example:" + std::to_string(inner.port()), refusal::address},
      {"//127.0.0.1:" + std::to_string(inner.port()), refusal::address},
      {"http://169.254.169.254/latest/meta-data", refusal::address},
      {"file:///etc/passwd", refusal::scheme},
      {"gopher://127.0.0.1:70/", refusal::scheme},
      {"ftp://127.0.0.1/", refusal::scheme},
      {"http://user:pw@example.com/", refusal::user_info},
      {"http://[::1", refusal::malformed},
  };
  made_up_names names;
  names.add("inner.example", {"127.0.0.1"});
  for (const auto& [to, why] : all) {
    fault_server outer(answers(moved(to)));
    client c({.lookup = names.function()});
    const auto a = fetch(c, open_for({outer.origin()}), following(outer.url()));
    BOOST_TEST((a.fails_with(trouble_kind::refused) && a.how.why->refusal == why), to << " -> " << a.text());
  }
  BOOST_TEST(inner.connections() == 0u);
}

BOOST_AUTO_TEST_CASE(credentials_stay_with_their_origin) {
  std::mutex mutex;
  std::string at_other;
  fault_server other([&](peer& p) {
    auto head = p.read_head();
    const auto body = p.read_body(head);
    std::lock_guard lock(mutex);
    at_other = head + body;
    p.send(ok("other"));
  });
  std::string to_go = other.url_of("other.example");
  unsigned number = 302;
  fault_server first([&](peer& p) {
    p.read_body(p.read_head());
    p.send(moved(to_go, number));
  });
  made_up_names names;
  names.add("other.example", {"127.0.0.1"});
  client c({.lookup = names.function()});
  auto r = following(first.url());
  r.headers = {
      {"Accept", "text/plain"}, {"X-Api-Key", "k3y"}, {"Cookie", "c00kie"}, {"Content-Type", "text/plain"}};
  r.credentials.push_back({"Authorization", secret<>("s3cret")});
  r.method = method::post;
  r.body = "b0dy";
  // The other one is reachable, by a network, and not configured.
  const auto s = made_service({.name = "x", .origins = {first.origin()}, .networks = {"127.0.0.0/8"}});
  const auto a = fetch(c, s, r);
  BOOST_TEST(a.body == "other", a.text());
  BOOST_TEST(at_other.starts_with("GET / "), at_other);
  BOOST_TEST(at_other.find("Accept: text/plain") != std::string::npos);
  for (const auto* gone : {"k3y", "c00kie", "s3cret", "b0dy", "Content-Type"})
    BOOST_TEST(at_other.find(gone) == std::string::npos, gone);
  number = 307;
  const auto b = fetch(c, s, r);
  BOOST_TEST((b.fails_with(trouble_kind::refused) && b.how.why->refusal == refusal::leaving), b.text());
  // Where the operator has configured both, the body goes on and the credentials do not.
  const auto both = open_for({first.origin(), other.url_of("other.example", "")});
  const auto d = fetch(c, both, r);
  BOOST_TEST(d.body == "other", d.text());
  BOOST_TEST(at_other.starts_with("POST / "), at_other);
  BOOST_TEST(at_other.find("b0dy") != std::string::npos);
  BOOST_TEST(at_other.find("s3cret") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_name_that_changes_its_mind_leads_nowhere_else) {
  fault_server server([](peer& p) {
    p.read_head();
    p.send(ok("answer", "Connection: close\r\n"));
  });
  made_up_names names;
  // 127.0.0.2 stands for the public address, the rest of 127/8 for what is not open.
  names.add("rebind.example", {"127.0.0.2", "127.0.0.1"});
  client c({.remember_names = 0, .lookup = names.function()});
  const auto s = made_service({.name = "x", .networks = {"127.0.0.2/32"}});
  const auto a = fetch(c, s, once(server.url_of("rebind.example")));
  BOOST_TEST(a.body == "answer", a.text());
  // One look-up for the check and the connection.
  BOOST_TEST(names.asked() == 1u);
  const auto b = fetch(c, s, once(server.url_of("rebind.example")));
  BOOST_TEST((b.fails_with(trouble_kind::refused) && b.how.why->refusal == refusal::address), b.text());
  BOOST_TEST(server.connections() == 1u);
  BOOST_TEST(!b.how.why->is_sent);
}

BOOST_AUTO_TEST_CASE(a_name_that_changes_between_redirects_is_checked_again) {
  std::string again;
  fault_server server([&](peer& p) {
    p.read_head();
    p.send("HTTP/1.1 302 X\r\nConnection: close\r\nContent-Length: 0\r\nLocation: " + again + "\r\n\r\n");
  });
  again = server.url_of("rebind.example", "/2");
  made_up_names names;
  names.add("rebind.example", {"127.0.0.2", "127.0.0.1"});
  client c({.remember_names = 0, .lookup = names.function()});
  const auto a = fetch(c, made_service({.name = "x", .networks = {"127.0.0.2/32"}}),
                       following(server.url_of("rebind.example")));
  BOOST_TEST((a.fails_with(trouble_kind::refused) && a.how.why->refusal == refusal::address), a.text());
  BOOST_TEST(server.connections() == 1u);
}

BOOST_AUTO_TEST_CASE(one_address_of_many_that_is_not_open_closes_the_name) {
  fault_server server(answers(ok("x")));
  client c({.lookup = [](const std::string&) -> outcome<std::vector<ip_address>> {
    return std::vector{*read_ip_address("127.0.0.2"), *read_ip_address("10.0.0.1")};
  }});
  const auto a =
      fetch(c, made_service({.name = "x", .networks = {"127.0.0.2/32"}}), once(server.url_of("a.example")));
  BOOST_TEST(a.fails_with(trouble_kind::refused), a.text());
  BOOST_TEST(server.connections() == 0u);
}

BOOST_AUTO_TEST_CASE(a_kept_connection_of_another_service_is_checked) {
  std::atomic<unsigned> requests{0};
  fault_server server([&](peer& p) {
    for (auto head = p.read_head(); !head.empty(); head = p.read_head()) ++requests, p.send(ok("x"));
  });
  made_up_names names;
  // The name leads elsewhere now; the connection that is kept still leads to where it did.
  names.add("shared.example", {"127.0.0.1", "127.0.0.2"});
  client c({.remember_names = 0, .lookup = names.function()});
  const auto trusted = open_for({server.url_of("shared.example", "")});
  BOOST_TEST(fetch(c, trusted, once(server.url_of("shared.example"))).body == "x");
  const auto other = made_service({.name = "x", .networks = {"127.0.0.2/32"}});
  const auto a = fetch(c, other, once(server.url_of("shared.example")));
  BOOST_TEST((a.fails_with(trouble_kind::refused) && a.how.why->refusal == refusal::address), a.text());
  BOOST_TEST(requests == 1u);
}

BOOST_AUTO_TEST_CASE(names_are_looked_up_once_for_a_while_and_by_the_system_otherwise) {
  fault_server server(answers(ok("x")));
  made_up_names names;
  names.add("a.example", {"127.0.0.1"});
  client c({.lookup = names.function()});
  const auto s = open_for(
      {server.url_of("a.example", ""), server.url_of("b.example", ""), server.url_of("localhost", "")});
  for (int i = 0; i < 5; ++i) BOOST_TEST(fetch(c, s, once(server.url_of("a.example"))).body == "x");
  BOOST_TEST(names.asked() == 1u);
  BOOST_TEST(server.connections() == 1u);
  const auto b = fetch(c, s, once(server.url_of("b.example")));
  BOOST_TEST((b.fails_with(trouble_kind::dns) && b.text().find("b.example") != std::string::npos), b.text());
  client by_system;
  const auto d = fetch(by_system, s, once(server.url_of("localhost")));
  BOOST_TEST(d.body == "x", d.text());
  const auto invalid = fetch(by_system, s, once("http://no-such-host.invalid/"));
  BOOST_TEST(invalid.fails_with(trouble_kind::dns), invalid.text());
}

BOOST_AUTO_TEST_CASE(a_dead_kept_connection_does_not_send_a_post_twice) {
  std::atomic<unsigned> lost{0};
  // Takes a second request and closes without an answer.
  fault_server server([&](peer& p) {
    p.read_body(p.read_head());
    p.send(ok("first"));
    const auto head = p.read_head();
    p.read_body(head);
    if (head.starts_with("POST")) ++lost;
  });
  client c;
  const auto s = open_for({server.origin()});
  auto r = once(server.url());
  BOOST_TEST(fetch(c, s, r).body == "first");
  r.method = method::post;
  r.body = "x";
  const auto a = fetch(c, s, r);
  BOOST_TEST(a.body == "first", a.text());
  BOOST_TEST(lost == 0u);
  BOOST_TEST(server.connections() == 2u);
  r.is_repeatable = true;
  const auto b = fetch(c, s, r);
  BOOST_TEST(b.body == "first", b.text());
  BOOST_TEST(lost > 0u);
}

BOOST_AUTO_TEST_CASE(requests_that_cannot_be_sent_are_told_at_once) {
  client c;
  const auto s = open_for({});
  BOOST_TEST(fetch(c, s, once("ftp://example.com/")).fails_with(trouble_kind::refused));
  BOOST_TEST(fetch(c, s, once("http://127.0.0.1/")).fails_with(trouble_kind::refused));
  auto r = once("http://example.com/");
  r.headers.push_back({"X", "a\r\nb"});
  BOOST_TEST(fetch(c, s, r).fails_with(trouble_kind::invalid));
}

BOOST_AUTO_TEST_SUITE_END()
