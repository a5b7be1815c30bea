#pragma once
// Gives the pages of an older database room for checksums.
#include "fm/sqlite/open.hpp"
#include "handle.hpp"

#include <optional>
#include <string>

namespace fm::sqlite {

/// What is written next reserves room for checksums, when the file is empty.
std::optional<failure> reserve_checksums(const handle& db);
/// Writes the database anew, with checksums, and puts it in the place of the old file in one step. Nobody
/// else may have it open. Takes about as much room as the file has.
std::optional<failure> rewrite_with_checksums(handle db, const std::string& path, const options& how);

}  // namespace fm::sqlite
