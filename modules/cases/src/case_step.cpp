#include "case_step.hpp"

#include "case_store.hpp"
#include "cases/case_change.hpp"
#include "cases/case_metadata.hpp"
#include "cases/lifecycle.hpp"

#include <fm/evidence/messages.hpp>
#include <fm/knowledge/messages.hpp>
#include <fm/providers/look_up.hpp>

#include <vector>

namespace fm::cases {

namespace {

failure not_found(const std::string& id) { return fail(ec::not_found, "case " + id + " not found"); }

/// The loaded case, for its owner.
outcome<case_record> owned(const case_state& s, const effects& fx) {
  if (s.row.owner != fx.ctx().user) return not_found(s.id);
  return s.row;
}

}  // namespace

flow<case_record> save_case(case_state& s, case_record row, std::vector<db::operation> more, effects& fx) {
  touch(row, fx.now());
  more.push_back(store::update_case(row));
  auto stored = co_await fx.try_ask<db::transact>(std::move(more));
  if (!stored) {
    s.loaded = false;  // it may have been stored all the same, when only the answer was lost
    co_return stored.error();
  }
  s.row = row;
  s.loaded = true;
  co_return row;
}

flow<case_record> own_case(case_state& s, effects& fx) {
  if (!s.loaded) {
    auto read = store::case_by_id(s.id);
    db::row_set found = co_await db::look_up(std::move(read), fx);
    if (found.rows.empty()) co_return not_found(s.id);
    // Another flow may have stored a newer one meanwhile.
    if (!s.loaded) {
      s.row = store::case_of(std::move(found.rows.front()));
      s.loaded = true;
    }
  }
  co_return owned(s, fx);
}

prompt<case_record> on(case_state& s, get_case, effects& fx) {
  if (!s.loaded) return own_case(s, fx);
  return owned(s, fx);
}

flow<done> on(case_state& s, wake_case, effects& fx) {
  co_await own_case(s, fx);
  co_return done{};
}

flow<case_record> on(case_state& s, update_case m, effects& fx) {
  auto turn = co_await s.writes.enter(fx);
  case_record row = co_await own_case(s, fx);
  if (m.version != 0 && m.version != row.version)
    co_return fail(ec::conflict, "the case has changed since version " + std::to_string(m.version) +
                                     "; it is at version " + std::to_string(row.version));
  if (m.status.given && m.status.text != row.status) {
    auto why = refusal(row.status, m.status.text);
    if (!why.empty()) co_return fail(ec::invalid, why);
    enter_status(row, m.status.text, fx.ctx().user, false, {}, fx.now());
  }
  apply(row, m);
  co_return co_await save_case(s, std::move(row), std::vector<db::operation>(), fx);
}

flow<case_record> on(case_state& s, set_status m, effects& fx) {
  auto turn = co_await s.writes.enter(fx);
  case_record row = co_await own_case(s, fx);
  auto why = refusal(row.status, m.status);
  if (!why.empty()) co_return fail(ec::invalid, why);
  enter_status(row, m.status, fx.ctx().user, false, m.reason, fx.now());
  co_return co_await save_case(s, std::move(row), std::vector<db::operation>(), fx);
}

flow<case_record> on(case_state& s, close_case m, effects& fx) {
  auto turn = co_await s.writes.enter(fx);
  case_record row = co_await own_case(s, fx);
  if (row.status == "closed") co_return fail(ec::invalid, "the case is closed already");
  auto reason = m.resolution;
  if (!m.notes.empty()) reason += (reason.empty() ? "" : ": ") + m.notes;
  enter_status(row, "closed", fx.ctx().user, false, reason, fx.now());
  case_metadata metadata(row.metadata);
  json::value closing{json::object{}};
  if (!m.resolution.empty()) closing.set("resolution", m.resolution);
  if (!m.notes.empty()) closing.set("resolution_notes", m.notes);
  if (!m.resolved_by.empty()) closing.set("resolved_by", m.resolved_by);
  metadata.set("closing", std::move(closing));
  row.metadata = metadata.text();
  co_return co_await save_case(s, std::move(row), std::vector<db::operation>(), fx);
}

flow<done> on(case_state& s, delete_case m, effects& fx) {
  co_await own_case(s, fx);
  // The turns end as cancelled and let their places go before the case does.
  auto questions = s.questions;
  for (auto question : questions) fx.cancel(question);
  auto turn = co_await s.turns.enter(fx);
  auto writing = co_await s.writes.enter(fx);
  co_await own_case(s, fx);
  co_await fx.ask<evidence::purge_case>(m.case_id);
  co_await fx.ask<knowledge::purge_case>(m.case_id);
  std::vector<db::operation> unit;
  unit.push_back(store::delete_case(m.case_id));
  s.loaded = false;
  co_await fx.ask<db::transact>(std::move(unit));
  co_return done{};
}

flow<case_message> on(case_state& s, add_message m, effects& fx) {
  auto turn = co_await s.writes.enter(fx);
  case_record row = co_await own_case(s, fx);
  case_message message;
  message.id = fx.new_key();
  message.case_id = s.id;
  message.role = m.role;
  message.content = m.content;
  message.metadata = m.metadata;
  message.turn = row.turns;
  message.created = fx.now();
  std::vector<db::operation> unit;
  unit.push_back(store::insert_message(message));
  co_await save_case(s, std::move(row), std::move(unit), fx);
  co_return message;
}

flow<hypothesis_record> on(case_state& s, add_hypothesis m, effects& fx) {
  auto turn = co_await s.writes.enter(fx);
  case_record row = co_await own_case(s, fx);
  hypothesis_record h;
  h.id = fx.new_key();
  h.case_id = s.id;
  h.title = m.title;
  h.description = m.description;
  h.confidence = m.confidence;
  h.created = h.updated = fx.now();
  std::vector<db::operation> unit;
  unit.push_back(store::insert_hypothesis(h));
  co_await save_case(s, std::move(row), std::move(unit), fx);
  co_return h;
}

flow<hypothesis_record> on(case_state& s, update_hypothesis m, effects& fx) {
  auto turn = co_await s.writes.enter(fx);
  case_record row = co_await own_case(s, fx);
  auto read = store::hypothesis_by_id(s.id, m.hypothesis_id);
  db::row_set found = co_await fx.ask<db::query>(read);
  if (found.rows.empty())
    co_return fail(ec::not_found, "hypothesis " + m.hypothesis_id + " not found in this case");
  auto h = store::hypothesis_of(found.rows.front());
  if (m.title.given) h.title = m.title.text;
  if (m.description.given) h.description = m.description.text;
  if (m.notes.given) h.notes = m.notes.text;
  if (m.confidence >= 0) h.confidence = m.confidence;
  if (m.has_validated) {
    h.validated = m.validated;
    if (h.validated) h.status = "validated";
  }
  if (m.status.given) {
    h.status = m.status.text;
    h.validated = h.status == "validated";
  }
  h.updated = fx.now();
  std::vector<db::operation> unit;
  unit.push_back(store::update_hypothesis(h));
  co_await save_case(s, std::move(row), std::move(unit), fx);
  co_return h;
}

flow<solution_record> on(case_state& s, add_solution m, effects& fx) {
  auto turn = co_await s.writes.enter(fx);
  case_record row = co_await own_case(s, fx);
  solution_record solution;
  solution.id = fx.new_key();
  solution.case_id = s.id;
  solution.title = m.title;
  solution.description = m.description;
  solution.steps = m.steps;
  solution.created = fx.now();
  std::vector<db::operation> unit;
  unit.push_back(store::insert_solution(solution));
  co_await save_case(s, std::move(row), std::move(unit), fx);
  co_return solution;
}

}  // namespace fm::cases
