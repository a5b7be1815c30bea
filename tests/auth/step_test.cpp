// The steps by hand: what they send, and what each answer makes of it.
#include "auth_step.hpp"

#include <fm/providers/db.hpp>
#include <fm/providers/revocations.hpp>
#include <fm/test/hand.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

using namespace fm;
using namespace fm::auth;

namespace {

struct auth_hand : test::hand<auth_state> {
  explicit auth_hand(options how = {}) : hand(how, published_key{"oct", "HS256", "default-key", {}, {}}) {
    state().is_kept_up = true;  // no upkeep in between
  }

  /// What the last input asked for, of that type; fails the test when there is none.
  template <class M>
  M& asked() {
    for (std::size_t i = 0; i < out.size(); ++i)
      if (auto* m = sent<M>(i)) {
        at_ = at(i);
        return *m;
      }
    BOOST_FAIL("not asked");
    throw 0;
  }
  /// Answers what `asked` found.
  template <class R>
  void reply(R r) {
    answer(at_, std::move(r));
  }
  void reply_failure(ec code, const std::string& text = {}) { fails(at_, code, text); }
  std::string refusal() const {
    return failed() ? std::string(to_string(failed()->code)) + ": " + failed()->text : "none";
  }

 private:
  origin at_;
};

db::row user_row(bool active = true, const std::string& hash = "stored hash") {
  return {"u1", "ann@example.org", "Ann", db::value(), R"(["user"])", active ? 1 : 0, 0, 1, db::value(), hash,
          0};
}
db::row_set found(db::row r) { return {{std::move(r)}, 0}; }
db::row_set refresh_row(micros used = 0, micros revoked = 0, const std::string& sealed = {},
                        micros expires = forever, bool active = true) {
  db::row r{"r1",
            "family",
            expires,
            used ? db::value(used) : db::value(),
            revoked ? db::value(revoked) : db::value(),
            sealed.empty() ? db::value() : db::value::blob(sealed)};
  for (const auto& v : user_row(active)) r.push_back(v);
  return {{r}, 0};
}
db::unit_result done_unit() { return {{{{}, 1}, {{}, 1}}}; }
sign_in attempt_of(const std::string& login = "ann@example.org") {
  return {login, secret<>("a password"), "192.0.2.1"};
}
issued new_pair() {
  token_pair p;
  p.access = secret<>("new access");
  p.refresh = secret<>("new refresh");
  p.refresh_ends = 77;
  return {p, secret<>("sealed pair")};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(auth_steps)

BOOST_AUTO_TEST_CASE(the_right_password_gives_tokens_after_they_are_durable) {
  auth_hand h;
  h.say(attempt_of("Ann@Example.org"));
  BOOST_TEST((h.asked<db::query>().read.params.at(0) == db::value("ann@example.org")));
  h.reply(found(user_row()));
  auto& check = h.asked<check_password>();
  BOOST_TEST(check.password.expose() == "a password");
  BOOST_TEST(check.stored.expose() == "stored hash");
  h.reply(checked{true});
  auto& issue = h.asked<issue_tokens>();
  BOOST_TEST(issue.user.id == "u1");
  BOOST_TEST(issue.replaces == "");
  h.reply(new_pair());
  auto& unit = h.asked<db::transact>().unit;
  BOOST_REQUIRE_EQUAL(unit.size(), 3u);
  BOOST_TEST(unit[0].name == "auth.insert_audit");
  BOOST_TEST(unit[1].name == "auth.open_refresh");
  BOOST_TEST((unit[1].params.at(4) == db::value(77)));
  BOOST_TEST(unit[2].name == "auth.set_last_login");
  h.reply(done_unit());
  BOOST_TEST(h.sent<signed_in>()->tokens.access.expose() == "new access");
  BOOST_TEST(h.sent<signed_in>()->user.id == "u1");
}

BOOST_AUTO_TEST_CASE(an_unknown_account_and_a_wrong_password_hash_once_and_answer_alike) {
  std::string first;
  for (bool known : {true, false}) {
    auth_hand h;
    h.say(attempt_of());
    h.asked<db::query>();
    h.reply(known ? found(user_row()) : db::row_set{});
    std::size_t hashes = 0;
    for (const auto& o : h.out) hashes += o.body.get<check_password>() != nullptr;
    BOOST_TEST(hashes == 1u);
    h.asked<check_password>();
    h.reply(checked{false});
    BOOST_TEST(h.out.size() == 1u);  // nothing but the record of the failure, which may fail itself
    BOOST_TEST(h.asked<db::transact>().unit.at(0).name == "auth.insert_audit");
    h.reply_failure(ec::busy);
    BOOST_TEST(h.refusal() == "unauthenticated: the email or the password is wrong");
    if (first.empty()) first = h.refusal();
    BOOST_TEST(h.refusal() == first);
  }
}

BOOST_AUTO_TEST_CASE(that_an_account_is_inactive_is_told_to_its_owner_only) {
  auth_hand h;
  h.say(attempt_of());
  h.asked<db::query>();
  h.reply(found(user_row(false)));
  h.asked<check_password>();
  h.reply(checked{false});
  h.asked<db::transact>();
  h.reply(done_unit());
  BOOST_TEST(h.refusal() == "unauthenticated: the email or the password is wrong");
  h.say(attempt_of());
  h.asked<db::query>();
  h.reply(found(user_row(false)));
  h.asked<check_password>();
  h.reply(checked{true});
  BOOST_TEST(h.refusal() == "unauthenticated: the account is inactive");
}

BOOST_AUTO_TEST_CASE(too_many_failures_are_refused_before_a_password_is_looked_at) {
  auth_hand h;
  // None of them has ended: they count from their beginning.
  for (int i = 0; i < 10; ++i) {
    h.say(attempt_of());
    h.asked<db::query>();
    h.reply(found(user_row()));
    h.asked<check_password>();
  }
  // The same account by its other name.
  h.say(attempt_of("ann"));
  h.asked<db::query>();
  h.reply(found(user_row()));
  BOOST_REQUIRE(h.failed());
  BOOST_TEST((h.failed()->code == ec::rate_limited));
  BOOST_TEST(h.failed()->retry_after == 6u);
  BOOST_TEST(h.out.size() == 1u);
  // Nobody is locked out by somebody elsewhere, and nobody else here by this one.
  auto elsewhere = attempt_of();
  elsewhere.address = "192.0.2.2";
  h.say(elsewhere);
  h.asked<db::query>();
  h.reply(found(user_row()));
  h.asked<check_password>();
  for (int i = 0; i < 50; ++i) {
    h.say(attempt_of("user" + std::to_string(i) + "@example.org"));
    h.asked<db::query>();
    h.reply(db::row_set{});
    h.asked<check_password>();
  }
  h.say(attempt_of("bob@example.org"));
  h.asked<db::query>();
  h.reply(db::row_set{});
  BOOST_REQUIRE(h.failed());
  BOOST_TEST((h.failed()->code == ec::rate_limited));
}

BOOST_AUTO_TEST_CASE(what_was_right_or_never_looked_at_does_not_count) {
  auth_hand h;
  for (int i = 0; i < 30; ++i) {
    h.say(attempt_of());
    h.asked<db::query>();
    h.reply(found(user_row()));
    h.asked<check_password>();
    if (i % 2 == 0)
      h.reply(checked{true});
    else
      h.reply_failure(ec::busy);
  }
  h.say(attempt_of());
  h.asked<db::query>();
}

BOOST_AUTO_TEST_CASE(a_full_line_for_hashing_is_told_as_too_many) {
  auth_hand h;
  h.say(attempt_of());
  h.asked<db::query>();
  h.reply(found(user_row()));
  h.asked<check_password>();
  h.reply_failure(ec::busy);
  BOOST_TEST((h.failed()->code == ec::rate_limited));
  BOOST_TEST(h.failed()->retry_after > 0u);
  h.say(register_user{"ann@example.org", "ann", secret<>("a password"), ""});
  h.asked<hash_password>();
  h.reply_failure(ec::busy);
  BOOST_TEST((h.failed()->code == ec::rate_limited));
}

BOOST_AUTO_TEST_CASE(a_broken_rule_is_told_before_any_work) {
  auth_hand h;
  h.say(register_user{"no address", "ann", secret<>("a password"), ""});
  BOOST_TEST(h.refusal() == "invalid: email must be an address such as ann@example.org");
  h.say(register_user{"ann@example.org", "", secret<>("a password"), ""});
  BOOST_TEST(h.refusal() == "invalid: username must not be empty");
  h.say(register_user{"ann@example.org", "ann", secret<>("short"), ""});
  BOOST_TEST(h.refusal() == "invalid: password must have at least 8 characters");
  h.say(register_user{"ann@example.org", "ann", secret<>("a password"), std::string(300, 'x')});
  BOOST_TEST(h.refusal() == "invalid: full_name may have at most 255 characters");
}

BOOST_AUTO_TEST_CASE(a_taken_field_is_named) {
  for (auto [key, sentence] :
       {std::pair{"users.email", "invalid: an account with this email exists already"},
        std::pair{"users.username_key", "invalid: an account with this username exists already"}}) {
    auth_hand h;
    h.say(register_user{"Ann@Example.org", "Ann", secret<>("a password"), "Ann B."});
    h.asked<hash_password>();
    h.reply(hashed{secret<>("hash")});
    const auto& params = h.asked<db::transact>().unit.at(0).params;
    BOOST_TEST((params.at(1) == db::value("ann@example.org")));
    BOOST_TEST((params.at(2) == db::value("Ann")));
    h.reply_failure(ec::conflict, key);
    BOOST_TEST(h.refusal() == sentence);
  }
}

BOOST_AUTO_TEST_CASE(the_named_admin_is_the_only_one) {
  auto roles_asked = [](const std::string& email) {
    options how;
    how.admin_email = "Root@example.org";
    auth_hand h(how);
    h.say(register_user{email, "x", secret<>("a password"), ""});
    h.asked<hash_password>();
    h.reply(hashed{secret<>("hash")});
    const auto& params = h.asked<db::transact>().unit.at(0).params;
    BOOST_TEST((params.at(6) == params.at(7)));
    return params.at(6).bytes;
  };
  BOOST_TEST(roles_asked("root@example.org") == R"(["user","admin"])");
  BOOST_TEST(roles_asked("ann@example.org") == R"(["user"])");
}

BOOST_AUTO_TEST_CASE(a_refresh_token_is_exchanged_and_the_exchange_is_durable_first) {
  auth_hand h;
  h.say(refresh_tokens{secret<>("token")});
  BOOST_TEST(h.asked<read_refresh_token>().token.expose() == "token");
  h.reply(refresh_claims{"r1", "u1", "family"});
  h.asked<db::query>();
  h.reply(refresh_row());
  auto& issue = h.asked<issue_tokens>();
  BOOST_TEST(issue.family == "family");
  BOOST_TEST(issue.replaces == "r1");
  auto next = issue.refresh_id;
  h.reply(new_pair());
  auto& unit = h.asked<db::transact>().unit;
  BOOST_TEST(unit.at(0).name == "auth.use_refresh");
  BOOST_TEST((unit.at(0).params.at(2) == db::value::blob("sealed pair")));
  BOOST_TEST((unit.at(1).params.at(0) == db::value(next)));
  h.reply(done_unit());
  BOOST_TEST(h.sent<signed_in>()->tokens.refresh.expose() == "new refresh");
}

BOOST_AUTO_TEST_CASE(whoever_comes_second_with_a_token_gets_the_same_pair) {
  auth_hand h;
  h.say(refresh_tokens{secret<>("token")});
  h.asked<read_refresh_token>();
  h.reply(refresh_claims{"r1", "u1", "family"});
  h.asked<db::query>();
  h.reply(refresh_row());
  h.asked<issue_tokens>();
  h.reply(new_pair());
  h.asked<db::transact>();
  h.reply_failure(ec::conflict, "auth.use_refresh: 0 rows instead of 1");
  h.asked<db::query>();
  h.reply(refresh_row(h.next_now(), 0, "the other's pair"));
  auto& open = h.asked<open_sealed_pair>();
  BOOST_TEST(open.sealed.expose() == "the other's pair");
  BOOST_TEST(open.replaces == "r1");
  token_pair p;
  p.access = secret<>("the other's access");
  h.reply(p);
  BOOST_TEST(h.sent<signed_in>()->tokens.access.expose() == "the other's access");
}

BOOST_AUTO_TEST_CASE(a_late_second_use_ends_the_sign_in_before_it_is_refused) {
  for (bool forgotten : {false, true}) {
    options how;
    how.reuse_window = 10;
    auth_hand h(how);
    h.say(refresh_tokens{secret<>("token")});
    h.asked<read_refresh_token>();
    h.reply(refresh_claims{"r1", "u1", "family"});
    h.asked<db::query>();
    h.reply(refresh_row(forgotten ? h.next_now() : 1, 0, forgotten ? "" : "sealed"));
    auto& unit = h.asked<db::transact>().unit;
    BOOST_TEST(unit.at(0).name == "auth.revoke_family");
    BOOST_TEST(unit.at(1).name == "auth.deny");
    h.reply(done_unit());
    BOOST_TEST(h.asked<providers::publish_revocations>().ids.at(0).id == "family");
    h.reply(done{});
    BOOST_TEST(
        h.refusal() ==
        "unauthenticated: the refresh token was used before; the whole sign-in has ended: sign in again");
  }
}

BOOST_AUTO_TEST_CASE(tokens_without_a_good_row_are_refused) {
  auto refused_with = [](db::row_set row) {
    auth_hand h;
    h.say(refresh_tokens{secret<>("token")});
    h.asked<read_refresh_token>();
    h.reply(refresh_claims{"r1", "u1", "family"});
    h.asked<db::query>();
    h.reply(std::move(row));
    return h.refusal();
  };
  BOOST_TEST(refused_with({}) == "unauthenticated: the refresh token is not known, or has expired");
  BOOST_TEST(refused_with(refresh_row(0, 5)) == "unauthenticated: the refresh token has been revoked");
  BOOST_TEST(refused_with(refresh_row(0, 0, "", 1)) == "unauthenticated: the refresh token has expired");
  BOOST_TEST(refused_with(refresh_row(0, 0, "", forever, false)) ==
             "unauthenticated: the account is inactive");
}

BOOST_AUTO_TEST_CASE(a_failed_commit_gives_no_tokens) {
  auth_hand h;
  h.say(refresh_tokens{secret<>("token")});
  h.asked<read_refresh_token>();
  h.reply(refresh_claims{"r1", "u1", "family"});
  h.asked<db::query>();
  h.reply(refresh_row());
  h.asked<issue_tokens>();
  h.reply(new_pair());
  h.asked<db::transact>();
  h.reply_failure(ec::unavailable, "the commit failed");
  BOOST_TEST(h.refusal() == "unavailable: the commit failed");
}

BOOST_AUTO_TEST_CASE(signing_out_is_durable_then_published_then_answered) {
  auth_hand h;
  h.say(sign_out{"token id", "family", 5});
  auto& unit = h.asked<db::transact>().unit;
  BOOST_REQUIRE_EQUAL(unit.size(), 3u);
  BOOST_TEST((unit[0].params.at(0) == db::value("token id")));
  BOOST_TEST((unit[1].params.at(0) == db::value("family")));
  BOOST_TEST(unit[2].name == "auth.revoke_family");
  h.reply(done_unit());
  auto& ids = h.asked<providers::publish_revocations>().ids;
  BOOST_TEST(ids.size() == 2u);
  BOOST_TEST(ids.at(0).until >= 30 * minute);
  h.reply(done{});
  BOOST_TEST(h.sent<done>() != nullptr);
}

BOOST_AUTO_TEST_CASE(signing_out_everywhere_voids_all_tokens_of_the_caller) {
  auth_hand h;
  h.say(sign_out_everywhere{});
  auto& unit = h.asked<db::transact>().unit;
  BOOST_TEST(unit.at(0).name == "auth.void_access_tokens");
  BOOST_TEST(unit.at(1).name == "auth.revoke_user");
  BOOST_TEST((unit.at(1).params.at(0) == db::value("ann")));
  h.reply(done_unit());
  BOOST_TEST(h.asked<providers::publish_revocations>().users.at(0).user == "ann");
  h.reply(done{});
  BOOST_TEST(h.sent<done>() != nullptr);
}

BOOST_AUTO_TEST_CASE(a_profile_is_that_of_an_active_account) {
  auth_hand h;
  h.say(get_profile{});
  h.asked<db::query>();
  h.reply(found(user_row()));
  BOOST_TEST(h.sent<user_record>()->username == "Ann");
  for (auto rows : {db::row_set{}, found(user_row(false))}) {
    h.say(get_profile{});
    h.asked<db::query>();
    h.reply(rows);
    BOOST_TEST(h.refusal() == "unauthenticated: the account is gone or inactive");
  }
  h.say(get_published_key{});
  BOOST_TEST(h.sent<published_key>()->algorithm == "HS256");
}

BOOST_AUTO_TEST_SUITE_END()
