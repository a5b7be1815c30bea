#include "fm/cases/spawn.hpp"

#include "case_step.hpp"
#include "cases_step.hpp"

namespace fm::cases {

handles spawn(actors::system& system, options how) {
  handles out;
  out.all = system.spawn<cases_state>("cases");
  out.one = actors::handle<get_case, update_case, set_status, close_case, delete_case, add_message,
                           add_hypothesis, update_hypothesis, add_solution, post_turn>(
      system.family<case_state>("case", how.live, how).place());
  return out;
}

}  // namespace fm::cases
