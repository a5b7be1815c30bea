// The parts of the layout that need no library.
#include "coverage.hpp"
#include "font_files.hpp"
#include "line_breaks.hpp"
#include "showable.hpp"
#include "table_columns.hpp"

#include <fm/test/message_suite.hpp>

#include <boost/test/unit_test.hpp>

#include <numeric>

using namespace fm;
using namespace fm::pdf;
using document::rich;
using document::style;

namespace {

const measure one_each = [](char32_t, style) { return 1.0; };

std::string text_of(const line& l) {
  std::string out;
  for (const auto& r : l.runs) out += r.text;
  return out;
}
std::vector<std::string> texts(const std::vector<line>& all) {
  std::vector<std::string> out;
  for (const auto& l : all) out.push_back(text_of(l));
  return out;
}
const coverage& sans() {
  static const coverage c = coverage_of(font_bytes(0));
  return c;
}
std::string shown(std::string_view text, bool keeps_lines = false) {
  std::size_t marked = 0;
  return showable(text, sans(), keeps_lines, marked);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pdf_layout)

BOOST_AUTO_TEST_CASE(every_message_travels) { fm::test::check_messages<document::messages>(); }

BOOST_AUTO_TEST_CASE(text_breaks_at_blanks_and_long_words_inside) {
  BOOST_TEST(
      texts(broken(rich("one two three"), 7, one_each)) == (std::vector<std::string>{"one two", "three"}),
      boost::test_tools::per_element());
  BOOST_TEST(texts(broken(rich("a abcdefghij b"), 4, one_each)) ==
                 (std::vector<std::string>{"a", "abcd", "efgh", "ij b"}),
             boost::test_tools::per_element());
  BOOST_TEST(broken(rich(""), 4, one_each).size() == 1u);
  BOOST_TEST(text_of(broken(rich("  x  "), 9, one_each).front()) == "x");
  for (const auto& l : broken(rich("some words of many lengths indeed"), 6, one_each))
    BOOST_TEST(l.width <= 6);
}

BOOST_AUTO_TEST_CASE(styles_stay_with_their_words) {
  rich text;
  text.add("see ").add("E1 line", style::code).add(" now", style::strong);
  const auto all = broken(text, 8, one_each);
  BOOST_TEST(all.size() == 2u);
  BOOST_TEST(text_of(all[0]) == "see E1");
  BOOST_TEST(text_of(all[1]) == "line now");
  BOOST_TEST((all[1].runs.front().style == style::code));
  BOOST_TEST((all[1].runs.back().style == style::strong));
}

BOOST_AUTO_TEST_CASE(code_keeps_its_lines_and_blanks) {
  BOOST_TEST(texts(broken_code("a  b\n\nlonger", 5, one_each)) ==
                 (std::vector<std::string>{"a  b", "", "longe", "r"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(columns_share_the_width_and_narrow_ones_get_what_they_need) {
  const auto all = column_widths({10, 500, 500}, 210);
  BOOST_TEST(all[0] == 10);
  BOOST_TEST(all[1] == 100);
  BOOST_TEST(std::accumulate(all.begin(), all.end(), 0.) == 210);
  const auto wide = column_widths({10, 20}, 100);
  BOOST_TEST(wide[0] == 10);
  BOOST_TEST(wide[1] == 90);
  BOOST_TEST(column_widths({}, 5).empty());
}

BOOST_AUTO_TEST_CASE(the_fonts_cover_what_they_have) {
  for (char32_t c : U"AzÜßЖλ→…✓")
    if (c) BOOST_TEST(sans().test(c));
  BOOST_TEST(!sans().test(0x4E2D));
  BOOST_TEST(coverage_of("").none());
  BOOST_TEST(coverage_of("no font at all, but longer than a head").none());
}

BOOST_AUTO_TEST_CASE(what_cannot_be_shown_is_marked_and_counted) {
  std::size_t marked = 0;
  BOOST_TEST(showable("disk 中 full", sans(), false, marked) == "disk [U+4E2D] full");
  BOOST_TEST(marked == 1u);
  BOOST_TEST(shown("😀") == "[U+1F600]");
  BOOST_TEST(shown("一二三四五六") == "[6 characters not shown]");
  BOOST_TEST(shown("שלום") == "[U+05E9 U+05DC U+05D5 U+05DD]");
  BOOST_TEST(shown("a\u202Eb") == "a[U+202E]b");
  BOOST_TEST(shown("Grüße, Привет") == "Grüße, Привет");
}

BOOST_AUTO_TEST_CASE(control_characters_and_broken_utf8_cost_nothing) {
  BOOST_TEST(shown("a\tb\r\nc") == "a b c");
  BOOST_TEST(shown("a\tb\nc", true) == "a    b\nc");
  BOOST_TEST(shown("x\x1b[31m") == "x[U+001B][31m");
  for (const auto* bad : {"\xC3", "\xE4\xB8", "\xFF", "\x80", "\xF0\x9F\x98", "\xC0\x80"})
    BOOST_TEST(!shown(bad).empty());
}

BOOST_AUTO_TEST_SUITE_END()
