#pragma once
// What is kept of a turn while it runs, so that nothing is paid twice, and what was spent on whose behalf.
#include <fm/actors/context.hpp>
#include <fm/agent/consult_messages.hpp>
#include <fm/agent/limits.hpp>
#include <fm/providers/db.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace fm::agent::store {

/// A call of a model: begun before it is made, done with its answer.
struct kept_step {
  std::string digest;       ///< of what was asked
  std::uint32_t tries = 0;  ///< how often it was begun; 0: never
  bool done = false;
  std::string answer;    ///< JSON
  std::string ended_by;  ///< why no tools were offered any more; empty when they were
};

db::operation find_step(const std::string& question_id, std::uint32_t number);
kept_step step_of(const db::row_set& found);
/// Begun, or begun once more.
db::operation begin_step(const std::string& question_id, std::uint32_t number, const std::string& digest,
                         std::uint32_t tries, const std::string& ended_by, micros now);
db::operation finish_step(const std::string& question_id, std::uint32_t number, const std::string& answer);
/// Steps of turns that nobody ends any more.
db::operation forget_steps_before(micros before);

/// What was spent in a day (UTC), by one user or by all.
struct spent {
  std::uint64_t tokens = 0;
  std::int64_t cost = 0;  ///< millionths of the currency of the prices
};
db::operation find_spent(const std::string& user, std::int64_t day);
/// Of the user, and of all.
std::pair<spent, spent> spent_of(const db::row_set& found);
/// Takes what a call may cost from the budgets of a day before it is made; `conflict` when one of the limits
/// is used up. So calls at the same time do not all see the same room, and those that are cut off count.
db::operation reserve(const std::string& user, std::int64_t day, const spent& expected,
                      const day_budgets& limits);
/// In place of what was reserved what the call took.
db::operation settle(const std::string& user, std::int64_t day, const spent& reserved, const consulted& call);

/// The answer as it is kept; what cannot be read is an answer with a trouble.
std::string text_of(const consulted& answer);
consulted answer_of(std::string_view text);

}  // namespace fm::agent::store
