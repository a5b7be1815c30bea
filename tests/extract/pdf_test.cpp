// The text of PDF documents, and why there is none.
#include "made_documents.hpp"

#include <fm/extract/text_extractor.hpp>

#include <boost/test/unit_test.hpp>

using namespace fm;
using test::pdf_of;

namespace {

outcome<std::string> read(const std::string& bytes, extract::limits within = {}) {
  return extract::text_extractor({FM_EXTRACT_READER}, within).text_of("pdf", bytes, {});
}
std::string why(const std::string& bytes, extract::limits within = {}) {
  auto r = read(bytes, within);
  BOOST_TEST_REQUIRE(!r);
  BOOST_TEST((r.error().code == ec::invalid));
  return r.error().text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pdf)

BOOST_AUTO_TEST_CASE(the_text_of_a_page_is_read) {
  auto r = read(pdf_of("Restart the broken pump"));
  BOOST_TEST_REQUIRE(static_cast<bool>(r), (r ? "" : r.error().text));
  BOOST_TEST(r->find("Restart the broken pump") != std::string::npos);
  BOOST_TEST(r->find('\f') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_page_without_text_is_named_as_such) {
  BOOST_TEST(why(pdf_of("")).find("no text layer") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_encrypted_one_is_named_as_such) {
  const std::string key(64, '0');
  auto text = why(pdf_of(
      "secret", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + key + "> /U <" + key + "> >>"));
  BOOST_TEST(text == "the PDF is encrypted: remove its password and add it again");
}

BOOST_AUTO_TEST_CASE(damaged_and_cut_ones_are_named_as_such) {
  for (std::string bytes : {std::string("%PDF-1.7 and so on"), std::string("%PDF-"), std::string()})
    BOOST_TEST(why(bytes) == "the PDF cannot be read: it is damaged or incomplete");
}

BOOST_AUTO_TEST_CASE(a_tree_of_pages_without_end_ends) {
  auto loop = read(pdf_of("text", "<< /Type /Pages /Kids [2 0 R 2 0 R 3 0 R] /Count 1000000000 >>"));
  BOOST_TEST((loop || loop.error().code == ec::invalid));
}

BOOST_AUTO_TEST_CASE(a_document_that_is_nothing_but_nesting_ends) {
  auto deep = read(pdf_of("text", std::string(2'000'000, '[')));
  BOOST_TEST((deep || deep.error().code == ec::invalid));
}

BOOST_AUTO_TEST_CASE(limits_hold) {
  extract::limits quick;
  quick.wall_time = 1;
  BOOST_TEST(why(pdf_of("text"), quick).find("takes longer than") != std::string::npos);
  extract::limits small;
  small.text_bytes = 10;
  BOOST_TEST(why(pdf_of("a text longer than that"), small).find("of text") != std::string::npos);
#ifndef __SANITIZE_ADDRESS__  // which leaves no room for this limit
  extract::limits narrow;
  narrow.memory_bytes = 1u << 20;
  BOOST_TEST(!why(pdf_of("text"), narrow).empty());
#endif
}

BOOST_AUTO_TEST_CASE(a_reader_that_nobody_waits_for_or_that_is_not_there_is_no_fault_of_the_document) {
  extract::text_extractor extractor({FM_EXTRACT_READER});
  auto cancelled = extractor.text_of("pdf", pdf_of("text"), [] { return true; });
  BOOST_TEST((!cancelled && cancelled.error().code == ec::cancelled));
  auto missing = extract::text_extractor({"/no/such/reader"}).text_of("pdf", "x", {});
  BOOST_TEST((!missing && missing.error().code == ec::unavailable));
  auto odd = extractor.text_of("odd", "x", {});
  BOOST_TEST((!odd && odd.error().text.find("no reader") != std::string::npos));
}

BOOST_AUTO_TEST_SUITE_END()
