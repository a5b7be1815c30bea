#pragma once
// The real modules behind the rows of accounts and sessions, on a clock that the test moves.
#include <fm/auth/spawn.hpp>
#include <fm/http/auth_routes.hpp>
#include <fm/http/session_routes.hpp>
#include <fm/json/value.hpp>
#include <fm/jwt/board_gate.hpp>
#include <fm/jwt/jwt_identity.hpp>
#include <fm/memory/spawn.hpp>
#include <fm/sessions/spawn.hpp>
#include <fm/sqlite/open.hpp>
#include <fm/storage/spawn.hpp>
#include <fm/test/actor_fixture.hpp>
#include <fm/test/route_call.hpp>
#include <fm/test/temp_folder.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace fm::test {

struct world {
  temp_folder folder;
  actor_fixture<auth::messages, sessions::messages, db::messages, kv::messages,
                providers::revocation_messages>
      f;
  std::shared_ptr<db::database> database =
      std::move(*sqlite::open(folder / "fm.db", {auth::schema(), sessions::schema()}));
  std::shared_ptr<const crypto::token_keys> keys;
  std::shared_ptr<jwt::revocation_board> board = std::make_shared<jwt::revocation_board>(30 * minute);
  std::shared_ptr<providers::identity> identity;
  http::route_table rows;

  explicit world(crypto::token_keys k = crypto::token_keys::hs256("secret of the tests"),
                 auth::options how = {})
      : keys(std::make_shared<const crypto::token_keys>(std::move(k))) {
    db::spawn(f.sys, database);
    memory::spawn_kv(f.sys);
    jwt::spawn_board(f.sys, board);
    identity = jwt::make_identity(keys, board);
    how.password_cost = 4;
    how.dev_login = true;
    how.redirects = {"https://*.chromiumapp.org/"};
    const auto accounts = auth::spawn(f.sys, keys, how);
    const auto live = sessions::spawn(f.sys);
    for (auto& table : {http::auth_routes(f.sys, accounts), http::account_routes(f.sys, accounts),
                        http::membership_routes(f.sys, accounts, "https://faults.example.org"),
                        http::auth_v1_routes(f.sys, accounts, http::sign_in_sessions(live.place())),
                        http::oauth_routes(f.sys, accounts), http::session_routes(f.sys, live)})
      rows.insert(rows.end(), table.begin(), table.end());
  }

  explicit world(auth::options how)
      : world(crypto::token_keys::hs256("secret of the tests"), std::move(how)) {}

  /// As the gateway does it: a bearer is verified, and rows that need one are not reached without.
  std::shared_ptr<kept_answer> call(http::method verb, const std::string& path, sent_request what = {},
                                    const std::string& token = {}) {
    std::vector<std::string> args;
    const auto* row = http_row(verb, path, args);
    what.without_token = row->needs == http::access::optional && token.empty();
    if (!what.without_token && (row->needs != http::access::open || !token.empty())) {
      auto who = identity->verify(token, f.sys.now());
      if (!who) return refusal(who.error());
      const auto& roles = (*who)->roles;
      if (row->needs == http::access::admin && std::find(roles.begin(), roles.end(), "admin") == roles.end())
        return refusal(fail(ec::forbidden));
      what.who = *who;
    }
    return call_row(rows, verb, path, std::move(what), [this] { f.run(); });
  }
  std::shared_ptr<kept_answer> post(const std::string& path, const std::string& body,
                                    const std::string& token = {}) {
    sent_request what;
    what.body = body;
    return call(http::method::post, path, std::move(what), token);
  }
  std::shared_ptr<kept_answer> get(const std::string& path, const std::string& token = {}) {
    return call(http::method::get, path, {}, token);
  }
  /// Registers and signs in; gives the body of the sign-in.
  json::value join(const std::string& name) {
    auto made = post("/auth/register", R"({"email":")" + name + R"(@example.org","username":")" + name +
                                           R"(","password":"password of )" + name + R"("})");
    BOOST_REQUIRE_EQUAL(made->sent->status, 201);
    return sign_in(name)->body();
  }
  std::shared_ptr<kept_answer> sign_in(const std::string& name, const std::string& password = {}) {
    return post("/auth/login", R"({"email":")" + name + R"(@example.org","password":")" +
                                   (password.empty() ? "password of " + name : password) + R"("})");
  }

 private:
  static std::shared_ptr<kept_answer> refusal(const failure& why) {
    auto refused = std::make_shared<kept_answer>();
    refused->send(http::problem(why));
    return refused;
  }
  const http::route* http_row(http::method verb, const std::string& path, std::vector<std::string>& args) {
    const auto* row = find_row(rows, verb, path, args);
    BOOST_REQUIRE(row);
    return row;
  }
};

inline std::string text(const json::value& v, const char* name) {
  const auto* member = v.find(name);
  return member && member->as_string() ? *member->as_string() : "no text " + std::string(name);
}
/// The names of an object's members, in order and with blanks between.
inline std::string names(const json::value& v) {
  std::string out;
  if (const auto* members = v.as_object())
    for (const auto& [name, unused] : *members) out += (out.empty() ? "" : " ") + name;
  return out;
}
inline std::string header_of(const kept_answer& a, const std::string& name) {
  for (const auto& [n, v] : a.sent->headers)
    if (n == name) return v;
  return {};
}
/// The first finding of a 422: its type and its place.
inline std::string finding(const kept_answer& a) {
  if (a.sent->status != 422) return "status " + std::to_string(a.sent->status);
  const auto body = a.body();
  const auto& first = body.find("detail")->as_array()->at(0);
  std::string out = text(first, "type");
  for (const auto& step : *first.find("loc")->as_array()) out += " " + *step.as_string();
  return out;
}

}  // namespace fm::test
