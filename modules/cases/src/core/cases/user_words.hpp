#pragma once
// What the words of a user ask for beside an answer: that the case moves on, or yes and no to a statement.
#include <fm/cases/turns.hpp>

#include <string_view>

namespace fm::cases {

/// What a turn is to do: what it names itself, or what its words say. The fixed sentences of the clients move
/// a case that may move so; yes and no count while something waits for them.
turn_intent intent_of(const turn_intent& named, std::string_view words, std::string_view status, bool waits);

}  // namespace fm::cases
