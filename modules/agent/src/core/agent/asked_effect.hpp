#pragma once
// Which rules can bring about the effect that a question describes ("stuck in ContainerCreating", "slow").
#include <string_view>

namespace fm::agent {

enum class fit { unasked, fits, unlike };

/// Whether trouble of `rule` would show as the effect that the question names; `unasked` when it names none.
fit fit_of(std::string_view question, std::string_view rule);

}  // namespace fm::agent
