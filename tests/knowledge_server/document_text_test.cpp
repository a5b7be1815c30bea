// What can be read, how it is read, and what a stored file is called.
#include "document_text.hpp"

#include <boost/test/unit_test.hpp>

using namespace fm::knowledge;

BOOST_AUTO_TEST_SUITE(document_texts)

BOOST_AUTO_TEST_CASE(what_is_no_text_is_named_and_so_is_a_way_out) {
  using namespace std::string_view_literals;
  for (auto bytes : {"%PDF-1.7"sv, "PK\x03\x04 docx"sv, "\xD0\xCF\x11\xE0 doc"sv, "\xFF\xFEt\0"sv, "a\0b"sv})
    BOOST_TEST(unreadable_document(bytes).find(": save it as") != std::string::npos,
               unreadable_document(bytes));
  BOOST_TEST(unreadable_document(" \r\n\t") == "the document is empty");
  BOOST_TEST(unreadable_document("") == "the document is empty");
  BOOST_TEST(unreadable_document("# Text \xE9 with a bad byte") == "");
}

BOOST_AUTO_TEST_CASE(the_declared_type_helps_where_the_name_says_nothing) {
  auto path = [](const std::string& name, const std::string& type) {
    stored_document d;
    d.filename = name, d.document_type = type;
    return indexable(d, "x").path;
  };
  BOOST_TEST(path("notes", "markdown") == "notes.md");
  BOOST_TEST(path("notes.txt", "markdown") == "notes.txt.md");
  BOOST_TEST(path("notes.MD", "markdown") == "notes.MD");
  BOOST_TEST(path("page", "html") == "page.html");
  BOOST_TEST(path("page.htm", "html") == "page.htm");
  BOOST_TEST(path("notes.txt", "playbook") == "notes.txt");
}

BOOST_AUTO_TEST_CASE(formats_are_told_by_their_bytes_and_their_text_is_plain) {
  BOOST_TEST(packed_format("%PDF-1.4") == "pdf");
  BOOST_TEST(packed_format("\r\n%PDF-1.4") == "pdf");
  BOOST_TEST(packed_format("A PDF begins with %PDF-") == "");
  BOOST_TEST(packed_format("PK\x03\x04") == "docx");
  stored_document d;
  d.filename = "odd.md", d.document_type = "html", d.extracted = true;
  BOOST_TEST(indexable(d, "x").path == "odd.md.txt");
  d.filename = "guide.pdf";
  BOOST_TEST(indexable(d, "x").path == "guide.pdf");
}

BOOST_AUTO_TEST_CASE(a_title_counts_when_it_says_more_than_the_file_name) {
  stored_document d;
  d.filename = d.title = "disk.md";
  BOOST_TEST(indexable(d, "x").title == "");
  d.title = "Full disks";
  BOOST_TEST(indexable(d, "x").title == "Full disks");
}

BOOST_AUTO_TEST_CASE(names_of_users_become_harmless_and_keep_their_end) {
  BOOST_TEST(safe_file_name("../../etc/passwd") == "_._etc_passwd");
  BOOST_TEST(safe_file_name("Grüße aus.md") == "Gr____e_aus.md");
  BOOST_TEST(safe_file_name("") == "document");
  BOOST_TEST(safe_file_name("...") == "document");
  auto cut = safe_file_name(std::string(300, 'a') + ".md");
  BOOST_TEST(cut.size() == 100u);
  BOOST_TEST(cut.ends_with("a.md"));
}

BOOST_AUTO_TEST_SUITE_END()
