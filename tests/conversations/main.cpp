#define BOOST_TEST_MODULE conversations
#include <boost/test/unit_test.hpp>
