#pragma once
// Members of an object that may be absent or of another type, as whoever reads them takes that.
#include "fm/json/value.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace fm::json {

/// The text of a member; empty where it is none.
std::string text_of(const value& of, std::string_view name);
/// The whole number of a member; 0 where it is none.
std::int64_t integer_of(const value& of, std::string_view name);
/// The flag of a member, or `otherwise`.
bool flag_of(const value& of, std::string_view name, bool otherwise = false);
/// The elements of a member; none where it is no list.
const array& list_of(const value& of, std::string_view name);

}  // namespace fm::json
