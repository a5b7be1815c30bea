#include "investigation/stuck.hpp"

#include "investigation/hypothesis_manager.hpp"
#include "investigation/texts.hpp"

#include <algorithm>

namespace fm::investigation {

namespace {

constexpr std::size_t most_attempts = 5;
constexpr std::size_t choice_bytes = 100;

std::string reason_of(degraded_kind kind, const state& s) {
  switch (kind) {
    case degraded_kind::no_progress:
      return std::to_string(s.idle) + " turns brought neither a milestone nor new evidence.";
    case degraded_kind::hypothesis_space_exhausted:
      return "Every explanation that was considered is refuted or retired.";
    case degraded_kind::critical_evidence_missing:
      return "Evidence was asked for again and again and did not come.";
    case degraded_kind::expertise_required:
      return "Somebody who knows this system well is needed.";
    case degraded_kind::systemic_issue:
      return "The problem goes beyond this case.";
    case degraded_kind::general_limitation:
      return "The investigation went back to its hypotheses three times.";
  }
  return {};
}

std::string fallback_of(degraded_kind kind) {
  switch (kind) {
    case degraded_kind::no_progress:
      return "Bring other evidence, judge the hypotheses yourself, or hand the case to somebody who knows "
             "the "
             "system.";
    case degraded_kind::hypothesis_space_exhausted:
      return "Bring evidence of other parts of the system, or add a hypothesis of your own.";
    case degraded_kind::critical_evidence_missing:
      return "Say that it cannot be had, and the investigation goes on with what there is.";
    case degraded_kind::expertise_required:
    case degraded_kind::systemic_issue:
    case degraded_kind::general_limitation:
      return "Hand the case to somebody who knows the system.";
  }
  return {};
}

void suggest(state& s, std::string reason) {
  s.escalation.suggested = true;
  s.escalation.acknowledged = false;
  s.escalation.suggested_at_turn = s.current_turn;
  s.escalation.reason = std::move(reason);
}

}  // namespace

std::optional<degraded_kind> stuck_kind(std::uint32_t idle, const std::vector<hypothesis>& all,
                                        std::size_t blocked) {
  if (is_stuck(idle)) return degraded_kind::no_progress;
  if (!all.empty() && std::none_of(all.begin(), all.end(), is_live))
    return degraded_kind::hypothesis_space_exhausted;
  if (blocked >= blocked_requests) return degraded_kind::critical_evidence_missing;
  return std::nullopt;
}

void enter_degraded(state& s, degraded_kind kind, micros now) {
  if (s.degraded.open) return;
  s.degraded = {};
  s.degraded.open = true;
  s.degraded.kind = kind;
  s.degraded.entered = now;
  s.degraded.reason = reason_of(kind, s);
  s.degraded.fallback = fallback_of(kind);
  for (auto h = s.hypotheses.rbegin(); h != s.hypotheses.rend(); ++h)
    if (s.degraded.attempted.size() < most_attempts) s.degraded.attempted.push_back(h->statement);
  suggest(s, s.degraded.reason);
}

void leave_degraded(state& s, std::string_view why, micros now) {
  if (s.degraded.open) {
    s.degraded.open = false;
    s.degraded.exited = now;
    s.degraded.exit_reason = why;
  }
  s.escalation = {};
}

bool waits_for_acknowledgement(const state& s) {
  return s.escalation.suggested && !s.escalation.acknowledged;
}

void acknowledge(state& s, std::string_view choice) {
  s.escalation.acknowledged = true;
  s.idle = 0;
  if (s.degraded.open) s.degraded.user_choice = kept_text(choice, choice_bytes);
}

void enter_requests(std::vector<evidence_request>& all, const std::vector<std::string>& asked,
                    bool new_evidence, std::uint32_t turn) {
  std::vector<std::string> texts;
  for (const auto& a : asked) add_once(texts, kept_text(a, statement_bytes), most_requests);
  std::erase_if(all, [&](evidence_request& r) {
    if (r.state == request_state::provided) return false;
    const bool again = std::find(texts.begin(), texts.end(), r.text) != texts.end();
    if (!again && new_evidence) r.state = request_state::provided;
    return !again && !new_evidence;
  });
  for (const auto& text : texts) {
    auto known =
        std::find_if(all.begin(), all.end(), [&](const evidence_request& r) { return r.text == text; });
    if (known == all.end()) {
      all.push_back({text, request_state::pending, 1, turn});
      continue;
    }
    known->asked = new_evidence ? 1 : known->asked + 1;
    known->state = known->asked > blocked_after ? request_state::blocked : request_state::pending;
  }
  if (all.size() > most_requests) all.erase(all.begin(), all.end() - most_requests);
}

void apply_stuck_rules(state& s, bool progress, micros now) {
  const auto blocked = static_cast<std::size_t>(
      std::count_if(s.requests.begin(), s.requests.end(),
                    [](const evidence_request& r) { return r.state == request_state::blocked; }));
  const auto kind = stuck_kind(s.idle, s.hypotheses, blocked);
  if (!kind) {
    if (progress) leave_degraded(s, "There is progress again.", now);
    return;
  }
  if (!s.degraded.open)
    enter_degraded(s, *kind, now);
  else if (s.escalation.acknowledged && is_stuck(s.idle))
    suggest(s, reason_of(degraded_kind::no_progress, s));
}

}  // namespace fm::investigation
