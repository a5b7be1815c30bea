// A child process: what it writes, how it ends, and that it always ends.
#include "child_process.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>

using namespace fm;
using namespace fm::extract;

namespace {

outcome<ended_process> shell(const std::string& script, std::string_view input = {},
                             micros wall = 20 * second, std::uint64_t most = 1'000'000,
                             const std::function<bool()>& cancelled = {}) {
  return run_process({"/bin/sh", "-c", script}, input, wall, most, cancelled);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(child_process)

BOOST_AUTO_TEST_CASE(output_errors_and_status_come_back) {
  auto r = shell("cat; echo why >&2; exit 7", "the input");
  BOOST_TEST_REQUIRE(static_cast<bool>(r));
  BOOST_TEST(r->out == "the input");
  BOOST_TEST(r->err == "why\n");
  BOOST_TEST((r->end == ended_process::how::exited));
  BOOST_TEST(r->code == 7);
}

BOOST_AUTO_TEST_CASE(a_process_has_no_environment_and_no_open_files_of_ours) {
  BOOST_TEST_REQUIRE(::setenv("FM_TEST_SECRET", "s3cret", 1) == 0);
  auto r = shell("env; ls /proc/self/fd | wc -l");
  BOOST_TEST(r->out.find("s3cret") == std::string::npos);
  BOOST_TEST(r->out.find("\n4\n") != std::string::npos, r->out);  // three streams, and that of ls
}

BOOST_AUTO_TEST_CASE(what_takes_too_long_is_ended_with_all_that_it_started) {
  auto begun = std::chrono::steady_clock::now();
  auto r = shell("sleep 60 & sleep 60", {}, 100 * millisecond);
  BOOST_TEST((r->end == ended_process::how::too_slow));
  auto closed = shell("exec >&- 2>&-; sleep 60", {}, 100 * millisecond);
  BOOST_TEST((closed->end == ended_process::how::too_slow));
  BOOST_TEST((std::chrono::steady_clock::now() - begun < std::chrono::seconds(20)));
}

BOOST_AUTO_TEST_CASE(what_nobody_waits_for_and_what_never_stops_writing_is_ended) {
  auto r = shell("sleep 60", {}, 60 * second, 10, [] { return true; });
  BOOST_TEST((r->end == ended_process::how::cancelled));
  auto flood = shell("cat /dev/zero");
  BOOST_TEST((flood->end == ended_process::how::too_much));
  BOOST_TEST(flood->out.size() <= 1'000'001u);
}

BOOST_AUTO_TEST_CASE(a_process_that_dies_tells_by_which_signal) {
  auto r = shell("kill -ABRT $$");
  BOOST_TEST((r->end == ended_process::how::signalled));
  BOOST_TEST(r->code == 6);
}

BOOST_AUTO_TEST_CASE(a_program_that_is_not_there_is_a_failure) {
  auto r = run_process({"/no/such/program"}, {}, second, 10, {});
  BOOST_TEST((!r && r.error().code == ec::unavailable));
}

BOOST_AUTO_TEST_SUITE_END()
