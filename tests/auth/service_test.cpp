// The whole module over a real database, on a clock that the test moves.
#include "fm/auth/spawn.hpp"

#include <fm/json/value.hpp>
#include <fm/jwt/board_gate.hpp>
#include <fm/jwt/jwt_identity.hpp>
#include <fm/sqlite/open.hpp>
#include <fm/storage/spawn.hpp>
#include <fm/test/actor_fixture.hpp>
#include <fm/test/temp_folder.hpp>

#include <boost/test/unit_test.hpp>

#include <memory>
#include <set>
#include <string>

using namespace fm;

namespace {

using fixture = test::actor_fixture<auth::messages, db::messages, providers::revocation_messages>;

/// One life of the server over a data folder.
struct life {
  fixture f;
  std::shared_ptr<db::database> database;
  std::shared_ptr<const crypto::token_keys> keys;
  std::shared_ptr<jwt::revocation_board> board = std::make_shared<jwt::revocation_board>(30 * minute);
  std::shared_ptr<providers::identity> identity;
  auth::handle accounts;

  explicit life(const test::temp_folder& folder, const std::string& secret = "secret of the tests") {
    f.ctx.user = "";
    database = std::move(*sqlite::open(folder / "fm.db", {auth::schema()}));
    keys = std::make_shared<const crypto::token_keys>(crypto::token_keys::hs256(secret));
    identity = jwt::make_identity(keys, board);
    db::spawn(f.sys, database);
    jwt::spawn_board(f.sys, board);
    auth::options how;
    how.password_cost = 4;
    accounts = auth::spawn(f.sys, keys, how);
    BOOST_REQUIRE(f.ask(accounts, auth::load_revocations{}));
  }
  /// A clock like that of the life before.
  void advance_to(micros t) {
    if (t > f.sys.now()) f.advance(t - f.sys.now());
  }

  outcome<auth::user_record> join(const std::string& name) {
    return f.ask(accounts,
                 auth::register_user{name + "@example.org", name, secret<>("password of " + name), ""});
  }
  outcome<auth::signed_in> sign_in(const std::string& name, const std::string& password = {}) {
    return f.ask(accounts,
                 auth::sign_in{name + "@example.org",
                               secret<>(password.empty() ? "password of " + name : password), "::1"});
  }
  outcome<auth::signed_in> refresh(const auth::token_pair& p) {
    return f.ask(accounts, auth::refresh_tokens{p.refresh});
  }
  std::string verdict(const auth::token_pair& p) {
    auto r = identity->verify(p.access.expose(), f.sys.now());
    return r ? "good" : r.error().text;
  }
  outcome<done> sign_out(const auth::token_pair& p) {
    auto who = identity->verify(p.access.expose(), f.sys.now());
    BOOST_REQUIRE(who);
    return f.ask(accounts, auth::sign_out{(*who)->token_id, (*who)->family, (*who)->expires});
  }
};

struct service_fixture {
  test::temp_folder folder;
  std::unique_ptr<life> server = std::make_unique<life>(folder);

