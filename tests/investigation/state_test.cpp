// The state as JSON: there and back, of an earlier program, hostile, and bounded.
#include "investigation/state_json.hpp"
#include "support.hpp"

using namespace fm::investigation;
using namespace fm::test;
namespace json = fm::json;

namespace {

/// A state with something in every part, by way of turns.
state full() {
  state s;
  s.consulting = {"orders fail", true, 1'000'000, true, 2'000'000};
  for (std::uint32_t t = 1; t <= 7; ++t) {
    auto in = fm::test::turn(s, t);
    in.urgent = urgency::high;
    auto& f = in.found;
    f.conclusion = "The pool is too small.";
    f.spoken_of = "a";
    f.confidence = .6;
    f.questions = {"pool settings"};
    f.names = {"orders"};
    f.milestones = {milestone::symptom_verified, milestone::scope_assessed, milestone::timeline_established};
    f.first = in.now - 5'000'000;
    f.last = in.now;
    f.changes = {"config changed"};
    if (t < 3) f.files = {{"e" + std::to_string(t), "app.log", "log"}};
    f.hypotheses = {stated("a", .6, {"e1:3"}, {"e2:1"}), stated("b", .1, {}, {"e2:1", "e2:2"})};
    f.supports = {{"e1", "a"}};
    f.refutes = {{"e2", "a"}};
    if (t == 2) f.root_cause_confidence = .8, f.root_cause_method = "pool";
    enter_turn(s, in);
  }
  decide(s.hypotheses[0], hypothesis_status::validated, 7);
  s.loop_backs = 1;
  s.loop_back_reason = "all_hypotheses_refuted";
  return s;
}

state back(const state& s) { return read_state(json::parse(json::write(state_json(s))).root); }

}  // namespace

BOOST_AUTO_TEST_CASE(what_is_written_is_read_again) {
  BOOST_TEST((back(state()) == state()));
  const auto s = full();
  BOOST_TEST(!s.memory.warm.empty());
  BOOST_TEST(s.degraded.open);
  const auto read = back(s);
  BOOST_TEST(read.note.empty());
  BOOST_TEST(json::write(state_json(read)) == json::write(state_json(s)));
  BOOST_TEST((read == s));
}

BOOST_AUTO_TEST_CASE(the_members_have_the_names_of_the_contract) {
  const auto written = state_json(full());
  for (const auto* name :
       {"investigation_id", "current_phase", "current_turn",     "started_at",     "temporal_state",
        "urgency_level",    "strategy",      "anomaly_frame",    "temporal_frame", "hypotheses",
        "evidence",         "progress",      "progress_metrics", "escalation",     "working_conclusion",
        "ooda_state",       "memory",        "consulting_data",  "degraded_mode",  "turns_without_progress",
        "turn_history",     "is_stuck",      "version"}) {
    BOOST_TEST_REQUIRE(written.find(name), name);
    BOOST_TEST(!written.find(name)->is_null(), name);
  }
  BOOST_TEST(*written.find("investigation_id")->as_string() == "inv_0f4b6c1d2e3f");
  BOOST_TEST(*written.find("engagement_mode")->as_string() == "lead_investigator");
  const auto& h = written.find("hypotheses")->as_array()->at(0);
  for (const auto* name :
       {"hypothesis_id", "statement", "category", "status", "likelihood", "initial_likelihood",
        "confidence_trajectory", "confidence_level", "supporting_evidence", "refuting_evidence",
        "captured_at_turn", "last_progress_at_turn", "iterations_without_progress", "generation_mode"})
    BOOST_TEST(h.find(name), name);
  const auto& e = written.find("evidence")->as_array()->at(0);
  BOOST_TEST(e.find("supports_hypotheses")->as_array()->size() == 1u);
  BOOST_TEST(*e.find("category")->as_string() == "symptom_evidence");
}

