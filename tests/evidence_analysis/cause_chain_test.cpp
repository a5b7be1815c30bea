#include "evidence/cause_chain.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace fm::evidence;

namespace {

cause_chain causes_of(const std::string& text) {
  std::vector<record_line> lines;
  std::string_view rest = text;
  while (!rest.empty()) {
    const auto end = std::min(rest.find('\n'), rest.size());
    lines.push_back({rest.substr(0, end), lines.size() + 1});
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  auto found = find_causes(lines);
  // What is named stands in its line.
  for (const auto& part : found.named) {
    BOOST_TEST_REQUIRE(part.line >= 1u);
    BOOST_TEST_REQUIRE(part.line <= lines.size());
  }
  return found;
}

std::string cause_of(const std::string& text) {
  const auto found = causes_of(text);
  return found.empty() ? "" : found.named.front().text;
}

std::string remark(const cause_chain& chain, std::string_view slot) {
  for (const auto& r : chain.remarks)
    if (r.slot == slot) return r.part.text;
  return {};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(causes)

BOOST_AUTO_TEST_CASE(the_last_line_of_a_python_traceback_is_the_cause_whatever_its_class_is_called) {
  const auto found = causes_of(
      "upload 7 failed\n"
      "Traceback (most recent call last):\n"
      "  File \"/srv/up.py\", line 9, in put\n"
      "    client.put(blob)\n"
      "  File \"/usr/lib/python3/dist-packages/store/api.py\", line 88, in put\n"
      "    raise QuotaReached(self.bucket)\n"
      "store.api.QuotaReached: bucket photos holds 40 GB of 40 GB\n");
  BOOST_TEST_REQUIRE(!found.empty());
  BOOST_TEST(found.named.front().text == "store.api.QuotaReached: bucket photos holds 40 GB of 40 GB");
  BOOST_TEST(found.named.front().line == 7u);
  BOOST_TEST(found.place.text == "File \"/srv/up.py\", line 9, in put");
}

BOOST_AUTO_TEST_CASE(what_was_handled_in_python_is_not_the_cause_and_a_direct_cause_is) {
  const std::string frame = "  File \"/srv/a.py\", line 1, in f\n    g()\n";
  const std::string header = "Traceback (most recent call last):\n";
  const std::string handled = "\nDuring handling of the above exception, another exception occurred:\n\n";
  const std::string direct = "\nThe above exception was the direct cause of the following exception:\n\n";
  const std::string one = header + frame, lookup = "KeyError: 'x'\n",
                    refused = "OSError: tape 4 is write protected\n",
                    wrapper = "app.BackupError: no backup\n";
  BOOST_TEST(cause_of("job\n" + one + lookup + handled + one + refused) ==
             "OSError: tape 4 is write protected");
  BOOST_TEST(cause_of("job\n" + one + refused + direct + one + wrapper) ==
             "OSError: tape 4 is write protected");
  const auto found = causes_of("job\n" + one + lookup + handled + one + refused + direct + one + wrapper);
  BOOST_TEST(found.named.front().text == "OSError: tape 4 is write protected");
  for (const auto& n : found.named) BOOST_TEST(n.text.find("KeyError") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_exception_group_of_python_names_its_first_part) {
  BOOST_TEST(cause_of("  + Exception Group Traceback (most recent call last):\n"
                      "  |   File \"/srv/a.py\", line 3, in main\n"
                      "  | ExceptionGroup: 2 workers failed (2 sub-exceptions)\n"
                      "  +-+---------------- 1 ----------------\n"
                      "    | Traceback (most recent call last):\n"
                      "    |   File \"/srv/a.py\", line 8, in work\n"
                      "    | ValueError: no weight for pallet 9\n"
                      "    +---------------- 2 ----------------\n"
                      "    | Traceback (most recent call last):\n"
                      "    |   File \"/srv/a.py\", line 8, in work\n"
                      "    | TypeError: pallet\n"
                      "    +------------------------------------\n") == "ValueError: no weight for pallet 9");
}

BOOST_AUTO_TEST_CASE(java_names_the_innermost_last_and_what_is_suppressed_is_not_it) {
  const auto found = causes_of(
      "Request failed\n"
      "shop.OrderException: order 8 not stored\n"
      "\tat shop.Orders.store(Orders.java:40)\n"
      "\tSuppressed: shop.CloseException: pipe\n"
      "\t\tat shop.Pipe.close(Pipe.java:9)\n"
      "\tCaused by: java.io.IOException: broken pipe\n"
      "\t\t... 3 more\n"
      "Caused by: shop.LedgerException: ledger 12 is closed\n"
      "\tat java.base/java.util.Optional.orElseThrow(Optional.java:403)\n"
      "\tat shop.Ledger.open(Ledger.java:77)\n"
      "\t... 9 more\n");
  BOOST_TEST(found.named.front().text == "shop.LedgerException: ledger 12 is closed");
  BOOST_TEST(found.named.front().line == 8u);
  BOOST_TEST(found.place.text == "at shop.Ledger.open(Ledger.java:77)");
}

BOOST_AUTO_TEST_CASE(an_exception_nested_in_the_text_of_another_one_is_the_cause) {
  BOOST_TEST(cause_of("x\norg.sample.BeanException: Error creating bean 'a'; nested exception is "
                      "org.sample.ValueException: no value for 'cache.size'\n\tat a.B.c(B.java:1)\n") ==
             "org.sample.ValueException: no value for 'cache.size'");
}

BOOST_AUTO_TEST_CASE(arrows_of_dotnet_lead_inwards) {
  const auto found = causes_of(
      "Job Close failed\n"
      "System.AggregateException: One or more errors occurred. (Outer)\n"
      " ---> Bank.CloseException: Outer\n"
      " ---> System.ArgumentException: rate 'x1' is unknown\n"
      "   at System.Convert.ToRate(String value)\n"
      "   at Bank.Rates.Read(String value) in /src/Rates.cs:line 30\n"
      "   --- End of inner exception stack trace ---\n"
      "   at Bank.Job.Run() in /src/Job.cs:line 12\n");
  BOOST_TEST(found.named.front().text == "System.ArgumentException: rate 'x1' is unknown");
  BOOST_TEST(found.place.text == "at Bank.Rates.Read(String value) in /src/Rates.cs:line 30");
}

BOOST_AUTO_TEST_CASE(a_cause_of_node_and_an_unhandled_exception_are_found) {
  BOOST_TEST(
      cause_of(
          "Error: cannot load tiles\n    at load (/srv/tiles.js:4:9) {\n"
          "  [cause]: Error: zoom 31 is out of range\n      at zoom (/srv/zoom.js:9:1) {\n    code: 'Z'\n") ==
      "Error: zoom 31 is out of range");
  const auto crash = causes_of(
      "Unhandled exception. System.FormatException: no number\n   at Acme.Meter.Read() in /src/Meter.cs:line "
      "8\n");
  BOOST_TEST(crash.named.front().text == "System.FormatException: no number");
  BOOST_TEST(crash.place.text == "at Acme.Meter.Read() in /src/Meter.cs:line 8");
}

BOOST_AUTO_TEST_CASE(rust_states_its_message_before_or_behind_the_place) {
  const auto now = causes_of(
      "thread 'main' panicked at src/feed.rs:7:13:\nfeed \"b2\" has no owner\nnote: run with `X`\n");
  BOOST_TEST(now.named.front().text == "feed \"b2\" has no owner");
  BOOST_TEST(now.place.text == "src/feed.rs:7:13");
  BOOST_TEST(cause_of("thread 'main' panicked at 'index 9 of 4', src/feed.rs:7:13") == "index 9 of 4");
  BOOST_TEST(
      cause_of(
          "thread 'w' panicked at 'called `Result::unwrap()` on an `Err` value: no column \"w\" in a.csv', "
          "src/a.rs:1:2") == "no column \"w\" in a.csv");
  BOOST_TEST(cause_of("Error: cannot start\n\nCaused by:\n    0: cannot read settings\n    1: key `port` is "
                      "no number\n") == "key `port` is no number");
}

BOOST_AUTO_TEST_CASE(go_names_the_first_panic_and_the_place_of_its_own_code) {
  const auto found = causes_of(
      "panic: lease 4 is held twice\n\ngoroutine 7 [running]:\nmain.hold(0xc0)\n\t/src/lease.go:31 +0x4f\n"
      "goroutine 8 [select]:\nmain.wait()\n\t/src/wait.go:2 +0x1\n");
  BOOST_TEST(found.named.front().text == "panic: lease 4 is held twice");
  BOOST_TEST(found.place.text == "/src/lease.go:31 +0x4f");
  BOOST_TEST(cause_of("fatal error: concurrent map writes\n\ngoroutine 3 [running]:\n") ==
             "fatal error: concurrent map writes");
}

BOOST_AUTO_TEST_CASE(ruby_names_the_causes_below) {
  const auto found = causes_of(
      "Nightly failed: no mail (MailError)\n"
      "/app/mail.rb:40:in `rescue in run': no mail (MailError)\n\tfrom /app/mail.rb:35:in `run'\n"
      "/app/smtp.rb:18:in `open': relay wants a certificate (TlsError)\n\tfrom /app/mail.rb:36:in `run'\n");
  BOOST_TEST(found.named.front().text == "relay wants a certificate (TlsError)");
  BOOST_TEST(found.place.text == "/app/smtp.rb:18:in `open'");
}

BOOST_AUTO_TEST_CASE(the_last_part_of_a_wrapped_error_is_the_cause_with_what_makes_it_a_statement) {
  BOOST_TEST(cause_of("run 4 failed: store batch: row 17: column \"price\": must be positive, got -2") ==
             "column \"price\": must be positive, got -2");
  BOOST_TEST(cause_of("mirror: fetch index: Get \"https://hub:443/v2\": dial tcp 10.1.2.3:443: connect: no "
                      "route to host") == "dial tcp 10.1.2.3:443: connect: no route to host");
  BOOST_TEST(cause_of("cart could not be shown") == "");
}

BOOST_AUTO_TEST_CASE(an_error_in_a_quoted_field_is_read_and_stays_uncut) {
  const std::string inner =
      "hook prestart: expected device of form \\\"major:minor\\\" for the cgroup, got \\\"/dev/x9\\\" "
      "instead";
  const std::string plain = "expected device of form \"major:minor\" for the cgroup, got \"/dev/x9\" instead";
  BOOST_TEST(cause_of("\"Start failed\" err=\"rpc error: code = Unknown desc = start task: " + inner +
                      "\" pod=\"a/b\"") == plain);
  BOOST_TEST(cause_of("time=\"x\" level=error msg=\"Start failed\" error=\"start task: " + inner + "\"") ==
             plain);
}

BOOST_AUTO_TEST_CASE(a_block_of_klog_and_the_output_of_a_command_say_why) {
  BOOST_TEST(cause_of("\"Probe failed\" pod=\"a/b\" output=<\n\tagent is not ready: route to 10.9.8.7 via "
                      "tunnel 4 is gone\n >\n") ==
             "agent is not ready: route to 10.9.8.7 via tunnel 4 is gone");
  BOOST_TEST(cause_of("mount failed: exit status 32\nMounting command: mount\nOutput: mount.nfs: access "
                      "denied by nas2:/data\n") == "mount.nfs: access denied by nas2:/data");
}

BOOST_AUTO_TEST_CASE(postgres_tells_details_hints_and_the_statements_of_a_deadlock) {
  const auto found = causes_of(
      "deadlock detected\n"
      "DETAIL:  Process 5 waits for ShareLock on transaction 7; blocked by process 6.\n"
      "\tProcess 6 waits for ShareLock on transaction 8; blocked by process 5.\n"
      "\tProcess 5: DELETE FROM seats WHERE row = 1\n"
      "\tProcess 6: UPDATE seats SET free = 0 WHERE row = 2\n"
      "HINT:  See server log for query details.\n"
      "STATEMENT:  DELETE FROM seats WHERE row = 1\n");
  BOOST_TEST(remark(found, "statement") == "DELETE FROM seats WHERE row = 1");
  BOOST_TEST(remark(found, "other_statement") == "UPDATE seats SET free = 0 WHERE row = 2");
  BOOST_TEST(remark(found, "hint") == "See server log for query details.");
  BOOST_TEST(cause_of("duplicate key\nDETAIL:  Key (id)=(9) already exists.\n") ==
             "Key (id)=(9) already exists.");
}

BOOST_AUTO_TEST_CASE(items_below_a_label_are_causes) {
  const auto found =
      causes_of("[3] start checks failed\n[1]: limit of files [4096] is too low\n[2]: swap is on\n");
  BOOST_TEST(found.named.front().text == "limit of files [4096] is too low");
  BOOST_TEST(remark(found, "also") == "swap is on");
  BOOST_TEST(cause_of("some checks failed:\n\t[ERROR Swap]: swap is on\n") == "[ERROR Swap]: swap is on");
  BOOST_TEST(cause_of("statement was\n\tSELECT 1\n") == "");
}

BOOST_AUTO_TEST_CASE(a_term_over_several_lines_tells_its_text_and_its_object) {
  const auto found = causes_of(
      "Error during startup: {error,\n     {table_missing,\n         {wait,\n             \"No copy of the "
      "table is loaded\",\n"
      "             user_table, ['hare@mq-7']}}}\n");
  BOOST_TEST(found.named.front().text == "No copy of the table is loaded");
  BOOST_TEST(remark(found, "also").find("'hare@mq-7'") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(npm_tells_its_sentence_below_codes) {
  BOOST_TEST(cause_of("npm ERR! code E418\nnpm ERR! path /srv\nnpm ERR! no teapot named brew is known\n") ==
             "no teapot named brew is known");
}

BOOST_AUTO_TEST_CASE(a_cause_is_never_longer_than_its_bound_and_hostile_lines_end) {
  std::string message = "a failed";
  for (int i = 0; i < 3'000; ++i) message += ": b\"(";
  BOOST_TEST(cause_of(message).size() <= 600u);
  std::string quotes = "err=\"";
  for (int i = 0; i < 3'000; ++i) quotes += "\\\"\"";
  BOOST_TEST(cause_of(quotes).size() <= 600u);
  std::string deep = "x\n";
  for (int i = 0; i < 500; ++i) deep += "Caused by: a.B" + std::to_string(i) + "Exception: x\n";
  BOOST_TEST(!cause_of(deep).empty());
}

BOOST_AUTO_TEST_SUITE_END()
