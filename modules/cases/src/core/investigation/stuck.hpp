#pragma once
// When an investigation is stuck, and what it does then (contract/domain.md 5.10).
#include "investigation/state.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fm::investigation {

/// Turns without progress from which on an investigation is stuck.
inline constexpr std::uint32_t stuck_after = 3;
/// Requests for evidence that are blocked from which on evidence is missing.
inline constexpr std::size_t blocked_requests = 3;
/// Turns in which a request was repeated in vain that make it blocked: not sooner than the want of progress.
inline constexpr std::uint32_t blocked_after = 3;

constexpr bool is_stuck(std::uint32_t idle) { return idle >= stuck_after; }

/// Why an investigation has to go on with less, looked at in this order: no progress, no hypothesis left, no
/// evidence to be had; nothing when it need not. A validated hypothesis is an answer: it leaves nothing to
/// exhaust.
std::optional<degraded_kind> stuck_kind(std::uint32_t idle, const std::vector<hypothesis>& all,
                                        std::size_t blocked);

/// Enters degraded mode, unless it is open: then it stays as it was entered. Suggests an escalation.
void enter_degraded(state& s, degraded_kind kind, micros now);
/// Leaves it when there is progress again.
void leave_degraded(state& s, std::string_view why, micros now);

/// Whether the user has been told that the investigation is stuck and has not answered yet.
bool waits_for_acknowledgement(const state& s);
/// The user's answer: the turns without progress are counted anew.
void acknowledge(state& s, std::string_view choice);

/// Enters what the agent asks for in a turn. New evidence provides what is not asked for any more; what is
/// asked for three times more in vain is blocked; what is neither asked for nor provided is forgotten.
void enter_requests(std::vector<evidence_request>& all, const std::vector<std::string>& asked,
                    bool new_evidence, std::uint32_t turn);

/// The stuck rules at the end of a turn, with or without progress. Once acknowledged, they speak up again
/// when another three turns pass.
void apply_stuck_rules(state& s, bool progress, micros now);

}  // namespace fm::investigation
