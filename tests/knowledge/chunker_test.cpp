#include "knowledge/chunker.hpp"

#include "evaluation.hpp"
#include "knowledge/utf8.hpp"
#include "knowledge/words.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace {

using namespace fm::knowledge;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(chunker)

BOOST_AUTO_TEST_CASE(every_word_of_a_chunk_stands_in_the_lines_it_names) {
  std::size_t checked = 0;
  for (const document& d : fm::knowledge::test::example_runbooks()) {
    std::vector<std::string> source = lines_of(d.bytes);
    for (const chunk& c : cut_into_chunks(read_page(d.path, d.bytes))) {
      BOOST_TEST_REQUIRE((c.first_line >= 1 && c.first_line <= c.last_line && c.last_line <= source.size()),
                         d.path);
      std::string named;
      for (std::size_t i = c.first_line; i <= c.last_line; ++i) named += source[i - 1] + '\n';
      for_each_word(c.text, [&](std::string_view word, std::size_t) {
        if (word.find_first_not_of("0123456789") == std::string_view::npos) return;  // list numbers are ours
        BOOST_TEST_REQUIRE(named.find(word) != std::string::npos, d.path << ": " << word);
        ++checked;
      });
    }
  }
  BOOST_TEST(checked > 5000u);
}

BOOST_AUTO_TEST_CASE(a_short_section_stays_whole_and_a_long_one_is_cut_at_paragraphs) {
  std::string sentence = "The disk fills up because nobody rotates the logs of this service. ";
  std::string text = "# Short\n\nOne.\n\nTwo.\n\n# Long\n\n";
  for (int i = 0; i < 12; ++i) text += sentence + sentence + sentence + "\n\n";
  std::vector<chunk> chunks = cut_into_chunks(read_page("x.md", text));
  BOOST_TEST_REQUIRE(chunks.size() == 4u);
  BOOST_TEST(chunks[0].text == "One.\nTwo.");
  BOOST_TEST(chunks[0].first_line == 3u);
  BOOST_TEST(chunks[0].last_line == 5u);
  for (std::size_t i = 1; i < chunks.size(); ++i) {
    BOOST_TEST(chunks[i].section == 1u);
    BOOST_TEST(chunks[i].text.size() <= 1400u);
    BOOST_TEST(chunks[i].text.starts_with("The disk"));
    BOOST_TEST(chunks[i].text.ends_with("service."));
  }
  BOOST_TEST(chunks[2].first_line == chunks[1].last_line + 2);
}

BOOST_AUTO_TEST_CASE(a_paragraph_without_end_is_cut_after_sentences_with_the_last_ones_repeated) {
  std::string text = "# H\n\n";
  for (int i = 0; i < 100; ++i) text += "Sentence number " + std::to_string(i) + " says something new. ";
  std::vector<chunk> chunks = cut_into_chunks(read_page("x.md", text));
  BOOST_TEST_REQUIRE(chunks.size() >= 4u);
  for (std::size_t i = 1; i < chunks.size(); ++i) {
    BOOST_TEST(chunks[i].text.starts_with("Sentence number"));
    std::string first = chunks[i].text.substr(0, chunks[i].text.find('.'));
    BOOST_TEST(chunks[i - 1].text.find(first) != std::string::npos);
    BOOST_TEST(chunks[i].text.find(chunks[i - 1].text.substr(chunks[i - 1].text.rfind("Sentence"))) < 200u);
  }
}

BOOST_AUTO_TEST_CASE(a_cut_never_splits_a_code_point) {
  std::string text = "# H\n\n";
  for (int i = 0; i < 3000; ++i) text += "ä€";
  for (const chunk& c : cut_into_chunks(read_page("x.md", text))) {
    BOOST_TEST(clean_utf8(c.text).find("\xEF\xBF\xBD") == std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(code_ranges_point_at_the_code) {
  std::vector<chunk> chunks =
      cut_into_chunks(read_page("x.md", "# H\n\nBefore.\n\n```\none\ntwo\n```\n\nAfter.\n"));
  BOOST_TEST_REQUIRE(chunks.size() == 1u);
  BOOST_TEST_REQUIRE(chunks[0].code.size() == 1u);
  auto [begin, end] = chunks[0].code[0];
  BOOST_TEST(chunks[0].text.substr(begin, end - begin) == "one\ntwo");
}

BOOST_AUTO_TEST_CASE(a_page_of_headings_alone_is_still_found_by_them) {
  std::vector<chunk> chunks = cut_into_chunks(read_page("x.md", "# Only\n\n## Headings\n"));
  BOOST_TEST_REQUIRE(chunks.size() == 1u);
  BOOST_TEST(chunks[0].text == "Only\nHeadings");
}

BOOST_AUTO_TEST_SUITE_END()
