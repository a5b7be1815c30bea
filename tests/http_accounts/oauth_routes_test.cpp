// Authorization code with PKCE: a code is good once, for its client, its address and its verifier.
#include "world.hpp"

#include <fm/crypto/base64url.hpp>
#include <fm/crypto/hash.hpp>

using namespace fm;
using namespace fm::test;

namespace {

const std::string redirect = "https://abcdef.chromiumapp.org/";
const std::string verifier(64, 'v');
const std::string challenge = crypto::to_base64url(crypto::bytes_of(crypto::sha256(verifier)));

struct oauth_world : world {
  std::string token;
  oauth_world() { token = text(join("ann"), "access_token"); }

  static std::string quoted(const std::string& name, const std::string& value) {
    return '"' + name + "\":\"" + value + '"';
  }
  std::shared_ptr<kept_answer> decide(bool yes, const std::string& to = redirect,
                                      const std::string& with = challenge) {
    return post("/api/v1/auth/oauth/authorize",
                "{" + quoted("client_id", "faultmaven-copilot") + "," + quoted("redirect_uri", to) + "," +
                    quoted("code_challenge", with) + "," + quoted("code_challenge_method", "S256") + "," +
                    quoted("scope", "openid") + "," + quoted("state", "xyz") +
                    (yes ? ",\"approved\":true}" : ",\"approved\":false}"),
                token);
  }
  std::string code() { return text(decide(true)->body(), "code"); }
  std::shared_ptr<kept_answer> redeem(const std::string& given, const std::string& with = verifier,
                                      const std::string& to = redirect,
                                      const std::string& client = "faultmaven-copilot") {
    return post("/api/v1/auth/oauth/token", "{" + quoted("grant_type", "authorization_code") + "," +
                                                quoted("code", given) + "," + quoted("code_verifier", with) +
                                                "," + quoted("client_id", client) + "," +
                                                quoted("redirect_uri", to) + "}");
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(oauth_routes, oauth_world)

BOOST_AUTO_TEST_CASE(a_client_gets_tokens_for_a_code_that_a_person_gave) {
  auto decided = decide(true);
  BOOST_TEST(decided->sent->status == 200);
  BOOST_TEST(text(decided->body(), "state") == "xyz");
  auto got = redeem(text(decided->body(), "code"));
  BOOST_TEST(got->sent->status == 200);
  BOOST_TEST(names(got->body()) ==
             "access_token refresh_token token_type expires_in refresh_expires_in user_id username");
  BOOST_TEST(get("/api/v1/auth/me", text(got->body(), "access_token"))->sent->status == 200);
  const auto refresh = text(got->body(), "refresh_token");
  auto again = post("/api/v1/auth/oauth/token", R"({"grant_type":"refresh_token","refresh_token":")" +
                                                    refresh + R"(","client_id":"faultmaven-copilot"})");
  BOOST_TEST(again->sent->status == 200);
  BOOST_TEST(text(again->body(), "refresh_token") != refresh);
}

BOOST_AUTO_TEST_CASE(a_code_is_refused_for_whatever_does_not_fit_in_the_same_words) {
  const auto refused = [](const kept_answer& a) {
    BOOST_TEST(a.sent->status == 400);
    BOOST_TEST(text(a.body(), "error") == "invalid_grant");
    return text(a.body(), "error_description");
  };
  const auto words = refused(*redeem("no code"));
  BOOST_TEST(refused(*redeem(code(), std::string(64, 'w'))) == words);
  BOOST_TEST(refused(*redeem(code(), verifier, "https://other.chromiumapp.org/")) == words);
  BOOST_TEST(refused(*redeem(code(), verifier, redirect, "faultmaven-slack-agent")) == words);
  const auto late = code();
  f.advance(2 * minute);
  BOOST_TEST(refused(*redeem(late)) == words);
}

BOOST_AUTO_TEST_CASE(a_code_used_twice_ends_what_came_of_it) {
  const auto given = code();
  const auto tokens = redeem(given)->body();
  BOOST_TEST(redeem(given)->sent->status == 400);
  BOOST_TEST(get("/auth/me", text(tokens, "access_token"))->sent->status == 401);
  BOOST_TEST(get("/auth/me", token)->sent->status == 200);
}

BOOST_AUTO_TEST_CASE(a_person_sees_what_is_asked_and_may_say_no) {
  sent_request what;
  what.query = {{"response_type", "code"},        {"client_id", "faultmaven-copilot"},
                {"redirect_uri", redirect},       {"state", "xyz"},
                {"scope", "openid cases:read"},   {"code_challenge", challenge},
                {"code_challenge_method", "S256"}};
  auto asked = call(http::method::get, "/api/v1/auth/oauth/authorize", what, token);
  BOOST_TEST(asked->sent->status == 200);
  BOOST_TEST(names(asked->body()) ==
             "client_id redirect_uri scope state code_challenge code_challenge_method user");
  BOOST_TEST(text(*asked->body().find("user"), "username") == "ann");
  BOOST_TEST(text(decide(false)->body(), "error") == "access_denied");
  what.query[1].second = "somebody-else";
  BOOST_TEST(call(http::method::get, "/api/v1/auth/oauth/authorize", what, token)->sent->status == 400);
  BOOST_TEST(decide(true, "https://evil.org/")->sent->status == 400);
  BOOST_TEST(decide(true, redirect, "plain")->sent->status == 400);
}

BOOST_AUTO_TEST_CASE(revoking_ends_the_sign_in_and_never_fails) {
  const auto tokens = redeem(code())->body();
  const auto revoke = [&](const std::string& what) {
    return post("/api/v1/auth/oauth/revoke",
                R"({"token":")" + what +
                    R"(","token_type_hint":"refresh_token","client_id":"faultmaven-copilot"})")
        ->sent->status;
  };
  BOOST_TEST(revoke("nonsense") == 200);
  BOOST_TEST(get("/auth/me", text(tokens, "access_token"))->sent->status == 200);
  BOOST_TEST(revoke(text(tokens, "refresh_token")) == 200);
  BOOST_TEST(get("/auth/me", text(tokens, "access_token"))->sent->status == 401);
}

BOOST_AUTO_TEST_CASE(other_grants_are_unsupported) {
  auto a = post("/api/v1/auth/oauth/token", R"({"grant_type":"password"})");
  BOOST_TEST(a->sent->status == 400);
  BOOST_TEST(text(a->body(), "error") == "unsupported_grant_type");
}

BOOST_AUTO_TEST_SUITE_END()
