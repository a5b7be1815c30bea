#pragma once
// What is told of a turn while it runs, as JSON.
#include <fm/agent/messages.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace fm::agent {

/// {"stage": "understand" | "reason" | "check" ..., "round": n}; no round where there is none.
std::string stage_json(std::string_view stage, std::uint32_t round = 0);
/// {"text": ...} of a warning, or of a sentence of the answer.
std::string sentence_json(std::string_view text);
/// A sentence with the names of what shows it: {"text": ..., "cites": ["E1:4"]}.
std::string claim_json(std::string_view text, const std::vector<std::string>& cites);
std::string tool_begun_json(const wanted_call& call);
/// With how much was read: {"state": "ended", "shown": 12, "total": 40, ...}, or the error.
std::string tool_ended_json(const wanted_call& call, const tool_result& result);
std::string usage_json(const consulted& answer);
std::string hypothesis_json(const hypothesis& h);
std::string source_json(const knowledge::passage& p, std::size_t number);

}  // namespace fm::agent
