#include <fm/jwt/board_gate.hpp>
#include <fm/jwt/jwt_identity.hpp>
#include <fm/jwt/key_files.hpp>
#include <fm/test/actor_fixture.hpp>
#include <fm/test/message_suite.hpp>
#include <fm/test/temp_folder.hpp>

#include <boost/test/unit_test.hpp>
#include <sys/stat.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

using namespace fm;
using namespace fm::test;

namespace {

constexpr micros now = 1'700'000'000 * second;
constexpr micros lifetime = 30 * minute;

struct identity_fixture {
  std::shared_ptr<const crypto::token_keys> keys =
      std::make_shared<const crypto::token_keys>(crypto::token_keys::hs256("secret of the tests"));
  std::shared_ptr<jwt::revocation_board> board = std::make_shared<jwt::revocation_board>(lifetime);
  std::shared_ptr<providers::identity> identity = jwt::make_identity(keys, board);

  json::value claims(const std::string& id = "token-1") const {
    json::value roles;
    roles.push("user").push("admin");
    json::value c;
    c.set("sub", "u-1").set("email", "ann@example.org").set("username", "ann").set("roles", roles);
    c.set("type", "access").set("jti", id).set("sid", "family-1");
    c.set("iat", std::int64_t{1'700'000'000 - 60}).set("exp", std::int64_t{1'700'000'000 + 60});
    return c;
  }
  std::string token(const std::string& id = "token-1") const { return keys->sign(claims(id)); }
  std::string why(const json::value& c, micros when = now) { return why(keys->sign(c), when); }
  std::string why(const std::string& t, micros when = now) {
    auto r = identity->verify(t, when);
    if (!r) BOOST_TEST((r.error().code == ec::unauthenticated));
    return r ? "accepted" : r.error().text;
  }
  static json::value without(const json::value& all, const std::string& name) {
    json::value out{json::object{}};
    for (const auto& [n, v] : *all.as_object())
      if (n != name) out.set(n, v);
    return out;
  }
  static json::value with(const json::value& all, const std::string& name, json::value v) {
    auto out = without(all, name);
    out.set(name, std::move(v));
    return out;
  }
};

std::string content(const std::string& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}
void put(const std::string& path, const std::string& text, mode_t mode = 0600) {
  std::ofstream(path) << text;
  ::chmod(path.c_str(), mode);
}
template <class T>
std::string refusal(const outcome<T>& r) {
  return r ? "accepted" : r.error().text;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(token_identity, identity_fixture)

BOOST_AUTO_TEST_CASE(a_token_says_who_the_caller_is) {
  for (int i = 0; i < 2; ++i) {  // verified, and remembered
    auto r = identity->verify(token(), now);
    BOOST_REQUIRE(r);
    const auto& who = **r;
    BOOST_TEST(who.user == "u-1");
    BOOST_TEST(who.email == "ann@example.org");
    BOOST_TEST(who.username == "ann");
    BOOST_TEST((who.roles == std::vector<std::string>{"user", "admin"}));
    BOOST_TEST(who.token_id == "token-1");
    BOOST_TEST(who.family == "family-1");
    BOOST_TEST(who.expires == now + 60 * second);
  }
}

BOOST_AUTO_TEST_CASE(what_is_no_good_access_token_is_refused_with_the_reason) {
  auto c = claims();
  BOOST_TEST(why(with(c, "type", "refresh")) == "this is a refresh token; an access token is needed");
  BOOST_TEST(why(without(c, "type")) == "this is not an access token");
  BOOST_TEST(why(with(c, "type", true)) == "this is not an access token");
  for (const char* name : {"sub", "jti", "exp"})
    BOOST_TEST(why(without(c, name)) == "the token does not say whose it is, or until when", name);
  BOOST_TEST(why(with(c, "exp", "soon")) == "the token does not say whose it is, or until when");
  BOOST_TEST(why(with(c, "exp", 1e300)) == "the token does not say whose it is, or until when");
  BOOST_TEST(why(with(c, "nbf", std::int64_t{1'700'000'030})) == "the token is not valid yet");
  BOOST_TEST(why(with(c, "nbf", std::int64_t{1'700'000'000})) == "accepted");
  BOOST_TEST(why(std::string("x.y.z")) == "the token is malformed");
}

BOOST_AUTO_TEST_CASE(a_token_ends_to_the_microsecond_also_when_it_is_remembered) {
  BOOST_TEST(why(token(), now + 60 * second - 1) == "accepted");
  BOOST_TEST(why(token(), now + 60 * second) == "the token has expired");
  BOOST_TEST(why(token(), now + 60 * second) == "the token has expired");
}

BOOST_AUTO_TEST_CASE(a_forged_token_is_not_mistaken_for_a_remembered_one) {
  auto good = token();
  BOOST_TEST(why(good) == "accepted");
  auto forged = good;
  forged[forged.size() / 2] = forged[forged.size() / 2] == 'A' ? 'B' : 'A';  // same end, same hash
  BOOST_TEST(why(forged) == "the token's signature does not fit");
}

BOOST_AUTO_TEST_CASE(revocation_reaches_remembered_tokens) {
  BOOST_TEST(why(token()) == "accepted");
  BOOST_TEST(why(token("token-2")) == "accepted");
  board->publish({{{"token-1", now + minute}}, {}}, now);
  BOOST_TEST(why(token()) == "the token has been revoked");
  BOOST_TEST(why(token("token-2")) == "accepted");
  board->publish({{{"family-1", now + minute}}, {}}, now);
  BOOST_TEST(why(token("token-2")) == "the token has been revoked");
  BOOST_TEST(why(token("token-3")) == "the token has been revoked");
}

BOOST_AUTO_TEST_CASE(a_users_earlier_tokens_can_be_voided_and_the_user_disabled) {
  BOOST_TEST(why(token()) == "accepted");
  board->publish({{}, {{"u-1", now - 60 * second}}}, now);
  BOOST_TEST(why(token()) == "accepted");  // issued at that very time
  board->publish({{}, {{"u-1", now - 60 * second + 1}}}, now);
  BOOST_TEST(why(token()) == "the token has been revoked");
  board->publish({{}, {{"u-1", forever}}}, now);
  BOOST_TEST(why(with(claims("later"), "iat", std::int64_t{1'700'000'000})) == "the token has been revoked");
  board->publish({{}, {{"u-1", 0}}}, now);
  BOOST_TEST(why(token()) == "accepted");
}

BOOST_AUTO_TEST_CASE(the_board_forgets_what_no_token_can_meet_any_more) {
  for (int i = 0; i < 5'000; ++i)
    board->publish({{{"t" + std::to_string(i), now + i + second}}, {{"u" + std::to_string(i), now + i}}},
                   now + i);
  BOOST_TEST(board->size() == 10'000u);
  auto later = now + 2 * lifetime;
  board->publish({{}, {{"disabled", forever}}}, later);
  for (int i = 0; i < 20'000; ++i)
    board->publish({{{"x" + std::to_string(i), later + second}}, {}}, later + i);
  BOOST_TEST(board->size() < 21'000u);
  BOOST_TEST(board->is_void("t", "f", "disabled", later));
  board->publish({{{"past", later - 1}}, {}}, later);
  BOOST_TEST(!board->is_void("past", "", "", later));
}

BOOST_AUTO_TEST_CASE(few_tokens_are_remembered_at_a_time) {
  auto small = jwt::make_identity(keys, board, 32);
  for (int i = 0; i < 200; ++i) BOOST_TEST(bool(small->verify(token("t" + std::to_string(i)), now)));
}

BOOST_AUTO_TEST_CASE(a_remembered_token_costs_next_to_nothing) {
  auto t = token();
  BOOST_REQUIRE(identity->verify(t, now));
  constexpr int rounds = 200'000;
  auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < rounds; ++i)
    if (!identity->verify(t, now)) BOOST_FAIL("refused");
  auto each =
      std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begin).count() / rounds;
  BOOST_TEST_MESSAGE("verify: " << each << " us");
  BOOST_TEST(each < 5);  // also under sanitizers and on a busy machine; .1 us otherwise
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(revocations_are_published_by_message) {
  check_messages<providers::revocation_messages>();
  actor_fixture<providers::revocation_messages> f;
  auto board = std::make_shared<jwt::revocation_board>(lifetime);
  auto gate = jwt::spawn_board(f.sys, board);
  BOOST_TEST(bool(f.ask(gate, providers::publish_revocations{{{"a", f.sys.now() + minute}}, {}})));
  BOOST_TEST(board->is_void("a", "", "", 0));
}

BOOST_AUTO_TEST_SUITE(key_files)

BOOST_AUTO_TEST_CASE(a_secret_is_made_once_and_for_its_owner_only) {
  temp_folder folder;
  jwt::key_settings s{.secret_file = folder / "secret.key"};
  auto first = jwt::load_keys(s);
  BOOST_REQUIRE_MESSAGE(first, refusal(first));
  struct stat info {};
  BOOST_REQUIRE(::stat(s.secret_file.c_str(), &info) == 0);
  BOOST_TEST((info.st_mode & 0777) == 0600u);
  BOOST_TEST(content(s.secret_file).size() == 65u);
  auto again = jwt::load_keys(s);
  BOOST_REQUIRE(again);
  BOOST_TEST(bool((*again)->verify((*first)->sign(json::object{}))));
  BOOST_TEST(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}

BOOST_AUTO_TEST_CASE(a_secret_file_that_cannot_be_trusted_is_refused_and_kept) {
  temp_folder folder;
  jwt::key_settings s{.secret_file = folder / "secret.key"};
  put(s.secret_file, "short");
  BOOST_TEST(refusal(jwt::load_keys(s)).find("secret.key holds fewer than 32 characters: it is damaged") !=
             std::string::npos);
  BOOST_TEST(content(s.secret_file) == "short");
  put(s.secret_file, std::string(64, 'x'), 0644);
  BOOST_TEST(refusal(jwt::load_keys(s)).find("may be read by others") != std::string::npos);
  s.secret_file = folder / "no/such/folder/secret.key";
  BOOST_TEST(refusal(jwt::load_keys(s)).find("cannot be made: No such file or directory") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_secret_for_another_purpose_is_kept_the_same_way) {
  temp_folder folder;
  const std::string path = folder / "redaction.key";
  const auto first = jwt::secret_in_file(path);
  BOOST_REQUIRE(first);
  BOOST_TEST(first->expose().size() == 64u);
  BOOST_TEST(jwt::secret_in_file(path)->expose() == first->expose());
  put(path, "short");
  BOOST_TEST(refusal(jwt::secret_in_file(path)).find("redaction.key holds fewer than 32 characters") !=
             std::string::npos);
  put(path, std::string(64, 'x'), 0644);
  BOOST_TEST(refusal(jwt::secret_in_file(path)).find("may be read by others") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_configured_secret_must_be_good_unless_it_may_be_weak) {
  jwt::key_settings s{.shared_secret = secret<>("dev-secret-change-in-production"), .may_be_weak = true};
  BOOST_TEST(bool(jwt::load_keys(s)));
  s.may_be_weak = false;
  BOOST_TEST(refusal(jwt::load_keys(s)).find("JWT_SECRET is the one of a sample file") == 0u);
  s.shared_secret = secret<>(std::string(31, 'x'));
  BOOST_TEST(refusal(jwt::load_keys(s)).find("JWT_SECRET has fewer than 32 characters") == 0u);
  s.shared_secret = secret<>(std::string(32, 'x'));
  BOOST_TEST(bool(jwt::load_keys(s)));
}

BOOST_AUTO_TEST_CASE(an_rsa_key_is_read_from_its_file) {
  temp_folder folder;
  jwt::key_settings s{.algorithm = "RS256"};
  BOOST_TEST(refusal(jwt::load_keys(s)).find("needs FM_JWT_PRIVATE_KEY_FILE") != std::string::npos);
  s.private_key_file = folder / "key.pem";
  BOOST_TEST(refusal(jwt::load_keys(s)).find("key.pem cannot be read: No such file") != std::string::npos);
  put(s.private_key_file, "not a key");
  BOOST_TEST(refusal(jwt::load_keys(s)).find("key.pem is no private key") != std::string::npos);
  put(s.private_key_file, crypto::rsa_key::generate().to_pem());
  auto keys = jwt::load_keys(s);
  BOOST_REQUIRE_MESSAGE(keys, refusal(keys));
  BOOST_TEST((*keys)->shown().algorithm == "RS256");
  s.algorithm = "none";
  BOOST_TEST(refusal(jwt::load_keys(s)) == "JWT_ALGORITHM is none; it can be HS256 or RS256");
}

BOOST_AUTO_TEST_SUITE_END()
