// How accounts come and go: who may register, invites, and the end of an account.
#include "world.hpp"

using namespace fm;
using namespace fm::test;

namespace {

const std::string setup_token = "a setup token of the tests";

auth::options invited_only(auth::registration how = auth::registration::invite) {
  auth::options o;
  o.registration = how;
  o.setup_token = secret<>(setup_token);
  return o;
}

std::string registration_of(const std::string& name, const std::string& more = {}) {
  return R"({"email":")" + name + R"(@example.org","username":")" + name + R"(","password":"password of )" +
         name + '"' + (more.empty() ? "" : "," + more) + "}";
}

struct invited_world : world {
  explicit invited_world(auth::registration how = auth::registration::invite) : world(invited_only(how)) {}
  /// The status, and the code of a refusal.
  std::string join_with(const std::string& name, const std::string& more = {},
                        const std::string& path = "/auth/register") {
    auto answer = post(path, registration_of(name, more));
    const auto code = header_of(*answer, "x-error-code");
    return std::to_string(answer->sent->status) + (code.empty() ? "" : " " + code);
  }
  std::string setup(const std::string& token = setup_token) { return R"("setup_token":")" + token + '"'; }
  std::string with(const json::value& made) { return R"("invite":")" + text(made, "invite") + '"'; }
  std::string admin() {
    BOOST_TEST(join_with("root", setup()) == "201");
    return text(sign_in("root")->body(), "access_token");
  }
};
struct closed_world : invited_world {
  closed_world() : invited_world(auth::registration::closed) {}
};

const std::string closed = "403 REGISTRATION_CLOSED";

std::shared_ptr<kept_answer> remove(world& w, const std::string& path, const std::string& token,
                                    const std::string& body = {}) {
  sent_request what;
  what.body = body;
  return w.call(http::method::del, path, std::move(what), token);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(membership_routes)

BOOST_FIXTURE_TEST_CASE(the_setup_token_lets_the_first_account_in_and_no_other, invited_world) {
  BOOST_TEST(join_with("eve") == closed);
  BOOST_TEST(join_with("eve", setup("another token")) == closed);
  BOOST_TEST(join_with("eve", {}, "/api/v1/auth/register") == closed);
  auto made = post("/api/v1/auth/register", registration_of("root", setup()));
  BOOST_TEST(made->sent->status == 201);
  BOOST_TEST(*made->body().find("user")->find("is_admin")->as_bool());
  BOOST_TEST(join_with("eve", setup()) == closed);
}

BOOST_FIXTURE_TEST_CASE(the_setup_token_is_not_for_guessing, invited_world) {
  int looked_at = 0;
  for (int i = 0; i < 40; ++i)
    looked_at += join_with("eve", setup("guess " + std::to_string(i))) == closed ? 1 : 0;
  BOOST_TEST(looked_at == 10);
  BOOST_TEST(join_with("root", setup()) == "429");
  f.advance(minute);
  BOOST_TEST(join_with("root", setup()) == "201");
}

BOOST_FIXTURE_TEST_CASE(an_invite_is_for_one_account_of_whom_it_names, invited_world) {
  const auto token = admin();
  auto made = post("/admin/invites", R"({"email":"Ann@example.org"})", token);
  BOOST_TEST(made->sent->status == 201);
  BOOST_TEST(header_of(*made, "Cache-Control") == "no-store");
  const auto invite = made->body();
  BOOST_TEST(names(invite) == "invite_id email created_by created_at expires_at used_at used_by invite link");
  BOOST_TEST(text(invite, "link").ends_with("/register?invite=" + text(invite, "invite")));
  BOOST_TEST(join_with("bob", with(invite)) == closed);
  BOOST_TEST(join_with("ann", with(invite)) == "201");
  BOOST_TEST(join_with("ann2", with(invite)) == closed);
  const auto list = get("/admin/invites", token)->body();
  const auto& used = list.find("invites")->as_array()->at(0);
  BOOST_TEST(text(used, "used_by") == text(*sign_in("ann")->body().find("user"), "user_id"));
  BOOST_TEST(remove(*this, "/admin/invites/" + text(used, "invite_id"), token)->sent->status == 404);
  // Who is no admin neither sees nor makes any.
  const auto ann = text(sign_in("ann")->body(), "access_token");
  BOOST_TEST(get("/admin/invites", ann)->sent->status == 403);
  BOOST_TEST(post("/admin/invites", "", ann)->sent->status == 403);
}

BOOST_FIXTURE_TEST_CASE(an_invite_expires_and_can_be_withdrawn, invited_world) {
  auto token = admin();
  const auto first = post("/admin/invites", "", token)->body();
  const auto path = "/admin/invites/" + text(first, "invite_id");
  BOOST_TEST(remove(*this, path, token)->sent->status == 204);
  BOOST_TEST(remove(*this, path, token)->sent->status == 404);
  BOOST_TEST(remove(*this, "/admin/invites/none", token)->sent->status == 404);
  BOOST_TEST(join_with("ann", with(first)) == closed);
  const auto second = post("/admin/invites", R"({"expires_in_days":1})", token)->body();
  f.advance(24 * 60 * minute);
  BOOST_TEST(join_with("ann", with(second)) == closed);
  token = text(sign_in("root")->body(), "access_token");
  BOOST_TEST(get("/admin/invites", token)->body().find("invites")->as_array()->empty());
  BOOST_TEST(finding(*post("/admin/invites", R"({"expires_in_days":91})", token)) ==
             "less_than_equal body expires_in_days");
  BOOST_TEST(finding(*post("/admin/invites", R"({"email":"ann"})", token)) == "value_error body email");
}

BOOST_FIXTURE_TEST_CASE(nobody_registers_where_it_is_closed, closed_world) {
  const auto token = admin();
  const auto invite = post("/admin/invites", "", token)->body();
  BOOST_TEST(join_with("ann", with(invite)) == closed);
}

BOOST_FIXTURE_TEST_CASE(a_username_that_can_be_taken_for_another_is_refused, world) {
  join("ann");
  const auto found = [&](const std::string& username) {
    auto answer = post("/auth/register", R"({"email":"eve@example.org","username":")" + username +
                                             R"(","password":"12345678"})");
    return answer->sent->status == 422 ? finding(*answer) : std::to_string(answer->sent->status);
  };
  BOOST_TEST(found("ann@example.org") == "value_error body username");
  BOOST_TEST(found("ann ") == "value_error body username");
  BOOST_TEST(found("ann\xE2\x80\x8B") == "value_error body username");
  BOOST_TEST(found("ANN") == "400");
  BOOST_TEST(found("J\xC3\x84GER") == "201");
  auto twin = post("/auth/register",
                   "{\"email\":\"eva@example.org\",\"username\":\"j\xC3\xA4ger\",\"password\":\"12345678\"}");
  BOOST_TEST(twin->sent->status == 400);
  BOOST_TEST(text(twin->body(), "detail") == "an account with this username exists already");
  BOOST_TEST(
      post("/api/v1/auth/login", "{\"username\":\"j\xC3\xA4ger\",\"password\":\"12345678\"}")->sent->status ==
      200);
}

