#define BOOST_TEST_MODULE outbound
#include <boost/test/unit_test.hpp>
