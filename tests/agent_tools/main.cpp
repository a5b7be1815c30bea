#define BOOST_TEST_MODULE agent_tools
#include <boost/test/unit_test.hpp>
