#define BOOST_TEST_MODULE knowledge_server
#include <boost/test/unit_test.hpp>
