// Downloads in parts, and those that the client has already.
#include "file_range.hpp"
#include "site.hpp"

#include <boost/test/unit_test.hpp>

using namespace fm::http;
using fm::test::client;
using fm::test::request_text;
using fm::test::site;

BOOST_AUTO_TEST_SUITE(range)

BOOST_AUTO_TEST_CASE(one_range_is_understood_and_all_else_gets_the_whole_file) {
  auto part = [](std::string_view range, std::string_view if_range = {}) {
    auto r = range_of(range, if_range, "\"v1\"", 10);
    return std::to_string(r.status) + " " + std::to_string(r.offset) + "+" + std::to_string(r.length);
  };
  BOOST_TEST(part("") == "200 0+10");
  BOOST_TEST(part("bytes=0-3") == "206 0+4");
  BOOST_TEST(part("bytes=3-") == "206 3+7");
  BOOST_TEST(part("bytes=8-100") == "206 8+2");
  BOOST_TEST(part("bytes=-4") == "206 6+4");
  BOOST_TEST(part("bytes=-100") == "206 0+10");
  BOOST_TEST(part("Bytes = 9-9 ") == "206 9+1");
  BOOST_TEST(part("bytes=10-") == "416 0+0");
  BOOST_TEST(part("bytes=-0") == "416 0+0");
  for (auto odd : {"bytes", "bytes=", "bytes=-", "bytes=x-", "bytes=1-x", "bytes=5-4", "lines=1-2",
                   "bytes=0-1,3-4", "bytes=99999999999999999999-"})
    BOOST_TEST(part(odd) == "200 0+10", odd);
  BOOST_TEST(part("bytes=0-3", "\"v1\"") == "206 0+4");
  BOOST_TEST(part("bytes=0-3", "\"v2\"") == "200 0+10");
  BOOST_TEST(part("bytes=0-3", "W/\"v1\"") == "200 0+10");
  BOOST_TEST(part("bytes=0-3", "Thu, 26 Nov 2026 00:00:00 GMT") == "200 0+10");
  BOOST_TEST(range_of("bytes=2-4", "", "\"v1\"", 10).content_range == "bytes 2-4/10");
  BOOST_TEST(range_of("bytes=10-", "", "\"v1\"", 10).content_range == "bytes */10");
  BOOST_TEST(range_of("bytes=0-", "", "\"v1\"", 0).status == 416);
}

BOOST_AUTO_TEST_CASE(a_download_goes_on_where_it_stopped) {
  site s;
  client c(s.port());
  auto whole = c.ask(request_text("GET /tagged-file"));
  BOOST_TEST(whole.body == "0123456789");
  BOOST_TEST(whole.field("Accept-Ranges") == "bytes");
  auto rest = c.ask(request_text("GET /tagged-file", "", "Range: bytes=6-\r\nIf-Range: \"v1\"\r\n"));
  BOOST_TEST(rest.status == 206);
  BOOST_TEST(rest.body == "6789");
  BOOST_TEST(rest.field("Content-Range") == "bytes 6-9/10");
  BOOST_TEST(rest.field("Content-Length") == "4");
  auto middle = c.ask(request_text("GET /tagged-file", "", "Range: bytes=2-4\r\n"));
  BOOST_TEST(middle.body == "234");
  auto behind = c.ask(request_text("GET /tagged-file", "", "Range: bytes=10-\r\n"));
  BOOST_TEST(behind.status == 416);
  BOOST_TEST(behind.field("Content-Range") == "bytes */10");
  BOOST_TEST(behind.body.find("10 bytes") != std::string::npos);
  auto changed = c.ask(request_text("GET /tagged-file", "", "Range: bytes=6-\r\nIf-Range: \"v0\"\r\n"));
  BOOST_TEST(changed.status == 200);
  BOOST_TEST(changed.body.size() == 10u);
  c.send(request_text("HEAD /tagged-file", "", "Range: bytes=2-4\r\n"));
  BOOST_TEST(c.read(true).field("Content-Length") == "10");
}

BOOST_AUTO_TEST_CASE(a_file_that_the_client_has_is_not_sent_again) {
  site s;
  client c(s.port());
  auto known =
      c.ask(request_text("GET /tagged-file", "", "If-None-Match: \"v0\", \"v1\"\r\nRange: bytes=0-1\r\n"));
  BOOST_TEST(known.status == 304);
  BOOST_TEST(known.body == "");
  BOOST_TEST(known.field("ETag") == "\"v1\"");
  BOOST_TEST(c.ask(request_text("GET /tagged-file", "", "If-None-Match: \"v0\"\r\n")).status == 200);
  // Without a tag a file is not cut: nobody could tell whether it is still the same.
  auto untagged = c.ask(request_text("GET /file/10", "", "Range: bytes=2-4\r\n"));
  BOOST_TEST(untagged.status == 200);
  BOOST_TEST(untagged.field("Accept-Ranges") == "");
}

BOOST_AUTO_TEST_SUITE_END()
