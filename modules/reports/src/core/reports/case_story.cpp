#include "reports/case_story.hpp"

#include <fm/civil/civil_time.hpp>
#include <fm/json/value.hpp>

#include <algorithm>
#include <array>

namespace fm::reports {

namespace {

std::string text_at(const json::value& of, std::string_view name) {
  const auto* v = of.find(name);
  return v && v->as_string() ? *v->as_string() : std::string();
}
bool flag_at(const json::value& of, std::string_view name) {
  const auto* v = of.find(name);
  return v && v->as_bool() && *v->as_bool();
}

/// Digits at a fixed place; -1 when there are others.
std::int64_t digits(std::string_view text, std::size_t at, std::size_t count) {
  std::int64_t out = 0;
  for (auto c : text.substr(std::min(at, text.size()), count)) {
    if (c < '0' || c > '9') return -1;
    out = out * 10 + (c - '0');
  }
  return at + count <= text.size() ? out : -1;
}

constexpr std::array<std::string_view, 8> milestones{
    "symptom_verified",      "scope_assessed",    "timeline_established", "changes_identified",
    "root_cause_identified", "solution_proposed", "solution_applied",     "solution_verified"};

}  // namespace

micros time_of(std::string_view text) {
  if (text.size() < 20 || text.back() != 'Z' || text[4] != '-' || text[7] != '-' || text[10] != 'T') return 0;
  const auto year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
  const auto h = digits(text, 11, 2), m = digits(text, 14, 2), s = digits(text, 17, 2);
  if (year < 0 || month < 1 || month > 12 || day < 1 || day > 31 || h < 0 || m < 0 || s < 0) return 0;
  micros fraction = 0;
  if (text[19] == '.') {
    auto places = text.substr(20, text.size() - 21);
    if (places.empty() || places.size() > 6) return 0;
    fraction = digits(places, 0, places.size());
    if (fraction < 0) return 0;
    for (auto i = places.size(); i < 6; ++i) fraction *= 10;
  }
  const auto days = days_from_civil(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
  return (days * seconds_a_day + h * 3600 + m * 60 + s) * second + fraction;
}

case_story story_of(std::string_view metadata) {
  case_story out;
  auto read = json::parse(metadata);
  if (!read) return out;
  const auto& root = read.root;
  if (const auto* history = root.find("status_history"); history && history->as_array())
    for (const auto& v : *history->as_array())
      out.steps.push_back({text_at(v, "from_status"), text_at(v, "to_status"),
                           time_of(text_at(v, "changed_at")), flag_at(v, "auto"), text_at(v, "reason")});
  if (const auto* closing = root.find("closing")) {
    out.resolution = text_at(*closing, "resolution");
    out.notes = text_at(*closing, "resolution_notes");
  }
  const auto* state = root.find("investigation_state");
  if (!state) state = root.find("investigation");
  if (!state) return out;
  out.stuck = flag_at(*state, "is_stuck");
  if (const auto* progress = state->find("progress"))
    for (auto name : milestones)
      if (flag_at(*progress, name)) out.milestones.emplace_back(name);
  if (const auto* c = state->find("working_conclusion")) {
    out.concluded.statement = text_at(*c, "statement");
    out.concluded.level = text_at(*c, "confidence_level");
    if (const auto* confidence = c->find("confidence"))
      out.concluded.confidence = std::clamp(confidence->number(), 0., 1.);
    std::int64_t turn = 0;
    if (const auto* at = c->find("generated_at_turn"); at && at->integer(turn) && turn > 0)
      out.concluded.turn = static_cast<std::uint32_t>(turn);
  }
  return out;
}

}  // namespace fm::reports
