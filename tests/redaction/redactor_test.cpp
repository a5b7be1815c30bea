#define BOOST_TEST_MODULE redaction
#include "fm/redaction/redactor.hpp"

#include "fm/providers/model.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <type_traits>

using fm::providers::redacted_text;
using fm::redaction::redactor;

// A leak does not compile: there is no way from text to what a port takes but through the redactor.
static_assert(!std::is_constructible_v<redacted_text, std::string>);
static_assert(!std::is_convertible_v<std::string, redacted_text>);
static_assert(!std::is_assignable_v<redacted_text&, std::string>);
static_assert(std::is_same_v<decltype(fm::providers::model_message::content), redacted_text>);

namespace {

struct sample {
  const char* text;
  const char* secret;
};
std::ostream& operator<<(std::ostream& out, const sample& s) { return out << s.text; }

const sample secrets[] = {
    {"password=hunter22 user=x", "hunter22"},
    {"DB_PASSWORD: \"s3cr3t!\"", "s3cr3t!"},
    {"{\"api_key\":\"abcdef123456\"}", "abcdef123456"},
    {"postgres://shop:pa55word@db.internal:5432/shop", "pa55word"},
    {"Authorization: Bearer abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrstuvwxyz"},
    {"token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl end",
     "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"},
    {"key AKIAABCDEFGHIJKLMNOP used", "AKIAABCDEFGHIJKLMNOP"},
    {"mail to jane.doe+ops@example.co.uk failed", "jane.doe+ops@example.co.uk"},
    {"connect to 10.12.13.14:5432 failed", "10.12.13.14"},
    {"peer 2001:db8::1 gone", "2001:db8::1"},
    {"card 4111 1111 1111 1111 declined", "4111 1111 1111 1111"},
    {"-----BEGIN RSA PRIVATE KEY-----\nMIIabc\n-----END RSA PRIVATE KEY-----", "MIIabc"},
};

const char* harmless[] = {
    "order 1234567890123 stored",  // thirteen digits that are no card
    "version 1.2.3 started at 10:20:30", "password authentication failed for user \"shop\"",
    "exit code 137, 3 restarts",         "std::vector<int>::at",
};

}  // namespace

BOOST_DATA_TEST_CASE(a_secret_does_not_leave_and_comes_back, boost::unit_test::data::make(secrets), s) {
  redactor r;
  auto out = r.redact(s.text);
  BOOST_TEST(out.str().find(s.secret) == std::string::npos, out.str());
  BOOST_TEST(r.size() >= 1u);
  BOOST_TEST(r.restore(out.str()) == s.text);
}

BOOST_DATA_TEST_CASE(what_is_no_secret_stays_readable, boost::unit_test::data::make(harmless), text) {
  redactor r;
  BOOST_TEST(r.redact(text).str() == text);
}

BOOST_AUTO_TEST_CASE(one_value_has_one_placeholder_in_a_case) {
  redactor r;
  auto a = r.redact("10.0.0.1 asked 10.0.0.2").str();
  auto b = r.redact("10.0.0.2 answered a@b.example").str();
  BOOST_TEST(a == "<IP_1> asked <IP_2>");
  BOOST_TEST(b == "<IP_2> answered <EMAIL_1>");
  BOOST_TEST(r.restore("is <IP_2> or <IP_9> <down>") == "is 10.0.0.2 or <IP_9> <down>");
}

BOOST_AUTO_TEST_CASE(what_is_known_as_a_secret_is_one_wherever_it_stands) {
  redactor r;
  const auto out = r.redact("db password=hunter2hunter was set; the value hunter2hunter was rejected").str();
  BOOST_TEST(out.find("hunter2") == std::string::npos);
  BOOST_TEST(r.redact("Why is hunter2hunter rejected?").str() == "Why is <SECRET_1> rejected?");
}

BOOST_AUTO_TEST_CASE(a_private_key_that_is_cut_off_is_one_to_the_end_of_the_text) {
  redactor r;
  BOOST_TEST(r.redact("-----BEGIN RSA PRIVATE KEY-----\nMIIEabcdefgh").str() == "<KEY_1>");
}

BOOST_AUTO_TEST_CASE(commands_get_no_secrets_back) {
  redactor r;
  const auto out = r.redact("token=abcdefgh12345678 of ann@example.com").str();
  BOOST_TEST(r.restore_without_secrets(out) == "token=<SECRET_1> of ann@example.com");
}

BOOST_AUTO_TEST_CASE(large_and_hostile_text_is_read_in_linear_time) {
  redactor r;
  std::string many;
  for (int i = 0; i < 5'000; ++i)
    many += "10.0." + std::to_string(i % 250) + ".1 password=x" + std::to_string(i) + "yz ";
  auto out = r.redact(many);
  BOOST_TEST(out.str().find("password=x") == std::string::npos);
  BOOST_TEST(r.restore(out.str()) == many);
  r.redact(std::string(1 << 20, '@'));
  r.redact(std::string(1 << 20, '1'));
  r.redact(std::string("\0\xff password=\xfe\xfd\xfc", 15));
}
