// What a case remembers of its statuses and its investigation.
#include "cases/case_change.hpp"
#include "cases/case_metadata.hpp"
#include "cases/turn_record.hpp"

#include <boost/test/unit_test.hpp>

using namespace fm::cases;
namespace agent = fm::agent;
namespace json = fm::json;

namespace {

agent::investigation problem(double confidence) {
  agent::investigation found;
  found.verdict = agent::verdict::problem;
  found.confidence = confidence;
  found.level = "verified";
  agent::claim said;
  said.text = "orders: out of connections";
  found.conclusion.push_back(said);
  agent::hypothesis h;
  h.rule = "connection_limit";
  h.statement = said;
  h.likelihood = confidence;
  h.supporting = {said, said};
  found.hypotheses.push_back(h);
  found.next_steps = {{"Put a pooler in front", ""}};
  found.evidence.resize(1);
  return found;
}

json::value read(const case_metadata& m) { return json::parse(m.text()).root; }

}  // namespace

BOOST_AUTO_TEST_CASE(a_status_change_is_appended_with_who_when_and_why) {
  case_record c;
  enter_status(c, "investigating", "u1", true, "evidence", 1'000'000);
  enter_status(c, "resolved", "u2", false, "", 2'000'000);
  BOOST_TEST(c.status == "resolved");
  BOOST_TEST(c.resolved == 2'000'000);
  BOOST_TEST(c.closed == 0);
  auto root = json::parse(c.metadata).root;
  const auto& history = *root.find("status_history")->as_array();
  BOOST_TEST_REQUIRE(history.size() == 2u);
  BOOST_TEST(*history[0].find("from_status")->as_string() == "consulting");
  BOOST_TEST(*history[0].find("to_status")->as_string() == "investigating");
  BOOST_TEST(*history[0].find("changed_by")->as_string() == "u1");
  BOOST_TEST(*history[0].find("changed_at")->as_string() == "1970-01-01T00:00:01.000000Z");
  BOOST_TEST(*history[0].find("auto")->as_bool());
  BOOST_TEST(history[1].find("reason")->is_null());
}

BOOST_AUTO_TEST_CASE(an_existing_stamp_is_kept) {
  case_record c;
  c.resolved = 5;
  enter_status(c, "resolved", "u", false, "", 9);
  BOOST_TEST(c.resolved == 5);
}

BOOST_AUTO_TEST_CASE(a_change_is_later_than_the_one_before_even_when_the_clock_was_set_back) {
  case_record c;
  c.updated = 100;
  touch(c, 50);
  BOOST_TEST(c.updated == 101);
  BOOST_TEST(c.version == 2u);
}

BOOST_AUTO_TEST_CASE(a_turn_reaches_each_milestone_once_and_counts_turns_without_progress) {
  case_metadata m("");
  auto first = m.enter_turn(1, 0, "why?", problem(.9), {"e1"});
  BOOST_TEST(first.progress);
  BOOST_TEST(first.outcome == "progress");
  BOOST_TEST(first.response_type == "solution_ready");
  BOOST_TEST((first.milestones == std::vector<std::string>{"symptom_verified", "scope_assessed",
                                                           "root_cause_identified", "solution_proposed"}));
  auto again = m.enter_turn(2, 0, "sure?", problem(.9), {"e1"});
  BOOST_TEST(again.milestones.empty());
  BOOST_TEST(!again.progress);
  BOOST_TEST(again.outcome == "conversation");
  auto more = m.enter_turn(3, 0, "and now?", problem(.9), {"e1", "e2"});
  BOOST_TEST(more.outcome == "evidence_collected");
  for (std::uint32_t turn = 4; turn < 7; ++turn) m.enter_turn(turn, 0, "?", problem(.9), {"e1", "e2"});
  auto state = *read(m).find("investigation_state");
  std::int64_t idle = 0;
  BOOST_TEST(state.find("turns_without_progress")->integer(idle));
  BOOST_TEST(idle == 3);
  BOOST_TEST(*state.find("is_stuck")->as_bool());
  BOOST_TEST(state.find("turn_history")->as_array()->size() == 6u);
  const auto* conclusion = state.find("working_conclusion");
  BOOST_TEST(*conclusion->find("statement")->as_string() == "orders: out of connections.");
  BOOST_TEST(*conclusion->find("can_proceed_with_solution")->as_bool());
}

BOOST_AUTO_TEST_CASE(a_turn_without_evidence_says_that_data_is_needed) {
  case_metadata m("not json");
  agent::investigation nothing;
  auto effect = m.enter_turn(1, 0, "why?", nothing, {});
  BOOST_TEST(effect.response_type == "needs_more_data");
  BOOST_TEST(!effect.progress);
}

BOOST_AUTO_TEST_CASE(a_summary_is_cut_at_a_character_border) {
  case_metadata m("");
  std::string question;
  for (int i = 0; i < 150; ++i) question += "\xC3\xA4";
  m.enter_turn(1, 0, question, agent::investigation(), {});
  auto state = *read(m).find("investigation_state");
  const auto& turns = *state.find("turn_history")->as_array();
  BOOST_TEST(turns[0].find("user_input_summary")->as_string()->size() == 200u);
  BOOST_TEST(json::parse(m.text()).error.empty());
}

BOOST_AUTO_TEST_CASE(hypotheses_are_validated_refuted_or_retired_by_their_likelihood_and_evidence) {
  BOOST_TEST(hypothesis_status(.9, 2, 0) == "validated");
  BOOST_TEST(hypothesis_status(.9, 1, 0) == "active");
  BOOST_TEST(hypothesis_status(.1, 0, 2) == "refuted");
  BOOST_TEST(hypothesis_status(.25, 3, 0) == "retired");
  BOOST_TEST(hypothesis_status(.5, 0, 0) == "active");
}

BOOST_AUTO_TEST_CASE(a_hypothesis_of_the_agent_keeps_its_row_from_turn_to_turn) {
  auto found = problem(.9);
  hypothesis_record record;
  describe(record, found.hypotheses[0]);
  BOOST_TEST(record.title == "orders: out of connections");
  BOOST_TEST(record.status == "validated");
  BOOST_TEST(record.validated);
  auto later = found.hypotheses[0];
  later.likelihood = .4;
  BOOST_TEST(origin_of(later) == origin_of(found.hypotheses[0]));
}
