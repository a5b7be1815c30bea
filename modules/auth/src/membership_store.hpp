#pragma once
// The SQL of how accounts come and go: invites and departures.
#include "auth_store.hpp"
#include "fm/auth/messages.hpp"

#include <fm/providers/db.hpp>

#include <string>
#include <vector>

namespace fm::auth::store {

inline constexpr std::size_t most_invites = 1'000;  ///< that are open

/// A conflict beyond `most_invites`.
db::operation insert_invite(const invite_record& i, const std::string& hash);
db::operation invites(micros now);
/// One that is good.
db::operation invite_by_hash(const std::string& hash, micros now);
invite_record invite_of(const db::row& r);
/// Succeeds once.
db::operation use_invite(const std::string& hash, const std::string& user, micros now);
/// Succeeds for one that was not used.
db::operation withdraw_invite(const std::string& id);

/// Deletes an account and remembers that what it owned is to be removed. A conflict when it would leave no
/// active admin.
std::vector<db::operation> depart(const std::string& user, micros now);
/// All whose tokens may still be about.
db::operation departures();
/// Those that are to be emptied: never done so far, or sooner after the deletion than `again_for`, since a
/// request that was under way may have left something.
db::operation open_departures(micros again_for);
db::operation note_emptied(const std::string& user, micros now);

std::vector<db::operation> delete_expired_memberships(micros now, micros departed_before);

}  // namespace fm::auth::store
