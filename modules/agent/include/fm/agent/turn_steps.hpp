#pragma once
// What other modules put into their own units, so that what is kept of a turn ends together with it.
#include <fm/actors/error.hpp>
#include <fm/providers/db.hpp>

#include <string>

namespace fm::agent {

/// How a turn fails whose call of a model was ended by a stop of the program: what it has done is kept, and
/// it is to be run again at the next start.
inline failure interrupted() {
  return fail(ec::unavailable, "the program is stopping; the turn goes on at its next start");
}
inline bool is_interrupted(const failure& f) { return f == interrupted(); }

/// Forgets the steps of a turn that has ended.
inline db::operation forget_steps(const std::string& question_id) {
  return {"agent.forget_steps", {question_id}};
}

/// Forgets what an account spent on models.
inline db::operation forget_owner(const std::string& user) { return {"agent.forget_owner", {user}}; }

}  // namespace fm::agent
