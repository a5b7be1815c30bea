// How facts of one log stand to each other.
#include "log_support.hpp"

using namespace fm::evidence;

BOOST_AUTO_TEST_SUITE(log_relations)

BOOST_AUTO_TEST_CASE(one_error_that_three_layers_log_is_one) {
  const std::string inner = "image layer 7 of \\\"shop/web\\\" has a wrong length, 81 instead of 92";
  const auto d = analysed(
      "Nov 03 09:14:02 n2 engine[7]: time=\"2025-11-03T09:14:02Z\" level=error msg=\"Create failed\" "
      "error=\"create task: unpack: " +
      inner + "\"\n" +
      "Nov 03 09:14:02 n2 agent[9]: E1103 09:14:02.100900     900 remote.go:116] \"Create from runtime "
      "failed\" err=\"rpc error: code = Unknown desc = create task: unpack: " +
      inner + "\"\n" +
      "Nov 03 09:14:02 n2 agent[9]: E1103 09:14:02.101100     900 sandbox.go:70] \"Could not sync\" "
      "err=\"create task: unpack: " +
      inner + "\" pod=\"a/b\"\n");
  std::size_t told = 0;
  for (const auto& f : d.facts)
    told += f.get("cause").find("has a wrong length, 81 instead of 92") != std::string::npos;
  BOOST_TEST(told == 1u);
  const auto* f = telling(d, "has a wrong length");
  BOOST_TEST_REQUIRE(f != nullptr);
  BOOST_TEST((f->lines == std::vector<line_range>{{1, 3}}));
}

BOOST_AUTO_TEST_CASE(the_first_error_of_a_cascade_weighs_more_than_the_frequent_one_that_follows) {
  std::string log = clock_text(1) + " INFO web: GET /list 200\n" + clock_text(60) +
                    " ERROR ledger: closing: key file /etc/l.key has the wrong owner\n";
  for (int i = 62; i < 100; i += 4) log += clock_text(i) + " ERROR web: GET /list 500 no ledger\n";
  const auto d = analysed(log);
  const auto *first = telling(d, "wrong owner"), *later = telling(d, "no ledger");
  BOOST_TEST_REQUIRE(first != nullptr);
  BOOST_TEST_REQUIRE(later != nullptr);
  BOOST_TEST(first->weight > later->weight);
}

BOOST_AUTO_TEST_CASE(a_state_that_is_over_says_so_and_one_that_came_back_does_not) {
  const auto d = analysed(
      "[  11.404117] hwmon hwmon3: Undervoltage detected!\n[  15.500290] hwmon hwmon3: Voltage normalised\n");
  const auto* over = telling(d, "Undervoltage");
  BOOST_TEST_REQUIRE(over != nullptr);
  BOOST_TEST(over->get("recovered").find("Voltage normalised") != std::string::npos);
  const auto again = analysed(
      "[  11.404117] hwmon hwmon3: Undervoltage detected!\n[  15.500290] hwmon hwmon3: Voltage normalised\n"
      "[  81.404117] hwmon hwmon3: Undervoltage detected!\n");
  BOOST_TEST_REQUIRE(telling(again, "Undervoltage") != nullptr);
  BOOST_TEST(telling(again, "Undervoltage")->get("recovered") == "");
}

BOOST_AUTO_TEST_CASE(a_stop_on_request_is_told_with_what_followed) {
  const auto d = analysed(clock_text(1) + " INFO till: ready\n" + clock_text(300) +
                          " INFO till: received SIGTERM, shutting down\n" + clock_text(301) +
                          " INFO till: bye\n" + clock_text(303) + " INFO till: ready\n");
  const auto* f = telling(d, "SIGTERM");
  BOOST_TEST_REQUIRE(f != nullptr);
  BOOST_TEST((f->role == role::context));
  BOOST_TEST(f->quote.find("SIGTERM") != std::string::npos);
  BOOST_TEST(f->get("again").find("ready") != std::string::npos);
  BOOST_TEST((f->lines == std::vector<line_range>{{2, 2}, {4, 4}}));
}

BOOST_AUTO_TEST_CASE(what_is_said_once_where_a_steady_stream_turns_bad_is_found) {
  std::string log;
  for (int i = 0; i < 20; ++i) log += clock_text(i * 50) + " INFO api: GET /price 200\n";
  log += clock_text(995) + " INFO toggles: eager_tax went from off to on\n";
  for (int i = 20; i < 36; ++i) log += clock_text(i * 50) + " ERROR api: GET /price 500 no tax\n";
  const auto d = analysed(log);
  const auto* f = find(d, "new_before");
  BOOST_TEST_REQUIRE(f != nullptr);
  BOOST_TEST(f->quote.find("eager_tax") != std::string::npos);
  BOOST_TEST(f->quote_line == 21u);
}

BOOST_AUTO_TEST_CASE(an_error_of_a_linker_weighs_more_than_the_steps_that_report_it) {
  const auto d = analysed(
      "cc -o a a.o\n/usr/bin/ld: a.o: in function `main':\na.c:(.text+0x9): undefined reference to "
      "`zip_open'\n"
      "collect2: error: ld returned 1 exit status\nmake: *** [Makefile:4: a] Error 1\nERROR: script returned "
      "exit code 2\nFinished: FAILURE\n");
  const auto* root = telling(d, "zip_open");
  BOOST_TEST_REQUIRE(root != nullptr);
  for (const auto& f : d.facts)
    if (&f != root && f.rule == "error_group") BOOST_TEST(f.weight <= root->weight, f.quote);
}

BOOST_AUTO_TEST_CASE(a_time_beside_the_expected_one_is_a_slow_call) {
  const auto d = analysed(
      R"(Aug 20 03:10:06 c1 store[7]: {"level":"warn","ts":"2026-08-20T03:10:06.5Z","msg":"slow page sync","took":"4.2s","expected-duration":"1s"})"
      "\n");
  const auto* f = find(d, "slow_call");
  BOOST_TEST_REQUIRE(f != nullptr);
  BOOST_TEST(f->get("value") == "4.2s");
  BOOST_TEST(f->get("expected") == "1s");
}

BOOST_AUTO_TEST_CASE(unchanged_is_no_change_and_a_banner_is_none) {
  const auto d = analysed(clock_text(1) + " INFO configuration unchanged, nothing applied\n" + clock_text(2) +
                          " INFO Release: v8.1.0\n");
  BOOST_TEST(find(d, "change") == nullptr);
}

BOOST_AUTO_TEST_CASE(a_later_record_of_an_information_that_states_a_code_of_failure_is_judged) {
  std::string log;
  for (int i = 0; i < 40; ++i)
    log += clock_text(i) + " INFO hook ended, exit code " + (i == 27 ? "127" : "0") + "\n";
  const auto d = analysed(log);
  BOOST_TEST(std::any_of(d.facts.begin(), d.facts.end(), [](const fact& f) { return f.quote_line == 28u; }));
}

BOOST_AUTO_TEST_SUITE_END()
