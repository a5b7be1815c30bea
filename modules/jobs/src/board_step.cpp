#include "board_step.hpp"

#include "job_access.hpp"
#include "jobs_store.hpp"

namespace fm::jobs {

namespace {

constexpr micros keep_ended = 7 * 24 * 60 * minute;
constexpr micros look_again = second;

void start(board_state& s, const std::string& id, effects& fx) {
  s.running.insert(id);
  // Whoever began the job stops waiting before it ends. The worker's progress is told by this request id.
  call_context own;
  own.request_id = id;
  own.time = fx.now();
  own.seed = fx.ctx().seed;
  fx.tell_in<drive_job>(std::move(own), id);
}

/// Starts what waits in the database while there is room.
flow<done> fill(board_state& s, effects& fx) {
  while (s.waiting && !s.looking && !s.suspended && s.running.size() < s.most) {
    s.looking = true;
    s.waiting = false;
    auto open = store::open_jobs(s.most + 1);
    auto found = co_await fx.try_ask<db::query>(open);
    if (!found) {
      s.waiting = true;
      co_await fx.sleep(look_again);
      s.looking = false;
      continue;
    }
    s.looking = false;
    if (s.suspended) break;
    if (found->rows.size() > s.most) s.waiting = true;
    for (const auto& row : found->rows) {
      const auto& id = row.at(0).bytes;
      if (s.running.contains(id)) continue;
      if (s.running.size() < s.most)
        start(s, id, fx);
      else
        s.waiting = true;
    }
  }
  co_return done{};
}

}  // namespace

void on(board_state& s, begin m, effects& fx) {
  if (s.suspended || s.running.contains(m.job_id)) return;
  if (s.running.size() < s.most)
    start(s, m.job_id, fx);
  else
    s.waiting = true;
}

flow<done> on(board_state& s, drive_job m, effects& fx) {
  auto rested = co_await fx.try_ask<run_job>(m.job_id);
  // The actor has died over it: its row is open, and counts its tries. Not at once, for it may die again.
  if (!rested && !s.suspended) co_await fx.sleep(look_again);
  s.running.erase(m.job_id);
  if (!rested || rested->again) s.waiting = true;
  co_await fill(s, fx);
  co_return done{};
}

flow<resumed> on(board_state& s, resume_all, effects& fx) {
  std::vector<db::operation> old{store::forget_ended(fx.now() - keep_ended)};
  co_await fx.ask<db::transact>(old);
  auto count = store::count_open();
  auto counted = co_await fx.ask<db::query>(count);
  resumed out;
  out.open = static_cast<std::uint64_t>(counted.rows.at(0).at(0).integer);
  s.suspended = false;
  s.waiting = out.open > s.running.size();
  co_await fill(s, fx);
  co_return out;
}

flow<done> on(board_state& s, suspend_all, effects& fx) {
  s.suspended = true;
  constexpr bool suspend = true;
  for (const auto& id : s.running) fx.tell<stop_job>(id, suspend);
  constexpr micros look = 20 * millisecond;
  while (!s.running.empty()) co_await fx.sleep(look);
  co_return done{};
}

flow<job_record> on(board_state& s, cancel_job m, effects& fx) {
  auto job = co_await read_own_job(m.job_id, fx);
  if (has_ended(job)) co_return job;
  std::vector<db::operation> unit{store::mark_cancelled(job.id, cancelled_by_owner, fx.now()),
                                  store::read_job(job.id)};
  auto marked = co_await fx.ask<db::transact>(unit);
  if (marked.sets.at(1).rows.empty()) co_return fail(ec::not_found, "job not found");
  job = store::job_of(marked.sets[1].rows.front());
  if (has_ended(job)) co_return job;
  // A job that runs is stopped; one that waits is started, for its actor tells what it works on.
  if (s.running.contains(job.id))
    fx.tell<stop_job>(job.id);
  else if (!s.suspended)
    on(s, begin{job.id}, fx);
  co_return job;
}

flow<job_record> on(board_state& s, get_job m, effects& fx) {
  auto job = co_await read_own_job(m.job_id, fx);
  // A job is never forgotten: one that waits without need goes on when somebody looks.
  if (!has_ended(job)) on(s, begin{job.id}, fx);
  co_return job;
}

flow<job_seen> on(board_state& s, watch_job m, effects& fx) {
  return next_news(s, std::move(m), look_again, fx);
}

}  // namespace fm::jobs
