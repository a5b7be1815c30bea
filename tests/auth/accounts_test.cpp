// What commands do to accounts in the database.
#include "fm/auth/accounts.hpp"

#include "auth_store.hpp"
#include "fm/auth/spawn.hpp"

#include <fm/crypto/password.hpp>
#include <fm/sqlite/open.hpp>
#include <fm/test/temp_folder.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

using namespace fm;
using namespace fm::auth;

namespace {

struct accounts_fixture {
  test::temp_folder folder;
  std::unique_ptr<db::database> database = std::move(*sqlite::open(folder / "fm.db", {auth::schema()}));
  account_change how{.now = 1'700'000'000 * second, .password_cost = 4};

  outcome<user_record> add(const std::string& name, bool as_admin = false) {
    return add_account(*database, {name + "@Example.org", name, secret<>("password of " + name), ""},
                       as_admin, how);
  }
  store::user_row row(const std::string& login) {
    auto r = database->reader()->read(store::user_by_login(login));
    return store::user_of(r->rows.at(0));
  }
  std::string why(const outcome<user_record>& r) { return r ? "accepted" : r.error().text; }
};

const std::vector<std::string> admin{"user", "admin"};
const std::vector<std::string> user{"user"};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(account_commands, accounts_fixture)

BOOST_AUTO_TEST_CASE(accounts_are_made_by_the_rules_of_registration) {
  auto ann = add("ann");
  BOOST_REQUIRE(ann);
  BOOST_TEST((ann->roles == admin));
  BOOST_TEST(ann->email == "ann@example.org");
  BOOST_TEST((add("bob")->roles == user));
  BOOST_TEST((add("eve", true)->roles == admin));
  BOOST_TEST(crypto::is_password("password of ann", row("ann").password_hash));
  BOOST_TEST(why(add("ANN")).ends_with("exists already"));
  BOOST_TEST(why(add_account(*database, {"no address", "x", secret<>("12345678"), ""}, false, how))
                 .starts_with("email must be"));
  BOOST_TEST(why(add_account(*database, {"a@b", "x", secret<>("short"), ""}, false, how)) ==
             "password must have at least 8 characters");
}

BOOST_AUTO_TEST_CASE(the_named_admin_takes_the_place_of_the_first) {
  how.admin_email = "bob@example.org";
  BOOST_TEST((add("ann")->roles == user));
  BOOST_TEST((add("bob")->roles == admin));
}

BOOST_AUTO_TEST_CASE(another_password_ends_the_sign_ins) {
  auto ann = add("ann");
  db::transact t{{store::insert_refresh("r", ann->id, "f", 1, forever)}};
  const db::transact* one = &t;
  BOOST_REQUIRE(database->writer()->write({&one, 1}).at(0));
  BOOST_TEST(bool(change_password(*database, "ann@example.org", secret<>("another password"), how)));
  auto now = row("ann");
  BOOST_TEST(crypto::is_password("another password", now.password_hash));
  BOOST_TEST(now.tokens_from == how.now);
  auto refresh = database->reader()->read(store::refresh_by_id("r"));
  BOOST_TEST(store::refresh_of(refresh->rows.at(0)).revoked == how.now);
  BOOST_TEST(why(change_password(*database, "ann", secret<>("short"), how)) ==
             "password must have at least 8 characters");
  BOOST_TEST(why(change_password(*database, "nobody", secret<>("long enough"), how)) ==
             "no account has the email or username nobody");
}

BOOST_AUTO_TEST_CASE(another_role_makes_tokens_with_the_old_one_void) {
  BOOST_REQUIRE(add("ann"));
  BOOST_REQUIRE(add("bob"));
  BOOST_TEST((change_role(*database, "BOB", true, how)->roles == admin));
  BOOST_TEST((row("bob").user.roles == admin));
  BOOST_TEST(row("bob").tokens_from == how.now);
  BOOST_TEST((change_role(*database, "bob", false, how)->roles == user));
  BOOST_TEST(!change_role(*database, "nobody", true, how));
  BOOST_TEST(why(change_role(*database, "ann", false, how)) ==
             "ann is the last active admin: make another one first");
  BOOST_TEST((row("ann").user.roles == admin));
}

BOOST_AUTO_TEST_SUITE_END()
