#include "reports/advice.hpp"

#include "reports/case_story.hpp"
#include "reports/page_writer.hpp"
#include "reports/report_types.hpp"

#include <algorithm>
#include <utility>

namespace fm::reports {

namespace {

constexpr std::size_t query_characters = 300;

bool has_one(const std::vector<report_record>& existing, std::string_view type) {
  return std::any_of(existing.begin(), existing.end(), [&](const auto& r) { return r.type == type; });
}

void advise_runbook(report_advice& out, const std::vector<knowledge::search_hit>& hits) {
  out.runbook_action = "generate";
  out.runbook_reason = "No document of the knowledge base is about this.";
  if (hits.empty()) return;
  const auto& best = hits.front();
  existing_runbook book{best.found.document_id, best.title, best.document_type, best.found.score};
  const auto named =
      "“" + one_line(best.title, 120) + "” (similarity " + likelihood_text(best.found.score) + ")";
  if (best.found.score >= reuse_from) {
    out.runbook_action = "reuse";
    out.runbook_reason = "The knowledge base has " + named + ", which covers this.";
  } else if (best.found.score >= review_from) {
    out.runbook_action = "review_or_generate";
    out.runbook_reason = "The knowledge base has " + named + ", which is near to this; look at it first.";
  } else {
    out.runbook_reason = "What comes nearest in the knowledge base, " + named + ", is about something else.";
  }
  if (best.found.score >= review_from) out.runbook.push_back(std::move(book));
}

}  // namespace

std::string runbook_query(const cases::case_record& the_case) {
  auto query = one_line(the_case.title, query_characters);
  const auto concluded = story_of(the_case.metadata).concluded.statement;
  if (!concluded.empty()) query += (query.empty() ? "" : " ") + one_line(concluded, query_characters);
  return query;
}

std::uint32_t versions_left(const std::vector<report_record>& existing, std::string_view type) {
  const auto there = static_cast<std::uint32_t>(
      std::count_if(existing.begin(), existing.end(), [&](const auto& r) { return r.type == type; }));
  return there >= most_versions ? 0 : most_versions - there;
}

std::string full_text(std::string_view type) {
  return "the case has " + std::to_string(most_versions) + " versions of its " + std::string(type) +
         ", the most that are kept; delete one that is not needed any more";
}

report_advice advise(const cases::case_record& the_case, std::vector<report_record> existing,
                     const std::vector<knowledge::search_hit>& hits) {
  report_advice out;
  out.case_id = the_case.id;
  out.case_status = the_case.status;
  for (auto type : report_types)
    if (versions_left(existing, type) > 0) out.available.emplace_back(type);
  auto recommend = [&](std::string_view type, const std::string& why) {
    if (has_one(existing, type) || versions_left(existing, type) == 0) return;
    out.recommended.emplace_back(type);
    out.sentences.push_back(std::string(label_of(type)) + ": " + why);
  };
  advise_runbook(out, hits);
  if (the_case.status == "investigating") {
    recommend("incident_report", "the investigation is under way; a report shows others where it stands.");
  } else if (the_case.status == "closed") {
    recommend("post_mortem", "the case is closed; what can be learned from it is not written down yet.");
  } else if (the_case.status == "resolved") {
    recommend("incident_report", "the case is resolved and has no incident report yet.");
    recommend("runbook", "the case is resolved and has no runbook yet. " + out.runbook_reason);
    recommend("post_mortem", "the case is resolved and has no post-mortem yet.");
  }
  if (out.sentences.empty())
    out.sentences.push_back(the_case.status == "consulting"
                                ? "Nothing is recommended while the case is in consultation."
                                : "Every report that is recommended at this point is there.");
  out.existing = std::move(existing);
  return out;
}

}  // namespace fm::reports
