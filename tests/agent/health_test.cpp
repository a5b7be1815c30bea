// When health is said, and when not.
#include "agent/analyst.hpp"
#include "agent/noise.hpp"

#include <boost/test/unit_test.hpp>

using namespace fm::agent;
using fm::evidence::digest;
using fm::evidence::fact;
using fm::evidence::kind;
using fm::evidence::role;
using fm::evidence::severity;

namespace {

/// A log of `lines` lines at the level info, with times.
digest busy_log(std::uint64_t lines) {
  digest d;
  d.evidence = 1, d.name = "app.log", d.kind = kind::log, d.format = "JSON lines";
  d.lines = d.timed_lines = lines;
  d.by_severity.assign(8, 0);
  d.by_severity[static_cast<std::size_t>(severity::info)] = lines;
  return d;
}

fact trouble(std::string rule, role what, double weight, std::uint64_t line) {
  fact f;
  f.rule = std::move(rule), f.role = what, f.weight = weight, f.evidence = 1;
  f.quote = "request 17 failed: it was refused";
  f.slots = {{"reason", "it was refused"}, {"template", "request <*> failed"}};
  f.lines = {{line, line}};
  f.quote_line = line, f.level = severity::warning;
  return f;
}

investigation ask(std::string question, std::vector<digest> digests) {
  auto asked = understand(question, 1'796'040'000'000'000);
  auto found = weigh(std::move(question), asked, std::move(digests));
  compose(found, {});
  return found;
}

bool is_healthy(const investigation& i) { return i.verdict == verdict::healthy; }

}  // namespace

BOOST_AUTO_TEST_SUITE(health)

BOOST_AUTO_TEST_CASE(a_log_of_normal_work_is_healthy_for_who_asks_for_health) {
  for (const char* question :
       {"Is the shop healthy?", "shop ok?", "anything wrong with the shop?", "did the import work?"})
    BOOST_TEST(is_healthy(ask(question, {busy_log(200)})), question);
}

BOOST_AUTO_TEST_CASE(a_question_for_the_reason_of_trouble_is_never_answered_with_health) {
  for (const char* question : {"Why do orders fail?", "Why is the shop slow?", "What ended the export?"})
    BOOST_TEST(!is_healthy(ask(question, {busy_log(200)})), question);
}

BOOST_AUTO_TEST_CASE(a_log_that_was_not_understood_shows_nothing) {
  auto strange = busy_log(200);
  strange.format.clear(), strange.timed_lines = 0;
  strange.by_severity.assign(8, 0);
  strange.by_severity[0] = 200;
  BOOST_TEST(!is_healthy(ask("Is the shop healthy?", {strange})));
}

BOOST_AUTO_TEST_CASE(a_window_without_lines_shows_nothing) {
  auto d = busy_log(200);
  d.outside_window = true;
  const auto found = ask("Was the shop healthy at 14:20?", {d});
  BOOST_TEST(!is_healthy(found));
  BOOST_TEST(found.conclusion.at(0).text.find("no line of this evidence falls into the time") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(one_log_that_was_not_understood_keeps_the_others_from_being_enough) {
  auto strange = busy_log(50);
  strange.evidence = 2;
  strange.by_severity.assign(8, 0);
  strange.timed_lines = 0;
  BOOST_TEST(!is_healthy(ask("Is the shop healthy?", {busy_log(200), strange})));
}

BOOST_AUTO_TEST_CASE(a_few_failed_requests_in_a_log_that_goes_on_are_noise_and_a_full_disk_is_not) {
  auto noisy = busy_log(200);
  noisy.facts = {trouble("http_error", role::symptom, .55, 20)};
  BOOST_TEST(is_healthy(ask("Is the shop healthy?", {noisy})));
  auto sick = busy_log(200);
  sick.facts = {trouble("disk_full", role::cause, .95, 20)};
  BOOST_TEST(!is_healthy(ask("Is the shop healthy?", {sick})));
}

BOOST_AUTO_TEST_CASE(trouble_at_the_end_of_a_log_is_no_noise) {
  auto d = busy_log(200);
  d.facts = {trouble("http_error", role::symptom, .55, 199)};
  BOOST_TEST(!is_healthy(ask("Is the shop healthy?", {d})));
}

BOOST_AUTO_TEST_CASE(who_asks_for_errors_is_told_of_a_single_one) {
  auto d = busy_log(200);
  d.facts = {trouble("http_error", role::symptom, .55, 20)};
  BOOST_TEST(!is_healthy(ask("Are there any errors in the shop?", {d})));
}

BOOST_AUTO_TEST_CASE(a_name_that_does_not_occur_is_not_called_healthy) {
  const auto found = ask("Is ledger-svc-7 healthy?", {busy_log(200)});
  BOOST_TEST(found.conclusion.at(0).text.find("ledger-svc-7") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_is_set_aside_as_noise_is_named_with_the_health) {
  auto d = busy_log(400);
  d.facts.push_back(trouble("error", role::symptom, .3, 20));
  const auto found = ask("Is the shop healthy?", {d});
  BOOST_REQUIRE(is_healthy(found));
  BOOST_TEST(found.conclusion.at(1).text.find("request 17 failed") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_error_by_which_a_program_says_that_it_ends_is_no_noise) {
  for (const char* said : {"shutting down: the configuration is not readable", "node bootstrap checks failed",
                           "worker 3 ended with return code -9", "failed to start the listener"}) {
    auto d = busy_log(400);
    auto f = trouble("error", role::symptom, .3, 20);
    f.quote = said, f.level = severity::error;
    d.facts.push_back(f);
    BOOST_TEST(!is_healthy(ask("Is the shop healthy?", {d})), said);
  }
}

BOOST_AUTO_TEST_SUITE_END()
