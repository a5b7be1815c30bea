#include "auth/sign_in_limits.hpp"
#include "fm/auth/account_rules.hpp"
#include "fm/auth/messages.hpp"

#include <fm/providers/network_of.hpp>
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
  BOOST_TEST(username_fault("ann b") == "");
  for (const char* bad : {"ann ", " ann"})
    BOOST_TEST(username_fault(bad) == "username must not begin or end with a blank", bad);
  // A blank without a break, without a width, one that turns the text around, and a control of Latin-1.
  for (const char* bad : {"ann\xC2\xA0", "a\xE2\x80\x8Bnn", "a\xE2\x80\xAEnn", "a\xC2\x85nn"})
    BOOST_TEST(username_fault(bad).starts_with("username must not contain characters that cannot be seen"),
               bad);
  BOOST_TEST(username_fault("\xE6\xBC\xA2\xE5\xAD\x97 \xF0\x9F\x90\x98") == "");
  BOOST_TEST(username_fault("bob@example.org", "ann@example.org") ==
             "username may contain @ only if it is the email address of the account");
  BOOST_TEST(username_fault("Ann@example.org", "ann@example.org") == "");
  BOOST_TEST(username_fault("@ann", "ann@example.org") ==
             "username may contain @ only if it is the email address of the account");
  BOOST_TEST(email_fault("ann@example.org\xE2\x80\x8B") ==
             "email must be an address such as ann@example.org");
  BOOST_TEST(email_fault("\xC2\xA0"
                         "ann@example.org") == "email must be an address such as ann@example.org");
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

BOOST_AUTO_TEST_CASE(an_attempt_counts_from_its_beginning_and_success_gives_it_back) {
  sign_in_limits l(10);
  for (int i = 0; i < 10; ++i) BOOST_TEST(l.begin("ann", "::1", 0) == 0u);
  BOOST_TEST(l.begin("ann", "::1", 0) > 0u);  // none of the ten has ended
  l.give_back("ann", "::1");
  BOOST_TEST(l.begin("ann", "::1", 0) == 0u);
  BOOST_TEST(l.begin("ann", "::1", 0) > 0u);
  BOOST_TEST(l.begin("ann", "::1", 6 * second) == 0u);
  BOOST_TEST(l.begin("ann", "::1", 10 * minute) == 0u);
}

BOOST_AUTO_TEST_CASE(nobody_locks_an_account_for_other_addresses) {
  sign_in_limits l(10);
  for (int i = 0; i < 100; ++i) l.begin("ann", "192.0.2.1", 0);
  BOOST_TEST(l.begin("ann", "192.0.2.1", 0) > 0u);
  BOOST_TEST(l.begin("bob", "192.0.2.1", 0) == 0u);
  BOOST_TEST(l.begin("ann", "192.0.2.2", 0) == 0u);
}

BOOST_AUTO_TEST_CASE(an_address_has_six_times_as_many_over_all_accounts) {
  sign_in_limits l(10);
  int allowed = 0;
  for (int i = 0; i < 100; ++i) allowed += l.begin("user " + std::to_string(i), "192.0.2.1", 0) == 0 ? 1 : 0;
  BOOST_TEST(allowed == 60);
  // All addresses of one subscriber's network are one.
  l.begin("ann", "2001:db8:0:7::1", 0);
  allowed = 0;
  for (int i = 0; i < 100; ++i)
    allowed += l.begin("user " + std::to_string(i), "2001:db8:0:7::" + std::to_string(i), 0) == 0 ? 1 : 0;
  BOOST_TEST(allowed == 59);
  BOOST_TEST(l.begin("ann", "2001:db8:0:8::1", 0) == 0u);
}

BOOST_AUTO_TEST_CASE(the_wait_grows_to_a_minute_and_is_enough) {
  sign_in_limits l(60);
  for (int i = 0; i < 60; ++i) l.begin("ann", "::1", 0);
  for (std::uint32_t wait : {1u, 2u, 4u, 8u, 16u, 32u, 60u, 60u})
    BOOST_TEST(l.begin("ann", "::1", 0) == wait);
  BOOST_TEST(l.begin("ann", "::1", minute) == 0u);
  sign_in_limits slow(10);
  for (int i = 0; i < 10; ++i) slow.begin("ann", "::1", 0);
  BOOST_TEST(slow.begin("ann", "::1", 0) == 6u);  // no less than until one is left
}

BOOST_AUTO_TEST_CASE(networks) {
  for (auto [address, network] :
       {std::pair{"192.0.2.1", "192.0.2.1"}, std::pair{"::1", "0:0:0:0:"},
        std::pair{"2001:db8::1", "2001:db8:0:0:"}, std::pair{"2001:db8:1:2:3:4:5:6", "2001:db8:1:2:"},
        std::pair{"2001:db8:1:2::", "2001:db8:1:2:"}, std::pair{"", ""}})
    BOOST_TEST(fm::providers::network_of(address) == network);
}

BOOST_AUTO_TEST_CASE(memory_is_bounded_and_no_limit_means_none) {
  sign_in_limits l(1, 100);
  for (int i = 0; i < 1'000; ++i) l.begin("ann", "192.0.2." + std::to_string(i), 0);
  BOOST_TEST(l.buckets() == 100u);
  BOOST_TEST(l.begin("ann", "192.0.2.999", 0) == 60u);
  BOOST_TEST(l.begin("ann", "192.0.2.0", 0) == 0u);
  sign_in_limits off(0);
  for (int i = 0; i < 100; ++i) BOOST_TEST(off.begin("ann", "::1", 0) == 0u);
  BOOST_TEST(off.buckets() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
