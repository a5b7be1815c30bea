#include <fm/crypto/base64.hpp>
#include <fm/crypto/base64url.hpp>
#include <fm/crypto/hash.hpp>
#include <fm/crypto/password.hpp>
#include <fm/crypto/random.hpp>
#include <fm/crypto/rsa_key.hpp>
#include <fm/crypto/seal.hpp>
#include <fm/crypto/token_keys.hpp>

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <string>

using namespace fm;
using namespace fm::crypto;

namespace {

std::string bytes(std::string_view hex_digits) {
  std::string out;
  for (std::size_t i = 0; i < hex_digits.size(); i += 2)
    out += static_cast<char>(std::stoi(std::string(hex_digits.substr(i, 2)), nullptr, 16));
  return out;
}
template <std::size_t N>
std::string shown(const std::array<std::uint8_t, N>& d) {
  return hex(d);
}
std::string why(const outcome<json::value>& r) { return r ? "accepted" : r.error().text; }

const rsa_key& rsa() {
  static const auto key = rsa_key::generate();
  return key;
}
json::value claims() {
  json::value c;
  c.set("sub", "ann").set("type", "access");
  return c;
}
/// A token with any header, signed as HS256 with a secret.
std::string forged(const std::string& header, std::string_view secret,
                   const std::string& body = R"({"sub":"x"})") {
  auto message = to_base64url(header) + "." + to_base64url(body);
  return message + "." + to_base64url(bytes_of(hmac_sha256(secret)(message)));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(hashes)

BOOST_AUTO_TEST_CASE(known_answers) {
  BOOST_TEST(shown(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  BOOST_TEST(
      shown(sha384("abc")) ==
      "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7");
  sha256_stream s;
  s.update("a");
  s.update("bc");
  BOOST_TEST((s.finish() == sha256("abc")));
}

BOOST_AUTO_TEST_CASE(hmac_of_rfc_4231) {
  BOOST_TEST(shown(hmac_sha256("Jefe")("what do ya want for nothing?")) ==
             "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  hmac_sha256 long_key(std::string(131, '\xaa'));
  BOOST_TEST(shown(long_key("Test Using Larger Than Block-Size Key - Hash Key First")) ==
             "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  BOOST_TEST(shown(long_key("Test Using Larger Than Block-Size Key - Hash Key First")) ==
             "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

BOOST_AUTO_TEST_CASE(hkdf_of_rfc_5869_without_salt) {
  auto okm = hkdf_sha256(bytes("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"), "", 42);
  BOOST_TEST((okm == bytes("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
                           "9d201395faa4b61a96c8")));
  BOOST_TEST((hkdf_sha256("s", "a", 32) != hkdf_sha256("s", "b", 32)));
  BOOST_CHECK_THROW(hkdf_sha256("s", "a", 100'000), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(comparison) {
  BOOST_TEST(equal_in_constant_time("abc", "abc"));
  BOOST_TEST(!equal_in_constant_time("abc", "abd"));
  BOOST_TEST(!equal_in_constant_time("abc", "ab"));
  BOOST_TEST(equal_in_constant_time("", ""));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(base64)

BOOST_AUTO_TEST_CASE(texts_of_the_standard_and_all_its_letters) {
  const std::pair<std::string_view, std::string_view> known[] = {
      {"", ""},        {"f", "Zg=="},        {"fo", "Zm8="},
      {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"\xff\xfe\xfd\xfb\xf0", "//79+/A="}};
  for (const auto& [bytes, text] : known) BOOST_TEST(to_base64(bytes) == text);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(base64url)

BOOST_AUTO_TEST_CASE(every_text_has_one_spelling) {
  std::string all;
  for (int i = 0; i < 256; ++i) {
    BOOST_TEST((from_base64url(to_base64url(all)) == all));
    all += static_cast<char>(i);
  }
  BOOST_TEST(to_base64url("\xff\xfe\xfd") == "__79");
  for (const char* bad : {"A", "QQ==", "QR", "+/", "Q Q", "AAAAA"}) BOOST_TEST(!from_base64url(bad), bad);
  BOOST_TEST((from_base64url("") == ""));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(seals)

BOOST_AUTO_TEST_CASE(only_the_key_and_the_purpose_open_a_seal) {
  auto key = random_bytes(seal_key_bytes);
  auto sealed = seal(key, "a pair of tokens", "row 7");
  BOOST_TEST(sealed.find("tokens") == std::string::npos);
  BOOST_TEST((unseal(key, sealed, "row 7") == "a pair of tokens"));
  BOOST_TEST(!unseal(key, sealed, "row 8"));
  BOOST_TEST(!unseal(random_bytes(seal_key_bytes), sealed, "row 7"));
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    auto changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    BOOST_TEST(!unseal(key, changed, "row 7"), "changed at " << i);
  }
  BOOST_TEST(!unseal(key, "short", "row 7"));
  BOOST_TEST((seal(key, "same", "x") != seal(key, "same", "x")));
  BOOST_TEST((unseal(key, seal(key, "", ""), "") == ""));
  BOOST_CHECK_THROW(seal("short key", "x", ""), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(passwords)

BOOST_AUTO_TEST_CASE(a_password_fits_its_own_hash_only) {
  auto stored = hash_password("correct horse", 4);
  BOOST_TEST(stored.starts_with("$2b$04$"));
  BOOST_TEST(is_password("correct horse", stored));
  BOOST_TEST(!is_password("correct horsf", stored));
  BOOST_TEST(!is_password("", stored));
  BOOST_TEST((hash_password("correct horse", 4) != stored));
  // An answer that is known from elsewhere.
  BOOST_TEST(is_password("U*U", "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"));
}

BOOST_AUTO_TEST_CASE(every_byte_of_a_long_password_counts) {
  std::string longest(1'024, 'a');
  auto stored = hash_password(longest, 4);
  BOOST_TEST(stored.starts_with("sha384:$2b$04$"));
  BOOST_TEST(is_password(longest, stored));
  longest.back() = 'b';
  BOOST_TEST(!is_password(longest, stored));
  std::string with_nul("pass\0word", 9);
  stored = hash_password(with_nul, 4);
  BOOST_TEST(is_password(with_nul, stored));
  BOOST_TEST(!is_password(std::string("pass\0xxxx", 9), stored));
  BOOST_TEST(!is_password("pass", stored));
  BOOST_TEST(hash_password(std::string(72, 'a'), 4).starts_with("$2b$"));
  BOOST_TEST(hash_password(std::string(73, 'a'), 4).starts_with("sha384:"));
}

BOOST_AUTO_TEST_CASE(the_text_that_stands_for_a_long_password_is_no_password) {
  std::string longest(100, 'x');
  auto stored = hash_password(longest, 4);
  auto digest = to_base64url(bytes_of(sha384(longest)));
  BOOST_TEST(!is_password(digest, stored));
  BOOST_TEST(!is_password(longest, hash_password(digest, 4)));
}

BOOST_AUTO_TEST_CASE(what_is_no_hash_fits_nothing) {
  for (const char* bad : {"", "*", "plain", "$2b$", "sha384:", "$2b$99$aaaaaaaaaaaaaaaaaaaaaa"})
    BOOST_TEST(!is_password("plain", bad), bad);
  BOOST_CHECK_THROW(hash_password("x", 3), std::invalid_argument);
  BOOST_CHECK_THROW(hash_password("x", 32), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(tokens)

BOOST_AUTO_TEST_CASE(a_token_is_verified_by_the_key_that_signed_it) {
  auto first = token_keys::hs256("a secret of the server");
  auto second = token_keys::hs256("another secret");
  auto rs = token_keys::rs256(rsa());
  for (const auto* keys : {&first, &second, &rs}) {
    auto r = keys->verify(keys->sign(claims()));
    BOOST_REQUIRE(r);
    BOOST_TEST((*r == claims()));
  }
  BOOST_TEST(why(first.verify(second.sign(claims()))) == "the token's signature does not fit");
  BOOST_TEST(why(first.verify(rs.sign(claims()))) ==
             "the token is signed in another way than this server signs");
  BOOST_TEST(why(rs.verify(first.sign(claims()))) ==
             "the token is signed in another way than this server signs");
}

BOOST_AUTO_TEST_CASE(the_example_of_rfc_7515_is_understood) {
  auto secret = *from_base64url(
      "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");
  auto r = token_keys::hs256(secret).verify(
      "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
      "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
      "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
  BOOST_REQUIRE(r);
  BOOST_TEST(*r->find("iss")->as_string() == "joe");
}

BOOST_AUTO_TEST_CASE(headers_that_ask_for_something_else_are_refused) {
  auto keys = token_keys::hs256("s");
  auto unsigned_token = to_base64url(R"({"alg":"none"})") + "." + to_base64url(R"({"sub":"x"})") + ".";
  BOOST_TEST(why(keys.verify(unsigned_token)) == "the token is signed in another way than this server signs");
  BOOST_TEST(why(keys.verify(forged(R"({"alg":"None"})", "s"))) != "accepted");
  BOOST_TEST(why(keys.verify(forged(R"({"alg":"HS512"})", "s"))) != "accepted");
  BOOST_TEST(why(keys.verify(forged(R"({"typ":"JWT"})", "s"))) != "accepted");
  BOOST_TEST(why(keys.verify(forged(R"({"alg":["HS256"]})", "s"))) != "accepted");
  BOOST_TEST(why(keys.verify(forged(R"({"alg":"HS256","alg":"HS256"})", "s"))) == "the token is malformed");
  BOOST_TEST(why(keys.verify(forged(R"({"alg":"HS256","typ":"JWE"})", "s"))) ==
             "the token is of another type");
  BOOST_TEST(why(keys.verify(forged(R"({"alg":"HS256","kid":"x"})", "s"))) ==
             "the token is signed with a key that this server does not have");
  BOOST_TEST(why(keys.verify(forged(R"({"alg":"HS256","crit":["exp"]})", "s"))) ==
             "the token asks for something that this server does not understand");
  BOOST_TEST(why(keys.verify(forged(R"({"alg":"HS256","jku":"http://x"})", "s"))) == "accepted");
  BOOST_TEST(why(keys.verify(forged(R"([])", "s"))) == "the token is malformed");
}

BOOST_AUTO_TEST_CASE(the_public_key_is_no_secret_to_sign_with) {
  auto keys = token_keys::rs256(rsa());
  for (const auto& secret : {keys.shown().modulus, rsa().to_pem()}) {
    BOOST_TEST(why(keys.verify(forged(R"({"alg":"HS256"})", secret))) != "accepted");
    BOOST_TEST(why(keys.verify(forged(R"({"alg":"RS256"})", secret))) ==
               "the token's signature does not fit");
  }
}

BOOST_AUTO_TEST_CASE(no_changed_character_goes_unnoticed) {
  auto keys = token_keys::hs256("s");
  auto token = keys.sign(claims());
  for (std::size_t i = 0; i < token.size(); ++i) {
    auto changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    BOOST_TEST(why(keys.verify(changed)) != "accepted", "changed at " << i);
  }
  for (const std::string& bad :
       {std::string(), std::string("."), std::string(".."), std::string("a.b"), token + ".", token + "=",
        token.substr(0, token.size() - 1), std::string(10'000, 'a'), " " + token})
    BOOST_TEST(why(keys.verify(bad)) != "accepted");
  BOOST_TEST(why(keys.verify(forged(R"({"alg":"HS256"})", "s", "[1]"))) == "the token is malformed");
}

BOOST_AUTO_TEST_CASE(what_is_published_of_a_key) {
  auto hs = token_keys::hs256("s");
  BOOST_TEST(hs.shown().type == "oct");
  BOOST_TEST(hs.shown().id == "default-key");
  BOOST_TEST(hs.shown().modulus == "");
  auto rs = token_keys::rs256(rsa());
  BOOST_TEST(rs.shown().type == "RSA");
  BOOST_TEST(rs.shown().exponent == "AQAB");
  BOOST_TEST(from_base64url(rs.shown().modulus)->size() == 256u);
  BOOST_TEST((hs.derive("a", 32) != hs.derive("b", 32)));
  BOOST_TEST((hs.derive("a", 32) == token_keys::hs256("s").derive("a", 32)));
}

BOOST_AUTO_TEST_CASE(keys_that_cannot_be_used_are_told) {
  auto again = rsa_key::from_pem(rsa().to_pem());
  BOOST_REQUIRE(again);
  BOOST_TEST(rsa().verify("m", again->sign("m")));
  BOOST_TEST(!rsa().verify("n", again->sign("m")));
  BOOST_TEST(rsa_key::from_pem("nothing").error().text == "is no private key in PEM without a passphrase");
  BOOST_TEST(rsa_key::from_pem(rsa_key::generate(1'024).to_pem()).error().text ==
             "has 1024 bits; at least 2048 are safe");
  BOOST_TEST(rsa_key::from_pem("-----BEGIN PRIVATE KEY-----\n"
                               "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
                               "-----END PRIVATE KEY-----\n")
                 .error()
                 .text == "is no RSA key");
}

BOOST_AUTO_TEST_SUITE_END()
