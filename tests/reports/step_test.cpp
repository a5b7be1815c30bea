// The actors of reports, by hand.
#include "a_case.hpp"
#include "case_reports_step.hpp"
#include "reports/compose.hpp"
#include "reports_step.hpp"

#include <fm/providers/db.hpp>
#include <fm/providers/document.hpp>
#include <fm/test/hand.hpp>
#include <fm/test/rows.hpp>

#include <boost/test/unit_test.hpp>

using namespace fm;
using namespace fm::reports;

namespace {

using test::rows;

db::row row_of(const std::string& id, const std::string& type, std::uint32_t version = 1, bool current = true,
               std::string document = "") {
  return {id, "c", type, "Runbook: T", "# T", std::move(document), version, current ? 1 : 0, 0, 12, 5, 6};
}
cases::case_record a_case(const std::string& status = "resolved") {
  cases::case_record c;
  c.id = "c", c.owner = "ann", c.title = "T", c.status = status;
  return c;
}

using one_case = test::hand<case_reports>;
using all_reports = test::hand<reports_state>;

one_case writer() { return one_case("c", options{}); }

/// Brings a generation to the point where reports are composed.
void gathered(one_case& h, std::vector<std::string> types, std::vector<db::row> existing = {},
              bool evidence = false) {
  generate_reports m;
  m.case_id = "c", m.types = std::move(types);
  h.say(m);
  h.answer(h.at(), a_case());
  h.answer(h.at(), rows(std::move(existing)));
  BOOST_REQUIRE(h.out.size() == 4u);
  const auto messages = h.at(0), thoughts = h.at(1), solutions = h.at(2), files = h.at(3);
  h.answer(messages, cases::message_page{});
  h.answer(thoughts, cases::hypothesis_list{});
  h.answer(solutions, cases::solution_list{});
  evidence::evidence_page page;
  if (evidence) page.evidence.resize(1), page.total = 1;
  h.answer(files, page);
}

db::unit_result stored(std::int64_t version) { return test::sets({test::number(version)}); }

}  // namespace

BOOST_AUTO_TEST_SUITE(report_steps)

BOOST_AUTO_TEST_CASE(reports_are_composed_and_stored_one_after_the_other) {
  auto h = writer();
  gathered(h, {"incident_report", "runbook"});
  BOOST_REQUIRE(h.sent<compose_report>());
  BOOST_TEST(h.sent<compose_report>()->type == "incident_report");
  BOOST_TEST(h.sent<compose_report>()->from.not_investigated == "the case has no evidence");
  h.answer(h.at(), composed{"Title", "# Title", "{}"});
  BOOST_REQUIRE(h.sent<db::transact>());
  h.answer(h.at(), stored(1));
  BOOST_TEST(h.sent<compose_report>()->type == "runbook");
  h.answer(h.at(), composed{"Other", "# Other", "{}"});
  h.answer(h.at(), stored(4));
  const auto* done = h.sent<reports_generated>();
  BOOST_REQUIRE(done);
  BOOST_REQUIRE(done->outcomes.size() == 2u);
  BOOST_TEST(done->outcomes[0].made.at(0).title == "Title");
  BOOST_TEST(done->outcomes[0].made.at(0).content == "# Title");
  BOOST_TEST(done->outcomes[1].made.at(0).version == 4u);
  BOOST_TEST(done->outcomes[1].made.at(0).took_ms > 0u);
}

