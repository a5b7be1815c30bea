#define BOOST_TEST_MODULE evidence_documents
#include <boost/test/unit_test.hpp>
