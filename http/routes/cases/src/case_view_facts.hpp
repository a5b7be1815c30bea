#pragma once
// What a case knows of its investigation, read out of its metadata for both dialects of /ui.
#include <fm/cases/messages.hpp>
#include <fm/json/value.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fm::http {

struct view_facts {
  explicit view_facts(const cases::case_view& v);

  std::vector<std::string> milestones;  ///< reached, in the order of domain.md 5.2
  bool has(std::string_view milestone) const;
  std::string stage = "symptom_verification";  ///< words of the contract
  std::string_view stage_v1() const;           ///< words of 2026
  std::string phase = "intake";
  std::string intensity = "none";
  json::value state;  ///< of the investigation; null for none

  std::string statement;  ///< of the problem, as it was proposed; empty for none
  bool confirmed = false;
  bool decided = false;
  std::uint64_t consultation_turns = 0;
  json::value conclusion;  ///< the working conclusion; null for none
  bool stuck = false;
  bool degraded = false;
  std::string strategy = "root_cause";
  std::string resolution_notes;

  /// What is held to be the cause: a hypothesis that was validated, or the conclusion once it is sure.
  struct cause {
    std::string text;  ///< empty for none
    double confidence = 0;
  };
  cause root_cause;
  const cases::solution_record* solution = nullptr;  ///< the last one, an implemented one before others
  bool solution_done = false;
  std::uint64_t minutes = 0;  ///< from the opening to the end of the case
  std::uint64_t tested = 0;   ///< hypotheses with a verdict
};

inline constexpr std::uint64_t all_milestones = 8;

/// The hypotheses that are still weighed, and the latest evidence, as both dialects show them.
json::array hypotheses_brief(const cases::case_view& v, const view_facts& f);
json::array evidence_brief(const cases::case_view& v, const view_facts& f);
/// The types of the reports that are written.
using report_types = std::vector<std::string>;
/// Each type of report as `{report_type, status}`: available once it is written, else recommended or not
/// applicable.
json::array reports_brief(const cases::case_record& c, const report_types& written);

/// GET /ui of the root (contract: CaseUi).
json::value case_view_json(const cases::case_view& v, const report_types& written);
/// GET /ui below /api/v1: flat, with everything that both generations read.
json::value case_view_v1_json(const cases::case_view& v, const report_types& written);

}  // namespace fm::http
