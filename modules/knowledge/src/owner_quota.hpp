#pragma once
// What one user may keep of documents.
#include <fm/actors/step.hpp>
#include <fm/knowledge/messages.hpp>
#include <fm/knowledge/spawn.hpp>
#include <fm/providers/db.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace fm::knowledge {

/// Adds to a unit what counts the documents and open jobs of an owner after it, so that requests at once see
/// each other; nothing without quotas.
void count_owner(const quotas& of, const std::string& owner, std::vector<db::operation>& unit);
/// Which quota a document breaks by what its unit counted from `at` on; `internal` for none.
failure broken_quota(const quotas& of, const document_record& d, const db::unit_result& counted,
                     std::size_t at);
/// For new content of a document, whose older content stays: fails when its bytes do not fit.
flow<done> may_keep_more(quotas of, std::string owner, std::uint64_t bytes, effects& fx);

}  // namespace fm::knowledge
