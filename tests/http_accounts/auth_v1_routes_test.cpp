// Signing in and out below /api/v1, as the clients of both generations do it.
#include "world.hpp"

using namespace fm;
using namespace fm::test;

BOOST_FIXTURE_TEST_SUITE(auth_v1_routes, world)

BOOST_AUTO_TEST_CASE(registering_signs_in_with_a_session) {
  auto made =
      post("/api/v1/auth/register",
           R"({"username":"ann","email":"ann@example.org","display_name":"Ann B.","password":"12345678"})");
  BOOST_TEST(made->sent->status == 201);
  const auto body = made->body();
  BOOST_TEST(
      names(body) ==
      "access_token refresh_token token_type expires_in refresh_expires_in expires_at session_id user");
  const auto& user = *body.find("user");
  BOOST_TEST(text(user, "display_name") == "Ann B.");
  BOOST_TEST(*user.find("is_admin")->as_bool());
  BOOST_TEST(!*user.find("is_dev_user")->as_bool());
  // Milliseconds: the end of the access token.
  const auto ends = static_cast<micros>(body.find("expires_at")->number()) * millisecond;
  BOOST_TEST(ends > f.sys.now());
  BOOST_TEST(ends <= f.sys.now() + 30 * minute);
  const auto token = text(body, "access_token");
  BOOST_TEST(get("/sessions/" + text(body, "session_id"), token)->sent->status == 200);
  BOOST_TEST(get("/api/v1/auth/me", token)->sent->status == 200);
}

BOOST_AUTO_TEST_CASE(people_sign_in_by_username_or_email_and_with_a_password_only) {
  join("ann");
  const auto sign = [&](const std::string& body) { return post("/api/v1/auth/login", body)->sent->status; };
  BOOST_TEST(sign(R"({"username":"ann","password":"password of ann"})") == 200);
  BOOST_TEST(sign(R"({"email":"ann@example.org","username":null,"password":"password of ann"})") == 200);
  BOOST_TEST(sign(R"({"username":"ann"})") == 401);
  BOOST_TEST(sign(R"({"username":"ann","password":null})") == 401);
  BOOST_TEST(sign(R"({"username":"ann","password":"wrong one"})") == 401);
  BOOST_TEST(sign(R"({"password":"password of ann"})") == 422);
}

BOOST_AUTO_TEST_CASE(developers_need_no_password_for_accounts_that_have_none) {
  join("ann");
  const auto dev = [&](const std::string& name) {
    return post("/api/v1/auth/dev-login", R"({"username":")" + name + R"("})");
  };
  auto admin = dev("admin");
  BOOST_TEST(admin->sent->status == 200);
  const auto user = *admin->body().find("user");
  BOOST_TEST(*user.find("is_admin")->as_bool());
  BOOST_TEST(*user.find("is_dev_user")->as_bool());
  BOOST_TEST(text(*dev("admin")->body().find("user"), "user_id") == text(user, "user_id"));
  BOOST_TEST(!*dev("bob")->body().find("user")->find("is_admin")->as_bool());
  BOOST_TEST(dev("ann")->sent->status == 403);
  // No password fits such an account.
  BOOST_TEST(
      post("/auth/login", R"({"email":")" + text(user, "email") + R"(","password":""})")->sent->status ==
      401);
}

BOOST_AUTO_TEST_CASE(signing_out_ends_all_tokens_and_sessions) {
  join("ann");
  const auto in = [&] {
    return post("/api/v1/auth/login", R"({"username":"ann","password":"password of ann"})")->body();
  };
  for (const char* path : {"/api/v1/auth/logout", "/v1/auth/logout"}) {
    const auto first = in(), second = in();
    f.advance(2 * fm::second);  // tokens say when they were issued in whole seconds
    auto out = post(path, "", text(first, "access_token"));
    BOOST_TEST(out->sent->status == 200);
    BOOST_TEST(*out->body().find("all_sessions_ended")->as_bool());
    BOOST_TEST(get("/auth/me", text(second, "access_token"))->sent->status == 401);
    BOOST_TEST(post("/auth/refresh", R"({"refresh_token":")" + text(second, "refresh_token") + R"("})")
                   ->sent->status == 401);
    f.advance(2 * fm::second);
    BOOST_TEST(get("/sessions", text(in(), "access_token"))->body().as_array()->size() == 1u);
    post("/api/v1/auth/logout", "", text(in(), "access_token"));
    f.advance(2 * fm::second);
  }
}

BOOST_AUTO_TEST_CASE(a_refresh_says_everything_the_clients_need) {
  const auto in = join("ann");
  auto again = post("/api/v1/auth/refresh", R"({"refresh_token":")" + text(in, "refresh_token") + R"("})");
  BOOST_TEST(again->sent->status == 200);
  BOOST_TEST(names(again->body()) ==
             "access_token refresh_token token_type expires_in refresh_expires_in expires_at");
}

BOOST_AUTO_TEST_CASE(the_configuration_says_that_a_password_is_needed) {
  const auto body = get("/api/v1/auth/config")->body();
  BOOST_TEST(text(body, "auth_mode") == "local");
  BOOST_TEST(text(body, "login_endpoint") == "/api/v1/auth/login");
  BOOST_TEST(*body.find("supports_registration")->as_bool());
  BOOST_TEST(*body.find("password_required")->as_bool());
}

BOOST_AUTO_TEST_SUITE_END()
