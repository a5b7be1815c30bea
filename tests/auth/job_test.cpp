// What the jobs do where the keys are.
#include "password_job.hpp"
#include "token_job.hpp"

#include <fm/crypto/token_keys.hpp>
#include <fm/json/value.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <ctime>
#include <limits>

using namespace fm;
using namespace fm::auth;

namespace {

constexpr micros now = 1'700'000'000 * second + 300 * millisecond;

struct job_fixture {
  call_context ctx;
  std::atomic<bool> cancelled{false};
  actors::progress_sink progress;
  actors::worker_env env{ctx, cancelled, 0, progress};
  std::shared_ptr<const crypto::token_keys> keys =
      std::make_shared<const crypto::token_keys>(crypto::token_keys::hs256("secret of the tests"));
  token_job tokens{keys, 30 * minute, 24 * 60 * minute};

  issue_tokens request() const {
    issue_tokens m;
    m.user.id = "u";
    m.user.email = "ann@example.org";
    m.user.username = "ann";
    m.user.roles = {"user"};
    m.now = now;
    m.family = "f";
    m.access_id = "a";
    m.refresh_id = "r";
    return m;
  }
  std::int64_t number(const secret<>& token, const char* name) const {
    auto claims = keys->verify(token.expose());
    BOOST_REQUIRE(claims);
    std::int64_t out = 0;
    BOOST_REQUIRE(claims->find(name)->integer(out));
    return out;
  }
  std::string refusal(const std::string& token, micros when = now) {
    auto r = tokens.run(read_refresh_token{secret<>(token), when}, env);
    return r ? "accepted" : r.error().text;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(jobs, job_fixture)

BOOST_AUTO_TEST_CASE(a_pair_carries_the_claims_of_the_contract) {
  auto p = tokens.run(request(), env).pair;
  auto access = keys->verify(p.access.expose());
  BOOST_REQUIRE(access);
  BOOST_TEST(json::write(*access) ==
             R"({"sub":"u","email":"ann@example.org","username":"ann","roles":["user"],"type":"access",)"
             R"("jti":"a","sid":"f","iat":1700000000,"exp":1700001800,"iat_us":1700000000300000})");
  auto refresh = keys->verify(p.refresh.expose());
  BOOST_REQUIRE(refresh);
  BOOST_TEST(json::write(*refresh) ==
             R"({"sub":"u","type":"refresh","jti":"r","sid":"f","iat":1700000000,"exp":1700086400})");
  BOOST_TEST(p.access_ends == 1'700'001'800 * second);
  BOOST_TEST(p.access_seconds == 1'800u);
  BOOST_TEST(p.refresh_seconds == 86'400u);
}

BOOST_AUTO_TEST_CASE(a_token_is_not_void_at_its_birth) {
  auto m = request();
  m.not_before = now - millisecond;  // the same second
  auto p = tokens.run(m, env);
  BOOST_TEST(number(p.pair.access, "iat") == 1'700'000'000);
  BOOST_TEST(number(p.pair.access, "iat_us") == now);
  BOOST_TEST(p.at == now);
  // Somebody has set the clock back since.
  m.not_before = now + 60 * minute;
  BOOST_TEST(number(tokens.run(m, env).pair.access, "iat_us") == m.not_before);
  BOOST_TEST(number(tokens.run(m, env).pair.access, "iat") == 1'700'000'000);
}

BOOST_AUTO_TEST_CASE(only_refresh_tokens_refresh) {
  auto p = tokens.run(request(), env).pair;
  auto r = tokens.run(read_refresh_token{p.refresh, now}, env);
  BOOST_REQUIRE(r);
  BOOST_TEST(r->id == "r");
  BOOST_TEST(r->user == "u");
  BOOST_TEST(r->family == "f");
  BOOST_TEST(refusal(p.access.expose()) == "this is an access token; a refresh token is needed");
  BOOST_TEST(refusal(p.refresh.expose(), p.refresh_ends) == "the refresh token has expired");
  BOOST_TEST(refusal(p.refresh.expose() + "x") != "accepted");
  BOOST_TEST(refusal("nothing") == "the token is malformed");
  json::value untyped;
  untyped.set("jti", "r").set("exp", std::int64_t{1'800'000'000});
  BOOST_TEST(refusal(keys->sign(untyped)) == "this is not a refresh token");
  untyped.set("type", "refresh");
  BOOST_TEST(refusal(keys->sign(untyped)) == "accepted");
  json::value nameless;
  nameless.set("type", "refresh").set("exp", std::int64_t{1'800'000'000});
  BOOST_TEST(refusal(keys->sign(nameless)) == "the refresh token is malformed");
}

BOOST_AUTO_TEST_CASE(a_sealed_pair_opens_for_its_row_only) {
  auto m = request();
  m.replaces = "old";
  auto out = tokens.run(m, env);
  auto again = tokens.run(open_sealed_pair{out.sealed, "old"}, env);
  BOOST_REQUIRE(again);
  BOOST_TEST((again->access == out.pair.access));
  BOOST_TEST((again->refresh == out.pair.refresh));
  BOOST_TEST(again->refresh_ends == out.pair.refresh_ends);
  BOOST_TEST(!tokens.run(open_sealed_pair{out.sealed, "other"}, env));
  auto other_keys = std::make_shared<const crypto::token_keys>(crypto::token_keys::hs256("another secret"));
  token_job other(other_keys, 30 * minute, 24 * 60 * minute);
  BOOST_TEST((other.run(open_sealed_pair{out.sealed, "old"}, env).error().code == ec::unauthenticated));
  BOOST_TEST(out.sealed.expose().find(out.pair.refresh.expose()) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(passwords_fit_their_own_hash_and_nobodys_fits_none) {
  password_job passwords(4);
  auto h = passwords.run(hash_password{secret<>("correct horse")}, env);
  BOOST_REQUIRE(h);
  BOOST_TEST(passwords.run(check_password{secret<>("correct horse"), h->text}, env)->fits);
  BOOST_TEST(!passwords.run(check_password{secret<>("wrong horse"), h->text}, env)->fits);
  BOOST_TEST(!passwords.run(check_password{secret<>("correct horse"), secret<>()}, env)->fits);
  cancelled = true;
  BOOST_TEST((passwords.run(hash_password{secret<>("x")}, env).error().code == ec::cancelled));
  BOOST_TEST((passwords.run(check_password{secret<>("x"), h->text}, env).error().code == ec::cancelled));
}

BOOST_AUTO_TEST_CASE(an_unknown_account_costs_as_much_as_a_wrong_password) {
  password_job passwords(10);  // some 50 ms of processor time: long enough to measure
  auto h = passwords.run(hash_password{secret<>("correct horse")}, env);
  auto time_of = [&](const secret<>& stored) {
    auto least = std::numeric_limits<double>::max();
    for (int i = 0; i < 3; ++i) {
      auto begin = std::clock();  // of the processor: whatever else the machine does
      BOOST_TEST(!passwords.run(check_password{secret<>("wrong"), stored}, env)->fits);
      least = std::min(least, static_cast<double>(std::clock() - begin));
    }
    return least;
  };
  auto known = time_of(h->text);
  auto unknown = time_of(secret<>());
  BOOST_TEST(unknown > .5 * known);
  BOOST_TEST(unknown < 2 * known);
}

BOOST_AUTO_TEST_SUITE_END()
