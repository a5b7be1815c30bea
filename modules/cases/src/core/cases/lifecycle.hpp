#pragma once
// How a case moves from status to status (contract README choice 2, domain.md 3).
#include <string>
#include <string_view>
#include <vector>

namespace fm::cases {

/// The status that a word of any generation stands for (`verifying` and `root_cause_analysis` are
/// `investigating`, `inquiry` is `consulting`); empty for a word that is none.
std::string_view status_of(std::string_view word);

/// Where a status write may lead from a status; empty for closed.
std::vector<std::string_view> next_states(std::string_view status);

/// Where a turn, or closing, may lead from a status: also to closed from any state but closed.
std::vector<std::string_view> reachable_states(std::string_view status);
/// Whether `to` is among them.
bool may_become(std::string_view status, std::string_view to);
/// The same as words of a sentence: "investigating, closed"; "none" for none.
std::string listed(const std::vector<std::string_view>& states);

/// Why a status write is refused, as a sentence that names the allowed next states; empty when it is allowed.
std::string refusal(std::string_view from, std::string_view to);

}  // namespace fm::cases
