#pragma once
// The SQL of the sessions module: operations out of its records, records out of rows.
#include "fm/sessions/messages.hpp"

#include <fm/providers/db.hpp>

#include <string>
#include <vector>

namespace fm::sessions::store {

db::operation insert_session(const session_record& s);
db::operation live_of_user(const std::string& user, micros now);
session_record session_of(const db::row& r);
/// A session of the user, whether it has expired or not.
db::operation read_session(const std::string& user, const std::string& id);
/// Writes what can change.
db::operation update_session(const session_record& s);
/// Writes when sessions were used; one whose row is gone is passed over.
db::operation store_uses(const std::vector<session_record>& all);
db::operation delete_sessions(const std::vector<std::string>& ids);
db::operation delete_expired(micros before);
/// Of one user: what has expired, and what was made before that time.
db::operation clean_user(const std::string& user, micros now, micros made_before);

}  // namespace fm::sessions::store
