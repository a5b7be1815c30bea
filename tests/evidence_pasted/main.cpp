#define BOOST_TEST_MODULE evidence_pasted
#include <boost/test/unit_test.hpp>
