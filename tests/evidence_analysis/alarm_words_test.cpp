#include "evidence/alarm_words.hpp"

#include <boost/test/unit_test.hpp>

using namespace fm::evidence;

BOOST_AUTO_TEST_SUITE(alarm_words)

BOOST_AUTO_TEST_CASE(kernels_and_schedulers_tell_trouble_without_a_severity) {
  for (const auto* m :
       {"neighbour: arp_cache: neighbor table full!", "hwmon hwmon4: Undervoltage detected!",
        "igb 0000:03:00.0 eno2: igb: eno2 NIC Link is Down", "nfs: server nas9 not responding, still trying",
        "INFO: task rsync:77 blocked for more than 120 seconds.", "Pod batch/b-4 is unschedulable",
        "a.c:(.text+0x1): undefined reference to `zip_open'"})
    BOOST_TEST(sounds_alarming(m), m);
  for (const auto* m : {"igb 0000:03:00.0 eno2: NIC Link is Up 1000 Mbps",
                        "EXT4-fs (sda1): mounted filesystem", "pod batch/b-4 scheduled on n1"})
    BOOST_TEST(!sounds_alarming(m), m);
}

BOOST_AUTO_TEST_CASE(advice_is_no_trouble) {
  const auto is_advice = [](std::string_view m) {
    return begins_as_advice(m) || (signs_of(m).telling && has_advice_in_it(m));
  };
  for (const auto* m :
       {"To see the full stack trace of the errors, re-run Maven with the -e switch.",
        "note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace",
        "[preflight] If you know what you are doing, you can make a check non-fatal with `--x`",
        "> Run with --stacktrace option to get the stack trace."})
    BOOST_TEST(is_advice(m), m);
  for (const auto* m : {"run failed with code 3", "cannot see the disk", "retry 4 failed"})
    BOOST_TEST(!is_advice(m), m);
}

BOOST_AUTO_TEST_CASE(what_stayed_as_it_was_and_a_banner_of_a_version_are_no_changes) {
  for (const auto* m :
       {"configuration unchanged", "schema is up to date", "  Release:    v9.1.0", "Version = 4.2"})
    BOOST_TEST(tells_of_no_change(m), m);
  for (const auto* m :
       {"configuration changed by ops", "release v9.1.0 started", "Version: 4.2 replaces 4.1"})
    BOOST_TEST(!tells_of_no_change(m), m);
}

BOOST_AUTO_TEST_CASE(lines_that_only_report_that_a_step_failed_are_told_from_errors) {
  for (const auto* m :
       {"collect2: error: ld returned 1 exit status", "make[2]: *** [src/CMakeFiles/a.make:90: a.o] Error 2",
        "Finished: FAILURE", "script returned exit code 1", "Process completed with exit code 2."})
    BOOST_TEST(tells_of_failure_only(m), m);
  for (const auto* m : {"main.c:9:2: error: unknown type name 'u9'", "undefined reference to `zip_open'",
                        "build failed: no space"})
    BOOST_TEST(!tells_of_failure_only(m), m);
}

BOOST_AUTO_TEST_CASE(codes_of_failure_are_told_from_the_one_of_success) {
  for (const auto* m : {"hook done rc=127", "worker ended, return code -9", "task exited with exit code 3",
                        "SQLSTATE 57P03", "read errno=11"})
    BOOST_TEST(states_failure_code(m), m);
  for (const auto* m : {"hook done rc=0", "exit code: 0", "src=17 dst=9", "returned to pool"})
    BOOST_TEST(!states_failure_code(m), m);
  BOOST_TEST(states_code("hook done rc=0"));
  // Whoever asks for signs first misses no code, however it is written.
  for (const auto* m : {"rc=1", "RC: 2", "rc 3", "rc[4]", "rc(5)", "rc\"6\"", "Exit Code 7", "errno=11"}) {
    BOOST_TEST(states_code(m), m);
    BOOST_TEST(signs_of(m).telling, m);
  }
}

BOOST_AUTO_TEST_CASE(a_stop_on_request_is_told_from_a_kill) {
  BOOST_TEST(stops_on_request("Received SIGTERM, draining connections"));
  BOOST_TEST(stops_on_request("received signal terminated, shutting down"));
  BOOST_TEST(!stops_on_request("container did not stop on SIGTERM, killed it"));
  BOOST_TEST(!stops_on_request("shutting down after an internal fault"));
}

BOOST_AUTO_TEST_SUITE_END()
