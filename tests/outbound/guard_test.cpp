// Where requests may go.
#include "core/guard.hpp"

#include "core/redirect.hpp"
#include "service.hpp"
#include "url.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace fm;
using namespace fm::outbound;

namespace {

origin at(const std::string& text) {
  const auto u = read_url(text);
  BOOST_TEST_REQUIRE(std::holds_alternative<url>(u), text);
  return std::get<url>(u).origin;
}
ip_address ip(const std::string& text) { return *read_ip_address(text); }
service_ptr made(const service_settings& s) {
  auto out = make_service(s);
  BOOST_TEST_REQUIRE(static_cast<bool>(out));
  return *out;
}
bool open_to(const service_ptr& s, const std::string& to, const std::string& address) {
  return !check_origin(s->rules, at(to)) && !check_address(s->rules, at(to), ip(address));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(guards)

BOOST_AUTO_TEST_CASE(without_a_word_only_public_addresses_are_open) {
  const auto s = made({.name = "hooks"});
  BOOST_TEST(open_to(s, "https://example.com", "8.8.8.8"));
  for (const auto* address : {"127.0.0.1", "10.0.0.1", "169.254.169.254", "0.0.0.0", "::1", "fd00::1",
                              "::ffff:10.0.0.1", "64:ff9b::10.0.0.1", "100.64.0.1", "224.0.0.1"})
    BOOST_TEST(!open_to(s, "https://example.com", address), address);
  for (const auto* to :
       {"http://127.0.0.1", "http://0x7f.1", "http://[::1]:80", "http://[::ffff:127.0.0.1]", "http://0/",
        "http://localhost:8080", "http://a.localhost", "http://metadata.google.internal"})
    BOOST_TEST(check_origin(s->rules, at(to)).has_value(), to);
  const auto why = check_origin(s->rules, at("http://169.254.169.254/latest/meta-data"));
  BOOST_TEST_REQUIRE(why.has_value());
  BOOST_TEST((why->kind == trouble_kind::refused && why->refusal == refusal::address));
  BOOST_TEST(why->text.find("link-local") != std::string::npos, why->text);
}

BOOST_AUTO_TEST_CASE(a_configured_origin_is_open_for_exactly_that_origin) {
  const auto s = made({.name = "model", .origins = {"http://127.0.0.1:11434", "http://ollama.lan:8080/v1"}});
  BOOST_TEST(open_to(s, "http://127.0.0.1:11434/api", "127.0.0.1"));
  BOOST_TEST(open_to(s, "http://0x7f.1:11434/api", "127.0.0.1"));
  BOOST_TEST(open_to(s, "http://ollama.lan:8080", "192.168.1.5"));
  BOOST_TEST(open_to(s, "http://ollama.lan:8080", "127.0.0.1"));
  for (const auto* other : {"http://127.0.0.1:11435", "https://127.0.0.1:11434", "http://127.0.0.2:11434",
                            "http://127.0.0.1", "http://[::ffff:127.0.0.1]:11434", "http://localhost:11434"})
    BOOST_TEST(check_origin(s->rules, at(other)).has_value(), other);
  BOOST_TEST(!open_to(s, "http://ollama.lan", "192.168.1.5"));
  BOOST_TEST(!open_to(s, "http://other.lan:8080", "192.168.1.5"));
  // A name server that is not honest leads no further than to what a service may be.
  for (const auto* never :
       {"169.254.169.254", "0.0.0.0", "224.0.0.1", "168.63.129.16", "240.0.0.1", "fe80::1"})
    BOOST_TEST(!open_to(s, "http://ollama.lan:8080", never), never);
}

BOOST_AUTO_TEST_CASE(what_is_written_as_an_address_is_meant) {
  const auto s =
      made({.name = "x", .origins = {"http://169.254.169.254", "http://0.0.0.0:1", "http://224.0.0.1"}});
  BOOST_TEST(open_to(s, "http://169.254.169.254", "169.254.169.254"));
  BOOST_TEST(!open_to(s, "http://0.0.0.0:1", "0.0.0.0"));
  BOOST_TEST(!open_to(s, "http://224.0.0.1", "224.0.0.1"));
}

BOOST_AUTO_TEST_CASE(networks_are_open_to_every_name) {
  const auto s = made({.name = "x", .networks = {"10.20.0.0/16", "fd12::/16", "0.0.0.0/0"}});
  BOOST_TEST(open_to(s, "http://anything.example", "10.20.1.2"));
  BOOST_TEST(open_to(s, "http://anything.example", "fd12::1"));
  BOOST_TEST(!open_to(s, "http://anything.example", "fd13::1"));
  BOOST_TEST(!open_to(s, "http://anything.example", "0.0.0.0"));
  BOOST_TEST(!open_to(s, "http://anything.example", "::ffff:10.30.0.1"));
}

BOOST_AUTO_TEST_CASE(a_list_of_hosts_excludes_all_others) {
  const auto s = made(
      {.name = "x",
       .origins = {"http://127.0.0.1:11434"},
       .only_hosts = {"api.example.com", "*.Example.ORG", "XN--bcher-kva.example", "port.example:8443"}});
  for (const auto* good : {"https://api.example.com", "http://api.example.com:8080", "https://a.example.org",
                           "https://a.b.example.org", "https://xn--bcher-kva.example",
                           "https://port.example:8443", "http://127.0.0.1:11434"})
    BOOST_TEST(!check_origin(s->rules, at(good)).has_value(), good);
  for (const auto* bad :
       {"https://example.com", "https://b.api.example.com", "https://example.org", "https://badexample.org",
        "https://port.example", "https://api.example.com.evil.example", "https://8.8.8.8"}) {
    const auto why = check_origin(s->rules, at(bad));
    BOOST_TEST((why && why->refusal == refusal::host), bad);
  }
}

BOOST_AUTO_TEST_CASE(wrong_configurations_are_told_by_their_entry) {
  auto text_of = [](const service_settings& s) {
    const auto r = make_service(s);
    BOOST_TEST_REQUIRE(!r);
    BOOST_TEST((r.error().code == ec::invalid));
    return r.error().text;
  };
  BOOST_TEST(text_of({.name = "the model", .origins = {"ollama:11434"}}).find("the model") !=
             std::string::npos);
  BOOST_TEST(text_of({.name = "x", .networks = {"10.0.0.1/8"}}).find("10.0.0.1/8") != std::string::npos);
  text_of({.name = "x", .only_hosts = {"https://api.example.com"}});
  text_of({.name = "x", .only_hosts = {"*"}});
  text_of({.name = "x", .ca_file = "/nowhere/ca.pem"});
  for (const auto* proxy :
       {"ftp://user:s3cret@proxy", "proxy:3128", "http://user:s3cret@", "socks4://s3cret@h"})
    BOOST_TEST(text_of({.name = "x", .proxy = secret<>(proxy)}).find("s3cret") == std::string::npos, proxy);
}

BOOST_AUTO_TEST_CASE(proxies_are_read_with_their_credentials) {
  const auto s = made({.name = "x",
                       .proxy = secret<>("http://us%40er:pa%3Ass@Proxy.example:3128"),
                       .no_proxy = {"direct.example"}});
  BOOST_TEST_REQUIRE(s->proxy.has_value());
  BOOST_TEST(s->proxy->user.expose() == "us@er");
  BOOST_TEST(s->proxy->password.expose() == "pa:ss");
  BOOST_TEST(s->proxy->origin.host == "proxy.example");
  BOOST_TEST(s->proxy->origin.port == 3128);
  BOOST_TEST(s->proxy_to(at("https://example.com")) != nullptr);
  BOOST_TEST(s->proxy_to(at("https://direct.example")) == nullptr);
  BOOST_TEST(made({.name = "x", .proxy = secret<>("socks5://h")})->proxy->origin.port == 1080);
  BOOST_TEST(made({.name = "x", .proxy = secret<>("https://h")})->proxy->origin.port == 443);
  BOOST_TEST(!made({.name = "x", .proxy = secret<>("socks5://h")})->proxy->looks_up());
  BOOST_TEST(made({.name = "x", .proxy = secret<>("socks5h://h")})->proxy->looks_up());
}

BOOST_AUTO_TEST_CASE(no_proxy_is_read_as_everywhere) {
  const auto rules = read_no_proxy({"localhost", ".example.org", "*.example.net", "10.0.0.0/8", "[::1]",
                                    "host.example:8080", " ", "Sp.example "});
  for (const auto* direct : {"http://localhost", "http://example.org", "http://a.example.org",
                             "http://example.net", "http://10.1.2.3", "http://[::1]:99",
                             "http://host.example:8080", "http://sp.example", "http://a.localhost"})
    BOOST_TEST(any_names(rules, at(direct)), direct);
  for (const auto* through : {"http://badexample.org", "http://11.0.0.1", "http://host.example",
                              "http://[::2]", "http://example.com"})
    BOOST_TEST(!any_names(rules, at(through)), through);
  BOOST_TEST(any_names(read_no_proxy({"*"}), at("https://anything.example")));
  BOOST_TEST(any_names(read_no_proxy({"::1"}), at("http://[::1]")));
}

BOOST_AUTO_TEST_CASE(redirects_change_requests_as_everywhere) {
  const auto s = made({.name = "x", .origins = {"https://b.example"}});
  const auto a = at("https://a.example"), b = at("https://b.example"), c = at("https://c.example"),
             plain = at("http://a.example");
  auto get = [&](unsigned status, method m, bool body, const origin& to) {
    const auto r = redirect(s->rules, status, m, body, a, to);
    BOOST_TEST_REQUIRE(std::holds_alternative<redirected>(r));
    return std::get<redirected>(r);
  };
  for (const unsigned status : {301u, 302u, 303u}) {
    const auto r = get(status, method::post, true, c);
    BOOST_TEST((r.method == method::get && !r.keeps_body && !r.keeps_origin));
    BOOST_TEST((get(status, method::head, false, c).method == method::head));
  }
  BOOST_TEST((get(303, method::put, true, a).method == method::get));
  BOOST_TEST((get(302, method::put, true, a).method == method::put));
  for (const unsigned status : {307u, 308u}) {
    const auto same = get(status, method::post, true, a);
    BOOST_TEST((same.method == method::post && same.keeps_body && same.keeps_origin));
    BOOST_TEST(get(status, method::post, true, b).keeps_body);
    BOOST_TEST(!get(status, method::get, false, c).keeps_origin);
    const auto out = redirect(s->rules, status, method::post, true, a, c);
    BOOST_TEST_REQUIRE(std::holds_alternative<trouble>(out));
    BOOST_TEST((std::get<trouble>(out).refusal == refusal::leaving));
  }
  const auto down = redirect(s->rules, 302, method::get, false, a, plain);
  BOOST_TEST_REQUIRE(std::holds_alternative<trouble>(down));
  BOOST_TEST((std::get<trouble>(down).refusal == refusal::downgrade));
  for (const auto* stays : {"Authorization", "X-Api-Key", "Cookie", "api-key", "anything"})
    BOOST_TEST(!is_harmless(stays), stays);
  BOOST_TEST(is_harmless("Accept"));
}

BOOST_AUTO_TEST_SUITE_END()
