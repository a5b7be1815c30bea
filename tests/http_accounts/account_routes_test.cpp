// New passwords, keys for scripts, administration and the log of it all.
#include "world.hpp"

using namespace fm;
using namespace fm::test;

namespace {

struct with_people : world {
  std::string admin, user, user_id;
  with_people() {
    admin = text(join("root"), "access_token");
    f.advance(2 * fm::second);
    const auto in = join("ann");
    user = text(in, "access_token");
    user_id = text(*in.find("user"), "user_id");
    f.advance(2 * fm::second);  // tokens say when they were issued in whole seconds
  }
  std::shared_ptr<kept_answer> patch_user(const std::string& id, const std::string& body) {
    sent_request what;
    what.body = body;
    return call(http::method::patch, "/admin/users/" + id, std::move(what), admin);
  }
  int me(const std::string& token) { return get("/auth/me", token)->sent->status; }
  /// Actions of the audit log, newest first.
  std::string actions(const std::string& query_name = {}, const std::string& value = {}) {
    sent_request what;
    if (!query_name.empty()) what.query = {{query_name, value}};
    const auto body = call(http::method::get, "/admin/audit-log", std::move(what), admin)->body();
    std::string out;
    for (const auto& r : *body.find("records")->as_array())
      out += (out.empty() ? "" : " ") + text(r, "action");
    return out;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(account_routes, with_people)

BOOST_AUTO_TEST_CASE(a_new_password_ends_every_sign_in_and_begins_one) {
  auto changed = post("/auth/password",
                      R"({"current_password":"password of ann","new_password":"a better password"})", user);
  BOOST_TEST(changed->sent->status == 200);
  BOOST_TEST(header_of(*changed, "Cache-Control") == "no-store");
  BOOST_TEST(me(user) == 401);
  BOOST_TEST(me(text(changed->body(), "access_token")) == 200);
  BOOST_TEST(sign_in("ann")->sent->status == 401);
  BOOST_TEST(sign_in("ann", "a better password")->sent->status == 200);
}

BOOST_AUTO_TEST_CASE(the_present_password_must_be_right_and_the_new_one_by_the_rules) {
  const auto change = [&](const std::string& present, const std::string& next) {
    return post("/auth/password",
                R"({"current_password":")" + present + R"(","new_password":")" + next + R"("})", user);
  };
  BOOST_TEST(finding(*change("password of ann", "short")) == "string_too_short body new_password");
  for (int i = 0; i < 10; ++i) BOOST_TEST(change("wrong", "long enough")->sent->status == 400);
  BOOST_TEST(change("password of ann", "long enough")->sent->status == 429);
  BOOST_TEST(me(user) == 200);
}

BOOST_AUTO_TEST_CASE(an_admin_hands_over_a_reset_that_is_good_once) {
  auto granted = call(http::method::post, "/admin/users/" + user_id + "/password-reset", {}, admin);
  BOOST_TEST(granted->sent->status == 201);
  const auto token = text(granted->body(), "reset_token");
  BOOST_TEST(me(user) == 200);
  const auto reset = [&](const std::string& with) {
    return post("/auth/password-reset", R"({"token":")" + with + R"(","new_password":"set anew 1"})")
        ->sent->status;
  };
  BOOST_TEST(reset("fmr_nothing") == 400);
  BOOST_TEST(reset(token) == 200);
  BOOST_TEST(me(user) == 401);
  BOOST_TEST(sign_in("ann", "set anew 1")->sent->status == 200);
  BOOST_TEST(reset(token) == 400);
  // A second one makes the first void, and a day ends it.
  const auto first =
      text(call(http::method::post, "/admin/users/" + user_id + "/password-reset", {}, admin)->body(),
           "reset_token");
  const auto second =
      text(call(http::method::post, "/admin/users/" + user_id + "/password-reset", {}, admin)->body(),
           "reset_token");
  BOOST_TEST(reset(first) == 400);
  f.advance(24 * 60 * minute + fm::second);
  BOOST_TEST(reset(second) == 400);
}

BOOST_AUTO_TEST_CASE(a_key_is_shown_once_and_does_what_its_scopes_say) {
  auto made = post("/auth/api-keys", R"({"name":"ci","scopes":["read"],"expires_in_days":1})", user);
  BOOST_TEST(made->sent->status == 201);
  const auto key = text(made->body(), "key");
  BOOST_TEST(key.starts_with("fmk_"));
  auto listed = get("/auth/api-keys", user);
  BOOST_TEST(listed->sent->body.find(key) == std::string::npos);
  BOOST_TEST(text(listed->body().find("keys")->as_array()->at(0), "prefix") == key.substr(0, 12));
  auto who = identity->verify(key, f.sys.now());
  BOOST_REQUIRE(who);
  BOOST_TEST((*who)->user == user_id);
  BOOST_TEST((*who)->by_key);
  BOOST_TEST((*who)->reads_only);
  BOOST_TEST(me(key) == 200);
  f.advance(24 * 60 * minute + fm::second);
  BOOST_TEST(!identity->verify(key, f.sys.now()));
}

BOOST_AUTO_TEST_CASE(a_revoked_key_passes_no_more_and_other_keys_do) {
  const auto made = post("/auth/api-keys", R"({"name":"a","scopes":["write"]})", user)->body();
  const auto other = post("/auth/api-keys", R"({"name":"b"})", user)->body();
  BOOST_TEST(!(*identity->verify(text(made, "key"), f.sys.now()))->reads_only);
  const auto path = "/auth/api-keys/" + text(made, "key_id");
  BOOST_TEST(call(http::method::del, path, {}, admin)->sent->status == 404);
  BOOST_TEST(call(http::method::del, path, {}, user)->sent->status == 204);
  BOOST_TEST(call(http::method::del, path, {}, user)->sent->status == 404);
  BOOST_TEST(me(text(made, "key")) == 401);
  BOOST_TEST(me(text(other, "key")) == 200);
}

BOOST_AUTO_TEST_CASE(an_admins_key_is_one_only_by_scope_and_as_long_as_the_role) {
  BOOST_TEST(post("/auth/api-keys", R"({"name":"a","scopes":["admin"]})", user)->sent->status == 403);
  const auto reader = text(post("/auth/api-keys", R"({"name":"r"})", admin)->body(), "key");
  const auto keeper =
      text(post("/auth/api-keys", R"({"name":"k","scopes":["admin"]})", admin)->body(), "key");
  BOOST_TEST(get("/admin/users", reader)->sent->status == 403);
  BOOST_TEST(get("/admin/users", keeper)->sent->status == 200);
  // Somebody else becomes admin, so that this one can stop being it.
  BOOST_TEST(patch_user(user_id, R"({"roles":["user","admin"]})")->sent->status == 200);
  const auto root_id = text(*sign_in("root")->body().find("user"), "user_id");
  f.advance(2 * fm::second);
  BOOST_TEST(patch_user(root_id, R"({"roles":["user"]})")->sent->status == 200);
  BOOST_TEST(get("/admin/users", keeper)->sent->status == 403);
}

BOOST_AUTO_TEST_CASE(keys_are_bounded_and_their_words_checked) {
  BOOST_TEST(finding(*post("/auth/api-keys", R"({"name":"a","scopes":["all"]})", user)) ==
             "enum body scopes");
  BOOST_TEST(finding(*post("/auth/api-keys", R"({"name":"a","scopes":[]})", user)) ==
             "too_short body scopes");
  BOOST_TEST(finding(*post("/auth/api-keys", R"({"scopes":["read"]})", user)) == "missing body name");
  for (int i = 0; i < 50; ++i)
    BOOST_TEST(post("/auth/api-keys", R"({"name":"a"})", user)->sent->status == 201);
  BOOST_TEST(post("/auth/api-keys", R"({"name":"a"})", user)->sent->status == 409);
}

BOOST_AUTO_TEST_CASE(a_disabled_account_is_out_at_once_with_its_keys) {
  const auto key = text(post("/auth/api-keys", R"({"name":"a"})", user)->body(), "key");
  auto changed = patch_user(user_id, R"({"is_active":false})");
  BOOST_TEST(changed->sent->status == 200);
  BOOST_TEST(!*changed->body().find("is_active")->as_bool());
  BOOST_TEST(me(user) == 401);
  BOOST_TEST(me(key) == 401);
  BOOST_TEST(sign_in("ann")->sent->status == 401);
  BOOST_TEST(patch_user(user_id, R"({"is_active":true})")->sent->status == 200);
  BOOST_TEST(sign_in("ann")->sent->status == 200);
  BOOST_TEST(me(key) == 200);
}

BOOST_AUTO_TEST_CASE(the_last_admin_stays_one) {
  const auto root_id = text(*sign_in("root")->body().find("user"), "user_id");
  BOOST_TEST(patch_user(root_id, R"({"roles":["user"]})")->sent->status == 409);
  BOOST_TEST(patch_user(root_id, R"({"is_active":false})")->sent->status == 409);
  BOOST_TEST(get("/admin/users", admin)->sent->status == 200);
}

BOOST_AUTO_TEST_CASE(users_are_found_by_a_part_of_their_names) {
  join("a_nn");
  const auto found = [&](const std::string& part) {
    sent_request what;
    what.query = {{"search", part}};
    const auto body = call(http::method::get, "/admin/users", std::move(what), admin)->body();
    std::string out;
    for (const auto& u : *body.find("users")->as_array()) out += text(u, "username") + " ";
    return out + std::to_string(static_cast<int>(body.find("total_count")->number()));
  };
  BOOST_TEST(found("") == "a_nn ann root 3");
  BOOST_TEST(found("ANN") == "ann 1");
  BOOST_TEST(found("a_n") == "a_nn 1");
  BOOST_TEST(found("%") == "0");
  BOOST_TEST(get("/admin/users", user)->sent->status == 403);
  BOOST_TEST(get("/admin/users/" + user_id, admin)->sent->status == 200);
  BOOST_TEST(get("/admin/users/nobody", admin)->sent->status == 404);
  BOOST_TEST(get("/admin/users/0190f6b0-7b1c-7a40-9d2e-0f4b6c1d2e3f", admin)->sent->status == 404);
  BOOST_TEST(finding(*patch_user(user_id, R"({"roles":["admin"]})")) == "value_error body roles");
}

BOOST_AUTO_TEST_CASE(what_happened_is_in_the_audit_log) {
  const auto all = actions();
  BOOST_TEST(std::count(all.begin(), all.end(), ' ') == 3);
  BOOST_TEST(all.find("register") != std::string::npos);
  sign_in("ann", "wrong password");
  f.advance(fm::second);
  patch_user(user_id, R"({"is_active":false})");
  BOOST_TEST(actions().starts_with("user.change sign_in.failed "));
  BOOST_TEST(actions("action", "user.change") == "user.change");
  BOOST_TEST(actions("user_id", user_id).size() == std::string("sign_in register").size());
  sent_request what;
  what.query = {{"limit", "1"}};
  const auto newest = call(http::method::get, "/admin/audit-log", what, admin)->body();
  const auto& record = newest.find("records")->as_array()->at(0);
  BOOST_TEST(text(record, "object") == user_id);
  BOOST_TEST(text(record, "detail") == "disabled, roles user");
  what.query = {{"limit", "1"}, {"before", text(record, "audit_id")}};
  const auto next = call(http::method::get, "/admin/audit-log", what, admin)->body();
  BOOST_TEST(text(next.find("records")->as_array()->at(0), "action") == "sign_in.failed");
}

BOOST_AUTO_TEST_SUITE_END()
