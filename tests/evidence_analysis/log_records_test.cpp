// Which lines make one record, and what it names as its cause, behind every prefix.
#include "log_support.hpp"

using namespace fm::evidence;

namespace {

const std::string trace =
    "Traceback (most recent call last):\n"
    "  File \"/srv/load.py\", line 7, in load\n"
    "    parse(row)\n"
    "shop.Unreadable: row 12 has no price\n";

/// Every line of `text` behind `prefix`.
std::string behind(const std::string& prefix, const std::string& text, const std::string& suffix = "") {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = text.find('\n', at);
    out += prefix + text.substr(at, end - at) + suffix + "\n";
    at = end + 1;
  }
  return out;
}

void check_trace(const digest& d, std::uint64_t first, std::uint64_t last) {
  const auto* f = telling(d, "row 12 has no price");
  BOOST_TEST_REQUIRE(f != nullptr);
  BOOST_TEST(f->get("cause") == "shop.Unreadable: row 12 has no price");
  BOOST_TEST((f->lines == std::vector<line_range>{{first, last}}));
  BOOST_TEST(f->get("place") == "File \"/srv/load.py\", line 7, in load");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(log_records)

BOOST_AUTO_TEST_CASE(a_trace_belongs_to_its_record_and_names_its_cause_uncut) {
  check_trace(analysed("2026-03-04 07:00:01 INFO a started\n2026-03-04 07:00:02 ERROR a import failed\n" +
                       trace + "2026-03-04 07:00:03 INFO a idle\n"),
              2, 6);
}

BOOST_AUTO_TEST_CASE(a_trace_behind_the_prefix_of_a_service_is_joined_without_it) {
  check_trace(analysed(behind("worker-2  | ", "2026-03-04 07:00:02 ERROR a import failed\n" + trace +
                                                  "2026-03-04 07:00:03 INFO idle\n")),
              1, 5);
}

BOOST_AUTO_TEST_CASE(interleaved_services_keep_their_records_apart) {
  std::string log;
  const auto lines = "2026-03-04 07:00:02 ERROR a import failed\n" + trace;
  for (std::size_t at = 0, n = 0; at < lines.size(); ++n) {
    const auto end = lines.find('\n', at);
    log += "worker-2  | " + lines.substr(at, end - at) + "\n";
    log += "cache-1   | 2026-03-04 07:00:02 INFO served key " + std::to_string(n) + "\n";
    at = end + 1;
  }
  const auto d = analysed(log);
  const auto* f = telling(d, "row 12 has no price");
  BOOST_TEST_REQUIRE(f != nullptr);
  BOOST_TEST(f->get("cause") == "shop.Unreadable: row 12 has no price");
  BOOST_TEST(f->subject.find("cache") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_trace_in_the_json_files_of_docker_is_read_without_its_envelope) {
  std::string log =
      R"({"log":"2026-03-04 07:00:01 ERROR a import failed\n","stream":"stderr","time":"2026-03-04T07:00:01.1Z"})";
  log += '\n';
  for (const std::string line :
       {"Traceback (most recent call last):", "  File \\\"/srv/load.py\\\", line 7, in load",
        "shop.Unreadable: row 12 has no price"})
    log += R"({"log":")" + line + R"(\n","stream":"stderr","time":"2026-03-04T07:00:01.2Z"})" + "\n";
  check_trace(analysed(log), 1, 4);
}

BOOST_AUTO_TEST_CASE(a_trace_that_comes_later_than_the_line_above_is_a_record_of_its_own) {
  const auto d =
      analysed("2026-03-03T10:00:01.1Z stdout F loading\n2026-03-03T10:00:02.1Z stdout F loading more\n" +
               behind("2026-03-03T10:01:12.1Z stderr F ", trace));
  check_trace(d, 3, 6);
  const auto* f = telling(d, "row 12 has no price");
  BOOST_TEST(f->first == d.last);
  BOOST_TEST(f->quote == "shop.Unreadable: row 12 has no price");
  BOOST_TEST((f->level == severity::error));
}

BOOST_AUTO_TEST_CASE(a_trace_in_syslog_is_one_record_although_each_line_has_a_head) {
  const auto d = analysed("Mar  4 07:00:01 web1 loader[41]: started\n" +
                          behind("Mar  4 07:00:02 web1 loader[41]: ", trace) +
                          "Mar  4 07:00:02 web1 loader[41]: restarted\n");
  check_trace(d, 2, 5);
}

BOOST_AUTO_TEST_CASE(a_trace_below_an_information_is_not_lost) {
  std::string log;
  for (int i = 0; i < 40; ++i) log += clock_text(i) + " INFO tick\n";
  log += trace;
  for (int i = 41; i < 80; ++i) log += clock_text(i) + " INFO tick\n";
  check_trace(analysed(log), 41, 44);
}

BOOST_AUTO_TEST_CASE(different_exceptions_below_one_message_are_different_errors) {
  std::string log;
  for (int i = 0; i < 9; ++i)
    log += clock_text(i) + " ERROR job " + std::to_string(i) +
           " was not done\nTraceback (most recent call last):\n  File \"/a.py\", line 1, in x\n" +
           (i % 3 == 0 ? "shop.Unreadable: no price\n" : "shop.Closed: till 4 is closed\n");
  const auto d = analysed(log);
  const auto *closed = telling(d, "till 4 is closed"), *unread = telling(d, "no price");
  BOOST_TEST_REQUIRE(closed != nullptr);
  BOOST_TEST_REQUIRE(unread != nullptr);
  BOOST_TEST(closed->count == 6u);
  BOOST_TEST(unread->count == 3u);
}

BOOST_AUTO_TEST_CASE(the_cause_below_a_very_long_trace_is_found) {
  std::string log = clock_text(1) + " ERROR sale not booked\nshop.SaleException: sale 9\n";
  for (int i = 0; i < 300; ++i)
    log += "\tat shop.deep.Layer" + std::to_string(i) + ".call(Layer.java:" + std::to_string(i) + ")\n";
  log += "Caused by: shop.TillException: till 7 has no key\n\t... 12 more\n";
  const auto d = analysed(log);
  const auto* f = telling(d, "till 7 has no key");
  BOOST_TEST_REQUIRE(f != nullptr);
  BOOST_TEST(f->lines.front().last >= 303u);
}

BOOST_AUTO_TEST_CASE(a_line_that_begins_with_a_blank_and_a_severity_is_a_record) {
  const auto d = analysed(
      "2026-02-02T02:00:00.100Z [INFO] started\n2026-02-02T02:00:00.200Z [INFO] ready\n [INFO] plugin: "
      "loaded\n"
      " [ERROR] plugin/mirror: 7 a4.example: odd answer from 10.1.2.3\n [ERROR] plugin/mirror: 9 a7.example: "
      "odd answer from 10.1.2.3\n");
  const auto* f = telling(d, "odd answer");
  BOOST_TEST_REQUIRE(f != nullptr);
  BOOST_TEST(f->count == 2u);
  BOOST_TEST((f->lines == std::vector<line_range>{{4, 5}}));
  BOOST_TEST((f->level == severity::error));
}

BOOST_AUTO_TEST_CASE(numbered_lines_below_a_failure_say_what_failed) {
  const auto d = analysed(
      "[2026-04-02T08:00:01,101][INFO ][o.n.Node] [n1] starting ...\n"
      "ERROR: [1] start checks failed\n"
      "[1]: limit of locked memory [64] is too low, increase it to [4096]\n"
      "[2026-04-02T08:00:02,301][INFO ][o.n.Node] [n1] stopping ...\n"
      "[2026-04-02T08:00:02,344][INFO ][o.n.Node] [n1] closed\n");
  const auto* f = telling(d, "locked memory");
  BOOST_TEST_REQUIRE(f != nullptr);
  BOOST_TEST(f->get("cause") == "limit of locked memory [64] is too low, increase it to [4096]");
  BOOST_TEST((f->lines == std::vector<line_range>{{2, 3}}));
}

BOOST_AUTO_TEST_CASE(the_message_behind_the_place_of_a_panic_is_joined) {
  const auto d = analysed(clock_text(1) +
                          " INFO labels ready\n\nthread 'press' panicked at src/ink.rs:5:9:\n"
                          "colour \"c7\" is empty\nnote: run with `RUST_BACKTRACE=1` environment variable to "
                          "display a backtrace\n" +
                          clock_text(2) + " INFO labels again\n");
  const auto* f = telling(d, "colour \"c7\" is empty");
  BOOST_TEST_REQUIRE(f != nullptr);
  BOOST_TEST(f->get("place") == "src/ink.rs:5:9");
  for (const auto& other : d.facts) BOOST_TEST(other.quote.find("RUST_BACKTRACE") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(details_of_postgres_stand_beside_their_error) {
  const auto d = analysed(
      "2026-03-04 07:00:00.900 UTC [812] LOG:  ready\n"
      "2026-03-04 07:00:01.120 UTC [812] ERROR:  row is too wide\n"
      "2026-03-04 07:00:01.120 UTC [812] DETAIL:  It takes 9000 bytes of 8160.\n"
      "2026-03-04 07:00:01.120 UTC [812] HINT:  Move columns to another table.\n"
      "2026-03-04 07:00:01.120 UTC [812] STATEMENT:  INSERT INTO wide VALUES (1)\n"
      "2026-03-04 07:00:02.120 UTC [813] LOG:  ready\n");
  const auto* f = telling(d, "row is too wide");
  BOOST_TEST_REQUIRE(f != nullptr);
  BOOST_TEST(f->get("cause") == "It takes 9000 bytes of 8160.");
  BOOST_TEST(f->get("hint") == "Move columns to another table.");
  BOOST_TEST(f->get("statement") == "INSERT INTO wide VALUES (1)");
  BOOST_TEST((f->lines == std::vector<line_range>{{2, 5}}));
}

BOOST_AUTO_TEST_CASE(a_block_of_output_in_syslog_is_one_record) {
  const std::string head = "Mar 02 07:00:05 n3 kubelet[811]:";
  const auto d = analysed(
      head + " E0302 07:00:05.120000     811 prober.go:107] \"Probe failed\" pod=\"a/agent-x\" output=<\n" +
      head + "         agent is not ready: session with 10.7.7.7 was not established\n" + head + "  >\n" +
      head + " I0302 07:00:06.120000     811 kubelet.go:1] \"Next\"\n");
  const auto* f = telling(d, "session with 10.7.7.7 was not established");
  BOOST_TEST_REQUIRE(f != nullptr);
  BOOST_TEST((f->lines == std::vector<line_range>{{1, 3}}));
}

BOOST_AUTO_TEST_CASE(a_term_whose_lines_have_heads_is_one_record) {
  const std::string head = "2026-05-23T05:44:52.326Z ERROR ";
  const auto d = analysed("2026-05-23T05:44:50.100Z INFO starting\n" + head + "start went wrong: {error,\n" +
                          head + "  {table_missing,\n" + head + "    \"No copy of the table is loaded\",\n" +
                          head + "    [hare@mq4]}}\n" + head + "that was it\n");
  const auto* f = telling(d, "start went wrong");
  BOOST_TEST_REQUIRE(f != nullptr);
  BOOST_TEST(f->get("cause") == "No copy of the table is loaded");
  BOOST_TEST(f->get("also").find("hare@mq4") != std::string::npos);
  BOOST_TEST((f->lines == std::vector<line_range>{{2, 5}}));
}

BOOST_AUTO_TEST_CASE(the_account_of_a_package_manager_is_one_record) {
  const auto d = analysed(
      "> build\nnpm ERR! code E77\nnpm ERR! path /srv/web\nnpm ERR! no lock of version 9 is understood\nnpm "
      "ERR! A complete log of this run can be found in:\n");
  const auto* f = telling(d, "no lock of version 9");
  BOOST_TEST_REQUIRE(f != nullptr);
  BOOST_TEST(f->get("cause") == "no lock of version 9 is understood");
}

BOOST_AUTO_TEST_CASE(a_trace_inside_of_a_field_names_its_cause) {
  const auto d = analysed(
      R"({"ts":"2026-03-04T01:00:00Z","level":"error","msg":"sale not booked","stack_trace":"shop.SaleException: sale 9\n\tat shop.Sale.book(Sale.java:4)\nCaused by: shop.TillException: till 7 has no key\n\t... 3 more"})"
      "\n");
  const auto* f = telling(d, "till 7 has no key");
  BOOST_TEST_REQUIRE(f != nullptr);
  BOOST_TEST(f->get("cause") == "shop.TillException: till 7 has no key");
}

BOOST_AUTO_TEST_SUITE_END()
