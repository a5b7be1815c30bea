#pragma once
// One live case: it owns its record, takes changes one after the other and runs its turns in order. Reads
// never wait behind either.
#include "fm/actors/step.hpp"
#include "fm/actors/turnstile.hpp"
#include "fm/cases/messages.hpp"
#include "fm/cases/spawn.hpp"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace fm::cases {

/// A question that is being answered, for those who wait for its answer.
struct open_question {
  turnstile gate;  ///< held as long as it is being answered
  ticket_t command = 0;
  std::optional<outcome<turn_answer>> answer;
};

struct case_state {
  using takes = taken_by_one<fm::takes>;
  case_state(std::string key, options o) : id(std::move(key)), how(o) {}

  std::string id;
  options how;
  bool loaded = false;   ///< `row` is what is stored; a cache that may be dropped between two commands
  bool deleted = false;  ///< for good: a read that was under way may not bring it back
  case_record row;
  turnstile writes;                                            ///< one change at a time
  turnstile turns;                                             ///< one turn at a time
  std::set<ticket_t> questions;                                ///< commands of turns that run or wait
  std::map<std::string, std::shared_ptr<open_question>> open;  ///< by the id of the question
};
template <class Inspector>
auto inspect(Inspector& f, case_state& x) {
  return f(x.id, x.loaded, x.row);
}

/// The record of the case when it is the caller's; the one place where ownership is checked.
flow<case_record> own_case(case_state& s, effects& fx);
/// Stores the next version of the case together with `more`, all or nothing, and keeps it. Only while
/// `writes` is held.
flow<case_record> save_case(case_state& s, case_record row, std::vector<db::operation> more, effects& fx);

prompt<case_record> on(case_state& s, get_case m, effects& fx);
flow<done> on(case_state& s, wake_case m, effects& fx);
flow<case_changed> on(case_state& s, update_case m, effects& fx);
flow<case_changed> on(case_state& s, set_status m, effects& fx);
flow<case_changed> on(case_state& s, close_case m, effects& fx);
flow<case_changed> on(case_state& s, delete_case m, effects& fx);
flow<case_message> on(case_state& s, add_message m, effects& fx);
flow<hypothesis_record> on(case_state& s, add_hypothesis m, effects& fx);
flow<hypothesis_record> on(case_state& s, update_hypothesis m, effects& fx);
flow<solution_record> on(case_state& s, add_solution m, effects& fx);
flow<data_item> on(case_state& s, add_data m, effects& fx);
flow<done> on(case_state& s, remove_data m, effects& fx);
flow<title_suggestion> on(case_state& s, suggest_title m, effects& fx);
flow<turn_answer> on(case_state& s, post_turn m, effects& fx);
flow<turn_submitted> on(case_state& s, submit_turn m, effects& fx);
flow<turn_answer> on(case_state& s, run_question m, effects& fx);
flow<turn_answer> on(case_state& s, await_answer m, effects& fx);
outcome<done> on(case_state& s, stop_question m, effects& fx);
flow<files_added> on(case_state& s, add_files m, effects& fx);

}  // namespace fm::cases
