#include "membership_store.hpp"

namespace fm::auth::store {

db::operation insert_invite(const invite_record& i, const std::string& hash) {
  return {"auth.insert_invite",
          {i.id, hash, db::value::text_or_null(i.email), i.created_by, i.created, i.expires, most_invites},
          1};
}
db::operation invites(micros now) { return {"auth.invites", {now, most_invites}}; }
db::operation invite_by_hash(const std::string& hash, micros now) {
  return {"auth.invite_by_hash", {hash, now}};
}
invite_record invite_of(const db::row& r) {
  return {r.at(0).bytes,   r.at(1).bytes,    r.at(2).bytes, r.at(3).integer,
          r.at(4).integer, time_of(r.at(5)), r.at(6).bytes};
}
db::operation use_invite(const std::string& hash, const std::string& user, micros now) {
  return {"auth.use_invite", {hash, now, user}, 1};
}
db::operation withdraw_invite(const std::string& id) { return {"auth.withdraw_invite", {id}, 1}; }

std::vector<db::operation> depart(const std::string& user, micros now) {
  return {{"auth.delete_user", {user}, 1}, {"auth.insert_departure", {user, now}, 1}};
}
db::operation departures() { return {"auth.departures", {}}; }
db::operation open_departures(micros again_for) { return {"auth.open_departures", {again_for}}; }
db::operation note_emptied(const std::string& user, micros now) {
  return {"auth.note_emptied", {user, now}, 1};
}

std::vector<db::operation> delete_expired_memberships(micros now, micros departed_before) {
  return {{"auth.delete_expired_invites", {now}}, {"auth.delete_old_departures", {departed_before}}};
}

}  // namespace fm::auth::store
