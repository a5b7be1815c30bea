// The two mounts: what a twin below /api/v1 says in another way than the row it is made of.
#include "site.hpp"

#include <fm/http/fields.hpp>
#include <fm/http/problem.hpp>
#include <fm/http/service.hpp>

#include <boost/test/unit_test.hpp>

using fm::test::client;
using fm::test::request_text;
using fm::test::site;

BOOST_AUTO_TEST_SUITE(dialect)

BOOST_AUTO_TEST_CASE(each_row_is_served_below_both_mounts_unless_it_has_a_row_of_its_own) {
  site s;
  client c(s.port());
  BOOST_TEST(c.ask(request_text("GET /api/v1/items/7?x=1")).body == "arg:7\nquery:x=1\nuser:ann\n");
  BOOST_TEST(c.ask(request_text("GET /items/special")).body == "special");
  BOOST_TEST(c.ask(request_text("GET /api/v1/items/special")).body == "special here");
  BOOST_TEST(c.ask(request_text("GET /api/v1/nothing")).status == 404);
  BOOST_TEST(c.ask(request_text("GET /api/v1/api/v1/items/special")).status == 404);
}

BOOST_AUTO_TEST_CASE(findings_are_a_sentence_and_a_list_beside_it) {
  site s;
  client c(s.port());
  auto a = c.ask(request_text("POST /items", "user-ann", "Content-Type: application/json\r\n", "{}"));
  BOOST_TEST(a.status == 422);
  BOOST_TEST(a.body == R"({"detail":[{"type":"missing","loc":["body","title"],"msg":"Field required"}]})");
  a = c.ask(request_text("POST /api/v1/items", "user-ann", "Content-Type: application/json\r\n", "{}"));
  BOOST_TEST(a.status == 422);
  BOOST_TEST(a.body == R"({"detail":"title: Field required",)"
                       R"("errors":[{"type":"missing","loc":["body","title"],"msg":"Field required"}]})");
}

BOOST_AUTO_TEST_CASE(a_location_is_absolute_and_trusts_only_the_proxies_named) {
  const auto make = [](client& c, std::string_view path, std::string_view fields) {
    const std::string all = "Content-Type: application/json\r\n" + std::string(fields);
    return c.ask(request_text("POST " + std::string(path), "user-ann", all, R"({"title":"a"})"))
        .field("Location");
  };
  constexpr std::string_view forwarded = "X-Forwarded-Proto: https\r\nX-Forwarded-Host: fm.example.org\r\n";
  site s;
  client c(s.port());
  BOOST_TEST(make(c, "/items", {}) == "/items/1");
  BOOST_TEST(make(c, "/api/v1/items", {}) == "http://test/api/v1/items/1");
  BOOST_TEST(make(c, "/api/v1/items", forwarded) == "http://test/api/v1/items/1");
  site behind([](site::settings& x) {
    x.gateway.trusted_proxies = {"127.0.0.1"};
    x.gateway.allowed_hosts.emplace_back("fm.example.org");
  });
  client d(behind.port());
  BOOST_TEST(make(d, "/api/v1/items", forwarded) == "https://fm.example.org/api/v1/items/1");
  BOOST_TEST(make(d, "/api/v1/items", "X-Forwarded-Host: a/b@c\r\n") == "http://test/api/v1/items/1");
}

BOOST_AUTO_TEST_CASE(a_token_that_is_not_needed_must_be_valid_all_the_same) {
  site s;
  client c(s.port());
  BOOST_TEST(c.ask(request_text("GET /maybe", "")).body == "");
  BOOST_TEST(c.ask(request_text("GET /maybe")).body == "user:ann\n");
  BOOST_TEST(c.ask(request_text("GET /maybe", "stolen")).status == 401);
}

BOOST_AUTO_TEST_CASE(null_is_absent_below_v1_only) {
  for (const bool v1 : {false, true}) {
    fm::http::incoming r;
    r.speaks = v1 ? fm::http::dialect::v1 : fm::http::dialect::root;
    r.body = R"({"title":null})";
    fm::http::fields f(r);
    BOOST_TEST(!f.text("title", {.nullable = false}).has_value());
    BOOST_TEST(f.ok() == v1);
  }
}

BOOST_AUTO_TEST_SUITE_END()
