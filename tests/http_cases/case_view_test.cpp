// /ui in every state, of both dialects.
#include "stub_cases.hpp"

#include <boost/test/unit_test.hpp>

using fm::http::method;

namespace {

const std::string root = "/cases/" + stub::example().id + "/ui";
const std::string v1 = "/api/v1" + root;

const std::string metadata = R"({"investigation_state":{"version":2,"current_phase":6,"phase":"document",
  "progress":{"symptom_verified":true,"root_cause_identified":true,"solution_verified":true,
    "current_stage":"solution"},
  "ooda_state":{"intensity":"light"},"escalation":{"degraded_mode":true},
  "hypotheses":[{"hypothesis_id":"H","confidence_trajectory":[[1,0.5]],"category":"database"}],
  "evidence_seen":["e1"],"memory":{"hot":[]},
  "working_conclusion":{"statement":"the pool is too small","confidence":0.9,"confidence_level":"verified",
    "can_proceed_with_solution":true,"next_evidence_needed":["pool settings"]},
  "is_stuck":true,
  "consulting_data":{"proposed_problem_statement":"orders fail","problem_statement_confirmed":true}},
  "closing":{"resolution_notes":"done"}})";

struct shown : stub::world {
  shown() {
    auto& v = seen->view;
    v.record.metadata = metadata;
    v.record.description = "since noon";
    auto h = stub::example_hypothesis();
    v.record.metadata.replace(v.record.metadata.find("\"H\"") + 1, 1, h.id);
    h.description = "for: a\nagainst: b\nfor: c";
    v.hypotheses = {h};
    h.status = "retired";
    v.hypotheses.push_back(h);
    v.solutions = {{"s1", v.record.id, "Enlarge the pool", "", {"one"}, true, 5}};
    v.evidence = {stub::example_file()};
    v.evidence_total = 3;
  }
  fm::json::value show(const std::string& path, const std::string& status) {
    seen->view.record.status = status;
    if (status == "resolved") seen->view.record.resolved = seen->view.record.created + 120 * fm::second;
    return call(method::get, path)->body();
  }
};

