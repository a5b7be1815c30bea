#include "job_step.hpp"

#include "jobs_store.hpp"

#include <algorithm>

namespace fm::jobs {

namespace {

constexpr micros longest_back_off = minute;
constexpr micros save_progress_every = 500 * millisecond;
constexpr micros look_again = 250 * millisecond;

/// Trying again would end the same way.
bool is_final(ec code) {
  switch (code) {
    case ec::invalid:
    case ec::unsupported:
    case ec::not_found:
    case ec::gone:
    case ec::forbidden:
    case ec::conflict:
    case ec::too_large:
    case ec::stuck:
    case ec::quota_exhausted:
      return true;
    default:
      return false;
  }
}

micros back_off(const patience& how, std::uint32_t tried) {
  auto wait = how.back_off;
  for (std::uint32_t i = 1; i < tried && wait < longest_back_off; ++i) wait *= 2;
  return std::min(wait, longest_back_off);
}

/// Waits so that a stop ends it.
flow<done> stoppable_nap(job_state& s, micros wait, effects& fx) {
  s.stoppable = true;
  auto rested = co_await fx.try_sleep(wait);
  s.stoppable = false;
  if (!rested) co_return rested.error();
  co_return done{};
}

/// Writes what must not be lost: until it succeeds, can never succeed, or the program stops; then the row is
/// still open and the next start finds it.
flow<done> write_down(job_state& s, std::vector<db::operation> unit, effects& fx) {
  for (std::uint32_t tried = 1;; ++tried) {
    auto written = co_await fx.try_ask<db::transact>(unit);
    if (written) co_return done{};
    if (is_final(written.error().code) || s.suspend) co_return written.error();
    auto wait = back_off(s.how, tried);
    co_await attempt(stoppable_nap(s, wait, fx));
  }
}

flow<done> end_as(job_state& s, std::string status, std::string error, effects& fx) {
  job_record row = s.row;
  row.status = std::move(status);
  row.stage = row.status;
  if (row.status == "completed") row.percent = 100;
  row.error = std::move(error);
  std::vector<db::operation> unit;
  if (row.status == "completed") unit.push_back(store::end_step(s.id, s.steps, row.result, fx.now()));
  unit.push_back(store::finish(row, fx.now()));
  co_await write_down(s, std::move(unit), fx);
  row.updated = fx.now();
  s.row = row;
  co_return done{};
}

flow<done> tell_subject(const job_state& s, std::string reason, effects& fx) {
  if (s.kind) co_await s.kind->give_up(s.row.subject, std::move(reason), s.id, fx);
  co_return done{};
}

flow<done> give_up(job_state& s, std::string reason, effects& fx) {
  auto told = co_await attempt(tell_subject(s, reason, fx));
  // The subject must not wait for ever for a job that has ended: the row stays open until it knows.
  if (!told && !is_final(told.error().code)) co_return told.error();
  co_await end_as(s, "failed", std::move(reason), fx);
  co_return done{};
}

/// The work was told to end: by the program, by a deletion that has closed the row, or by its owner.
flow<done> stopped(job_state& s, effects& fx) {
  if (s.suspend) {
    std::vector<db::operation> unit{store::put_down(s.id, fx.now())};
    co_await fx.ask<db::transact>(unit);
    s.row.status = "pending";
    co_return done{};
  }
  auto read = store::read_job(s.id);
  auto found = co_await fx.ask<db::query>(read);
  if (found.rows.empty()) co_return done{};
  s.row = store::job_of(found.rows.front());
  if (!has_ended(s.row)) co_await give_up(s, s.row.error, fx);
  co_return done{};
}

/// One step with its entry in the log; nothing is asked before the entry is durable.
flow<std::string> logged_step(job_state& s, effects& fx) {
  s.row.stage = s.kind->steps[s.step - 1];
  s.row.percent = std::max(s.row.percent, (s.step - 1) * 100 / s.steps);
  std::vector<db::operation> unit{store::begin_step(s.id, s.step, s.row.stage, fx.now()),
                                  store::save_progress(s.row, fx.now())};
  co_await fx.ask<db::transact>(unit);
  s.stoppable = true;
  auto result = co_await attempt(s.kind->do_step(s.step, s.row.subject, fx));
  s.stoppable = false;
  if (!result) co_return result.error();
  s.row.result = *result;
  if (s.step < s.steps) {
    std::vector<db::operation> ended{store::end_step(s.id, s.step, s.row.result, fx.now())};
    co_await fx.ask<db::transact>(ended);
  }
  co_return *result;
}

/// All steps that are not done yet, tried as often as patience says.
flow<done> work(job_state& s, effects& fx) {
  while (s.step <= s.steps && !s.stopping) {
    auto result = co_await attempt(logged_step(s, fx));
    if (s.stopping) break;
    if (result) {
      ++s.step;
      continue;
    }
    failure why = result.error();
    if (is_final(why.code)) {
      co_await give_up(s, why.text, fx);
      co_return done{};
    }
    if (s.row.tries >= s.how.tries) {
      co_await give_up(s, "given up after " + std::to_string(s.row.tries) + " tries: " + why.text, fx);
      co_return done{};
    }
    s.row.error = why.text;
    s.row.stage = "waiting to try again";
    auto wait = back_off(s.how, s.row.tries);
    co_await attempt(stoppable_nap(s, wait, fx));
    if (s.stopping) break;
    auto unit = store::claim(s.id, fx.now());
    auto claimed = co_await fx.ask<db::transact>(unit);
    if (claimed.sets.at(0).rows.empty()) co_return done{};  // it was closed meanwhile
    s.row.tries = store::job_of(claimed.sets[0].rows.front()).tries;
  }
  if (s.stopping)
    co_await stopped(s, fx);
  else
    co_await end_as(s, "completed", std::string(), fx);
  co_return done{};
}

/// Claims the job and goes on where the log of its steps ends.
flow<done> claim_and_work(job_state& s, effects& fx) {
  auto unit = store::claim(s.id, fx.now());
  auto claimed = co_await fx.ask<db::transact>(unit);
  if (claimed.sets.at(0).rows.empty()) {
    s.again = false;  // it has ended, or was closed before it began
    co_return done{};
  }
  s.row = store::job_of(claimed.sets[0].rows.front());
  auto log = store::steps_of(claimed.sets.at(1));
  const auto kind = std::find_if(s.kinds->begin(), s.kinds->end(),
                                 [&s](const work_kind& k) { return k.name == s.row.kind; });
  s.kind = kind == s.kinds->end() ? nullptr : &*kind;
  s.steps = s.kind ? static_cast<std::uint32_t>(s.kind->steps.size()) : 0;
  s.step = 1;
  while (std::find(log.done.begin(), log.done.end(), s.step) != log.done.end()) ++s.step;
  if (!log.result.empty()) s.row.result = log.result;
  if (s.row.cancelled) {
    co_await give_up(s, s.row.error, fx);
  } else if (!s.kind) {
    co_await give_up(s, "this program does not know jobs of the kind '" + s.row.kind + "'", fx);
  } else if (s.row.tries > s.how.tries) {
    auto tried = std::to_string(s.how.tries);
    co_await give_up(s, "given up: the program ended during each of its " + tried + " tries", fx);
  } else {
    co_await work(s, fx);
  }
  co_return done{};
}

}  // namespace

std::string mark_of(const job_record& job) {
  const auto said = job.status + '\n' + job.stage + '\n' + std::to_string(job.tries);
  std::uint64_t hash = 14'695'981'039'346'656'037U;  // FNV-1a
  for (char c : said) hash = (hash ^ static_cast<unsigned char>(c)) * 1'099'511'628'211U;
  return std::to_string(job.percent) + "-" + std::to_string(hash);
}

flow<job_record> read_own_job(std::string id, effects& fx) {
  auto read = store::read_job(id);
  auto found = co_await fx.ask<db::query>(read);
  if (found.rows.empty()) co_return fail(ec::not_found, "job not found");
  auto job = store::job_of(found.rows.front());
  if (!may_see(job, fx.ctx())) co_return fail(ec::not_found, "job not found");
  co_return job;
}

flow<job_rested> on(job_state& s, run_job, effects& fx) {
  // The board has been restarted, and does not know that this runs.
  while (s.running) co_await fx.sleep(look_again);
  s.running = true;
  s.stopping = s.suspend = s.stoppable = s.again = false;
  s.command = fx.command();
  auto ended = co_await attempt(claim_and_work(s, fx));
  if (!ended && !s.suspend) {
    // The database does not answer: the row is still open, and whoever looks next goes on with it.
    s.again = true;
    auto wait = back_off(s.how, 1);
    co_await attempt(stoppable_nap(s, wait, fx));
  }
  s.running = false;
  job_rested out;
  out.again = s.again;
  co_return out;
}

void on(job_state& s, stop_job m, effects& fx) {
  if (!s.running) return;
  s.stopping = true;
  s.suspend = s.suspend || m.suspend;
  if (s.stoppable) fx.cancel(s.command);
}

flow<done> on(job_state& s, progressed m, effects& fx) {
  if (!s.running || s.step == 0) co_return done{};
  auto percent = ((s.step - 1) * 100 + std::min(m.percent, 99U)) / std::max(s.steps, 1U);
  if (percent <= s.row.percent) co_return done{};
  s.row.percent = percent;
  if (s.saving || fx.steady() - s.saved < save_progress_every) co_return done{};
  s.saving = true;
  s.saved = fx.steady();
  std::vector<db::operation> unit{store::save_progress(s.row, fx.now())};
  co_await fx.try_ask<db::transact>(unit);
  s.saving = false;
  co_return done{};
}

flow<job_record> on(job_state& s, get_job m, effects& fx) {
  if (s.row.id.empty() || !s.running) co_return co_await read_own_job(m.job_id, fx);
  if (!may_see(s.row, fx.ctx())) co_return fail(ec::not_found, "job not found");
  co_return s.row;
}

flow<job_seen> on(job_state& s, watch_job m, effects& fx) {
  return next_news(s, std::move(m), look_again, fx);
}

}  // namespace fm::jobs
