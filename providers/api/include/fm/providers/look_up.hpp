#pragma once
// Reads by key.
#include <fm/actors/step.hpp>
#include <fm/providers/db.hpp>

namespace fm::db {

/// Reads a few rows by their key, without a change of threads where that is possible.
inline flow<row_set> look_up(operation read, effects& fx) {
  auto found = co_await fx.try_ask<lookup>(read);
  if (found || found.error().code != ec::unavailable) co_return found;
  co_return co_await fx.ask<query>(read);
}

}  // namespace fm::db