std::string text(const fm::json::value& of, std::string_view name) {
  const auto* v = of.find(name);
  BOOST_TEST_REQUIRE(v, name);
  BOOST_TEST_REQUIRE(v->as_string(), name);
  return *v->as_string();
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(case_views, shown)

BOOST_AUTO_TEST_CASE(at_the_root_the_block_of_the_status_is_there_and_no_other) {
  auto consulting = show(root, "consulting");
  BOOST_TEST(text(*consulting.find("consulting"), "proposed_problem_statement") == "orders fail");
  BOOST_TEST(!consulting.find("investigation"));
  auto investigating = show(root, "investigating");
  const auto& block = *investigating.find("investigation");
  BOOST_TEST(text(block, "current_phase") == "document");
  BOOST_TEST(text(*block.find("progress"), "current_stage") == "solution");
  BOOST_TEST(block.find("active_hypotheses")->as_array()->size() == 1u);
  std::int64_t supporting = 0;
  BOOST_TEST(block.find("active_hypotheses")->as_array()->at(0).find("evidence_count")->integer(supporting));
  BOOST_TEST(supporting == 2);
  BOOST_TEST(text(block.find("latest_evidence")->as_array()->at(0), "summary") == "app.log");
  BOOST_TEST(*block.find("is_stuck")->as_bool());
  BOOST_TEST(*block.find("degraded_mode")->as_bool());
  BOOST_TEST(text(block, "intensity") == "light");
  const auto& weighed = block.find("active_hypotheses")->as_array()->at(0);
  BOOST_TEST(weighed.find("confidence_trajectory")->as_array()->size() == 1u);
  BOOST_TEST(text(weighed, "category") == "database");
  BOOST_TEST(block.find("next_actions")->as_array()->size() == 1u);
  auto resolved = show(root, "resolved");
  const auto& end = *resolved.find("resolution");
  BOOST_TEST(text(*end.find("root_cause"), "description") == "the pool is too small");
  BOOST_TEST(text(*end.find("solution_applied"), "title") == "Enlarge the pool");
  BOOST_TEST(*end.find("verified")->as_bool());
  std::int64_t minutes = 0;
  BOOST_TEST((end.find("total_duration_minutes")->integer(minutes) && minutes == 2));
  BOOST_TEST(end.find("reports_available")->as_array()->size() == 3u);
}

BOOST_AUTO_TEST_CASE(the_state_of_the_investigation_is_shown_with_the_case_and_on_its_page) {
  seen->record.metadata = seen->view.record.metadata;
  for (const auto& path : {root, v1, "/cases/" + stub::example().id, "/api/v1/cases/" + stub::example().id}) {
    const auto page = show(path, "investigating");
    const auto* state = page.find("investigation_state");
    BOOST_TEST_REQUIRE(state, path);
    BOOST_TEST(text(*state, "phase") == "document");
    BOOST_TEST(state->find("memory")->as_object(), path);
    BOOST_TEST(state->find("hypotheses")->as_array()->size() == 1u);
    BOOST_TEST(!state->find("evidence_seen"), path);  // kept for the program alone
    BOOST_TEST(!state->find("consulting_data"), path);
  }
  seen->record.metadata = "{}";
  BOOST_TEST(show("/cases/" + stub::example().id, "consulting").find("investigation_state")->is_null());
}

BOOST_AUTO_TEST_CASE(reports_are_available_once_they_are_written) {
  const auto status_of = [](const fm::json::value& page, std::string_view type) {
    for (const auto& r : *page.find("reports_available")->as_array())
      if (text(r, "report_type") == type) return text(r, "status");
    return std::string();
  };
  seen->written = {"runbook"};
  for (const auto* status : {"resolved", "closed"}) {
    auto page = show(v1, status);
    BOOST_TEST(status_of(page, "runbook") == "available");
    BOOST_TEST(status_of(page, "post_mortem") == "recommended");
    const auto block = show(root, status);
    BOOST_TEST(status_of(*block.find("resolution"), "runbook") == "available");
  }
  BOOST_TEST(status_of(show(v1, "resolved"), "incident_report") == "recommended");
  BOOST_TEST(status_of(show(v1, "closed"), "incident_report") == "not_applicable");
  seen->written.clear();
  BOOST_TEST(status_of(show(v1, "closed"), "runbook") == "not_applicable");
}

BOOST_AUTO_TEST_CASE(below_v1_it_is_flat_with_what_both_generations_read) {
  auto inquiry = show(v1, "consulting");
  for (const auto* key : {"title", "updated_at", "current_turn", "uploaded_files_count", "consulting",
                          "inquiry", "valid_next_states", "disposition_eligibility"})
    BOOST_TEST(inquiry.find(key), key);
  BOOST_TEST(text(inquiry, "state") == "inquiry");
  BOOST_TEST(text(*inquiry.find("inquiry")->find("problem_confirmation"), "severity_guess") == "medium");
  BOOST_TEST(inquiry.find("valid_next_states")->as_array()->size() == 2u);
  auto open = show(v1, "investigating");
  const auto& progress = *open.find("progress");
  for (const auto* key :
       {"milestones_completed", "total_milestones", "completed_indicators", "total_evidence"})
    BOOST_TEST(progress.find(key), key);
  BOOST_TEST(text(progress, "current_stage") == "treatment");
  BOOST_TEST(text(open, "problem_statement") == "orders fail");
  BOOST_TEST(text(*open.find("working_conclusion"), "summary") == "the pool is too small");
  BOOST_TEST(text(*open.find("investigation_strategy"), "approach") == "root_cause");
  BOOST_TEST(open.find("problem_verification")->find("impact")->find("affected_services")->as_array());
  BOOST_TEST(text(*open.find("disposition_eligibility"), "resolved") == "ready");
}

BOOST_AUTO_TEST_CASE(the_objects_that_clients_look_into_are_there_when_there_is_nothing_to_say) {
  seen->view = {};
  seen->view.record = stub::example();
  auto open = show(v1, "investigating");
  BOOST_TEST(open.find("progress")->as_object());
  BOOST_TEST(open.find("working_conclusion")->is_null());
  for (const auto* status : {"resolved", "closed"}) {
    auto end = show(v1, status);
    for (const auto* key : {"root_cause", "solution_applied", "verification_status", "resolution_summary"})
      BOOST_TEST(end.find(key)->as_object(), key);
    BOOST_TEST(end.find("reports_available")->as_array());
    BOOST_TEST(text(*end.find("root_cause"), "cause_assurance") == "no_root");
  }
  BOOST_TEST(show(v1, "closed").find("valid_next_states")->as_array()->empty());
  BOOST_TEST(show(root, "closed").find("resolution")->find("root_cause")->is_null());
}

BOOST_AUTO_TEST_SUITE_END()
