#include "investigation_json.hpp"

#include <cstddef>
#include <string>

namespace fm::http {

namespace {

/// The newest elements of a list.
void add_newest(json::value& to, const json::value& from, const char* name, std::size_t most) {
  const auto* found = from.find(name);
  const auto* all = found ? found->as_array() : nullptr;
  if (!all) return;
  const auto first = all->size() > most ? all->end() - static_cast<std::ptrdiff_t>(most) : all->begin();
  to.set(name, json::array(first, all->end()));
}

}  // namespace

void add_members(json::value& to, const json::value* from, std::initializer_list<const char*> names) {
  if (!from) return;
  for (const auto* name : names)
    if (const auto* v = from->find(name)) to.set(name, *v);
}

json::value investigation_state_json(const json::value& state) {
  constexpr std::size_t shown_evidence = 20;
  constexpr std::size_t shown_turns = 10;
  if (!state.as_object()) return {};
  json::value out{json::object{}};
  add_members(
      out, &state,
      {"investigation_id", "current_phase", "phase", "engagement_mode", "current_turn", "started_at",
       "temporal_state", "urgency_level", "strategy", "anomaly_frame", "temporal_frame", "hypotheses"});
  add_newest(out, state, "evidence", shown_evidence);
  add_members(out, &state,
              {"evidence_requests", "progress", "progress_metrics", "escalation", "working_conclusion",
               "ooda_state", "anchoring", "memory", "degraded_mode", "turns_without_progress", "is_stuck",
               "loop_backs", "loop_back_reason"});
  add_newest(out, state, "turn_history", shown_turns);
  add_members(out, &state, {"note"});
  return out;
}

json::value investigation_state_of(std::string_view metadata) {
  if (metadata.empty()) return {};
  const auto root = json::parse(metadata).root;
  const auto* state = root.find("investigation_state");
  return state ? investigation_state_json(*state) : json::value();
}

}  // namespace fm::http
