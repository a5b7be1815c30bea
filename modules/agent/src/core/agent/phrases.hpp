#pragma once
// What the evidence says of the words that a question quotes.
#include "agent/question.hpp"

#include <fm/agent/messages.hpp>

namespace fm::agent {

/// Puts before the conclusion how often each quoted phrase occurs, when and in which lines, and how long its
/// lines took when that is asked. A phrase that occurs nowhere is said to.
void tell_phrases(investigation& out, const question_scope& asked);

}  // namespace fm::agent
