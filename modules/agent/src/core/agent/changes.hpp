#pragma once
// Settings that were changed: told where that is asked for, and where a cause names them.
#include "agent/hypotheses.hpp"
#include "agent/question.hpp"

#include <vector>

namespace fm::agent {

/// Puts the changed settings before the conclusion of a question for changes, those that the leading cause
/// names first. Of other questions such a setting stands behind the conclusion and supports the first
/// hypothesis, with the step to set it back.
void tell_changed_settings(investigation& out, const question_scope& asked,
                           const std::vector<candidate>& told, std::vector<next_step>& steps,
                           const evidence::rule_book& rules);

}  // namespace fm::agent