BOOST_FIXTURE_TEST_CASE(an_account_is_deleted_with_its_password_and_everything_of_it_is_void, world) {
  join("root");
  const auto in = join("ann");
  const auto token = text(in, "access_token");
  const auto key = text(post("/auth/api-keys", R"({"name":"a"})", token)->body(), "key");
  BOOST_TEST(finding(*remove(*this, "/auth/me", token, "{}")) == "missing body password");
  BOOST_TEST(remove(*this, "/auth/me", token, R"({"password":"wrong"})")->sent->status == 400);
  BOOST_TEST(remove(*this, "/auth/me", token, R"({"password":"password of ann"})")->sent->status == 204);
  BOOST_TEST(get("/auth/me", token)->sent->status == 401);
  BOOST_TEST(get("/auth/me", key)->sent->status == 401);
  BOOST_TEST(sign_in("ann")->sent->status == 401);
  BOOST_TEST(
      post("/auth/refresh", R"({"refresh_token":")" + text(in, "refresh_token") + R"("})")->sent->status ==
      401);
  // Name and address are free again, and tokens of before are not those of the new account.
  join("ann");
  BOOST_TEST(get("/auth/me", token)->sent->status == 401);
}

BOOST_FIXTURE_TEST_CASE(an_admin_deletes_accounts_but_the_last_admin_stays, world) {
  const auto root = join("root");
  const auto token = text(root, "access_token");
  const auto root_id = text(*root.find("user"), "user_id");
  const auto ann_id = text(*join("ann").find("user"), "user_id");
  for (auto answer : {remove(*this, "/admin/users/" + root_id, token),
                      remove(*this, "/auth/me", token, R"({"password":"password of root"})")}) {
    BOOST_TEST(answer->sent->status == 409);
    BOOST_TEST(header_of(*answer, "x-error-code") == "LAST_ADMIN");
  }
  BOOST_TEST(remove(*this, "/admin/users/" + ann_id, token)->sent->status == 204);
  BOOST_TEST(remove(*this, "/admin/users/" + ann_id, token)->sent->status == 404);
  BOOST_TEST(remove(*this, "/admin/users/nobody", token)->sent->status == 404);
  BOOST_TEST(get("/admin/users/" + ann_id, token)->sent->status == 404);
  sent_request what;
  what.query = {{"action", "user.delete"}};
  const auto log = call(http::method::get, "/admin/audit-log", what, token)->body();
  const auto& record = log.find("records")->as_array()->at(0);
  BOOST_TEST(text(record, "object") == ann_id);
  BOOST_TEST(text(record, "user_id") == root_id);
}

BOOST_FIXTURE_TEST_CASE(the_token_endpoint_takes_forms, world) {
  const auto form = [&](const std::string& path, std::vector<std::pair<std::string, std::string>> pairs) {
    sent_request what;
    what.content_type = "application/x-www-form-urlencoded";
    for (auto& [name, value] : pairs) {
      http::form_part part;
      part.name = name;
      part.value = value;
      what.form.push_back(std::move(part));
    }
    return call(http::method::post, path, std::move(what));
  };
  const auto in = join("ann");
  auto again = form("/api/v1/auth/oauth/token", {{"grant_type", "refresh_token"},
                                                 {"refresh_token", text(in, "refresh_token")},
                                                 {"client_id", "faultmaven-copilot"},
                                                 {"scope", "openid"}});
  BOOST_TEST(again->sent->status == 200);
  const auto refresh = text(again->body(), "refresh_token");
  BOOST_TEST(form("/api/v1/auth/oauth/revoke", {{"token", refresh}})->sent->status == 200);
  auto revoked =
      form("/api/v1/auth/oauth/token", {{"grant_type", "refresh_token"}, {"refresh_token", refresh}});
  BOOST_TEST(text(revoked->body(), "error") == "invalid_grant");
  BOOST_TEST(text(form("/api/v1/auth/oauth/token", {{"grant_type", "password"}})->body(), "error") ==
             "unsupported_grant_type");
}

BOOST_AUTO_TEST_SUITE_END()
