#define BOOST_TEST_MODULE http_work
#include <boost/test/unit_test.hpp>
