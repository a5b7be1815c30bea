#include "sweep_step.hpp"

#include "session_store.hpp"

#include <fm/providers/db.hpp>

#include <utility>
#include <vector>

namespace fm::sessions {

namespace {
/// A session that was used may be stored as expired for a while.
constexpr micros grace = 10 * minute;
}  // namespace

flow<done> on(sweep_state& s, sweep_expired, effects& fx) {
  std::vector<db::operation> unit{store::delete_expired(fx.now() - grace)};
  // What fails now is done the next time.
  co_await fx.try_ask<db::transact>(std::move(unit));
  co_await fx.sleep(s.sweep_every);
  fx.tell<sweep_expired>();
  co_return done{};
}

}  // namespace fm::sessions
