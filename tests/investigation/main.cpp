#define BOOST_TEST_MODULE investigation
#include <boost/test/unit_test.hpp>
