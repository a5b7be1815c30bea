// What a case remembers of its statuses and its investigation.
#include "cases/case_change.hpp"
#include "cases/case_metadata.hpp"
#include "cases/hypothesis_rows.hpp"
#include "cases/turn_findings.hpp"
#include "investigation/turn.hpp"

#include <boost/test/unit_test.hpp>

using namespace fm::cases;
namespace agent = fm::agent;
namespace investigation = fm::investigation;
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

/// A turn of a case that is consulting.
investigation::turn_effect enter(case_metadata& m, std::uint32_t turn, const agent::investigation& found,
                                 const std::vector<std::string>& evidence_ids) {
  agent::turn_result result;
  result.found = found;
  result.evidence_ids = evidence_ids;
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < found.hypotheses.size(); ++i) ids.push_back("h" + std::to_string(i));
  investigation::turn_input in;
  in.turn = turn;
  in.looked = true;
  for (const auto& h : m.state().hypotheses)
    in.rows.push_back({h.id, h.origin, h.statement, h.status, h.likelihood});
  in.found = findings_of(result, ids);
  return investigation::enter_turn(m.state(), in);
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
  auto first = enter(m, 1, problem(.9), {"e1"});
  BOOST_TEST(first.progress);
  BOOST_TEST(first.outcome == "progress");
  BOOST_TEST(response_type_of(problem(.9)) == "solution_ready");
  BOOST_TEST((first.milestones == std::vector<std::string>{"symptom_verified", "scope_assessed",
                                                           "root_cause_identified", "solution_proposed"}));
  auto again = enter(m, 2, problem(.9), {"e1"});
  BOOST_TEST(again.milestones.empty());
  BOOST_TEST(!again.progress);
  BOOST_TEST(again.outcome == "conversation");
  auto more = enter(m, 3, problem(.9), {"e1", "e2"});
  BOOST_TEST(more.outcome == "evidence_collected");
  for (std::uint32_t turn = 4; turn < 7; ++turn) enter(m, turn, problem(.9), {"e1", "e2"});
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
  BOOST_TEST(response_type_of(nothing) == "needs_more_data");
  BOOST_TEST(!enter(m, 1, nothing, {}).progress);
  BOOST_TEST(m.state().conclusion.placeholder);
}

BOOST_AUTO_TEST_CASE(a_summary_is_cut_at_a_character_border) {
  case_metadata m("");
  investigation::turn_input in;
  in.turn = 1;
  for (int i = 0; i < 150; ++i) in.question += "\xC3\xA4";
  investigation::enter_turn(m.state(), in);
  BOOST_TEST(m.state().turns.at(0).question.size() == 200u);
  BOOST_TEST(json::parse(m.text()).error.empty());
}

BOOST_AUTO_TEST_CASE(a_state_is_written_when_there_is_one_and_read_by_both_of_its_names) {
  BOOST_TEST(case_metadata(R"({"a":1})").text() == R"({"a":1})");
  const std::string old =
      R"({"investigation":{"progress":{"symptom_verified":true},"turns_without_progress":2}})";
  case_metadata m(old);
  BOOST_TEST(m.state().idle == 2u);
  BOOST_TEST(!m.find("investigation"));
  BOOST_TEST(*read(m).find("investigation_state")->find("phase")->as_string() == "blast_radius");
  BOOST_TEST(present_metadata(old) == m.text());
  BOOST_TEST(present_metadata(m.text()) == m.text());
  BOOST_TEST(present_metadata(R"({"a":1})") == R"({"a":1})");
  BOOST_TEST(case_metadata(R"({"investigation_state":"x"})").state().note.size() > 0u);
}

BOOST_AUTO_TEST_CASE(an_item_of_evidence_is_known_by_what_it_cites) {
  agent::turn_result r;
  r.found = problem(.6);
  r.evidence_ids = {"e1", "e2"};
  auto& supporting = r.found.hypotheses[0].supporting;
  supporting.resize(4);
  supporting[0].citations = {{1, {{3, 5}}, 0, ""}};
  supporting[1].citations = {{1, {{3, 5}}, 0, ""}};
  supporting[1].text = "said in other words";
  supporting[2].citations = {{2, {{3, 5}, {9, 9}}, 0, ""}};
  supporting[3].text = "without a citation";
  r.found.hypotheses[0].refuting.resize(1);
  r.found.hypotheses[0].refuting[0].citations = {{2, {{7, 7}}, 0, ""}};
  auto found = findings_of(r, {"h1"});
  BOOST_TEST_REQUIRE(found.hypotheses.size() == 1u);
  BOOST_TEST((found.hypotheses[0].supporting ==
              std::vector<std::string>{"e1:3-5", "e1:3-5", "e2:3-5,9-9", "without a citation"}));
  BOOST_TEST((found.supports ==
              std::vector<std::pair<std::string, std::string>>{{"e1", "h1"}, {"e1", "h1"}, {"e2", "h1"}}));
  BOOST_TEST((found.refutes == std::vector<std::pair<std::string, std::string>>{{"e2", "h1"}}));
  BOOST_TEST(findings_of(r, {""}).hypotheses.empty());  // one that the agent states twice
}

BOOST_AUTO_TEST_CASE(a_hypothesis_of_the_agent_keeps_its_row_from_turn_to_turn) {
  auto found = problem(.9);
  hypothesis_record record;
  describe(record, found.hypotheses[0]);
  record.origin = origin_of(found.hypotheses[0]);
  BOOST_TEST(record.title == "orders: out of connections");
  auto later = found.hypotheses[0];
  later.likelihood = .4;
  BOOST_TEST(row_of({record}, later));
  record.origin = "agent:connection_limit:orders: out of connections";  // of an earlier program
  BOOST_TEST(row_of({record}, later));
  later.key = "other";
  later.statement.text = "something else";
  BOOST_TEST(!row_of({record}, later));
}

BOOST_AUTO_TEST_CASE(a_row_takes_over_what_became_of_its_hypothesis) {
  investigation::hypothesis h;
  h.status = investigation::hypothesis_status::validated;
  h.likelihood = .8;
  hypothesis_record ours, users;
  ours.origin = "agent:x:";
  BOOST_TEST(take_over(ours, h));
  BOOST_TEST(ours.validated);
  BOOST_TEST(ours.confidence == .8);
  BOOST_TEST(!take_over(ours, h));
  BOOST_TEST(take_over(users, h));
  BOOST_TEST(users.status == "validated");
  BOOST_TEST(users.confidence < 0);  // nobody gave it a number
}