  void restart(const std::string& secret = "secret of the tests") {
    auto then = server->f.sys.now();
    server.reset();
    server = std::make_unique<life>(folder, secret);
    server->advance_to(then);
  }
};

bool same(const auth::token_pair& a, const auth::token_pair& b) {
  return a.access == b.access && a.refresh == b.refresh && a.access_ends == b.access_ends;
}

template <class T>
std::string why(const outcome<T>& r) {
  return r ? "accepted" : r.error().text;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(auth_service, service_fixture)

BOOST_AUTO_TEST_CASE(a_person_registers_signs_in_and_is_known) {
  auto ann = server->join("ann");
  BOOST_REQUIRE_MESSAGE(ann, why(ann));
  BOOST_TEST((ann->roles == std::vector<std::string>{"user", "admin"}));
  auto bob = server->join("bob");
  BOOST_TEST((bob->roles == std::vector<std::string>{"user"}));
  auto in = server->sign_in("bob");
  BOOST_REQUIRE_MESSAGE(in, why(in));
  auto who = server->identity->verify(in->tokens.access.expose(), server->f.sys.now());
  BOOST_REQUIRE_MESSAGE(who, why(who));
  BOOST_TEST((*who)->user == bob->id);
  BOOST_TEST((*who)->username == "bob");
  server->f.ctx.user = (*who)->user;
  auto me = server->f.ask(server->accounts, auth::get_profile{});
  BOOST_REQUIRE(me);
  BOOST_TEST(me->email == "bob@example.org");
  BOOST_TEST(me->last_login > 0);
  BOOST_TEST(why(server->sign_in("bob", "wrong password")) == "the email or the password is wrong");
  BOOST_TEST(why(server->sign_in("nobody")) == "the email or the password is wrong");
  BOOST_TEST(why(server->join("bob")).ends_with("exists already"));
}

BOOST_AUTO_TEST_CASE(of_many_first_accounts_at_once_one_is_admin) {
  auto& f = server->f;
  std::vector<test::pending<auth::user_record>> all;
  for (int i = 0; i < 8; ++i) {
    auto name = "user" + std::to_string(i);
    all.push_back(f.send(server->accounts, auth::register_user{name + "@x", name, secret<>("password"), ""}));
  }
  f.run();
  int admins = 0;
  for (auto& p : all) {
    BOOST_REQUIRE(p.get());
    admins += p.get()->roles.size() == 2 ? 1 : 0;
  }
  BOOST_TEST(admins == 1);
}

BOOST_AUTO_TEST_CASE(tokens_rotate_and_the_old_pair_dies_with_its_reuse) {
  BOOST_REQUIRE(server->join("ann"));
  auto first = server->sign_in("ann")->tokens;
  auto second = server->refresh(first);
  BOOST_REQUIRE_MESSAGE(second, why(second));
  BOOST_TEST(server->verdict(second->tokens) == "good");
  auto third = server->refresh(second->tokens);
  BOOST_REQUIRE(third);
  server->f.advance(11 * fm::second);
  BOOST_TEST(why(server->refresh(first)) ==
             "the refresh token was used before; the whole sign-in has ended: sign in again");
  BOOST_TEST(why(server->refresh(third->tokens)) == "the refresh token has been revoked");
  for (const auto* p : {&first, &second->tokens, &third->tokens})
    BOOST_TEST(server->verdict(*p) == "the token has been revoked");
}

BOOST_AUTO_TEST_CASE(two_tabs_get_the_same_pair_within_ten_seconds) {
  BOOST_REQUIRE(server->join("ann"));
  auto first = server->sign_in("ann")->tokens;
  auto& f = server->f;
  auto a = f.send(server->accounts, auth::refresh_tokens{first.refresh});
  auto b = f.send(server->accounts, auth::refresh_tokens{first.refresh});
  f.run();
  BOOST_REQUIRE(a.get());
  BOOST_REQUIRE_MESSAGE(b.get(), why(b.get()));
  BOOST_TEST(same(a.get()->tokens, b.get()->tokens));
  f.advance(9 * fm::second);
  auto c = server->refresh(first);
  BOOST_REQUIRE_MESSAGE(c, why(c));
  BOOST_TEST(same(c->tokens, a.get()->tokens));
}

BOOST_AUTO_TEST_CASE(a_crash_before_the_answer_changes_nothing) {
  BOOST_REQUIRE(server->join("ann"));
  auto first = server->sign_in("ann")->tokens;
  auto lost = server->refresh(first);  // committed, and never seen by the client
  BOOST_REQUIRE(lost);
  restart();
  auto again = server->refresh(first);
  BOOST_REQUIRE_MESSAGE(again, why(again));
  BOOST_TEST(same(again->tokens, lost->tokens));
  BOOST_TEST(bool(server->refresh(again->tokens)));
}

BOOST_AUTO_TEST_CASE(sealed_pairs_are_forgotten_after_their_seconds) {
  BOOST_REQUIRE(server->join("ann"));
  BOOST_REQUIRE(server->refresh(server->sign_in("ann")->tokens));
  auto sealed = [&] {
    auto probe =
        sqlite::open(folder / "fm.db",
                     {auth::schema(),
                      {{}, {{"t.sealed", "select count(*) from refresh_tokens where sealed is not null"}}}});
    return (*probe)->reader()->read({"t.sealed", {}})->rows.at(0).at(0).integer;
  };
  BOOST_TEST(sealed() == 1);
  for (int i = 0; i < 5; ++i) server->f.advance(5 * fm::second);
  BOOST_TEST(sealed() == 0);
}

BOOST_AUTO_TEST_CASE(signing_out_ends_this_sign_in_and_no_other_also_after_a_restart) {
  BOOST_REQUIRE(server->join("ann"));
  auto here = server->sign_in("ann")->tokens;
  auto there = server->sign_in("ann")->tokens;
  BOOST_REQUIRE(server->sign_out(here));
  for (int i = 0; i < 2; ++i) {
    BOOST_TEST(server->verdict(here) == "the token has been revoked");
    BOOST_TEST(server->verdict(there) == "good");
    BOOST_TEST(why(server->refresh(here)) == "the refresh token has been revoked");
    if (i == 0) restart();
  }
  auto who = server->identity->verify(there.access.expose(), server->f.sys.now());
  server->f.ctx.user = (*who)->user;
  server->f.advance(millisecond);
  BOOST_REQUIRE(server->f.ask(server->accounts, auth::sign_out_everywhere{}));
  BOOST_TEST(server->verdict(there) == "the token has been revoked");
  BOOST_TEST(why(server->refresh(there)) == "the refresh token has been revoked");
  auto later = server->sign_in("ann");  // in the same second
  BOOST_REQUIRE(later);
  BOOST_TEST(server->verdict(later->tokens) == "good");
  restart();
  BOOST_TEST(server->verdict(there) == "the token has been revoked");
  BOOST_TEST(server->verdict(later->tokens) == "good");
}

BOOST_AUTO_TEST_CASE(expired_and_foreign_tokens_are_refused) {
  BOOST_REQUIRE(server->join("ann"));
  auto tokens = server->sign_in("ann")->tokens;
  BOOST_TEST(why(server->f.ask(server->accounts, auth::refresh_tokens{tokens.access})) ==
             "this is an access token; a refresh token is needed");
  BOOST_TEST(why(server->identity->verify(tokens.refresh.expose(), server->f.sys.now())) ==
             "this is a refresh token; an access token is needed");
  server->f.advance(31 * minute);
  BOOST_TEST(server->verdict(tokens) == "the token has expired");
  auto next = server->refresh(tokens);
  BOOST_REQUIRE(next);
  restart("another secret");
  BOOST_TEST(server->verdict(next->tokens) == "the token's signature does not fit");
  BOOST_TEST(why(server->refresh(next->tokens)) == "the token's signature does not fit");
}

BOOST_AUTO_TEST_CASE(the_week_of_a_refresh_token_ends) {
  BOOST_REQUIRE(server->join("ann"));
  auto tokens = server->sign_in("ann")->tokens;
  server->f.advance(7 * 24 * 60 * minute);
  BOOST_TEST(why(server->refresh(tokens)) == "the refresh token has expired");
}

BOOST_AUTO_TEST_CASE(what_another_program_changes_is_noticed) {
  BOOST_REQUIRE(server->join("ann"));
  auto in = server->sign_in("ann");
  auto tokens = in->tokens;
  auto outside = [&](const std::string& sql, micros at) {
    auto opened = sqlite::open(folder / "fm.db", {auth::schema(), {{}, {{"t.change", sql}}}});
    auto writer = (*opened)->writer();
    db::transact t{{{"t.change", {in->user.id, at}, 1}}};
    const db::transact* one = &t;
    BOOST_REQUIRE(writer->write({&one, 1}).at(0));
  };
  server->f.advance(2 * fm::second);
  outside("update users set is_active = 0, updated_at = $2 where id = $1", server->f.sys.now());
  server->f.advance(6 * fm::second);
  BOOST_TEST(server->verdict(tokens) == "the token has been revoked");
  BOOST_TEST(why(server->sign_in("ann")) == "the account is inactive");
  outside("update users set is_active = 1, tokens_from = $2, updated_at = $2 where id = $1",
          server->f.sys.now());
  server->f.advance(6 * fm::second);
  BOOST_TEST(server->verdict(tokens) == "the token has been revoked");
  BOOST_TEST(bool(server->sign_in("ann")));
}

BOOST_AUTO_TEST_CASE(of_many_guesses_at_the_same_time_ten_are_looked_at) {
  BOOST_REQUIRE(server->join("ann"));
  auto& f = server->f;
  std::vector<test::pending<auth::signed_in>> all;
  for (int i = 0; i < 80; ++i)
    all.push_back(
        f.send(server->accounts,
               auth::sign_in{"ann@example.org", secret<>("guess " + std::to_string(i)), "192.0.2.1"}));
  f.run();
  int looked_at = 0;
  for (auto& p : all) looked_at += p.get().error().code == ec::unauthenticated ? 1 : 0;
  BOOST_TEST(looked_at == 10);
  const auto ann_from = [&](const char* address) {
    return f.ask(server->accounts, auth::sign_in{"ann@example.org", secret<>("password of ann"), address});
  };
  BOOST_TEST(!ann_from("192.0.2.1"));
  BOOST_TEST(bool(ann_from("192.0.2.2")));
  f.advance(minute);
  BOOST_TEST(bool(ann_from("192.0.2.1")));
}

BOOST_AUTO_TEST_CASE(a_sign_out_counts_to_the_microsecond) {
  BOOST_REQUIRE(server->join("ann"));
  auto& f = server->f;
  for (int i = 0; i < 5; ++i) {
    auto in = server->sign_in("ann");
    BOOST_REQUIRE(in);
    f.ctx.user = in->user.id;
    BOOST_REQUIRE(f.ask(server->accounts, auth::sign_out_everywhere{}));  // the clock has not moved
    BOOST_TEST(server->verdict(in->tokens) == "the token has been revoked");
    auto again = server->sign_in("ann");
    BOOST_REQUIRE(again);
    BOOST_TEST(server->verdict(again->tokens) == "good");
  }
}

BOOST_AUTO_TEST_CASE(a_sign_out_holds_whichever_way_the_clock_is_set) {
  server->f.advance(24 * 60 * minute);
  BOOST_REQUIRE(server->join("ann"));
  auto& f = server->f;
  for (micros step : {-20 * minute, -45 * minute, 10 * minute, -fm::second}) {
    auto before = server->sign_in("ann");
    BOOST_REQUIRE(before);
    f.sys.step_wall_clock(step);
    f.ctx.user = before->user.id;
    BOOST_REQUIRE(f.ask(server->accounts, auth::sign_out_everywhere{}));
    BOOST_TEST(server->verdict(before->tokens) == "the token has been revoked");
    auto after = server->sign_in("ann");
    BOOST_REQUIRE(after);
    BOOST_TEST(server->verdict(after->tokens) == "good");
  }
}

BOOST_AUTO_TEST_CASE(failed_sign_ins_are_limited_for_a_while) {
  BOOST_REQUIRE(server->join("ann"));
  for (int i = 0; i < 10; ++i) BOOST_TEST(!server->sign_in("ann", "wrong password"));
  auto r = server->sign_in("ann");
  BOOST_REQUIRE(!r);
  BOOST_TEST((r.error().code == ec::rate_limited));
  BOOST_TEST(r.error().retry_after > 0u);
  server->f.advance(r.error().retry_after * fm::second);
  BOOST_TEST(bool(server->sign_in("ann")));
}

BOOST_AUTO_TEST_SUITE_END()