BOOST_AUTO_TEST_CASE(the_evidence_is_read_for_the_report_and_its_absence_is_told) {
  auto h = writer();
  gathered(h, {"runbook"}, {}, true);
  BOOST_REQUIRE(h.sent<agent::run_turn>());
  BOOST_TEST(h.sent<agent::run_turn>()->question == "What is wrong?");
  agent::turn_result found;
  found.found.verdict = agent::verdict::healthy;
  h.answer(h.at(), found);
  BOOST_TEST(h.sent<compose_report>()->from.investigated);

  auto busy = writer();
  gathered(busy, {"runbook"}, {}, true);
  busy.fails(busy.at(), ec::busy, "all readers are at work");
  BOOST_REQUIRE(busy.sent<compose_report>());
  BOOST_TEST(!busy.sent<compose_report>()->from.investigated);
  BOOST_TEST(busy.sent<compose_report>()->from.not_investigated.find("all readers are at work") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_sixth_version_is_refused_before_anything_is_read) {
  auto h = writer();
  generate_reports m;
  m.case_id = "c", m.types = {"runbook"};
  h.say(m);
  h.answer(h.at(), a_case());
  std::vector<db::row> five;
  for (std::uint32_t v = 5; v > 0; --v) five.push_back(row_of("r" + std::to_string(v), "runbook", v, v == 5));
  h.answer(h.at(), rows(five));
  BOOST_REQUIRE(h.failed());
  BOOST_TEST((h.failed()->code == ec::invalid));
  BOOST_TEST(h.failed()->text.find("5 versions") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_could_not_be_written_is_told_beside_what_was) {
  auto h = writer();
  std::vector<db::row> five;
  for (std::uint32_t v = 5; v > 0; --v) five.push_back(row_of("r" + std::to_string(v), "runbook", v, v == 5));
  gathered(h, {"runbook", "incident_report", "post_mortem"}, five);
  BOOST_TEST(h.sent<compose_report>()->type == "incident_report");
  h.fails(h.at(), ec::busy, "no writer is free");
  h.answer(h.at(), composed{"P", "# P", "{}"});
  h.answer(h.at(), stored(1));
  const auto* done = h.sent<reports_generated>();
  BOOST_REQUIRE(done);
  BOOST_TEST((done->outcomes[0].why == ec::invalid));
  BOOST_TEST(done->outcomes[1].error == "no writer is free");
  BOOST_TEST(done->outcomes[2].made.size() == 1u);
}

BOOST_AUTO_TEST_CASE(when_nothing_could_be_written_the_first_reason_is_the_answer) {
  auto h = writer();
  gathered(h, {"incident_report"});
  h.answer(h.at(), composed{"P", "# P", "{}"});
  h.fails(h.at(), ec::storage_full, "full");
  BOOST_REQUIRE(h.failed());
  BOOST_TEST((h.failed()->code == ec::storage_full));
}

BOOST_AUTO_TEST_CASE(a_case_that_is_deleted_meanwhile_is_not_found_and_a_race_for_the_last_version_is_lost) {
  auto h = writer();
  gathered(h, {"incident_report"});
  h.answer(h.at(), composed{"P", "# P", "{}"});
  h.fails(h.at(), ec::conflict, "case_reports.case_id");
  BOOST_TEST((h.failed()->code == ec::not_found));

  auto late = writer();
  gathered(late, {"incident_report"});
  late.answer(late.at(), composed{"P", "# P", "{}"});
  late.answer(late.at(), test::sets({rows({})}));
  BOOST_TEST((late.failed()->code == ec::invalid));
}

BOOST_AUTO_TEST_CASE(requests_for_one_case_wait_for_each_other_up_to_a_bound) {
  auto h = writer();
  gathered(h, {"runbook"});
  const auto composing = h.at();
  for (int i = 0; i < 4; ++i) {
    generate_reports m;
    m.case_id = "c", m.types = {"runbook"};
    h.say(m);
    h.answer(h.at(), a_case());
    BOOST_TEST(h.out.empty());
  }
  generate_reports m;
  m.case_id = "c", m.types = {"runbook"};
  h.say(m);
  h.answer(h.at(), a_case());
  BOOST_REQUIRE(h.failed());
  BOOST_TEST((h.failed()->code == ec::rate_limited));
  h.answer(composing, composed{"P", "# P", "{}"});
  h.answer(h.at(), stored(1));
  // The answer, and the next one begins.
  BOOST_TEST(h.sent<reports_generated>(0));
  BOOST_TEST(h.out.size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_case_of_somebody_else_writes_nothing) {
  auto h = writer();
  generate_reports m;
  m.case_id = "c", m.types = {"runbook"};
  h.say(m);
  h.fails(h.at(), ec::not_found, "case c not found");
  BOOST_TEST((h.failed()->code == ec::not_found));
}

BOOST_AUTO_TEST_CASE(links_need_a_case_that_is_over_and_reports_of_that_case) {
  auto h = writer();
  link_reports m;
  m.case_id = "c", m.report_ids = {"r1", "r1"};
  h.say(m);
  h.answer(h.at(), a_case("investigating"));
  BOOST_REQUIRE(h.failed());
  BOOST_TEST((h.failed()->code == ec::invalid));
  BOOST_TEST(h.failed()->text.find("investigating") != std::string::npos);

  h.say(m);
  h.answer(h.at(), a_case("closed"));
  h.answer(h.at(), rows({row_of("r2", "runbook")}));
  BOOST_TEST((h.failed()->code == ec::not_found));

  h.say(m);
  h.answer(h.at(), a_case("closed"));
  h.answer(h.at(), rows({row_of("r1", "runbook")}));
  BOOST_TEST(h.sent<db::transact>()->unit.at(0).times == 1u);
  h.answer(h.at(), test::sets({{}}));
  BOOST_TEST(h.sent<reports_linked>()->report_ids.size() == 1u);

  h.say(m);
  h.answer(h.at(), a_case("closed"));
  h.answer(h.at(), rows({row_of("r1", "runbook")}));
  h.fails(h.at(), ec::conflict);
  BOOST_TEST((h.failed()->code == ec::not_found));
}

BOOST_AUTO_TEST_CASE(a_list_keeps_the_newest_of_each_type_or_all) {
  all_reports h;
  list_reports m;
  m.case_id = "c";
  const std::vector<db::row> there{row_of("p1", "post_mortem"), row_of("r2", "runbook", 2),
                                   row_of("r1", "runbook", 1, false)};
  h.say(m);
  h.answer(h.at(), a_case());
  h.answer(h.at(), rows(there));
  BOOST_TEST(h.sent<report_list>()->reports.size() == 2u);
  m.with_history = true, m.type = "runbook";
  h.say(m);
  h.answer(h.at(), a_case());
  h.answer(h.at(), rows(there));
  BOOST_TEST(h.sent<report_list>()->reports.size() == 2u);
  BOOST_TEST(h.sent<report_list>()->reports[0].id == "r2");
}

BOOST_AUTO_TEST_CASE(a_report_is_not_found_when_it_is_unknown_of_another_case_or_of_somebody_else) {
  all_reports h;
  get_report m;
  m.report_id = "r1";
  h.say(m);
  h.answer(h.at(), rows({}));
  BOOST_TEST((h.failed()->code == ec::not_found));
  m.case_id = "d";
  h.say(m);
  h.answer(h.at(), rows({row_of("r1", "runbook")}));
  BOOST_TEST((h.failed()->code == ec::not_found));
  m.case_id = "c";
  h.say(m);
  h.answer(h.at(), rows({row_of("r1", "runbook")}));
  h.fails(h.at(), ec::not_found, "case c not found");
  BOOST_TEST(h.failed()->text == "report r1 not found");
  h.say(m);
  h.answer(h.at(), rows({row_of("r1", "runbook")}));
  h.fails(h.at(), ec::busy);
  BOOST_TEST((h.failed()->code == ec::busy));
  h.say(m);
  h.answer(h.at(), rows({row_of("r1", "runbook")}));
  h.answer(h.at(), a_case());
  BOOST_TEST(h.sent<report_record>()->content == "# T");
}

BOOST_AUTO_TEST_CASE(a_deletion_says_when_a_report_must_stay) {
  all_reports h;
  for (bool goes : {true, false}) {
    delete_report m;
    m.report_id = "r1";
    h.say(m);
    h.answer(h.at(), rows({row_of("r1", "runbook")}));
    h.answer(h.at(), a_case());
    // It must be there when it is deleted, and be noted with that.
    const auto& unit = h.sent<db::transact>()->unit;
    BOOST_TEST(unit.at(0).expect == 1);
    BOOST_TEST(unit.at(1).name == "auth.insert_audit");
    if (goes)
      h.answer(h.at(), test::sets({{}, {}}));
    else
      h.fails(h.at(), ec::conflict);
    BOOST_TEST((h.failed() != nullptr) == !goes);
  }
  BOOST_TEST(h.failed()->text.find("not found") != std::string::npos);
  BOOST_TEST(h.failed()->text.find("closure") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(advice_comes_with_or_without_the_knowledge_base) {
  all_reports h;
  for (bool works : {true, false}) {
    recommend_reports m;
    m.case_id = "c";
    h.say(m);
    h.answer(h.at(), a_case());
    h.answer(h.at(), rows({row_of("r1", "runbook")}));
    BOOST_REQUIRE(h.sent<knowledge::search_documents>());
    BOOST_TEST(h.sent<knowledge::search_documents>()->query == "T");
    if (works) {
      knowledge::documents_found found;
      found.hits.resize(1);
      found.hits[0].found.score = .9;
      h.answer(h.at(), found);
    } else {
      h.fails(h.at(), ec::busy);
    }
    const auto* a = h.sent<report_advice>();
    BOOST_REQUIRE(a);
    BOOST_TEST(a->runbook_action == (works ? "reuse" : "generate"));
    BOOST_TEST(a->existing.size() == 1u);
  }
}

BOOST_AUTO_TEST_CASE(a_download_is_markdown_or_print) {
  all_reports h;
  download_report m;
  m.report_id = "r1";
  const auto document = compose("runbook", bare_case()).document;
  h.say(m);
  h.answer(h.at(), rows({row_of("r1", "runbook", 2, true, document)}));
  h.answer(h.at(), a_case());
  auto file = *h.sent<report_file>();
  BOOST_TEST(file.name == "Runbook-T-v2.md");
  BOOST_TEST(file.bytes == "# T");
  BOOST_TEST(file.tag == "\"r1-markdown\"");
  m.format = "pdf";
  h.say(m);
  h.answer(h.at(), rows({row_of("r1", "runbook", 2, true, document)}));
  h.answer(h.at(), a_case());
  BOOST_REQUIRE(h.sent<document::print_pdf>());
  BOOST_TEST(h.sent<document::print_pdf>()->page.title == "Runbook: Orders fail");
  h.answer(h.at(), document::printed{"%PDF"});
  file = *h.sent<report_file>();
  BOOST_TEST(file.content_type == "application/pdf");
  BOOST_TEST(file.name == "Runbook-T-v2.pdf");
  h.say(m);
  h.answer(h.at(), rows({row_of("r1", "runbook", 2, true, "damaged")}));
  h.answer(h.at(), a_case());
  BOOST_TEST((h.failed()->code == ec::internal));
}

BOOST_AUTO_TEST_SUITE_END()
