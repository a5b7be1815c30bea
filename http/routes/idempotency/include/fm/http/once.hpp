#pragma once
// Idempotency keys (contract README, choice 17).
#include <fm/http/route.hpp>
#include <fm/idempotency/messages.hpp>

namespace fm::http {

using once_actor = actors::handle<idempotency::begin, idempotency::finish>;

/// Lets every POST of somebody who is known be carried out once for each `Idempotency-Key`. Rows whose
/// answers hold secrets (`for_people`, and everything below /auth) are left as they are: their answers are
/// not stored. Only success is kept; what has failed is tried again.
void make_repeatable(actors::system& sys, const once_actor& once, route_table& rows);

}  // namespace fm::http
