// The SQL of the module on a real database.
#include "auth_store.hpp"
#include "fm/auth/spawn.hpp"
#include "grant_store.hpp"
#include "membership_store.hpp"

#include <fm/sqlite/open.hpp>
#include <fm/test/temp_folder.hpp>

#include <boost/test/unit_test.hpp>

#include <optional>

using namespace fm;
using namespace fm::auth;

namespace {

struct store_fixture {
  test::temp_folder folder;
  std::unique_ptr<db::database> database = std::move(*sqlite::open(folder / "fm.db", {auth::schema()}));
  std::unique_ptr<db::connection> reader = database->reader();
  std::unique_ptr<db::connection> writer = database->writer();

  outcome<db::unit_result> write(std::vector<db::operation> unit) {
    db::transact t{std::move(unit)};
    const db::transact* one = &t;
    return std::move(writer->write({&one, 1}).at(0));
  }
  std::vector<db::row> rows(const db::operation& what) {
    auto r = reader->read(what);
    BOOST_REQUIRE_MESSAGE(r, (r ? "" : r.error().text));
    return r->rows;
  }
  static user_record ann() {
    user_record u;
    u.id = "u1";
    u.email = "ann@example.org";
    u.username = "Ann";
    u.full_name = "Ann B.";
    u.roles = {"user"};
    u.created = 5;
    return u;
  }
  static user_record bob() {
    auto u = ann();
    u.id = "u2";
    u.email = "bob@example.org";
    u.username = "Bob";
    u.full_name = "";
    u.developer = true;  // no password
    return u;
  }
  void insert_both() {
    BOOST_REQUIRE(write({store::insert_user(ann(), "hash", {"user", "admin"})}));
    BOOST_REQUIRE(write({store::insert_user(bob(), "", {"user", "admin"})}));
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(auth_store, store_fixture)

BOOST_AUTO_TEST_CASE(users_come_back_as_they_were_stored_and_the_first_is_admin) {
  auto r = write({store::insert_user(ann(), "hash", {"user", "admin"})});
  BOOST_REQUIRE(r);
  BOOST_TEST((store::roles_of(r->sets[0].rows[0][0].bytes) == std::vector<std::string>{"user", "admin"}));
  r = write({store::insert_user(bob(), "", {"user", "admin"})});
  BOOST_TEST((store::roles_of(r->sets[0].rows[0][0].bytes) == std::vector<std::string>{"user"}));
  auto expected = ann();
  expected.roles = {"user", "admin"};
  for (const char* login : {"ANN@example.org", "ann", "ANN"}) {
    auto found = rows(store::user_by_login(login));
    BOOST_REQUIRE_EQUAL(found.size(), 1u);
    auto row = store::user_of(found[0]);
    BOOST_TEST((row.user == expected));
    BOOST_TEST(row.password_hash == "hash");
  }
  auto second = store::user_of(rows(store::user_by_id("u2")).at(0));
  BOOST_TEST((second.user == bob()));
  BOOST_TEST(second.password_hash == "");
  BOOST_TEST(rows(store::user_by_login("nobody")).empty());
}

BOOST_AUTO_TEST_CASE(two_first_accounts_in_one_commit_are_one_admin) {
  db::transact a{{store::insert_user(ann(), "h", {"admin"})}};
  db::transact b{{store::insert_user(bob(), "h", {"admin"})}};
  std::vector<const db::transact*> both{&a, &b};
  auto r = writer->write(both);
  BOOST_TEST(r[0]->sets[0].rows[0][0].bytes == R"(["admin"])");
  BOOST_TEST(r[1]->sets[0].rows[0][0].bytes == R"(["user"])");
}

BOOST_AUTO_TEST_CASE(email_and_username_are_unique_in_any_case) {
  insert_both();
  auto u = bob();
  u.id = "u3";
  u.username = "new";
  BOOST_TEST((write({store::insert_user(u, "", {})}).error() == fail(ec::conflict, "users.email")));
  u.email = "new@example.org";
  u.username = "BOB";
  BOOST_TEST((write({store::insert_user(u, "", {})}).error() == fail(ec::conflict, "users.username_key")));
}

BOOST_AUTO_TEST_CASE(what_changes_an_account_makes_its_tokens_void) {
  insert_both();
  BOOST_REQUIRE(write({store::set_last_login("u1", 70)}));
  BOOST_TEST(store::user_of(rows(store::user_by_id("u1")).at(0)).user.last_login == 70);
  BOOST_TEST(rows(store::users_changed_since(6)).empty());
  BOOST_REQUIRE(write({store::set_password("u1", "new", 80)}));
  BOOST_REQUIRE(write({store::change_user("u2", std::nullopt, {"user", "admin"}, 90)}));
  auto row = store::user_of(rows(store::user_by_id("u1")).at(0));
  BOOST_TEST(row.password_hash == "new");
  BOOST_TEST(row.tokens_from == 80);
  auto changed = rows(store::users_changed_since(80));
  BOOST_REQUIRE_EQUAL(changed.size(), 2u);
  BOOST_TEST(store::cutoff_of(changed[1]) == 90);
  BOOST_TEST(rows(store::cutoffs_after(80)).size() == 1u);
  BOOST_TEST(!write({store::set_password("nobody", "x", 1)}));
}

BOOST_AUTO_TEST_CASE(changes_of_one_account_at_once_do_not_undo_each_other_nor_take_the_last_admin) {
  insert_both();  // u1 is admin
  BOOST_REQUIRE(write({store::change_user("u2", std::nullopt, {"user", "admin"}, 20)}));
  BOOST_REQUIRE(write({store::change_user("u2", false, {}, 21)}));
  auto u2 = store::user_of(rows(store::user_by_id("u2")).at(0)).user;
  BOOST_TEST(!u2.active);
  BOOST_TEST((u2.roles == std::vector<std::string>{"user", "admin"}));
  // Whatever was read before: u1 is the last active admin now.
  BOOST_TEST((write({store::change_user("u1", std::nullopt, {"user"}, 22)}).error().code == ec::conflict));
  BOOST_TEST((write({store::change_user("u1", false, {}, 22)}).error().code == ec::conflict));
  BOOST_TEST((write(store::depart("u1", 22)).error().code == ec::conflict));
  BOOST_REQUIRE(write({store::change_user("u2", true, {}, 23)}));
  BOOST_REQUIRE(write({store::change_user("u1", false, {}, 24)}));
  BOOST_TEST((write({store::change_user("u2", std::nullopt, {"user"}, 25)}).error().code == ec::conflict));
}

BOOST_AUTO_TEST_CASE(a_sign_in_that_began_before_its_account_changed_is_refused) {
  insert_both();
  const auto before = store::user_of(rows(store::user_by_id("u1")).at(0));
  BOOST_REQUIRE(write({store::open_refresh("a", before, "f1", 10, 100)}));
  BOOST_REQUIRE(write({store::set_password("u1", "new", 20)}));
  BOOST_TEST((write({store::open_refresh("b", before, "f2", 21, 100)}).error().code == ec::conflict));
  const auto after = store::user_of(rows(store::user_by_id("u1")).at(0));
  BOOST_REQUIRE(write({store::open_refresh("b", after, "f2", 21, 100)}));
  const auto other = store::user_of(rows(store::user_by_id("u2")).at(0));
  BOOST_REQUIRE(write({store::change_user("u2", false, {}, 22)}));
  BOOST_TEST((write({store::open_refresh("c", other, "f3", 23, 100)}).error().code == ec::conflict));
}

BOOST_AUTO_TEST_CASE(an_inactive_user_is_cut_off_for_good) {
  auto r = store::cutoff_of({"u1", 7, 0});
  BOOST_TEST(r == forever);
  BOOST_TEST(store::cutoff_of({"u1", 7, 1}) == 7);
}

BOOST_AUTO_TEST_CASE(a_refresh_token_is_used_once) {
  insert_both();
  BOOST_REQUIRE(write({store::insert_refresh("r1", "u1", "f", 10, 1'000)}));
  BOOST_TEST(bool(write({store::use_refresh("r1", 20, std::string("\0x", 2))})));
  BOOST_TEST((write({store::use_refresh("r1", 30, "y")}).error().code == ec::conflict));
  auto row = store::refresh_of(rows(store::refresh_by_id("r1")).at(0));
  BOOST_TEST(row.id == "r1");
  BOOST_TEST(row.family == "f");
  BOOST_TEST(row.expires == 1'000);
  BOOST_TEST(row.used == 20);
  BOOST_TEST(row.revoked == 0);
  BOOST_TEST((row.sealed == std::string("\0x", 2)));
  BOOST_TEST(row.owner.user.id == "u1");
  BOOST_TEST(bool(write({store::forget_sealed(20)})));
  BOOST_TEST(!store::refresh_of(rows(store::refresh_by_id("r1")).at(0)).sealed.empty());
  BOOST_TEST(bool(write({store::forget_sealed(21)})));
  BOOST_TEST(store::refresh_of(rows(store::refresh_by_id("r1")).at(0)).sealed == "");
}

BOOST_AUTO_TEST_CASE(revoking_reaches_the_family_or_the_user) {
  insert_both();
  for (const char* id : {"a", "b"}) BOOST_REQUIRE(write({store::insert_refresh(id, "u1", "f1", 10, 100)}));
  BOOST_REQUIRE(write({store::insert_refresh("c", "u1", "f2", 10, 200)}));
  BOOST_REQUIRE(write({store::insert_refresh("d", "u2", "f3", 10, 200)}));
  auto revoked = [&](const char* id) {
    return store::refresh_of(rows(store::refresh_by_id(id)).at(0)).revoked;
  };
  BOOST_REQUIRE(write({store::revoke_family("f1", 30)}));
  BOOST_TEST(revoked("a") == 30);
  BOOST_TEST(revoked("c") == 0);
  BOOST_REQUIRE(write({store::revoke_user("u1", 40)}));
  BOOST_TEST(revoked("b") == 30);
  BOOST_TEST(revoked("c") == 40);
  BOOST_TEST(revoked("d") == 0);
  BOOST_TEST((write({store::use_refresh("c", 50, "")}).error().code == ec::conflict));
  BOOST_REQUIRE(write({store::delete_expired_refresh(100)}));
  BOOST_TEST(rows(store::refresh_by_id("a")).empty());
  BOOST_TEST(rows(store::refresh_by_id("c")).size() == 1u);
}

BOOST_AUTO_TEST_CASE(denials_end) {
  BOOST_REQUIRE(write({store::deny("x", 100), store::deny("y", 200), store::deny("x", 150)}));
  auto found = rows(store::denied_after(120));
  BOOST_TEST(found.size() == 2u);
  BOOST_REQUIRE(write({store::delete_expired_denied(150)}));
  BOOST_TEST(rows(store::denied_after(0)).size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
