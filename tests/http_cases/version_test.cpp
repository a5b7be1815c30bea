// Versions of cases: entity tags, changes that are meant for one of them.
#include "stub_cases.hpp"

#include <boost/test/unit_test.hpp>

using fm::http::method;
using stub::header;

namespace {

const std::string path = "/cases/" + stub::example().id;

fm::test::sent_request with(std::string name, std::string value, std::string body = "{}") {
  auto what = stub::json(std::move(body));
  what.headers[std::move(name)] = std::move(value);
  return what;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(case_versions, stub::world)

BOOST_AUTO_TEST_CASE(a_version_that_the_client_has_is_not_sent_again) {
  seen->record.version = 7;
  auto known = call(method::get, path, with("if-none-match", "\"3\", W/\"7\""));
  BOOST_TEST(known->sent->status == 304);
  BOOST_TEST(known->sent->body.empty());
  BOOST_TEST(header(*known, "ETag") == "\"7\"");
  BOOST_TEST(call(method::get, path, with("if-none-match", "*"))->sent->status == 304);
  auto other = call(method::get, path, with("if-none-match", "\"6\""));
  BOOST_TEST(other->sent->status == 200);
  BOOST_TEST(other->body().find("version"));
}

BOOST_AUTO_TEST_CASE(every_change_carries_the_version_that_it_is_meant_for) {
  auto tag = [](std::string body) { return with("if-match", "\"3\"", std::move(body)); };
  call(method::patch, path, tag("{}"));
  BOOST_TEST(seen->updated.version == 3u);
  call(method::patch, path + "/status", tag(R"({"status":"investigating"})"));
  BOOST_TEST(seen->status.version == 3u);
  call(method::post, path + "/close", tag("{}"));
  BOOST_TEST(seen->closed.version == 3u);
  call(method::del, path, tag(""));
  BOOST_TEST(seen->deleted.version == 3u);
  call(method::put, path, with("if-match", "*"));
  BOOST_TEST(seen->updated.version == 0u);
  call(method::put, path, with("if-match", "W/\"4\""));
  BOOST_TEST(seen->updated.version == 4u);
  call(method::put, path,
       with("if-match", "\"abc\""));  // a tag, but none of ours: it cannot be the present one
  BOOST_TEST(seen->updated.version > 1'000'000u);
  for (const auto* odd : {"3", "\"", "\"3\", \"4\""}) {
    auto refused = call(method::patch, path, with("if-match", odd));
    BOOST_TEST(refused->sent->status == 400, odd);
  }
}

BOOST_AUTO_TEST_CASE(a_stale_change_is_a_conflict_that_names_both_versions) {
  seen->stale = true;
  seen->record.version = 9;
  for (auto [verb, to] :
       {std::pair{method::patch, path}, std::pair{method::put, path}, std::pair{method::del, path},
        std::pair{method::post, path + "/close"}, std::pair{method::post, path + "/archive"}}) {
    auto answer = call(verb, to, with("if-match", "\"3\""));
    BOOST_TEST(answer->sent->status == 409);
    BOOST_TEST(header(*answer, "x-error-code") == "CASE_VERSION_CONFLICT");
    BOOST_TEST(header(*answer, "x-expected-version") == "3");
    BOOST_TEST(header(*answer, "x-actual-version") == "9");
  }
}

BOOST_AUTO_TEST_CASE(a_closed_case_refuses_a_turn_without_an_error_code) {
  seen->failure = fm::fail(fm::ec::conflict, "the case is closed: it takes no more questions");
  auto answer = call(method::post, path + "/queries", stub::json(R"({"message":"why?"})"));
  BOOST_TEST(answer->sent->status == 409);
  BOOST_TEST(header(*answer, "x-error-code").empty());
}

BOOST_AUTO_TEST_SUITE_END()
