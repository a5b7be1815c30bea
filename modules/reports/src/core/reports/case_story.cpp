#include "reports/case_story.hpp"

#include <fm/civil/iso_time.hpp>
#include <fm/json/members.hpp>
#include <fm/json/value.hpp>

#include <algorithm>
#include <array>

namespace fm::reports {

namespace {

constexpr std::array<std::string_view, 8> milestones{
    "symptom_verified",      "scope_assessed",    "timeline_established", "changes_identified",
    "root_cause_identified", "solution_proposed", "solution_applied",     "solution_verified"};

}  // namespace

case_story story_of(std::string_view metadata) {
  case_story out;
  auto read = json::parse(metadata);
  if (!read) return out;
  const auto& root = read.root;
  if (const auto* history = root.find("status_history"); history && history->as_array())
    for (const auto& v : *history->as_array())
      out.steps.push_back({json::text_of(v, "from_status"), json::text_of(v, "to_status"),
                           read_iso_time(json::text_of(v, "changed_at")).value_or(0),
                           json::flag_of(v, "auto"), json::text_of(v, "reason")});
  if (const auto* closing = root.find("closing")) {
    out.resolution = json::text_of(*closing, "resolution");
    out.notes = json::text_of(*closing, "resolution_notes");
  }
  const auto* state = root.find("investigation_state");
  if (!state) state = root.find("investigation");
  if (!state) return out;
  out.stuck = json::flag_of(*state, "is_stuck");
  if (const auto* progress = state->find("progress"))
    for (auto name : milestones)
      if (json::flag_of(*progress, name)) out.milestones.emplace_back(name);
  // A placeholder says what the phase is about, for nothing was found.
  if (const auto* c = state->find("working_conclusion"); c && !json::flag_of(*c, "placeholder")) {
    out.concluded.statement = json::text_of(*c, "statement");
    out.concluded.level = json::text_of(*c, "confidence_level");
    if (const auto* confidence = c->find("confidence"))
      out.concluded.confidence = std::clamp(confidence->number(), 0., 1.);
    std::int64_t turn = 0;
    if (const auto* at = c->find("generated_at_turn"); at && at->integer(turn) && turn > 0)
      out.concluded.turn = static_cast<std::uint32_t>(turn);
  }
  return out;
}

}  // namespace fm::reports
