#pragma once
// Which rules can bring about the effect that a question describes ("stuck in ContainerCreating", "slow").
#include <fm/evidence/rule_book.hpp>

#include <string_view>

namespace fm::agent {

enum class fit { unasked, fits, unlike };

/// Whether trouble of `rule` would (its key `asked`) show as the effect that the question names; `unasked`
/// when it names none.
/// Whether the question is about speed, of which lines of normal work say nothing.
bool asks_for_speed(std::string_view question);

fit fit_of(std::string_view question, const evidence::rule& rule);

/// Whether a question for the reason of something names just what the rule means ("disk full. What filled
/// it?"): then the finding is known, and what brought it about is asked for.
bool states_finding(std::string_view question, const evidence::rule& rule);

/// Whether a word of a question names such an effect or state ("ContainerCreating") and no object.
bool names_effect(std::string_view word);

}  // namespace fm::agent
