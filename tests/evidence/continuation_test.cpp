#include "evidence/continuation.hpp"

#include "reading_support.hpp"

#include <boost/test/unit_test.hpp>

using namespace fm::evidence;
using fm::evidence::test::parse_lines;

namespace {

// The lines that begin a record, as a text of `x`, and `.` for those that continue one.
std::string records(const std::vector<std::string_view>& lines) {
  std::string marks;
  for (const auto& h : parse_lines(lines).heads) marks += h.continuation ? '.' : 'x';
  return marks;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_java_trace_stays_with_its_record) {
  BOOST_TEST(records({"2025-07-07 12:00:00 ERROR [main] a.B - it broke",
                      "java.lang.IllegalStateException: no pool", "\tat a.b.C.run(C.java:12)",
                      "\tat a.b.D.run(D.java:5)", "Caused by: java.net.ConnectException: refused",
                      "\t... 12 more", "2025-07-07 12:00:01 INFO [main] a.B - next"}) == "x.....x");
}

BOOST_AUTO_TEST_CASE(a_python_trace_ends_with_its_exception) {
  BOOST_TEST(records({"ERROR:app:it broke", "Traceback (most recent call last):",
                      "  File \"x.py\", line 1, in f", "    f()", "KeyError: 'x'", "",
                      "During handling of the above exception, another exception occurred:", "",
                      "Traceback (most recent call last):", "  File \"y.py\", line 1",
                      "requests.exceptions.ConnectionError: refused", "INFO:app:next", "a plain line"}) ==
             "x..........xx");
}

BOOST_AUTO_TEST_CASE(a_go_panic_and_its_goroutines_are_one_record) {
  const std::vector<std::string_view> lines{"2025/07/07 12:00:00 starting",
                                            "panic: runtime error: index out of range [5]",
                                            "",
                                            "goroutine 1 [running]:",
                                            "main.main()",
                                            "\t/app/main.go:12 +0x1d",
                                            "created by main.start",
                                            "exit status 2"};
  BOOST_TEST(records(lines) == "xx......");
  const auto f = parse_lines(lines);
  BOOST_TEST(f.heads[1].level == severity::critical);
  BOOST_TEST(f.heads[1].message == "panic: runtime error: index out of range [5]");
}

BOOST_AUTO_TEST_CASE(an_error_name_begins_a_record_where_nothing_failed_before) {
  const auto f = parse_lines(
      {"starting the service", "TypeError: x is not a function", "    at run (/app/x.js:1:2)", "going on",
       "Exception in thread \"main\" java.lang.Error: no", "\tat a.b.C.run(C.java:12)",
       "thread 'main' panicked at src/main.rs:5:", "note: run with `RUST_BACKTRACE=1` to see more"});
  std::string marks;
  for (const auto& h : f.heads) marks += h.continuation ? '.' : 'x';
  BOOST_TEST(marks == "xx.xx.x.");
  BOOST_TEST(f.heads[1].level == severity::error);
  BOOST_TEST(f.heads[4].level == severity::error);
  BOOST_TEST(f.heads[6].level == severity::critical);
}

BOOST_AUTO_TEST_CASE(lines_without_time_continue_only_where_most_lines_have_one) {
  BOOST_TEST(records({"2025-07-07 12:00:00 query:", "SELECT *", "2025-07-07 12:00:01 a",
                      "2025-07-07 12:00:02 b", "2025-07-07 12:00:03 c", "ERROR: with a severity of its own",
                      "2025-07-07 12:00:04 d"}) == "x.xxxxx");
  BOOST_TEST(records({"Sent order 1", "Sent order 2", "2025-07-07 12:00:03 c", "Sent order 3"}) == "xxxx");
}

BOOST_AUTO_TEST_CASE(the_first_line_of_a_file_continues_nothing) {
  BOOST_TEST(records({"    at a.b.C.run(C.java:12)", "Traceback (most recent call last):"}) == "x.");
  BOOST_TEST(records({" * Serving Flask app \"app\"", "   WARNING: This is a development server."}) == "x.");
}

BOOST_AUTO_TEST_CASE(causes_of_ruby_stay_with_their_record) {
  BOOST_TEST(records({"E, [2026-03-04T07:00:01.120400 #81] ERROR -- : mail failed",
                      "/srv/mail.rb:4:in `rescue in run': no mail (MailError)",
                      "\tfrom bin/send:9:in `<main>'", "/srv/relay.rb:8:in 'Relay#open': closed (RelayError)",
                      "I, [2026-03-04T07:00:02.120400 #81]  INFO -- : next"}) == "x...x");
}
