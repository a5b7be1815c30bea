#pragma once
// What a case knows of its investigation (contract/domain.md 5.1). Plain structs; turns count from 1, 0 is
// never; times are microseconds since 1970 UTC, 0 for never. Every list and text is bounded, so that the
// state as JSON stays below `most_state_bytes` however long a case goes on.
#include "investigation/words.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace fm::investigation {

using micros = std::int64_t;

inline constexpr std::size_t most_state_bytes = 512 * 1024;
inline constexpr std::size_t most_hypotheses = 60;
inline constexpr std::size_t most_points = 20;      ///< of a confidence trajectory: the first and the newest
inline constexpr std::size_t most_supporting = 12;  ///< items of a hypothesis; more change nothing
inline constexpr std::size_t most_refuting = 8;
inline constexpr std::size_t most_evidence = 100;  ///< items that are described
inline constexpr std::size_t most_seen = 1'000;    ///< files that are known to be no news
inline constexpr std::size_t most_requests = 20;
inline constexpr std::size_t most_turns = 50;      ///< of the history; older turns are in the messages
inline constexpr std::size_t summary_bytes = 200;  ///< of a turn's summaries
inline constexpr std::size_t statement_bytes = 300;
inline constexpr std::size_t reason_bytes = 1'000;
inline constexpr std::size_t conclusion_bytes = 2'000;
inline constexpr std::size_t remembered_bytes = 400;  ///< each of a question and its answer in the hot tier
inline constexpr std::size_t key_bytes = 100;
inline constexpr std::size_t id_bytes = 40;

struct trajectory_point {
  std::uint32_t turn = 0;
  double value = 0;
  bool operator==(const trajectory_point&) const = default;
};

struct hypothesis {
  std::string id;      ///< of its row
  std::string origin;  ///< what the agent knows it by from turn to turn; "user" for one of the user's
  std::string statement;
  std::string category;  ///< empty when nobody said
  hypothesis_status status = hypothesis_status::captured;
  double likelihood = .5;
  double initial_likelihood = .5;
  double stated = .5;  ///< by the agent, when it last weighed all evidence
  /// The likelihood then, or what the user says it is, and how many items it counts in: only items beyond
  /// those move it.
  double weighed = .5;
  std::uint32_t weighed_supporting = 0;
  std::uint32_t weighed_refuting = 0;
  std::vector<trajectory_point> trajectory;
  std::vector<std::string> supporting;  ///< citations, each once
  std::vector<std::string> refuting;
  std::string test_plan;
  std::string triggering_observation;
  std::uint32_t captured_at_turn = 0;
  std::uint32_t validated_at_turn = 0;
  std::uint32_t promoted_at_turn = 0;
  std::uint32_t last_progress_at_turn = 0;
  std::uint32_t stated_at_turn = 0;  ///< by the agent, last
  std::uint32_t iterations_without_progress = 0;
  bool systematic = false;  ///< found by going through the evidence, not by the way
  bool by_user = false;     ///< its status is the user's word, which no rule changes
  bool operator==(const hypothesis&) const = default;
};

struct evidence_item {
  std::string id;  ///< of the file
  std::string description;
  std::string type;  ///< of the file: log, metric ...
  evidence_category category = evidence_category::symptom_evidence;
  std::uint32_t collected_at_turn = 0;
  std::vector<std::string> supports;  ///< ids of hypotheses
  std::vector<std::string> refutes;
  bool operator==(const evidence_item&) const = default;
};

/// Something that the agent asked for.
struct evidence_request {
  std::string text;
  request_state state = request_state::pending;
  std::uint32_t asked = 0;  ///< turns in which it was asked for since evidence came last
  std::uint32_t first_turn = 0;
  bool operator==(const evidence_request&) const = default;
};

struct progress {
  std::array<bool, all_milestones> reached{};
  double root_cause_confidence = 0;
  std::string root_cause_method;
  bool mitigation_applied = false;
  micros verification_completed = 0;
  micros investigation_completed = 0;
  micros resolution_completed = 0;

  bool has(milestone m) const { return reached[static_cast<std::size_t>(m)]; }
  bool operator==(const progress&) const = default;
};

struct progress_metrics {
  std::uint32_t completed_milestones = 0;
  std::uint32_t pending_milestones = all_milestones;
  double evidence_completeness = 0;  ///< 0..1
  std::uint32_t evidence_provided = 0;
  std::uint32_t evidence_blocked = 0;
  std::uint32_t evidence_pending = 0;
  std::uint32_t active_hypotheses = 0;
  momentum pace = momentum::early;
  std::vector<std::string> next_critical_steps;
  std::vector<std::string> blocked_reasons;
  std::uint32_t generated_at_turn = 0;

  double completion_percent() const {
    const auto all = completed_milestones + pending_milestones;
    return all == 0 ? 0 : 100. * completed_milestones / all;
  }
  bool operator==(const progress_metrics&) const = default;
};

struct escalation {
  bool suggested = false;
  std::string reason;
  bool acknowledged = false;
  std::uint32_t suggested_at_turn = 0;
  bool operator==(const escalation&) const = default;
};

