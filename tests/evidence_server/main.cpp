#define BOOST_TEST_MODULE evidence_server
#include <boost/test/unit_test.hpp>
