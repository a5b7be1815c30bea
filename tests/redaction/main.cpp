#define BOOST_TEST_MODULE redaction
#include <boost/test/unit_test.hpp>
