#include "support.hpp"

using namespace pasted_test;

BOOST_AUTO_TEST_SUITE(exports_of_log_viewers)

BOOST_AUTO_TEST_CASE(columns_of_a_table_are_read_by_their_names_in_any_order) {
  const auto d = read(
      "Message;Severity;Timestamp;Service\n\"volume \"\"scratch\"\": no space left on "
      "device\";error;2026-03-04T07:00:01Z;render\nframe 12 done;info;2026-03-04T07:00:00Z;render\n",
      "x.csv");
  BOOST_TEST((d.kind == kind::log));
  BOOST_TEST(d.timed_lines == 2u);
  const auto& f = need(d, "disk_full");
  BOOST_TEST(f.quote_line == 2u);
  BOOST_TEST(f.first == 1'772'607'601'000'000);
  BOOST_TEST(f.subject == "render");
}

BOOST_AUTO_TEST_CASE(a_cell_of_several_lines_is_one_record) {
  const auto d = read(
      "time,level,message\n2026-03-04T07:00:01Z,error,\"cannot store\njava.io.IOException: No space left on "
      "device\"\n2026-03-04T07:00:09Z,info,bye\n",
      "x.csv");
  BOOST_TEST(need(d, "disk_full").quote_line == 3u);
  BOOST_TEST(d.lines == 4u);
}

BOOST_AUTO_TEST_CASE(a_table_without_time_and_message_is_no_log) {
  BOOST_TEST((read("sku,count,price\na,1,2\nb,2,3\n", "x.csv").format != "table of records"));
}

BOOST_AUTO_TEST_CASE(an_array_of_records_is_a_log_in_one_line_or_many) {
  for (std::string_view text :
       {"[{\"ts\":\"2026-03-04T07:00:00Z\",\"level\":\"error\",\"msg\":\"write failed: no space left on "
        "device\"}]",
        "[\n  {\n    \"ts\": \"2026-03-04T07:00:00Z\",\n    \"level\": \"error\",\n    \"msg\": \"write "
        "failed: no space left on device\"\n  }\n]\n",
        "{\"hits\":{\"hits\":[\n{\"_id\":\"1\",\"_source\":{\"@timestamp\":\"2026-03-04T07:00:00Z\","
        "\"message\":\"write failed: no space left on device\"}}\n]}}\n",
        "{\"events\":[{\"timestamp\":1772607600000,\"message\":\"write failed: no space left on "
        "device\"}]}\n"}) {
    const auto d = read(std::string(text), "x.json");
    BOOST_TEST_CONTEXT(text) { BOOST_TEST(need(d, "disk_full").first == 1'772'607'600'000'000); }
  }
}

BOOST_AUTO_TEST_CASE(streams_of_loki_have_labels_and_nanoseconds) {
  const auto d = read(
      "{\"status\":\"success\",\"data\":{\"resultType\":\"streams\",\"result\":[\n"
      "{\"stream\":{\"app\":\"mail\",\"level\":\"error\"},\"values\":[[\"1772607600000000000\",\"queue: too "
      "many open files\"]]}\n]}}\n",
      "x.json");
  const auto& f = need(d, "too_many_files");
  BOOST_TEST(f.first == 1'772'607'600'000'000);
  BOOST_TEST(f.subject == "mail");
  BOOST_TEST(f.quote_line == 2u);
}

BOOST_AUTO_TEST_CASE(records_inside_of_records_are_read) {
  const auto d = read(
      "[{\"date\":\"2026-03-04T07:00:00Z\",\"line\":\"level=error msg=\\\"no space left on device\\\" "
      "disk=sdb\",\"fields\":{\"app\":\"mail\"}}]\n",
      "x.json");
  BOOST_TEST((need(d, "disk_full").level == severity::error));
}

BOOST_AUTO_TEST_CASE(events_of_windows_are_records_of_several_lines) {
  const auto d = read(
      "Log Name:      System\nSource:        disk\nDate:          5/6/2026 8:00:00 PM\nEvent ID:      "
      "7\nLevel:         Error\nComputer:      FS9\nDescription:\n"
      "The device, \\Device\\Harddisk1\\DR1, has a bad block: I/O error.\n\nLog Name:      System\nSource:   "
      "     w32time\nDate:          5/6/2026 8:00:01 PM\n"
      "Level:         Information\nDescription:\nThe time service is synchronizing.\n",
      "x.txt");
  const auto& f = need(d, "io_error");
  BOOST_TEST(f.quote_line == 8u);
  BOOST_TEST(f.first == 1'778'097'600'000'000);
  for (const auto& g : d.facts) BOOST_TEST(!g.quote.starts_with("Level"));
}

BOOST_AUTO_TEST_CASE(a_date_behind_the_clock_is_read) {
  const auto d = read(
      "API: Put\nTime: 23:59:58 UTC 12/30/2025\nError: disk full\nAPI: Put\nTime: 00:00:10 UTC "
      "12/31/2025\nError: disk full\n",
      "x.log");
  BOOST_TEST(need(d, "disk_full").first == 1'767'139'198'000'000);
  BOOST_TEST(d.last == 1'767'139'210'000'000);
}

BOOST_AUTO_TEST_CASE(the_journal_as_json_has_times) {
  const auto d = read(
      "{\"__REALTIME_TIMESTAMP\":\"1772532001000000\",\"PRIORITY\":\"3\",\"SYSLOG_IDENTIFIER\":\"kernel\","
      "\"MESSAGE\":\"EXT4-fs error: no space left on device\"}\n"
      "{\"__REALTIME_TIMESTAMP\":\"1772532002000000\",\"PRIORITY\":\"6\",\"SYSLOG_IDENTIFIER\":\"x\","
      "\"MESSAGE\":\"ok\"}\n",
      "x.json");
  BOOST_TEST(d.timed_lines == 2u);
  BOOST_TEST(need(d, "disk_full").first == 1'772'532'001'000'000);
}

BOOST_AUTO_TEST_CASE(an_error_deep_in_a_record_is_said) {
  const auto d = read(
      "{\"t\":{\"$date\":\"2026-03-04T07:00:00.000+00:00\"},\"s\":\"E\",\"c\":\"STORAGE\",\"msg\":\"Failed "
      "to open\",\"attr\":{\"error\":{\"code\":8,\"errmsg\":\"disk full on /data\"}}}\n"
      "{\"t\":{\"$date\":\"2026-03-04T07:00:01.000+00:00\"},\"s\":\"I\",\"c\":\"CONTROL\",\"msg\":\"bye\"}\n",
      "x.log");
  need(d, "disk_full");
}

BOOST_AUTO_TEST_CASE(an_event_that_calls_itself_an_error_is_one_at_any_level) {
  const auto d = read(
      "{\"level\":\"debug\",\"ts\":\"2026-02-14T06:00:00Z\",\"msg\":\"Warning\",\"reason\":\"error\","
      "\"message\":\"the chart cannot be found\"}\n"
      "{\"level\":\"info\",\"ts\":\"2026-02-14T06:00:01Z\",\"msg\":\"done\"}\n",
      "x.log");
  BOOST_TEST((need(d, "error_group").level == severity::error));
}

BOOST_AUTO_TEST_CASE(fields_between_semicolons_are_no_message) {
  const auto d = read(
      "2026-01-01T00:00:00.1Z;INFO;h1;p7/;[w/]; up;\n2026-01-01T00:00:01.1Z;ERR;h1;p7/;[w/]; no space left "
      "on device;\n2026-01-01T00:00:02.1Z;INFO;h1;p7/;[w/]; bye;\n",
      "x.log");
  const auto& f = need(d, "disk_full");
  BOOST_TEST(f.quote == "no space left on device");
  BOOST_TEST((f.level == severity::error));
}

BOOST_AUTO_TEST_CASE(pairs_in_each_line_are_a_log_and_no_configuration) {
  const auto d = read(
      "host=a1 op=read took=3 ok=1\nhost=a2 op=read took=9 ok=1\nhost=a1 op=write took=4 ok=0\nhost=a1 "
      "op=read took=3 ok=1\n",
      "x.txt");
  BOOST_TEST((d.kind == kind::log));
}

BOOST_AUTO_TEST_CASE(fields_of_an_inner_record_say_who_holds_the_lock) {
  const auto d = read(
      "[{\"date\":\"2026-03-04T07:00:00Z\",\"line\":\"level=error msg=\\\"index locked\\\" "
      "holder=vacuum-2\"}]\n",
      "x.json");
  BOOST_TEST(need(d, "lock_held").get("holder") == "vacuum-2");
}

BOOST_AUTO_TEST_SUITE_END()
