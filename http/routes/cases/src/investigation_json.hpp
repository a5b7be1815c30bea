#pragma once
// The state of an investigation as it is shown.
#include <fm/json/value.hpp>

#include <initializer_list>
#include <string_view>

namespace fm::http {

/// Adds the members of those names that `from` has; null has none.
void add_members(json::value& to, const json::value* from, std::initializer_list<const char*> names);

/// The state of an investigation without what is kept for the program alone, its lists with their newest
/// elements; null when there is none.
json::value investigation_state_json(const json::value& state);
/// The same out of the metadata of a case as text.
json::value investigation_state_of(std::string_view metadata);

}  // namespace fm::http
