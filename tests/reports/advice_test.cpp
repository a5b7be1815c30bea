// Which reports are recommended.
#include "reports/advice.hpp"

#include "a_case.hpp"

#include <boost/test/unit_test.hpp>

using namespace fm;
using namespace fm::reports;

namespace {

std::vector<report_record> versions(const std::string& type, std::uint32_t count) {
  std::vector<report_record> out(count);
  for (auto& r : out) r.type = type;
  return out;
}
std::vector<knowledge::search_hit> hit(double score) {
  knowledge::search_hit h;
  h.title = "Connections", h.found.document_id = "d-1", h.found.score = score, h.document_type = "runbook";
  return {h};
}
report_advice advise_on(const std::string& status, std::vector<report_record> existing = {},
                        std::vector<knowledge::search_hit> hits = {}) {
  auto m = bare_case();
  m.the_case.status = status;
  return advise(m.the_case, std::move(existing), hits);
}
using words = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_SUITE(report_advice_rules)

BOOST_AUTO_TEST_CASE(what_is_recommended_follows_the_state_of_the_case) {
  BOOST_TEST(advise_on("consulting").recommended == words{}, boost::test_tools::per_element());
  BOOST_TEST(advise_on("investigating").recommended == words{"incident_report"},
             boost::test_tools::per_element());
  BOOST_TEST(advise_on("closed").recommended == words{"post_mortem"}, boost::test_tools::per_element());
  BOOST_TEST(
      advise_on("resolved", versions("runbook", 1)).recommended == (words{"incident_report", "post_mortem"}),
      boost::test_tools::per_element());
  for (const auto* status : {"consulting", "investigating", "resolved", "closed"})
    BOOST_TEST(!advise_on(status).sentences.empty());
}

BOOST_AUTO_TEST_CASE(a_type_with_all_its_versions_cannot_be_written) {
  BOOST_TEST(
      advise_on("resolved", versions("runbook", 5)).available == (words{"incident_report", "post_mortem"}),
      boost::test_tools::per_element());
  BOOST_TEST(versions_left(versions("runbook", 4), "runbook") == 1u);
  BOOST_TEST(versions_left(versions("runbook", 4), "post_mortem") == 5u);
  BOOST_TEST(full_text("runbook").find("5 versions of its runbook") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_runbook_is_reused_looked_at_or_written_by_its_similarity) {
  BOOST_TEST(advise_on("resolved", {}, hit(.85)).runbook_action == "reuse");
  BOOST_TEST(advise_on("resolved", {}, hit(.849)).runbook_action == "review_or_generate");
  BOOST_TEST(advise_on("resolved", {}, hit(.65)).runbook_action == "review_or_generate");
  const auto far = advise_on("resolved", {}, hit(.649));
  BOOST_TEST(far.runbook_action == "generate");
  BOOST_TEST(far.runbook.empty());
  BOOST_TEST(advise_on("resolved").runbook_action == "generate");
  const auto near = advise_on("resolved", {}, hit(.9));
  BOOST_REQUIRE(near.runbook.size() == 1u);
  BOOST_TEST(near.runbook[0].document_id == "d-1");
  BOOST_TEST(near.runbook_reason.find("“Connections” (similarity 0.90)") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_knowledge_base_is_asked_about_title_and_conclusion) {
  BOOST_TEST(runbook_query(full_case().the_case) == "Orders fail No connection slots are left");
  BOOST_TEST(runbook_query(bare_case().the_case) == "Orders fail");
}

BOOST_AUTO_TEST_SUITE_END()
