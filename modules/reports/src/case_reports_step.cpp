#include "case_reports_step.hpp"

#include "report_store.hpp"
#include "reports/advice.hpp"
#include "reports/compose.hpp"
#include "reports/report_types.hpp"

#include <fm/agent/messages.hpp>
#include <fm/cases/messages.hpp>
#include <fm/evidence/messages.hpp>
#include <fm/providers/db.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace fm::reports {

namespace {

constexpr std::uint32_t most_messages = 200, most_evidence = 200;
constexpr std::size_t message_characters = 1'000;

/// Everything there is about the case; what the evidence cannot say now is said without it.
flow<material> gather(cases::case_record the_case, effects& fx) {
  constexpr std::uint64_t from_first = 0;
  const auto id = the_case.id;
  auto messages = fx.ask<cases::list_messages>(id, most_messages, from_first);
  auto hypotheses = fx.ask<cases::list_hypotheses>(id);
  auto solutions = fx.ask<cases::list_solutions>(id);
  auto evidence = fx.ask<evidence::list_evidence>(id, most_evidence, from_first);
  material out;
  cases::message_page said = co_await messages;
  cases::hypothesis_list thought = co_await hypotheses;
  cases::solution_list solved = co_await solutions;
  evidence::evidence_page given = co_await evidence;
  out.the_case = std::move(the_case);
  out.message_count = said.total;
  out.hypotheses = std::move(thought.hypotheses);
  out.solutions = std::move(solved.solutions);
  out.evidence_count = given.total;
  out.evidence.assign(given.evidence.rbegin(), given.evidence.rend());
  auto question = question_for(out.the_case, said.messages);
  out.messages = std::move(said.messages);
  for (auto& m : out.messages) m.content = one_line(m.content, message_characters);
  if (out.evidence_count == 0) {
    out.not_investigated = "the case has no evidence";
  } else {
    constexpr bool with_runbooks = true;
    auto read = co_await fx.try_ask<agent::run_turn>(id, question, with_runbooks);
    out.investigated = static_cast<bool>(read);
    if (read) {
      out.found = std::move(read->found);
      out.evidence_ids = std::move(read->evidence_ids);
    } else {
      out.not_investigated = "the evidence could not be read just now (" + read.error().text + ")";
    }
  }
  out.now = fx.now();
  co_return out;
}

report_outcome failed(std::string type, const failure& why) {
  report_outcome out;
  out.type = std::move(type);
  out.why = why.code;
  out.error = why.text;
  return out;
}

/// Composes one report and stores it as the next version of its type.
flow<report_record> write_one(std::string type, material from, micros begun, effects& fx) {
  report_record r;
  r.id = fx.new_key();
  r.case_id = from.the_case.id;
  r.type = type;
  r.created = begun;
  composed text = co_await fx.ask<compose_report>(type, from);
  r.title = std::move(text.title);
  r.content = std::move(text.content);
  r.document = std::move(text.document);
  r.generated = fx.now();
  r.took_ms = static_cast<std::uint64_t>((r.generated - begun) / millisecond);
  std::vector<db::operation> unit{store::insert(r)};
  auto stored = co_await fx.try_ask<db::transact>(std::move(unit));
  // The case was there a moment ago: it is being deleted.
  if (!stored && stored.error().code == ec::conflict)
    co_return fail(ec::not_found, "case " + r.case_id + " not found");
  if (!stored) co_return stored.error();
  const auto& rows = stored->sets.at(0).rows;
  if (rows.empty()) co_return fail(ec::invalid, full_text(r.type));
  r.version = static_cast<std::uint32_t>(rows.front().at(0).integer);
  r.document.clear();
  co_return r;
}

}  // namespace

flow<reports_generated> on(case_reports& s, generate_reports m, effects& fx) {
  constexpr bool whole = true;
  cases::case_record theirs = co_await fx.ask<cases::get_case>(m.case_id, whole);
  constexpr std::uint32_t retry_seconds = 5;
  if (s.writes.waiting() >= s.how.waiting_requests)
    co_return fail(ec::rate_limited,
                   std::to_string(s.writes.waiting()) + " requests for reports of this case wait already",
                   retry_seconds);
  auto turn = co_await s.writes.enter(fx);
  const auto begun = fx.now();
  auto read = store::of_case(m.case_id);
  db::row_set rows = co_await fx.ask<db::query>(read);
  auto existing = store::records_of(rows);
  reports_generated out;
  out.case_id = m.case_id;
  const bool any_room = std::any_of(m.types.begin(), m.types.end(),
                                    [&](const auto& t) { return versions_left(existing, t) > 0; });
  if (!any_room) co_return fail(ec::invalid, full_text(m.types.empty() ? "reports" : m.types.front()));
  material from = co_await gather(std::move(theirs), fx);
  std::size_t made = 0;
  for (const auto& type : m.types) {
    if (versions_left(existing, type) == 0) {
      out.outcomes.push_back(failed(type, fail(ec::invalid, full_text(type))));
      continue;
    }
    auto writing = write_one(type, from, begun, fx);
    auto one = co_await attempt(std::move(writing));
    if (!one) {
      out.outcomes.push_back(failed(type, one.error()));
      continue;
    }
    ++made;
    report_outcome good;
    good.type = type;
    good.made.push_back(std::move(*one));
    out.outcomes.push_back(std::move(good));
  }
  if (made == 0) co_return fail(out.outcomes.front().why, out.outcomes.front().error);
  co_return out;
}

flow<reports_linked> on(case_reports& s, link_reports m, effects& fx) {
  cases::case_record theirs = co_await fx.ask<cases::get_case>(m.case_id);
  if (theirs.status != "resolved" && theirs.status != "closed")
    co_return fail(ec::invalid,
                   "reports are linked to the closure of a case that is resolved or closed; this one is " +
                       theirs.status);
  auto turn = co_await s.writes.enter(fx);
  auto read = store::of_case(m.case_id);
  db::row_set rows = co_await fx.ask<db::query>(read);
  auto existing = store::records_of(rows);
  reports_linked out;
  for (const auto& id : m.report_ids) {
    if (std::find(out.report_ids.begin(), out.report_ids.end(), id) != out.report_ids.end()) continue;
    if (std::none_of(existing.begin(), existing.end(), [&](const auto& r) { return r.id == id; }))
      co_return fail(ec::not_found, "report " + id + " not found in this case");
    out.report_ids.push_back(id);
  }
  std::vector<db::operation> unit{store::link(m.case_id, out.report_ids)};
  auto linked = co_await fx.try_ask<db::transact>(std::move(unit));
  if (!linked && linked.error().code == ec::conflict)
    co_return fail(ec::not_found, "one of the reports was not found any more: it has just been deleted");
  if (!linked) co_return linked.error();
  co_return out;
}

}  // namespace fm::reports
