#include "world.hpp"

using namespace fm;
using namespace fm::test;

BOOST_FIXTURE_TEST_SUITE(auth_routes, world)

BOOST_AUTO_TEST_CASE(a_person_registers_signs_in_and_reads_the_profile) {
  auto made = post(
      "/auth/register",
      R"({"email":"Ann@Example.org","username":"ann","password":"password of ann","full_name":"Ann B."})");
  BOOST_TEST(made->sent->status == 201);
  auto user = made->body();
  BOOST_TEST(names(user) == "user_id email username full_name roles is_active is_verified");
  BOOST_TEST(text(user, "email") == "ann@example.org");
  BOOST_TEST(text(user, "full_name") == "Ann B.");
  BOOST_TEST(user.find("roles")->as_array()->size() == 2u);
  BOOST_TEST(!*user.find("is_verified")->as_bool());
  auto in = sign_in("ann");
  BOOST_TEST(in->sent->status == 200);
  BOOST_TEST(header_of(*in, "Cache-Control") == "no-store");
  auto body = in->body();
  BOOST_TEST(names(body) == "access_token refresh_token token_type expires_in user");
  BOOST_TEST(names(*body.find("user")) == "user_id email username full_name roles is_active");
  BOOST_TEST(text(body, "token_type") == "bearer");
  BOOST_TEST(body.find("expires_in")->number() == 1'800);
  auto me = get("/auth/me", text(body, "access_token"));
  BOOST_TEST(me->sent->status == 200);
  BOOST_TEST((me->body() == user));
}

BOOST_AUTO_TEST_CASE(the_optional_name_may_be_absent_or_null) {
  auto made =
      post("/auth/register", R"({"email":"a@b","username":"a","password":"12345678","full_name":null})");
  BOOST_TEST(made->sent->status == 201);
  BOOST_TEST(made->body().find("full_name")->is_null());
}

BOOST_AUTO_TEST_CASE(a_taken_field_is_400_and_named) {
  join("ann");
  auto email = post("/auth/register", R"({"email":"ANN@example.org","username":"b","password":"12345678"})");
  BOOST_TEST(email->sent->status == 400);
  BOOST_TEST(text(email->body(), "detail") == "an account with this email exists already");
  auto name = post("/auth/register", R"({"email":"b@example.org","username":"ANN","password":"12345678"})");
  BOOST_TEST(name->sent->status == 400);
  BOOST_TEST(text(name->body(), "detail") == "an account with this username exists already");
}

BOOST_AUTO_TEST_CASE(a_wrong_shape_is_422_with_its_place) {
  auto found = [&](const std::string& path, const std::string& body) { return finding(*post(path, body)); };
  auto with = [&](const std::string& email, const std::string& username, const std::string& password) {
    return found("/auth/register",
                 R"({"email":)" + email + R"(,"username":)" + username + R"(,"password":)" + password + "}");
  };
  BOOST_TEST(found("/auth/register", "{}") == "missing body email");
  BOOST_TEST(found("/auth/register", "{") == "json_invalid body");
  BOOST_TEST(found("/auth/register", "[]") == "dict_type body");
  BOOST_TEST(with(R"("ann")", R"("ann")", R"("12345678")") == "value_error body email");
  BOOST_TEST(with("7", R"("ann")", R"("12345678")") == "string_type body email");
  BOOST_TEST(with(R"("a@b")", R"("")", R"("12345678")") == "string_too_short body username");
  BOOST_TEST(with(R"("a@b")", R"("   ")", R"("12345678")") == "value_error body username");
  BOOST_TEST(with(R"("a@b")", '"' + std::string(101, 'x') + '"', R"("12345678")") ==
             "string_too_long body username");
  BOOST_TEST(with(R"("a@b")", R"("ann")", R"("1234567")") == "string_too_short body password");
  BOOST_TEST(with(R"("a@b")", R"("ann")", '"' + std::string(1'025, 'x') + '"') ==
             "string_too_long body password");
  BOOST_TEST(with(R"("a@b")", R"("ann")", "12345678") == "string_type body password");
  BOOST_TEST(found("/auth/register", R"({"email":"a@b","username":"a"})") == "missing body password");
  BOOST_TEST(found("/auth/login", R"({"email":"a@b"})") == "missing body password");
  BOOST_TEST(found("/auth/login", R"({"email":"a","password":"x"})") == "value_error body email");
  BOOST_TEST(found("/auth/refresh", "{}") == "missing body refresh_token");
  BOOST_TEST(found("/auth/refresh", R"({"refresh_token":""})") == "string_too_short body refresh_token");
}

BOOST_AUTO_TEST_CASE(long_passwords_and_such_with_nul_count_whole) {
  for (std::string tail : {std::string(1'000, 'x'), std::string("\\u0000tail")}) {
    auto name = tail.size() > 100 ? "long" : "nul";
    BOOST_REQUIRE_EQUAL(
        post("/auth/register", std::string(R"({"email":")") + name + R"(@example.org","username":")" + name +
                                   R"(","password":"12345678)" + tail + R"("})")
            ->sent->status,
        201);
    BOOST_TEST(sign_in(name, "12345678" + tail)->sent->status == 200);
    BOOST_TEST(sign_in(name, "12345678" + tail + "y")->sent->status == 401);
    BOOST_TEST(sign_in(name, "12345678")->sent->status == 401);
  }
}

BOOST_AUTO_TEST_CASE(an_unknown_account_and_a_wrong_password_are_answered_alike) {
  join("ann");
  auto wrong = sign_in("ann", "another password");
  auto unknown = sign_in("nobody");
  BOOST_TEST(wrong->sent->status == 401);
  BOOST_TEST(header_of(*wrong, "WWW-Authenticate") == "Bearer");
  BOOST_TEST(wrong->sent->body == unknown->sent->body);
  BOOST_TEST((wrong->sent->headers == unknown->sent->headers));
}

BOOST_AUTO_TEST_CASE(too_many_failures_are_429_with_the_time_to_wait) {
  join("ann");
  for (int i = 0; i < 10; ++i) BOOST_TEST(sign_in("ann", "another password")->sent->status == 401);
  auto refused = sign_in("ann");
  BOOST_TEST(refused->sent->status == 429);
  BOOST_TEST(header_of(*refused, "Retry-After") == "6");
}

BOOST_AUTO_TEST_CASE(tokens_are_exchanged_and_ended) {
  auto in = join("ann");
  auto next = post("/auth/refresh", R"({"refresh_token":")" + text(in, "refresh_token") + R"("})");
  BOOST_TEST(next->sent->status == 200);
  BOOST_TEST(header_of(*next, "Cache-Control") == "no-store");
  BOOST_TEST(names(next->body()) == "access_token refresh_token token_type expires_in");
  auto access = text(next->body(), "access_token");
  auto out = post("/auth/logout", "", access);
  BOOST_TEST(out->sent->status == 200);
  BOOST_TEST(out->sent->body == R"({"message":"Logged out successfully","revoked":true})");
  for (const auto& token : {access, text(in, "access_token")}) {
    auto me = get("/auth/me", token);
    BOOST_TEST(me->sent->status == 401);
    BOOST_TEST(text(me->body(), "detail") == "the token has been revoked");
  }
  auto again = post("/auth/refresh", R"({"refresh_token":")" + text(next->body(), "refresh_token") + R"("})");
  BOOST_TEST(again->sent->status == 401);
}

BOOST_AUTO_TEST_CASE(the_wrong_kind_of_token_is_401) {
  auto in = join("ann");
  BOOST_TEST(get("/auth/me", text(in, "refresh_token"))->sent->status == 401);
  auto r = post("/auth/refresh", R"({"refresh_token":")" + text(in, "access_token") + R"("})");
  BOOST_TEST(r->sent->status == 401);
  BOOST_TEST(text(r->body(), "detail") == "this is an access token; a refresh token is needed");
  BOOST_TEST(post("/auth/refresh", R"({"refresh_token":"nonsense"})")->sent->status == 401);
}

BOOST_AUTO_TEST_CASE(a_shared_secret_is_never_published) {
  for (const char* path : {"/auth/.well-known/jwks.json", "/.well-known/jwks.json"})
    BOOST_TEST(get(path)->sent->body ==
               R"({"keys":[{"kty":"oct","alg":"HS256","use":"sig","kid":"default-key"}]})");
}

BOOST_AUTO_TEST_CASE(discovery_names_what_there_is) {
  for (const char* path : {"/auth/.well-known/openid-configuration", "/.well-known/openid-configuration"}) {
    auto body = get(path)->body();
    BOOST_TEST(text(body, "issuer") == "faultmaven-auth");
    std::vector<std::string> args;
    BOOST_TEST(find_row(rows, http::method::post, text(body, "token_endpoint"), args));
    BOOST_TEST(find_row(rows, http::method::get, text(body, "userinfo_endpoint"), args));
    BOOST_TEST(find_row(rows, http::method::get, text(body, "jwks_uri"), args));
    BOOST_TEST(
        names(body) ==
        "issuer authorization_endpoint token_endpoint userinfo_endpoint jwks_uri response_types_supported "
        "subject_types_supported id_token_signing_alg_values_supported "
        "token_endpoint_auth_methods_supported claims_supported grant_types_supported");
  }
}

BOOST_AUTO_TEST_CASE(health_needs_no_token) {
  BOOST_TEST(get("/auth/health")->sent->body == R"({"status":"healthy","service":"authentication"})");
  BOOST_TEST(get("/sessions/health")->sent->body == R"({"status":"healthy","service":"sessions"})");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(with_rsa_the_public_key_is_published_and_fits) {
  auto key = crypto::rsa_key::generate();
  world w(crypto::token_keys::rs256(key));
  auto body = w.get("/.well-known/jwks.json")->body();
  const auto& shown = body.find("keys")->as_array()->at(0);
  BOOST_TEST(names(shown) == "kty alg use kid n e");
  BOOST_TEST(text(shown, "n") == key.modulus());
  BOOST_TEST(text(shown, "e") == "AQAB");
  auto in = w.join("ann");
  BOOST_TEST(w.get("/auth/me", text(in, "access_token"))->sent->status == 200);
  BOOST_TEST(w.get("/.well-known/openid-configuration")->sent->body.find("RS256") != std::string::npos);
}
