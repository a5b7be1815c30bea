#define BOOST_TEST_MODULE recorded
#include <boost/test/unit_test.hpp>
