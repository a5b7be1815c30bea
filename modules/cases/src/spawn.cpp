#include "fm/cases/spawn.hpp"

#include "case_step.hpp"
#include "cases_step.hpp"

namespace fm::cases {

handles spawn(actors::system& system, options how) {
  handles out;
  out.all = system.spawn<cases_state>("cases");
  out.one = taken_by_one<actors::handle>(system.family<case_state>("case", how.live, how).place());
  return out;
}

}  // namespace fm::cases
