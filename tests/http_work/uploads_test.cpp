// What routes that take and give files have in common.
#include <fm/http/uploads.hpp>
#include <fm/test/route_call.hpp>

#include <boost/test/unit_test.hpp>

using namespace fm::http;

BOOST_AUTO_TEST_SUITE(uploads)

BOOST_AUTO_TEST_CASE(a_file_name_loses_its_path_and_what_is_not_shown) {
  BOOST_TEST(shown_file_name("C:\\logs\\app.log") == "app.log");
  BOOST_TEST(shown_file_name("../../etc/passwd") == "passwd");
  BOOST_TEST(shown_file_name("a\r\nX: 1\x7F") == "aX: 1");
  BOOST_TEST(shown_file_name("Gr\xC3\xBC\xC3\x9F"
                             "e.log ") ==
             "Gr\xC3\xBC\xC3\x9F"
             "e.log");
  BOOST_TEST(shown_file_name("dir/") == "");
}

BOOST_AUTO_TEST_CASE(an_attachment_cannot_end_its_header) {
  BOOST_TEST(attachment("app.log") == "attachment; filename=\"app.log\"; filename*=UTF-8''app.log");
  BOOST_TEST(attachment("a\"b\\\r\n") == "attachment; filename=\"a_b___\"; filename*=UTF-8''a%22b%5C%0D%0A");
  BOOST_TEST(attachment("\xC3\xBC") == "attachment; filename=\"__\"; filename*=UTF-8''%C3%BC");
}

BOOST_AUTO_TEST_CASE(a_list_with_commas_loses_blanks_and_empty_parts) {
  BOOST_TEST(comma_list(" a ,, b,") == (std::vector<std::string>{"a", "b"}),
             boost::test_tools::per_element());
  BOOST_TEST(comma_list("").empty());
}

BOOST_AUTO_TEST_CASE(a_client_that_rather_polls_gets_202) {
  fm::test::made_request r;
  BOOST_TEST(!prefers_async(r));
  response created;
  created.status = 201;
  BOOST_TEST(with_job(created, "j", r).status == 201);
  r.headers["prefer"] = "wait=10, Respond-Async; x=1";
  BOOST_TEST(prefers_async(r));
  auto answer = with_job(created, "j", r);
  BOOST_TEST(answer.status == 202);
  BOOST_TEST(answer.headers.at(0).second == "/jobs/j");
}

BOOST_AUTO_TEST_SUITE_END()
