// What a client renders: the evidence's words are code, never marks, links or pictures.
#include "agent/markdown.hpp"

#include <boost/test/unit_test.hpp>

using namespace fm::agent;

BOOST_AUTO_TEST_SUITE(answers_as_markdown)

BOOST_AUTO_TEST_CASE(words_of_the_evidence_stand_in_code_spans) {
  claim c;
  c.form = "The disk is full: {reason}";
  c.slots = {{"reason", "no space on ![x](http://evil/a.png) <b>"}};
  c.text = "The disk is full: no space on ![x](http://evil/a.png) <b>";
  BOOST_TEST(markdown_of(c) == "The disk is full: `no space on ![x](http://evil/a.png) <b>`");
}

BOOST_AUTO_TEST_CASE(a_quoted_slot_loses_its_quotation_marks_and_keeps_its_citation) {
  claim c;
  c.form = "\"{quote}\", {count} times";
  c.slots = {{"quote", "it failed"}, {"count", "3"}};
  citation where;
  where.evidence = 1;
  where.lines = {{4, 6}};
  c.citations = {where};
  BOOST_TEST(markdown_of(c) == "`it failed`, 3 times [E1:L4-L6]");
}

BOOST_AUTO_TEST_CASE(backticks_and_line_breaks_cannot_leave_a_code_span) {
  BOOST_TEST(code_span("a`b``c") == "```a`b``c```");
  BOOST_TEST(code_span("`x`") == "`` `x` ``");
  BOOST_TEST(code_span("a\n# b") == "`a # b`");
}

BOOST_AUTO_TEST_CASE(a_command_stands_in_a_block_that_it_cannot_close) {
  BOOST_TEST(code_block("df -h", "   ") == "   ```sh\n   df -h\n   ```");
  BOOST_TEST(code_block("echo ```", "").starts_with("````sh\n"));
}

BOOST_AUTO_TEST_CASE(our_own_sentences_escape_what_would_be_a_mark) {
  BOOST_TEST(escaped("a *b* [c](d) <e> f_g _h_") == "a \\*b\\* \\[c\\](d) \\<e> f_g \\_h\\_");
}

BOOST_AUTO_TEST_SUITE_END()
