// Every message of the modules on the wire and back, generated from their lists.
#include "fm/agent/messages.hpp"
#include "fm/evidence/messages.hpp"
#include "fm/knowledge/messages.hpp"

#include <fm/test/message_suite.hpp>

#include <boost/test/unit_test.hpp>

using namespace fm;

BOOST_AUTO_TEST_CASE(every_message_survives_the_wire) {
  test::check_messages<concat<evidence::messages, knowledge::messages, agent::messages>>();
}
