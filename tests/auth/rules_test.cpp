#include "auth/sign_in_limits.hpp"
#include "fm/auth/account_rules.hpp"
#include "fm/auth/messages.hpp"

#include <fm/test/message_suite.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

using namespace fm;
using namespace fm::auth;

BOOST_AUTO_TEST_CASE(messages_survive_the_wire) { test::check_messages<auth::messages>(); }

BOOST_AUTO_TEST_SUITE(account_rules)

BOOST_AUTO_TEST_CASE(emails) {
  for (const char* good : {"a@b", "ann@example.org", "ann.b+c@sub.example.org", "m\xC3\xBCller@example.org"})
    BOOST_TEST(email_fault(good) == "", good);
  for (const char* bad : {"", "ann", "@example.org", "ann@", "ann@@example.org", "a@b@c", "ann @example.org",
                          "ann@exam ple.org", ".ann@example.org", "ann.@example.org", "a..b@example.org",
                          "ann@.org", "ann@org.", "ann@a..b", "ann@-a", "ann@a\n", "<ann@example.org>"})
    BOOST_TEST(email_fault(bad) != "", bad);
  BOOST_TEST(email_fault(std::string(65, 'a') + "@b") != "");
  BOOST_TEST(email_fault("a@" + std::string(254, 'b')) == "email may have at most 255 characters");
}

BOOST_AUTO_TEST_CASE(usernames_and_names) {
  BOOST_TEST(username_fault("ann") == "");
  BOOST_TEST(username_fault("") == "username must not be empty");
  BOOST_TEST(username_fault("  ") == "username must not be empty");
  BOOST_TEST(username_fault("a\tb") == "username must not contain control characters");
  std::string umlauts;
  for (int i = 0; i < 100; ++i) umlauts += "\xC3\xBC";
  BOOST_TEST(username_fault(umlauts) == "");
  BOOST_TEST(username_fault(umlauts + "x") == "username may have at most 100 characters");
  BOOST_TEST(full_name_fault(std::string(255, 'x')) == "");
  BOOST_TEST(full_name_fault(std::string(256, 'x')) != "");
}

BOOST_AUTO_TEST_CASE(passwords_are_measured_in_characters_and_bytes) {
  BOOST_TEST(password_fault("1234567") == "password must have at least 8 characters");
  BOOST_TEST(password_fault("\xC3\xBC\xC3\xBC\xC3\xBC\xC3\xBC") ==
             "password must have at least 8 characters");
  BOOST_TEST(password_fault("12345678") == "");
  BOOST_TEST(password_fault(std::string(1'024, 'x')) == "");
  BOOST_TEST(password_fault(std::string(1'025, 'x')) == "password may have at most 1,024 bytes");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(limits_of_sign_ins)

BOOST_AUTO_TEST_CASE(ten_failures_a_minute_then_one_every_six_seconds) {
  sign_in_limits l(10);
  for (int i = 0; i < 10; ++i) {
    BOOST_TEST(l.wait("ann", 0) == 0u);
    l.failed("ann", 0);
  }
  BOOST_TEST(l.wait("ann", 0) == 6u);
  BOOST_TEST(l.wait("bob", 0) == 0u);
  BOOST_TEST(l.wait("ann", 5 * second) == 1u);
  BOOST_TEST(l.wait("ann", 6 * second) == 0u);
  l.failed("ann", 6 * second);
  BOOST_TEST(l.wait("ann", 6 * second) == 6u);
  BOOST_TEST(l.wait("ann", 10 * minute) == 0u);
}

BOOST_AUTO_TEST_CASE(attempts_at_the_same_time_are_paid_back) {
  sign_in_limits l(10);
  for (int i = 0; i < 30; ++i) l.failed("ann", 0);
  BOOST_TEST(l.wait("ann", 0) == 126u);
  BOOST_TEST(l.wait("ann", 2 * minute) > 0u);
}

BOOST_AUTO_TEST_CASE(memory_is_bounded_and_no_limit_means_none) {
  sign_in_limits l(1, 100);
  for (int i = 0; i < 1'000; ++i) l.failed(std::to_string(i), 0);
  BOOST_TEST(l.buckets() == 100u);
  BOOST_TEST(l.wait("999", 0) == 60u);
  BOOST_TEST(l.wait("0", 0) == 0u);
  sign_in_limits off(0);
  for (int i = 0; i < 100; ++i) off.failed("ann", 0);
  BOOST_TEST(off.wait("ann", 0) == 0u);
  BOOST_TEST(off.buckets() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