BOOST_AUTO_TEST_CASE(a_state_of_an_earlier_program_goes_on) {
  const auto s = read_state(json::parse(R"({
    "progress":{"symptom_verified":true,"scope_assessed":true,"root_cause_identified":true,"root_cause_confidence":0.9},
    "evidence":["e1","e2"],"turns_without_progress":2,"current_turn":4,"is_stuck":false,
    "working_conclusion":{"statement":"the pool is too small.","confidence":0.9,"confidence_level":"verified",
      "supporting_evidence_count":2,"caveats":[],"alternative_explanations":[],"can_proceed_with_solution":true,
      "next_evidence_needed":[],"generated_at_turn":4},
    "turn_history":[{"turn_number":4,"timestamp":"2026-03-17T08:00:00.000000Z","user_input_summary":"why?",
      "agent_action_summary":"because","milestones_completed":[],"outcome":"conversation","progress_made":false}],
    "consulting_data":{"proposed_problem_statement":"orders fail","problem_statement_confirmed":true,
      "problem_statement_confirmed_at":"2026-03-17T08:00:00.000000Z"},
    "started_at":"2026-03-17T08:00:00.000000Z"})")
                                .root);
  BOOST_TEST(s.note.empty());
  BOOST_TEST(s.current_phase == phase::solution);
  BOOST_TEST((s.seen == std::vector<std::string>{"e1", "e2"}));
  BOOST_TEST(s.idle == 2u);
  BOOST_TEST(s.conclusion.statement == "the pool is too small.");
  BOOST_TEST(s.turns.size() == 1u);
  BOOST_TEST(s.consulting.confirmed);
  BOOST_TEST(s.progress.root_cause_confidence == .9);
  // The files are known: the next turn does not take them for news.
  auto next = s;
  auto in = fm::test::turn(next, 5);
  in.found.files = {{"e1", "app.log", "log"}, {"e2", "db.log", "log"}};
  BOOST_TEST(!enter_turn(next, in).progress);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_is_left_out_and_said) {
  for (const auto* text : {"5", "\"x\"", "[]", "true"}) {
    const auto s = read_state(json::parse(text).root);
    BOOST_TEST(!s.note.empty(), text);
    auto fresh = s;
    fresh.note.clear();
    BOOST_TEST((fresh == state()), text);
  }
  for (const auto* text :
       {R"({"version":2,"hypotheses":5})", R"({"version":2,"hypotheses":[5,null,"x"]})",
        R"({"version":2,"hypotheses":[{"likelihood":"much"}]})", R"({"version":2,"current_phase":99})",
        R"({"version":2,"current_phase":-1})", R"({"version":2,"current_turn":-5})",
        R"({"version":2,"current_turn":1e300})", R"({"version":2,"memory":[]})",
        R"({"version":2,"memory":{"hot":{}}})", R"({"version":2,"progress":7})",
        R"({"version":2,"strategy":"none"})", R"({"version":2,"started_at":"yesterday"})",
        R"({"version":2,"degraded_mode":"yes"})", R"({"version":2,"loop_backs":99999999999})",
        R"({"version":2,"hypotheses":[{"confidence_trajectory":[[1],[2,3,4],"x"]}]})",
        R"({"version":2,"evidence_seen":[{"a":1}]})"}) {
    auto s = read_state(json::parse(text).root);
    BOOST_TEST(!s.note.empty(), text);
    enter_turn(s, fm::test::turn(s, 1));  // and it goes on
    BOOST_TEST(s.current_turn == 1u);
  }
  const auto clamped = read_state(
      json::parse(
          R"({"version":2,"hypotheses":[{"likelihood":7,"weighed_supporting":9,"supporting_evidence":["a"]}]})")
          .root);
  BOOST_TEST(clamped.hypotheses[0].likelihood == 1);
  BOOST_TEST(clamped.hypotheses[0].weighed_supporting == 1u);
}

BOOST_AUTO_TEST_CASE(a_hostile_state_is_cut_to_its_bounds) {
  json::value hostile;
  const std::string huge(10'000, '"');
  json::array many_texts, many_hypotheses, many_turns;
  for (int i = 0; i < 3'000; ++i) {
    many_texts.emplace_back(huge.substr(0, 200) + std::to_string(i));
    many_turns.push_back(json::value()
                             .set("user_input_summary", huge)
                             .set("hypotheses_updated", many_texts.size() < 50 ? many_texts : json::array{}));
  }
  for (int i = 0; i < 500; ++i)
    many_hypotheses.push_back(json::value()
                                  .set("hypothesis_id", huge)
                                  .set("statement", huge)
                                  .set("supporting_evidence", many_texts)
                                  .set("refuting_evidence", many_texts)
                                  .set("category", huge));
  hostile.set("version", 2)
      .set("hypotheses", many_hypotheses)
      .set("evidence_seen", many_texts)
      .set("turn_history", many_turns)
      .set("note", huge)
      .set("unknown", many_texts);
  const auto s = read_state(hostile);
  BOOST_TEST(s.hypotheses.size() == most_hypotheses);
  BOOST_TEST(!s.note.empty());
  BOOST_TEST(json::write(state_json(s)).size() <= most_state_bytes);
}

BOOST_AUTO_TEST_CASE(after_ten_thousand_turns_a_state_is_no_larger_than_said) {
  state s;
  const std::string wordy(3'000, '"');
  std::size_t largest = 0;
  for (std::uint32_t t = 1; t <= 10'000; ++t) {
    auto in = fm::test::turn(s, t);
    in.question = in.said = in.found.conclusion = wordy + std::to_string(t);
    const auto n = std::to_string(t);
    in.found.hypotheses = {stated("h" + n, .5, {wordy + n, n + wordy, n}, {n + "x" + wordy})};
    in.found.files = {{"0190f6b0-7b1c-7a40-9d2e-" + std::string(12 - n.size(), '0') + n, wordy, "log"}};
    in.found.supports = {{in.found.files[0].id, "h" + n}};
    for (int i = 0; i < 30; ++i) in.found.questions.push_back(n + std::to_string(i) + wordy);
    in.found.names = {n + wordy};
    enter_turn(s, in);
    if (t % 1'000 == 0 || t == 10'000) largest = std::max(largest, json::write(state_json(s)).size());
  }
  BOOST_TEST(largest <= most_state_bytes);
  BOOST_TEST(s.turns.size() == most_turns);
  BOOST_TEST(s.memory.hot.size() <= 5u);
  BOOST_TEST((back(s).current_turn == 10'000u));
}
