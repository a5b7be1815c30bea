#define BOOST_TEST_MODULE http_accounts
#include <boost/test/unit_test.hpp>
