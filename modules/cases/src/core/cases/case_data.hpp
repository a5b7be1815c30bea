#pragma once
// The data items of a case: JSON objects under keys `data_<n>`, in its context.
#include <fm/cases/records.hpp>
#include <fm/json/value.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace fm::cases {

/// All items of a case may have that many bytes as JSON.
inline constexpr std::size_t most_data_bytes = 1u << 20;

/// Keeps a value under the next key of the case; keys of deleted items are not used again. The key.
std::string add_data_item(case_record& c, json::value v);
/// False when there is no such item.
bool remove_data_item(case_record& c, std::string_view key);

}  // namespace fm::cases
