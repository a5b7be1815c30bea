#pragma once
// What other modules put into their own units.
#include <fm/providers/db.hpp>

#include <string>

namespace fm::idempotency {

/// Forgets the answers that were kept for a user.
inline db::operation forget_owner(const std::string& user) { return {"idempotency.forget_owner", {user}}; }

}  // namespace fm::idempotency
