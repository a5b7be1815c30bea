#include <fm/cases/messages.hpp>
#include <fm/test/message_suite.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_CASE(every_message_of_the_cases_survives_serialisation) {
  fm::test::check_messages<fm::cases::messages>();
}
