// What may be uploaded, and what a stored file is called.
#include "storage_name.hpp"

#include <fm/evidence/upload_rules.hpp>

#include <boost/test/unit_test.hpp>

using namespace fm::evidence;

BOOST_AUTO_TEST_SUITE(upload_rules)

BOOST_AUTO_TEST_CASE(executables_are_refused_whatever_is_allowed) {
  BOOST_TEST(refused_type("application/x-msdownload", {}) != "");
  BOOST_TEST(refused_type(" Application/X-Executable ; charset=binary", {}) != "");
  BOOST_TEST(refused_type("application/x-dosexec", {"application/x-dosexec"}) != "");
  BOOST_TEST(refused_type("image/png", {}) == "");
  BOOST_TEST(refused_type("", {}) == "");
}

BOOST_AUTO_TEST_CASE(an_allow_list_names_what_is_allowed) {
  BOOST_TEST(refused_type("text/plain; charset=utf-8", {"text/plain"}) == "");
  auto why = refused_type("image/png", {"text/plain", "text/csv"});
  BOOST_TEST(why == "files of the type image/png are not taken; allowed are text/plain, text/csv");
}

BOOST_AUTO_TEST_CASE(a_type_that_could_break_a_header_is_not_kept) {
  BOOST_TEST(clean_content_type("text/plain\r\nX-Evil: 1") == "application/octet-stream");
  BOOST_TEST(clean_content_type("nonsense") == "application/octet-stream");
  BOOST_TEST(clean_content_type("/plain") == "application/octet-stream");
  BOOST_TEST(clean_content_type("text/" + std::string(200, 'a')) == "application/octet-stream");
  BOOST_TEST(clean_content_type("  ") == "application/octet-stream");
  BOOST_TEST(clean_content_type("Text/Plain; charset=UTF-8") == "text/plain; charset=utf-8");
}

BOOST_AUTO_TEST_CASE(only_harmless_extensions_are_kept) {
  BOOST_TEST(safe_extension("App.LOG") == ".log");
  BOOST_TEST(safe_extension("a.tar.gz") == ".gz");
  BOOST_TEST(safe_extension("no-extension") == "");
  BOOST_TEST(safe_extension("x.") == "");
  BOOST_TEST(safe_extension("../../etc/passwd") == "");
  BOOST_TEST(safe_extension("x.l/og") == "");
  BOOST_TEST(safe_extension("x." + std::string(40, 'a')) == "");
}

BOOST_AUTO_TEST_SUITE_END()
