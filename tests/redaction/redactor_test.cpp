#include "fm/redaction/redactor.hpp"

#include "fm/providers/model.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <type_traits>

using fm::providers::redacted_text;
using fm::redaction::kind_count;
using fm::redaction::redactor;

// A leak does not compile: there is no way from text to what a port takes but through the redactor.
static_assert(!std::is_constructible_v<redacted_text, std::string>);
static_assert(!std::is_convertible_v<std::string, redacted_text>);
static_assert(!std::is_assignable_v<redacted_text&, std::string>);
static_assert(std::is_same_v<decltype(fm::providers::model_message::content), redacted_text>);

namespace {

struct hostile {
  const char* name;
  std::string unit;
};
std::ostream& operator<<(std::ostream& out, const hostile& h) { return out << h.name; }

/// What makes scanners begin again and again.
const hostile hostiles[] = {
    {"letters", "a"},
    {"digits", "1"},
    {"at signs", "@"},
    {"braces", "{\""},
    {"names", "password="},
    {"names in quotes", "\"password\":\""},
    {"names in single quotes", "password='"},
    {"escaped quotes", "password=\\\""},
    {"tokens of nothing", "token={"},
    {"sessions", "session=x"},
    {"keys", "key="},
    {"colons", "user: "},
    {"schemes", "http://a:"},
    {"schemes and at signs", "http://a@b:"},
    {"begun keys", "-----BEGIN RSA PRIVATE KEY-----"},
    {"ended keys", "abcd-----END RSA PRIVATE KEY-----"},
    {"putty", "Private-Lines: 3\n"},
    {"prefixes in words", "dop_v1_aaaaaaaa_"},
    {"secrets of clusters", "kind: Secret\n"},
    {"data", "data:\n"},
    {"secrets and data", "\"kind\":\"Secret\",\"data\":{"},
    {"commands", "mysql -u "},
    {"secure shells", "ssh "},
    {"sentences", "the password is "},
    {"uses", "use x as "},
    {"cookies", "Cookie: a=b; "},
    {"tags", "<password>"},
    {"ends of tags", "user>"},
    {"groups of digits", "1234 "},
    {"pluses", "+1 2 "},
    {"octets", "10.1."},
    {"groups of six", "fe80:"},
    {"labels", "name: "},
    {"curly quotes", "password=‘"},
    {"ellipses", "password=…"},
    {"lists", "passwords: ["},
    {"heads of tables", "user,password\n"},
    {"rules of tables", "user|password\n--|--\n"},
    {"inserts", "insert into a (password"},
    {"rows", "insert into a (password) values ('x'),"},
    {"variables", "variable \"password\" {"},
    {"escapes", "p\\u0061ss"},
    {"maps", "\"password\":{\"value\":"},
    {"blocks", "password:\n  - x\n"},
    {"changes", "password = \"a\" -> \"b\" "},
    {"sums", "password=\"a\" + \"b\" + "},
    {"colours", "\x1b[1mpassword\x1b[0m: "},
    {"calls", "setPassword('"},
    {"attributes", "<password old="},
    {"not UTF-8", std::string("\xff\x80\x00=", 4)},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(redactors)

BOOST_DATA_TEST_CASE(work_grows_with_the_text_and_not_with_its_square, boost::unit_test::data::make(hostiles),
                     h) {
  const auto work_on = [&](std::size_t bytes) {
    std::string text;
    while (text.size() < bytes) text += h.unit;
    redactor r;
    r.redact(text);
    return static_cast<double>(r.work());
  };
  constexpr std::size_t small = 4'000, large = 32'000;
  const auto grown = work_on(large) / work_on(small);
  BOOST_TEST(grown < 12., "grew by " << grown << " where the text grew by 8");
}

BOOST_AUTO_TEST_CASE(a_megabyte_is_read_with_a_bounded_number_of_looks_at_each_byte) {
  constexpr std::size_t size = 1u << 20;
  constexpr double most_looks = 400;
  for (const std::string unit : {"a", "{\"", "password=", "the password is x1y2z3 ", "10.0.0.1 "}) {
    std::string text;
    while (text.size() < size) text += unit;
    redactor r;
    const auto out = r.redact(text).str();
    BOOST_TEST(static_cast<double>(r.work()) / static_cast<double>(size) < most_looks, unit);
    BOOST_TEST((r.restore(out) == text), unit);
  }
}

BOOST_AUTO_TEST_CASE(many_secrets_are_all_replaced_and_all_come_back) {
  std::string many;
  for (int i = 0; i < 5'000; ++i)
    many += "10.0." + std::to_string(i % 250) + ".1 password=x" + std::to_string(i) + "yz ";
  redactor r;
  const auto out = r.redact(many).str();
  BOOST_TEST(out.find("password=x") == out.npos);
  BOOST_TEST((r.restore(out) == many));
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_text_are_passed_on) {
  redactor r;
  const std::string bytes("\0\xff password=\xfe\xfd\xfc", 15);
  BOOST_TEST(r.restore(r.redact(bytes).str()) == bytes);
}

BOOST_AUTO_TEST_CASE(what_is_replaced_is_counted_by_kind) {
  redactor r;
  r.learn("ann@example.com password=hunter2!x");  // not replaced: it did not leave
  BOOST_TEST(r.counts().empty());
  r.redact("ann@example.com and bob@example.com, again ann@example.com, password=hunter2!x");
  const std::vector<kind_count> expected{{"EMAIL", 2}, {"PASSWORD", 1}};
  BOOST_TEST((r.counts() == expected));
}

BOOST_AUTO_TEST_CASE(an_operator_may_let_a_text_leave_as_it_is) {
  redactor r({.replaces = false});
  BOOST_TEST(r.redact("password=hunter22 of ann@example.com").str() ==
             "password=hunter22 of ann@example.com");
  BOOST_TEST(r.counts().empty());
}

BOOST_AUTO_TEST_CASE(only_the_account_of_a_message_about_a_password_is_replaced) {
  redactor r;
  const auto out = r.redact("password authentication failed for user \"app\"").str();
  BOOST_TEST(out.starts_with("password authentication failed for user \"<ACCOUNT_"));
  BOOST_TEST(out.find("app") == out.npos);
}

BOOST_AUTO_TEST_CASE(the_serial_of_a_certificate_beside_an_account_stays) {
  redactor r;
  const auto out = r.redact("Serial Number: 4f:3a:91:0c:d2:7e of user \"app\"").str();
  BOOST_TEST(out.starts_with("Serial Number: 4f:3a:91:0c:d2:7e of user \"<ACCOUNT_"));
}

BOOST_AUTO_TEST_CASE(of_a_path_only_the_person_is_replaced) {
  redactor r;
  const auto out = r.redact("open /home/jane.doe/app/config.yaml: permission denied").str();
  BOOST_TEST(out.starts_with("open /home/<ACCOUNT_"));
  BOOST_TEST(out.ends_with(">/app/config.yaml: permission denied"));
}

BOOST_AUTO_TEST_CASE(placeholders_are_not_replaced_again) {
  redactor r;
  const auto once = r.redact("password=hunter2!x from ann@example.com at 10.1.2.3").str();
  BOOST_TEST(r.redact(once).str() == once);
}

BOOST_AUTO_TEST_CASE(findings_that_overlap_leave_no_end_of_any) {
  redactor r;
  const auto out = r.redact("https://ann:p4ss@word1@db.shop.internal/x").str();
  BOOST_TEST(out.find("p4ss") == out.npos);
  BOOST_TEST(out.find("word1") == out.npos);
  BOOST_TEST(out.find("shop.internal") == out.npos);
}

BOOST_AUTO_TEST_SUITE_END()
