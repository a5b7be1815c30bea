// What is said of a file in one sentence.
#include "citing.hpp"

#include <boost/test/unit_test.hpp>

using namespace fm::evidence;

BOOST_AUTO_TEST_CASE(a_file_is_summed_up_in_a_sentence) {
  digest d;
  d.kind = kind::kubectl_describe, d.lines = 1;
  BOOST_TEST(summary_of(d) == "kubectl describe, 1 line, nothing remarkable");
  d.kind = kind::log, d.format = "logfmt", d.lines = 12;
  d.facts.resize(2);
  d.facts[0].weight = .3, d.facts[0].quote = "retrying";
  d.facts[1].weight = .9, d.facts[1].quote = "No space left on device";
  BOOST_TEST(summary_of(d) == "log (logfmt), 12 lines, 2 findings: No space left on device");
  d.facts[1].quote = std::string(159, 'x') + "\xC3\xA4\xC3\xA4";
  BOOST_TEST(summary_of(d).ends_with("x"));  // no half character
}
