#pragma once
// Hypotheses as rows of a case, and as the state of its investigation has them.
#include "investigation/hypothesis_manager.hpp"

#include <fm/agent/messages.hpp>
#include <fm/cases/records.hpp>

#include <cstdint>
#include <string_view>
#include <vector>

namespace fm::cases {

/// Writes what the agent says now into the record of a hypothesis, but for how likely it is.
void describe(hypothesis_record& record, const agent::hypothesis& h);

/// Writes what has become of a hypothesis into its record; false when that is what it says.
bool take_over(hypothesis_record& record, const investigation::hypothesis& h);

/// The user's word about a hypothesis: in its record, and in the state for good.
void judge_hypothesis(std::vector<investigation::hypothesis>& all, hypothesis_record& record,
                      std::string_view verdict, std::uint32_t turn);

investigation::known_hypothesis known_of(const hypothesis_record& record);
std::vector<investigation::known_hypothesis> known_of(const std::vector<hypothesis_record>& all);

/// The record that an agent's hypothesis was kept in before; null when it is new.
const hypothesis_record* row_of(const std::vector<hypothesis_record>& all, const agent::hypothesis& h);

/// The live hypotheses of earlier turns, as the agent gets them along.
std::vector<agent::earlier_hypothesis> earlier_of(const std::vector<investigation::hypothesis>& all);

}  // namespace fm::cases
