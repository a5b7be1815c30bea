#pragma once
// Starts the module; seen by the composition root only.
#include "fm/actors/system.hpp"
#include "fm/idempotency/messages.hpp"

#include <fm/providers/db.hpp>

extern template void fm::actors::register_list<fm::idempotency::messages>(fm::actors::message_table&);

namespace fm::idempotency {

struct options {
  micros kept = 24 * 60 * minute;
  micros sweep_every = 30 * minute;
};

using handle = actors::handle<begin, finish>;

/// The tables and statements of the module.
const db::schema& schema();

/// The actor and the gate that reads files. The database is asked by its messages.
handle spawn(actors::system& system, const options& how = {});

}  // namespace fm::idempotency
