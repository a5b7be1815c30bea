#pragma once
// Questions for lines: what they quote, count or want to see, and what the evidence says of it.
#include "agent/relevance.hpp"

#include <fm/agent/messages.hpp>
#include <fm/evidence/rule_book.hpp>

#include <string_view>
#include <vector>

namespace fm::agent {

/// Whether lines themselves are asked for: "which requests got 503?", "errors of host db-2 only".
bool asks_for_lines(std::string_view question);

/// The lines that a question is about: those that hold what it quotes, else those that it counts or asks to
/// see. None where it counts objects, which stand in lines as often as they please.
std::vector<evidence::sought_lines> lines_asked_for(std::string_view question);

/// Puts before the conclusion how often what the question is about occurs, when and in which lines, and how
/// long its lines took when that is asked. What occurs nowhere is said to.
void tell_lines(investigation& out, const question_scope& asked, const relevance& about,
                const evidence::rule_book& rules);

}  // namespace fm::agent
