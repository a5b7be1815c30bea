#pragma once
// The tools search_knowledge and similar_cases.
#include "tools/call.hpp"

#include <fm/agent/case_port.hpp>
#include <fm/knowledge/messages.hpp>

#include <string>
#include <vector>

namespace fm::agent::tools {

/// As many passages are asked for, however small the page: so all pages are of one order.
inline constexpr std::uint32_t most_passages = 50;
plan<knowledge::search_visible> plan_knowledge(const call& c);
tool_result show_knowledge(const plan<knowledge::search_visible>& asked,
                           const knowledge::passages_found& found);

/// An earlier case and how much it resembles what is asked for, 0 to 1.
struct similar_case {
  const past_case* what = nullptr;
  double score = 0;
};
/// Best first; those that share too little are left out.
std::vector<similar_case> similar_to(std::string_view query, const std::vector<past_case>& cases);

plan<look_at_past_cases> plan_similar(const call& c);
tool_result show_similar(const call& c, const plan<look_at_past_cases>& asked, const past_cases& found);

}  // namespace fm::agent::tools
