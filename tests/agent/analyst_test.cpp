#include "agent/analyst.hpp"

#include "agent/wording.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace fm::agent;
using fm::evidence::digest;
using fm::evidence::fact;
using fm::evidence::role;

namespace {

fact make(std::string rule, role what, double weight, std::string quote, std::uint64_t line) {
  fact f;
  f.rule = std::move(rule), f.role = what, f.weight = weight, f.quote = quote, f.quote_line = line;
  f.slots = {{"reason", quote}};
  f.lines = {{line, line}};
  f.evidence = 1;
  f.level = fm::evidence::severity::error;
  return f;
}

digest log_with(std::vector<fact> facts) {
  digest d;
  d.evidence = 1, d.name = "app.log", d.kind = fm::evidence::kind::log, d.lines = 1'000, d.bytes = 100'000;
  d.facts = std::move(facts);
  return d;
}

investigation ask(std::string question, std::vector<digest> digests) {
  auto asked = understand(question, 1'796'040'000'000'000);
  auto found = weigh(std::move(question), asked, std::move(digests));
  compose(found, {});
  return found;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(built_in_analyst)

BOOST_AUTO_TEST_CASE(a_cause_explains_its_effects_and_leads) {
  auto found = ask("Why do orders fail?",
                   {log_with({make("timeout", role::symptom, .62, "request timed out", 20),
                              make("disk_full", role::cause, .95, "No space left on device", 10)})});
  BOOST_TEST((found.verdict == verdict::problem));
  BOOST_TEST_REQUIRE(found.hypotheses.size() == 2u);
  BOOST_TEST(found.hypotheses[0].rule == "disk_full");
  BOOST_TEST(found.hypotheses[0].likelihood >= .7);
  BOOST_TEST(found.hypotheses[1].likelihood < .5);
  BOOST_TEST(found.answer.find("`No space left on device` [E1:L10]") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(rows_of_a_table_explain_nothing_only_because_they_stand_beside_each_other) {
  auto cause = make("image_pull", role::cause, .92, "ErrImagePull", 3);
  auto other = make("crash_loop", role::symptom, .6, "CrashLoopBackOff", 9);
  cause.subject = "web-1", other.subject = "mail-7";
  auto table = log_with({cause, other});
  table.kind = fm::evidence::kind::kubectl_table;
  for (const auto& h : ask("Why do the pods fail?", {table}).hypotheses)
    for (const auto& c : h.supporting)
      BOOST_TEST(c.text.find("it would explain") == std::string::npos, c.text);
}

BOOST_AUTO_TEST_CASE(symptoms_alone_are_told_but_explain_nothing) {
  auto found =
      ask("Why do orders fail?", {log_with({make("timeout", role::symptom, .62, "request timed out", 20)})});
  BOOST_TEST((found.verdict == verdict::unexplained));
  BOOST_TEST(found.confidence < .5);
  BOOST_TEST(found.answer.find("request timed out") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_quiet_log_is_healthy_when_health_is_asked) {
  auto quiet = log_with({});
  quiet.by_severity.assign(8, 0);
  quiet.by_severity[static_cast<std::size_t>(fm::evidence::severity::info)] = quiet.lines;
  auto found = ask("Is the service healthy?", {quiet});
  BOOST_TEST((found.verdict == verdict::healthy));
  BOOST_TEST(found.hypotheses.empty());
  BOOST_TEST(found.answer.find("[E1:L1-L1000]") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_quiet_log_does_not_answer_why) {
  auto found = ask("Why does checkout fail?", {log_with({})});
  BOOST_TEST((found.verdict == verdict::unanswered));
  BOOST_TEST(!found.questions.empty());
}

BOOST_AUTO_TEST_CASE(trouble_that_was_overcome_weighs_less) {
  auto trouble = make("connection_refused", role::cause, .82, "connection refused", 10);
  auto over = make("recovered", role::healthy, .4, "connection restored", 20);
  auto with = ask("Why?", {log_with({trouble, over})});
  auto without = ask("Why?", {log_with({trouble})});
  BOOST_TEST(with.confidence < without.confidence);
  BOOST_TEST(!with.hypotheses.front().refuting.empty());
}

BOOST_AUTO_TEST_CASE(what_the_question_names_outweighs_the_rest) {
  auto mine = make("dns_failure", role::cause, .8, "no such host", 10);
  auto other = make("disk_full", role::cause, .8, "No space left on device", 20);
  mine.subject = "cart-1", other.subject = "search-1";
  auto found = ask("What is wrong with cart?", {log_with({mine, other})});
  BOOST_TEST(found.hypotheses.front().rule == "dns_failure");
  BOOST_TEST(found.scope.names == std::vector<std::string>{"cart"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(facts_of_several_files_about_one_object_are_one_hypothesis) {
  auto a = make("image_pull", role::cause, .9, "pull access denied", 5);
  auto b = make("image_pull", role::cause, .8, "0/1 ImagePullBackOff", 1);
  a.subject = b.subject = "web-1";
  auto first = log_with({a}), second = log_with({b});
  second.evidence = 2;
  second.facts.front().evidence = 2;
  auto found = ask("What is wrong with web-1?", {first, second});
  BOOST_TEST(found.hypotheses.size() == 1u);
  BOOST_TEST(found.hypotheses.front().supporting.size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_change_shortly_before_is_named_and_one_long_before_is_not) {
  auto trouble = make("disk_full", role::cause, .95, "No space left on device", 30);
  auto near = make("change", role::context, .3, "debug logging enabled", 10);
  auto far = make("change", role::context, .3, "release 7 deployed", 5);
  constexpr fm::evidence::micros minute = 60'000'000;
  trouble.first = trouble.last = 1'000 * minute;
  near.first = near.last = 995 * minute;
  far.first = far.last = 900 * minute;
  auto found = ask("Why?", {log_with({trouble, near, far})});
  BOOST_TEST(found.answer.find("debug logging enabled") != std::string::npos);
  BOOST_TEST(found.answer.find("release 7 deployed") == std::string::npos);
  BOOST_TEST_REQUIRE(found.timeline.size() == 2u);
  BOOST_TEST(found.timeline.front().what.text.find("debug logging") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(no_figure_of_the_analyst_stands_among_those_of_the_evidence) {
  auto found = ask("Why?", {log_with({make("disk_full", role::cause, .95, "No space left on device", 10)})});
  auto at = found.answer.find("**Do now**");
  BOOST_TEST_REQUIRE(at != std::string::npos);
  BOOST_TEST(found.answer.substr(0, at).find("0.") == std::string::npos);
  BOOST_TEST(found.answer.find("Confidence: 0.") > at);
}

BOOST_AUTO_TEST_CASE(runbooks_are_searched_in_the_fields_words_and_the_evidences) {
  auto found = ask("Why?", {log_with({make("disk_full", role::cause, .95, "No space left on device", 10)})});
  auto queries = runbook_queries(found);
  BOOST_TEST_REQUIRE(queries.size() == 2u);
  BOOST_TEST(queries[0].find("disk full") != std::string::npos);
  BOOST_TEST(queries[1].find("No space left on device") != std::string::npos);
  std::vector<fm::knowledge::passage> all;
  fm::knowledge::passage p;
  p.path = "a.md", p.score = .5;
  add_passages(all, {p});
  p.score = .9;
  add_passages(all, {p});
  p.path = "b.md", p.score = .1;
  add_passages(all, {p});
  BOOST_TEST_REQUIRE(all.size() == 1u);
  BOOST_TEST(all.front().score == .9);
}

BOOST_AUTO_TEST_CASE(the_last_hour_leaves_out_what_ended_before_it) {
  constexpr fm::evidence::micros hour = 3'600'000'000;
  auto old = make("disk_full", role::cause, .95, "No space left on device", 10);
  old.first = old.last = 1'796'000'000'000'000;
  auto recent = make("deadlock", role::cause, .88, "deadlock detected", 900);
  recent.first = recent.last = old.last + 5 * hour;
  auto d = log_with({old, recent});
  d.first = old.first, d.last = recent.last;
  auto found = ask("Any errors in the last hour?", {d});
  BOOST_TEST_REQUIRE(found.hypotheses.size() == 1u);
  BOOST_TEST(found.hypotheses[0].rule == "deadlock");
  BOOST_TEST(found.scope.first == recent.last - hour);
  BOOST_TEST(found.answer.find("Scope: time: last hour (") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_a_program_logs_before_it_ends_explains_that_it_ends) {
  auto error = make("error_group", role::symptom, .45, "tariff table is too new", 40);
  auto loop = make("crash_loop", role::symptom, .6, "Reason: CrashLoopBackOff", 12);
  auto alone = ask("Why does billing fail?", {log_with({error})});
  BOOST_TEST(alone.confidence < .5);
  digest pod = log_with({loop});
  pod.evidence = 2, pod.kind = fm::evidence::kind::kubectl_describe, pod.facts[0].evidence = 2;
  auto found = ask("Why does billing fail?", {log_with({error}), pod});
  BOOST_TEST(found.hypotheses[0].rule == "error_group");
  BOOST_TEST(found.confidence >= .5);
}

BOOST_AUTO_TEST_CASE(a_question_for_a_number_is_answered_by_the_rows_in_that_state) {
  std::vector<fact> rows;
  for (std::uint64_t line : {4, 9, 11}) {
    auto row = make("crash_loop", role::symptom, .6, "CrashLoopBackOff", line);
    row.subject = "worker-" + std::to_string(line);
    rows.push_back(std::move(row));
  }
  auto table = log_with(std::move(rows));
  table.kind = fm::evidence::kind::kubectl_table;
  auto counted = ask("How many pods are in CrashLoopBackOff?", {table});
  BOOST_TEST_REQUIRE(!counted.conclusion.empty());
  BOOST_TEST(counted.conclusion[0].text == "CrashLoopBackOff: 3");
  BOOST_TEST(counted.conclusion[0].citations[0].lines.size() == 3u);
  BOOST_TEST(ask("Why are pods in CrashLoopBackOff?", {table}).answer.find("CrashLoopBackOff: 3") ==
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(in_a_list_the_trouble_of_the_asked_object_is_told_before_causes_of_others) {
  auto missing = make("object_missing", role::cause, .9, "secret \"tls\" not found", 3);
  missing.subject = "ledger-7f5d-xyz12", missing.names = {"ledger"};
  auto loop = make("crash_loop", role::symptom, .6, "Back-off restarting failed container", 4);
  loop.subject = "cart-6c8d-abcde", loop.names = {"cart"};
  auto events = log_with({missing, loop});
  events.kind = fm::evidence::kind::kubectl_events;
  auto found = ask("What is wrong with cart?", {events});
  BOOST_TEST(found.conclusion[0].citations[0].lines[0].first == 4u);
  BOOST_TEST(ask("What is wrong?", {events}).conclusion[0].citations[0].lines[0].first == 3u);
}

BOOST_AUTO_TEST_CASE(trouble_of_others_is_told_after_saying_that_the_asked_object_is_not_there) {
  auto missing = make("object_missing", role::cause, .9, "secret \"tls\" not found", 3);
  missing.subject = "ledger-7f5d-xyz12";
  auto events = log_with({missing});
  events.kind = fm::evidence::kind::kubectl_events;
  auto found = ask("Why is the fraud-model pod failing?", {events});
  BOOST_TEST(found.conclusion[0].text == "fraud-model does not occur in the evidence");
  BOOST_TEST(ask("Why is ledger failing?", {events}).answer.find("does not occur") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_object_that_the_evidence_does_not_know_is_said_to_be_unknown) {
  auto found = ask("Why is the fraud-model pod failing?", {log_with({})});
  BOOST_TEST((found.verdict == verdict::unanswered));
  BOOST_TEST(found.conclusion[0].text.find("fraud-model does not occur") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_is_counted_is_told_first_and_not_the_count_of_the_lead) {
  auto lead = make("disk_full", role::cause, .95, "No space left on device", 10);
  lead.count = 40;
  auto counted = make("phrase_found", role::context, .2, "GET /cart 502", 20);
  counted.slots = {{"asked", "502"}, {"phrase", "502"}};
  counted.lines = {{20, 22}}, counted.count = 3;
  const auto found = ask("how many 502 are there?", {log_with({lead, counted})});
  BOOST_TEST(found.conclusion.front().text == "\"502\" occurs 3 times");
  for (const auto& c : found.conclusion) BOOST_TEST(c.text.find("40 times") == std::string::npos, c.text);
}

BOOST_AUTO_TEST_CASE(what_is_counted_and_does_not_occur_is_said_so) {
  const auto found = ask("how many 404?", {log_with({make("disk_full", role::cause, .95, "disk full", 10)})});
  BOOST_TEST(found.conclusion.front().text == "\"404\" does not occur in the lines that were read");
}

BOOST_AUTO_TEST_CASE(what_an_object_states_of_its_number_is_the_count) {
  auto restarted = make("restarts", role::context, .15, "web-1 1/1 Running 17", 2);
  restarted.slots = {{"count", "17"}}, restarted.subject = "web-1";
  auto table = log_with({restarted});
  table.kind = fm::evidence::kind::kubectl_table;
  const auto found = ask("how often did the pod restart?", {table});
  BOOST_TEST(found.conclusion.front().text == "web-1: has restarted (17 restarts)");
}

BOOST_AUTO_TEST_CASE(only_what_is_named_is_told_where_only_that_is_asked_for) {
  auto mine = make("dns_failure", role::cause, .8, "db-2: no such host", 10);
  auto other = make("disk_full", role::cause, .9, "db-1: No space left on device", 20);
  for (const auto& h : ask("errors of host db-2 only", {log_with({mine, other})}).hypotheses)
    BOOST_TEST(h.rule == "dns_failure");
}

BOOST_AUTO_TEST_CASE(what_ended_one_program_is_not_what_ended_another) {
  auto java = make("oom_killed", role::cause, .95, "Out of memory: Killed process 4711 (java)", 3);
  java.subject = "java";
  auto nginx = make("exit_code", role::symptom, .6, "nginx.service: Main process exited, code=killed", 6);
  nginx.subject = "nginx.service";
  auto found = ask("What killed nginx?", {log_with({java, nginx})});
  BOOST_TEST(found.conclusion.front().text.find("nginx") != std::string::npos, found.conclusion.front().text);
  BOOST_TEST(found.confidence < .5);
  BOOST_TEST(ask("What killed java?", {log_with({java, nginx})}).confidence >= .7);

  // It is mentioned, and nothing of it is known.
  auto log = log_with({java});
  fm::evidence::pattern mentioned;
  mentioned.example = "postgres[812]: received fast shutdown request", mentioned.seen = {9, 9};
  log.patterns = {mentioned};
  found = ask("What killed postgres?", {log});
  BOOST_TEST(found.conclusion.front().text.find("fast shutdown request") != std::string::npos,
             found.conclusion.front().text);
  found = ask("Why was redis killed?", {log});
  BOOST_TEST(found.conclusion.front().text.starts_with("redis does not occur in the evidence"),
             found.conclusion.front().text);
  BOOST_TEST(found.conclusion.size() > 1u);
}

BOOST_AUTO_TEST_CASE(the_lead_began_with_the_first_of_its_group) {
  constexpr fm::evidence::micros minute = 60'000'000, day = 1'790'000'000'000'000;
  auto plain = make("disk_full", role::cause, .8, "No space left on device", 5);
  plain.first = plain.last = day;
  auto decisive = make("disk_full", role::cause, .95, "No space left on device", 9);
  decisive.first = decisive.last = day + 10 * minute;
  const auto found = ask("Why?", {log_with({decisive, plain})});
  const auto& lead = found.conclusion.front();
  BOOST_TEST(lead.text.find("first at " + time_text(day)) != std::string::npos, lead.text);
  BOOST_TEST((lead.citations.front().lines.front() == fm::evidence::line_range{5, 5}));
}

BOOST_AUTO_TEST_CASE(the_line_of_a_recovery_shows_no_trouble) {
  auto trouble = make("connection_refused", role::cause, .8, "connection refused", 10);
  trouble.first = 1'790'000'000'000'000, trouble.last = trouble.first + 1'000'000, trouble.count = 2;
  trouble.slots.push_back({"recovered", "connected again"});
  trouble.lines = {{10, 12}};
  const auto found = ask("Why?", {log_with({trouble})});
  BOOST_TEST((found.conclusion.front().citations.front().lines.front() == fm::evidence::line_range{10, 11}));
  BOOST_TEST((found.hypotheses.front().supporting.front().citations.front().lines.front() ==
              fm::evidence::line_range{10, 11}));
}

BOOST_AUTO_TEST_CASE(a_setting_that_the_cause_names_stands_with_it) {
  auto cause = make("dns_failure", role::cause, .9, "lookup db-9.internal: no such host", 20);
  auto change = make("setting_changed", role::context, .3, "DB_HOST: db-9.internal", 7);
  change.slots = {{"key", "DB_HOST"}, {"old", "db-1.internal"}, {"new", "db-9.internal"}};
  auto other = make("setting_changed", role::context, .3, "image: shop/api:1.5", 8);
  other.slots = {{"key", "image"}, {"old", "shop/api:1.4"}, {"new", "shop/api:1.5"}};
  const auto log = log_with({cause, other, change});
  auto found = ask("Why does it fail?", {log});
  const auto told = [&](std::string_view text) {
    return std::any_of(found.conclusion.begin(), found.conclusion.end(),
                       [&](const claim& c) { return c.text == text; });
  };
  BOOST_TEST(told("DB_HOST was changed from db-1.internal to db-9.internal"));
  BOOST_TEST(!told("image was changed from shop/api:1.4 to shop/api:1.5"));
  BOOST_TEST(std::any_of(found.next_steps.begin(), found.next_steps.end(), [](const auto& s) {
    return s.say.find("DB_HOST back to db-1.internal") != std::string::npos;
  }));
  found = ask("What changed?", {log});
  BOOST_TEST(found.conclusion.front().text == "DB_HOST was changed from db-1.internal to db-9.internal");
  BOOST_TEST(told("image was changed from shop/api:1.4 to shop/api:1.5"));
}

BOOST_AUTO_TEST_CASE(who_holds_the_connections_stands_with_the_server_that_takes_no_more) {
  auto full = make("connections_exhausted", role::cause, .94, "too many connections", 1);
  auto held = make("connections_held", role::context, .5, "101 | checkout | idle", 5);
  held.slots = {{"holder", "checkout"}, {"state", "idle"}}, held.count = 90;
  const auto found = ask("Why can nobody log in?", {log_with({full, held})});
  BOOST_TEST(found.hypotheses.front().rule == "connections_exhausted");
  BOOST_TEST(std::any_of(found.conclusion.begin(), found.conclusion.end(), [](const claim& c) {
    return c.text.starts_with("checkout has most of the connections");
  }));
}

BOOST_AUTO_TEST_CASE(a_page_without_a_particular_word_of_the_message_is_doubted) {
  fm::knowledge::passage stranger, own;
  stranger.path = "linux/kernel-panic.md", stranger.text = "The host stopped with a panic and a trace.";
  stranger.score = .96;
  own.path = "app/orders.md", own.text = "A NoneType is met where an order has no lines.";
  own.score = .5;
  auto found = ask("Why?", {log_with({make("uncaught_exception", role::cause, .8,
                                           "TypeError: 'NoneType' object is not iterable", 6)})});
  compose(found, {stranger, own});
  BOOST_TEST_REQUIRE(found.passages.size() == 2u);
  BOOST_TEST(found.passages[0].path == own.path);
  BOOST_TEST(found.passages[0].score == .5);
  BOOST_TEST(found.passages[1].score < .5);
}

BOOST_AUTO_TEST_SUITE_END()
