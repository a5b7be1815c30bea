#pragma once
// The sessions of one user between memory, cache and database: what the steps have in common.
#include "user_sessions_step.hpp"

#include <fm/providers/db.hpp>

#include <string>
#include <vector>

namespace fm::sessions {

failure not_found(const std::string& id);
/// Tells the cache what there is; it is told after the rows, and has forgotten before them.
void remember(const user_sessions& s, effects& fx);
flow<done> forget(user_sessions& s, effects& fx);
/// Fetches the user's sessions, from the cache or else from their rows. The caller holds the turn.
flow<done> load(user_sessions& s, effects& fx);
/// The same for whoever does not hold it.
flow<done> be_loaded(user_sessions& s, effects& fx);
/// When it was used is stored later, together with what comes meanwhile.
void store_later(user_sessions& s, const std::string& id, effects& fx);
void note_use(user_sessions& s, session_record& session, effects& fx);
/// Commits a unit while the cache knows nothing; the caller holds the turn.
flow<done> commit(user_sessions& s, std::vector<db::operation> unit, effects& fx);
/// Stores a changed session, which counts as used, and keeps it; the caller holds the turn.
flow<session_record> save(user_sessions& s, session_record changed, effects& fx);

}  // namespace fm::sessions
