#define BOOST_TEST_MODULE http_reports
#include <boost/test/unit_test.hpp>
