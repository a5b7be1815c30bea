#pragma once
// The vocabularies of an investigation (contract/domain.md 4) and how they are spelt.
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace fm::investigation {

enum class phase : std::uint8_t {
  intake,
  blast_radius,
  timeline,
  hypothesis,
  validation,
  solution,
  document,
};
enum class milestone : std::uint8_t {
  symptom_verified,
  scope_assessed,
  timeline_established,
  changes_identified,
  root_cause_identified,
  solution_proposed,
  solution_applied,
  solution_verified,
};
enum class hypothesis_status : std::uint8_t { captured, active, validated, refuted, retired, superseded };
enum class confidence_level : std::uint8_t { speculation, probable, confident, verified };
enum class intensity : std::uint8_t { none, light, medium, full };
enum class ooda_step : std::uint8_t { observe, orient, decide, act };
enum class momentum : std::uint8_t { early, accelerating, steady, stalled };
enum class degraded_kind : std::uint8_t {
  critical_evidence_missing,
  expertise_required,
  systemic_issue,
  hypothesis_space_exhausted,
  general_limitation,
  no_progress,
};
enum class temporal_state : std::uint8_t { ongoing, historical };
enum class urgency : std::uint8_t { critical, high, medium, low, unknown };
enum class strategy : std::uint8_t { mitigation_first, root_cause, user_choice };
enum class phase_outcome : std::uint8_t {
  completed,
  hypothesis_refuted,
  scope_changed,
  timeline_wrong,
  need_more_data,
  stalled,
  escalation_needed,
};
enum class loop_back_reason : std::uint8_t {
  all_hypotheses_refuted,
  insufficient_hypotheses,
  max_loops_exceeded,
};
enum class evidence_category : std::uint8_t { symptom_evidence, causal_evidence, resolution_evidence, other };
enum class request_state : std::uint8_t { pending, provided, blocked };
enum class memory_tier : std::uint8_t { hot, warm, cold };

/// The words of an enumeration, in its order.
template <class E>
struct words;
template <>
struct words<phase> {
  static constexpr std::array<std::string_view, 7> all{"intake",     "blast_radius", "timeline", "hypothesis",
                                                       "validation", "solution",     "document"};
};
template <>
struct words<milestone> {
  static constexpr std::array<std::string_view, 8> all{
      "symptom_verified",      "scope_assessed",    "timeline_established", "changes_identified",
      "root_cause_identified", "solution_proposed", "solution_applied",     "solution_verified"};
};
template <>
struct words<hypothesis_status> {
  static constexpr std::array<std::string_view, 6> all{"captured", "active",  "validated",
                                                       "refuted",  "retired", "superseded"};
};
template <>
struct words<confidence_level> {
  static constexpr std::array<std::string_view, 4> all{"speculation", "probable", "confident", "verified"};
};
template <>
struct words<intensity> {
  static constexpr std::array<std::string_view, 4> all{"none", "light", "medium", "full"};
};
template <>
struct words<ooda_step> {
  static constexpr std::array<std::string_view, 4> all{"observe", "orient", "decide", "act"};
};
template <>
struct words<momentum> {
  static constexpr std::array<std::string_view, 4> all{"early", "accelerating", "steady", "stalled"};
};
template <>
struct words<degraded_kind> {
  static constexpr std::array<std::string_view, 6> all{
      "critical_evidence_missing",  "expertise_required", "systemic_issue",
      "hypothesis_space_exhausted", "general_limitation", "no_progress"};
};
template <>
struct words<temporal_state> {
  static constexpr std::array<std::string_view, 2> all{"ongoing", "historical"};
};
template <>
struct words<urgency> {
  static constexpr std::array<std::string_view, 5> all{"critical", "high", "medium", "low", "unknown"};
};
template <>
struct words<strategy> {
  static constexpr std::array<std::string_view, 3> all{"mitigation_first", "root_cause", "user_choice"};
};
template <>
struct words<loop_back_reason> {
  static constexpr std::array<std::string_view, 3> all{"all_hypotheses_refuted", "insufficient_hypotheses",
                                                       "max_loops_exceeded"};
};
template <>
struct words<evidence_category> {
  static constexpr std::array<std::string_view, 4> all{"symptom_evidence", "causal_evidence",
                                                       "resolution_evidence", "other"};
};
template <>
struct words<request_state> {
  static constexpr std::array<std::string_view, 3> all{"pending", "provided", "blocked"};
};
template <>
struct words<memory_tier> {
  static constexpr std::array<std::string_view, 3> all{"hot", "warm", "cold"};
};

template <class E>
constexpr std::string_view word(E e) {
  return words<E>::all[static_cast<std::size_t>(e)];
}
/// The value that is spelt so; nothing when none is.
template <class E>
constexpr std::optional<E> read_word(std::string_view text) {
  for (std::size_t i = 0; i < words<E>::all.size(); ++i)
    if (words<E>::all[i] == text) return static_cast<E>(i);
  return std::nullopt;
}

inline constexpr std::size_t all_milestones = words<milestone>::all.size();

}  // namespace fm::investigation
