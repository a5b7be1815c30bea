#pragma once
// Starts the cases module; seen by the composition root only.
#include "fm/actors/system.hpp"
#include "fm/cases/messages.hpp"

#include <fm/jobs/work.hpp>
#include <fm/providers/db.hpp>

#include <cstddef>

extern template void fm::actors::register_list<fm::cases::messages>(fm::actors::message_table&);

namespace fm::cases {

struct options {
  /// How many cases are in memory, and for how long: reading one again is cheap.
  actors::family_options live{.idle_after = minute};
  std::size_t waiting_turns = 4;  ///< of one case; beyond it `rate_limited`
};

struct handles {
  taken_by_all<actors::handle> all;
  taken_by_one<actors::handle> one;
};

/// The tables and statements of the module.
const db::schema& schema();

/// Turns that take long, which run as jobs.
jobs::work_kind turn_work();

/// The actor that knows all cases, and one actor for each case that is worked on. The database is asked by
/// its messages, as are agent, evidence and knowledge.
handles spawn(actors::system& system, options how = {});

}  // namespace fm::cases