/// The last time that the investigation went on with less than it needs.
struct degraded_mode {
  degraded_kind kind = degraded_kind::no_progress;
  micros entered = 0;
  std::string reason;
  std::vector<std::string> attempted;
  std::string fallback;
  std::string user_choice;
  micros exited = 0;
  std::string exit_reason;
  bool open = false;
  bool operator==(const degraded_mode&) const = default;
};

struct working_conclusion {
  std::string statement;
  bool placeholder = false;  ///< the statement says what the phase is about, for nothing was found
  double confidence = 0;
  confidence_level level = confidence_level::speculation;
  std::string hypothesis_id;  ///< what it rests on; empty when on no hypothesis
  std::uint32_t supporting = 0;
  std::vector<std::string> caveats;
  std::vector<std::string> alternatives;
  bool can_proceed = false;  ///< with a solution
  std::vector<std::string> next_evidence;
  std::string next_step;
  std::uint32_t generated_at_turn = 0;  ///< 0 when there is none yet
  bool operator==(const working_conclusion&) const = default;
};

struct ooda_state {
  std::uint32_t iteration = 0;  ///< of the investigation
  std::uint32_t phase_iteration = 0;
  intensity depth = intensity::none;
  ooda_step step = ooda_step::observe;
  bool goes_on = true;
  bool operator==(const ooda_state&) const = default;
};

struct anchoring_state {
  bool detected = false;
  std::string reason;
  std::string excluded_category;  ///< empty for none
  std::uint32_t wanted = 0;       ///< new hypotheses of other categories
  bool operator==(const anchoring_state&) const = default;
};

/// A turn as the hot tier remembers it.
struct remembered_turn {
  std::uint32_t turn = 0;
  std::string question;
  std::string said;
  std::string insight;
  bool operator==(const remembered_turn&) const = default;
};

/// Several turns in short.
struct snapshot {
  std::string id;
  std::uint32_t first_turn = 0;
  std::uint32_t last_turn = 0;
  memory_tier tier = memory_tier::warm;
  std::string summary;
  std::vector<std::string> insights;
  std::vector<std::string> evidence_ids;
  std::vector<std::string> hypothesis_updates;
  double confidence_delta = 0;
  std::uint32_t tokens = 0;
  micros created = 0;
  bool operator==(const snapshot&) const = default;
};

struct memory {
  std::vector<remembered_turn> hot;
  std::vector<snapshot> warm;
  std::vector<snapshot> cold;
  double confidence = 0;  ///< of the conclusion when it was compressed last
  bool operator==(const memory&) const = default;
};

struct anomaly_frame {
  std::string statement;  ///< empty when there is none
  std::vector<std::string> components;
  std::string severity = "unknown";
  double confidence = 0;
  std::uint32_t framed_at_turn = 0;
  std::uint32_t revisions = 0;
  bool operator==(const anomaly_frame&) const = default;
};

struct temporal_frame {
  micros started = 0;  ///< 0 when there is none
  micros last = 0;
  std::vector<std::string> recent_changes;
  std::uint32_t established_at_turn = 0;
  bool operator==(const temporal_frame&) const = default;
};

/// What is agreed with the user before an investigation begins.
struct consulting {
  std::string proposed;  ///< problem statement; empty when there is none
  bool confirmed = false;
  micros confirmed_at = 0;
  bool decided = false;
  micros decided_at = 0;
  bool operator==(const consulting&) const = default;
};

struct turn_record {
  std::uint32_t turn = 0;
  micros at = 0;
  phase in_phase = phase::intake;
  std::string question;
  std::string said;
  std::vector<std::string> milestones;
  std::vector<std::string> evidence;
  std::vector<std::string> hypotheses;
  std::string outcome;
  bool progress = false;
  bool operator==(const turn_record&) const = default;
};

struct state {
  std::string id;  ///< "inv_" and 12 hexadecimal digits; empty before the first turn
  phase current_phase = phase::intake;
  std::uint32_t current_turn = 0;
  micros started = 0;
  temporal_state temporal = temporal_state::ongoing;
  urgency urgent = urgency::unknown;
  strategy approach = strategy::root_cause;
  anomaly_frame anomaly;
  temporal_frame when;
  std::vector<hypothesis> hypotheses;
  std::vector<evidence_item> evidence;
  std::vector<std::string> seen;  ///< ids of files
  std::vector<evidence_request> requests;
  investigation::progress progress;
  progress_metrics metrics;
  investigation::escalation escalation;
  working_conclusion conclusion;
  ooda_state ooda;
  anchoring_state anchoring;
  investigation::memory memory;
  investigation::consulting consulting;
  degraded_mode degraded;
  std::uint32_t idle = 0;  ///< turns without progress
  std::uint32_t loop_backs = 0;
  std::string loop_back_reason;  ///< of the last one; empty for none
  std::vector<turn_record> turns;
  std::string note;  ///< about what was stored and could not be read; empty mostly
  bool operator==(const state&) const = default;
};

}  // namespace fm::investigation
