#define BOOST_TEST_MODULE evidence_analysis
#include <boost/test/unit_test.hpp>
