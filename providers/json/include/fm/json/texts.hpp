#pragma once
// Lists of texts, such as tags, as they stand in a column.
#include <string>
#include <string_view>
#include <vector>

namespace fm::json {

/// `["a","b"]`
std::string write_texts(const std::vector<std::string>& texts);
/// The texts of such a list; what is no list of texts gives none.
std::vector<std::string> read_texts(std::string_view text);

}  // namespace fm::json
