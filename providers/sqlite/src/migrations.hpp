#pragma once
// Brings a file to the schema of this program.
#include "handle.hpp"

#include <fm/providers/db.hpp>

#include <string>
#include <vector>

namespace fm::sqlite {

/// Applies what the file lacks in one transaction. Refuses, with the file untouched, what a newer program
/// has written and, without `may_change`, a file that lacks something.
outcome<done> migrate(const handle& db, const std::string& path, const std::vector<db::schema>& schemas,
                      bool may_change);

}  // namespace fm::sqlite
