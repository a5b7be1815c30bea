#include "case_step.hpp"

#include "case_store.hpp"
#include "cases/case_change.hpp"
#include "cases/case_metadata.hpp"
#include "cases/lifecycle.hpp"

#include <fm/auth/audit.hpp>
#include <fm/evidence/ledger.hpp>
#include <fm/evidence/messages.hpp>
#include <fm/knowledge/ledger.hpp>
#include <fm/knowledge/messages.hpp>
#include <fm/providers/blob.hpp>
#include <fm/providers/look_up.hpp>

#include <vector>

namespace fm::cases {

namespace {

failure not_found(const std::string& id) { return fail(ec::not_found, "case " + id + " not found"); }

bool is_stale(const case_record& row, std::uint64_t version) {
  return version != 0 && version != row.version;
}

/// The loaded case, for its owner.
outcome<case_record> owned(const case_state& s, const effects& fx) {
  if (s.row.owner != fx.ctx().user) return not_found(s.id);
  return s.row;
}

}  // namespace

flow<case_record> save_case(case_state& s, case_record row, std::vector<db::operation> more, effects& fx) {
  touch(row, fx.now());
  const bool closes = row.status == "closed" && s.row.status != "closed";
  store::add_update(more, s.row, row);
  auto stored = co_await fx.try_ask<db::transact>(std::move(more));
  if (!stored) {
    s.loaded = false;  // it may have been stored all the same, when only the answer was lost
    failure why = stored.error();
    // Not what a client may take for a closed case, or for a version that it has named.
    if (why.code == ec::conflict) why = fail(ec::unavailable, "the case has just been changed; try again", 1);
    co_return why;
  }
  s.row = row;
  s.loaded = true;
  if (closes) {
    // Its documents go with it; what a stop of the program leaves of them goes at the next start.
    call_context own = fx.ctx();
    own.deadline = 0;
    fx.tell_in<knowledge::purge_case>(std::move(own), s.id);
  }
  co_return row;
}

flow<case_record> own_case(case_state& s, effects& fx) {
  if (s.deleted) co_return not_found(s.id);
  if (!s.loaded) {
    auto read = store::whole_case_by_id(s.id);
    db::row_set found = co_await db::look_up(std::move(read), fx);
    if (found.rows.empty()) co_return not_found(s.id);
    if (s.deleted) co_return not_found(s.id);
    // Another flow may have stored a newer one meanwhile.
    if (!s.loaded) {
      s.row = store::case_of(std::move(found.rows.front()));
      s.loaded = true;
    }
  }
  co_return owned(s, fx);
}

namespace {

flow<case_changed> change_case(case_state& s, case_record row, effects& fx) {
  case_changed out;
  out.record = co_await save_case(s, std::move(row), std::vector<db::operation>(), fx);
  co_return out;
}

}  // namespace

namespace {

flow<case_record> presented(case_state& s, effects& fx) {
  case_record row = co_await own_case(s, fx);
  row.metadata = present_metadata(std::move(row.metadata));
  co_return row;
}

}  // namespace

prompt<case_record> on(case_state& s, get_case m, effects& fx) {
  if (m.whole) return presented(s, fx);
  if (!s.loaded) return own_case(s, fx);
  return owned(s, fx);
}

flow<done> on(case_state& s, wake_case, effects& fx) {
  co_await own_case(s, fx);
  co_return done{};
}

flow<case_changed> on(case_state& s, update_case m, effects& fx) {
  auto turn = co_await s.writes.enter(fx);
  case_record row = co_await own_case(s, fx);
  if (is_stale(row, m.version)) co_return case_changed{row, true};
  if (m.status.given && m.status.text != row.status) {
    auto why = refusal(row.status, m.status.text);
    if (!why.empty()) co_return fail(ec::invalid, why);
    enter_status(row, m.status.text, fx.ctx().user, false, {}, fx.now());
  }
  apply(row, m);
  co_return co_await change_case(s, std::move(row), fx);
}

flow<case_changed> on(case_state& s, set_status m, effects& fx) {
  auto turn = co_await s.writes.enter(fx);
  case_record row = co_await own_case(s, fx);
  if (is_stale(row, m.version)) co_return case_changed{row, true};
  auto why = refusal(row.status, m.status);
  if (!why.empty()) co_return fail(ec::invalid, why);
  enter_status(row, m.status, fx.ctx().user, false, m.reason, fx.now());
  co_return co_await change_case(s, std::move(row), fx);
}

flow<case_changed> on(case_state& s, close_case m, effects& fx) {
  auto turn = co_await s.writes.enter(fx);
  case_record row = co_await own_case(s, fx);
  if (is_stale(row, m.version)) co_return case_changed{row, true};
  if (row.status == "closed") co_return fail(ec::invalid, "the case is closed already");
  close(row, m, fx.ctx().user, false, fx.now());
  co_return co_await change_case(s, std::move(row), fx);
}

flow<case_changed> on(case_state& s, delete_case m, effects& fx) {
  case_record row = co_await own_case(s, fx);
  if (is_stale(row, m.version)) co_return case_changed{row, true};
  // The turns end as cancelled and let their places go before the case does.
  auto questions = s.questions;
  for (auto question : questions) fx.cancel(question);
  auto turn = co_await s.turns.enter(fx);
  auto writing = co_await s.writes.enter(fx);
  row = co_await own_case(s, fx);
  if (is_stale(row, m.version)) co_return case_changed{row, true};
  co_await fx.ask<evidence::purge_case>(m.case_id);
  co_await fx.ask<knowledge::purge_case>(m.case_id);
  // What was uploaded meanwhile goes in the unit that deletes the case: afterwards nothing can come.
  std::vector<db::operation> unit = evidence::forget_case(m.case_id);
  const auto evidence_at = unit.size() - 1;
  for (auto& part : knowledge::forget_case(m.case_id)) unit.push_back(std::move(part));
  const auto documents_at = unit.size() - 1;
  for (auto& part : store::delete_case(row)) unit.push_back(std::move(part));
  unit.push_back(auth::audit(fx, "case.delete", row.id, row.title));
  s.loaded = false;
  auto removed = co_await fx.ask<db::transact>(std::move(unit));
  s.deleted = true;
  s.loaded = false;  // a read may have loaded it before it was gone
  auto files = evidence::files_of_forgotten(removed.sets.at(evidence_at));
  for (auto i = documents_at - 1; i <= documents_at; ++i)
    for (auto& key : knowledge::files_of_forgotten(removed.sets.at(i))) files.push_back(std::move(key));
  // What stays was written down: a sweep takes it.
  if (!files.empty()) co_await fx.try_ask<blob::remove>(files);
  case_changed out;
  out.record = row;
  co_return out;
}

}  // namespace fm::cases
