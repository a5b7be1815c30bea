// The text of Word documents, and why there is none.
#include "made_documents.hpp"

#include <fm/extract/text_extractor.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>

using namespace fm;
using namespace fm::test;

namespace {

outcome<std::string> read(const std::string& bytes, extract::limits within = {}) {
  return extract::text_extractor({FM_EXTRACT_READER}, within).text_of("docx", bytes, {});
}
std::string text_of(const std::string& bytes) {
  auto r = read(bytes);
  return r ? *r : "FAILED: " + r.error().text;
}
std::string why(const std::string& bytes, extract::limits within = {}) {
  auto r = read(bytes, within);
  BOOST_TEST_REQUIRE(!r);
  BOOST_TEST((r.error().code == ec::invalid));
  return r.error().text;
}
std::string document_xml(const std::string& xml) { return zip_of({{"word/document.xml", xml}}); }

}  // namespace

BOOST_AUTO_TEST_SUITE(word)

BOOST_AUTO_TEST_CASE(headings_paragraphs_lists_and_tables_become_plain_text) {
  auto bytes =
      word_of(word_paragraph("Full disks", "Heading1") + word_paragraph("Free &lt;space&gt; &amp; restart.") +
                  word_paragraph("By hand", "berschrift2") +
                  "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>first</w:t><w:tab/><w:t>step</w:t></w:r></w:p>"
                  "<w:p><w:r><w:t>line</w:t><w:br/><w:t>break</w:t><w:delText>gone</"
                  "w:delText><w:instrText>PAGE</w:instrText>"
                  "</w:r></w:p>"
                  "<w:tbl><w:tr><w:tc>" +
                  word_paragraph("a") + "</w:tc><w:tc>" + word_paragraph("b") + word_paragraph("c") +
                  "</w:tc></w:tr><w:tr><w:tc>" + word_paragraph("d") + "</w:tc></w:tr></w:tbl>",
              R"(<w:style w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>)");
  BOOST_TEST(text_of(bytes) ==
             "\n= Full disks\n\nFree <space> & restart.\n\n\n== By hand\n\n- first\tstep\nline\nbreak\n\na | "
             "b c\nd\n\n");
}

BOOST_AUTO_TEST_CASE(what_is_no_word_document_is_named_as_such) {
  BOOST_TEST(why("PK\x03\x04 no archive").find("no zip archive") != std::string::npos);
  BOOST_TEST(why(zip_of({{"notes.txt", "text"}})).find("no Word document") != std::string::npos);
  BOOST_TEST(why(word_of("")) == "the Word document has no text");
  auto whole = word_of(word_paragraph("text"));
  BOOST_TEST(why(whole.substr(0, whole.size() / 2)).find("no zip archive") != std::string::npos);
  BOOST_TEST(why(document_xml("<w:document>")).find("no well-formed XML") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_zip_bomb_costs_little) {
  std::string blanks(300u << 20, ' ');
  auto bomb = document_xml("<d>" + blanks + "</d>");
  blanks.clear(), blanks.shrink_to_fit();
  auto begun = std::chrono::steady_clock::now();
  BOOST_TEST(why(bomb).find("unpacks to far more than an honest document holds") != std::string::npos);
  BOOST_TEST((std::chrono::steady_clock::now() - begun < std::chrono::seconds(20)));
}

BOOST_AUTO_TEST_CASE(a_billion_laughs_are_not_laughed) {
  std::string xml = "<?xml version=\"1.0\"?><!DOCTYPE d [<!ENTITY a0 \"ha\">";
  for (int i = 1; i < 30; ++i) {
    auto n = std::to_string(i), p = std::to_string(i - 1);
    xml += "<!ENTITY a" + n + " \"&a" + p + ";&a" + p + ";&a" + p + ";\">";
  }
  BOOST_TEST(why(document_xml(xml + "]><d>&a29;</d>")).find("document type") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(elements_are_not_nested_without_end) {
  std::string xml;
  for (int i = 0; i < 1'000'000; ++i) xml += "<a>";
  BOOST_TEST(why(document_xml(xml)).find("nested too deeply") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_archive_of_very_many_entries_is_not_walked) {
  std::vector<std::pair<std::string, std::string>> many;
  for (int i = 0; i < 10'001; ++i) many.emplace_back(std::to_string(i), "");
  BOOST_TEST(why(zip_of(many)).find("more than 10000 entries") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(limits_of_text_hold) {
  extract::limits small;
  small.text_bytes = 10;
  BOOST_TEST(why(word_of(word_paragraph("longer than ten bytes")), small).find("of text") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(every_cut_of_a_document_is_survived) {
  auto whole = word_of(word_paragraph("Full disks", "Heading1") + word_paragraph("text"));
  for (std::size_t size = 0; size < whole.size(); size += 37) {
    auto r = read(whole.substr(0, size));
    BOOST_TEST((r || r.error().code == ec::invalid));
  }
}

BOOST_AUTO_TEST_SUITE_END()
