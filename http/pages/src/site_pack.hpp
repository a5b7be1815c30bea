#pragma once
// Reads the one file into which web/dashboard/scripts/pack.mjs puts a site. Pure.
#include "packed_response.hpp"

#include <string_view>
#include <vector>

namespace fm::http {

/// The files in views of `pack`. Throws std::logic_error for what that script does not write.
std::vector<packed_file> files_of_pack(std::string_view pack);

}  // namespace fm::http
