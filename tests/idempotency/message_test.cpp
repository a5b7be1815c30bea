// The messages travel whole, and none is missing from the list.
#include <fm/idempotency/spawn.hpp>
#include <fm/test/message_suite.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_CASE(idempotency_messages_travel_whole) {
  fm::test::check_messages<fm::idempotency::messages>();
}
