#pragma once
// What readers of documents ask of the rules in force, by the id that they were given.
#include <fm/evidence/rule_book.hpp>

#include <string_view>

namespace fm::evidence {

bool rule_is(std::string_view id, rule_property p);

/// Whether a rule has a slot of that name, captured or listed.
bool rule_fills(std::string_view id, std::string_view slot);

/// What an event still weighs about an object that is well now; `count` is how often it was seen.
double weight_when_over(std::string_view id, std::uint64_t count);

/// The share of its weight that a state keeps when the object is well now.
double share_when_over(std::string_view id);

}  // namespace fm::evidence
