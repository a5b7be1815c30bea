#pragma once
// What is said where no trouble was found.
#include "agent/question.hpp"
#include "agent/relevance.hpp"

#include <fm/agent/messages.hpp>
#include <fm/evidence/rule_book.hpp>

namespace fm::agent {

/// Writes the conclusion of an investigation without trouble. "Healthy" is said only where somebody asks for
/// health and positive facts show it: objects that report it, or a log whose form was understood and whose
/// lines state normal work, in the time and of the objects that are asked for. Else the conclusion is that
/// the evidence does not show it, with what was read and what to bring.
void tell_health(investigation& out, const question_scope& asked, const relevance& about,
                 const evidence::rule_book& rules);

}  // namespace fm::agent
