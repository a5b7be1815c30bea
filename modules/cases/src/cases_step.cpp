#include "cases_step.hpp"

#include "case_store.hpp"
#include "cases/case_metadata.hpp"
#include "cases/title.hpp"
#include "cases/turn_json.hpp"
#include "cases/turn_record.hpp"
#include "message_store.hpp"
#include "overview_store.hpp"

#include <fm/evidence/messages.hpp>
#include <fm/providers/look_up.hpp>
#include <fm/sessions/messages.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace fm::cases {

namespace {

/// The number that is the first cell of the one row of an answer.
std::int64_t number_of(const db::row_set& answer) { return answer.rows.at(0).at(0).integer; }

/// Rows of day and number.
void enter_days(case_trends& out, const db::row_set& rows, std::uint64_t trend_day::*what) {
  for (const auto& r : rows.rows) {
    const auto at = r.at(0).integer - out.days.front().day;
    if (at >= 0 && at < static_cast<std::int64_t>(out.days.size()))
      out.days[static_cast<std::size_t>(at)].*what = static_cast<std::uint64_t>(r.at(1).integer);
  }
}

constexpr micros day_length = 86'400 * second;

/// The number of the next case of today that the caller gives no title.
flow<std::int64_t> next_number(effects& fx) {
  std::vector<db::operation> unit;
  unit.push_back(store::count_day(fx.ctx().user, fx.now() / day_length));
  db::unit_result counted = co_await fx.ask<db::transact>(std::move(unit));
  co_return counted.sets.at(0).rows.at(0).at(0).integer;
}

}  // namespace

flow<case_record> on(cases_state&, create_case m, effects& fx) {
  case_record c;
  c.id = fx.new_key();
  c.owner = fx.ctx().user;
  c.title = m.title;
  c.description = m.description;
  c.priority = m.priority;
  c.category = m.category;
  c.tags = m.tags;
  c.context = m.context.empty() ? "{}" : m.context;
  c.metadata = "{}";
  if (!m.metadata.empty()) {
    case_metadata metadata(c.metadata);
    if (auto read = json::parse(m.metadata)) metadata.set("client", std::move(read.root));
    c.metadata = metadata.text();
  }
  c.created = c.updated = fx.now();
  if (c.title.empty()) {
    // In a unit of its own, since the title is made of what it returns; a number that is lost is no harm.
    auto number = co_await next_number(fx);
    c.title = automatic_title(c.created, number);
    c.title_kind = "automatic";
  }
  auto unit = store::insert_case(c);
  co_await fx.ask<db::transact>(std::move(unit));
  co_return c;
}

flow<case_record> on(cases_state& s, get_case m, effects& fx) {
  auto read = m.whole ? store::whole_case_by_id(m.case_id) : store::case_by_id(m.case_id);
  db::row_set found = co_await db::look_up(std::move(read), fx);
  if (found.rows.empty() || found.rows.front().at(1).bytes != fx.ctx().user)
    co_return fail(ec::not_found, "case " + m.case_id + " not found");
  constexpr std::size_t remembered = 64;
  auto before = std::find(s.read_lately.begin(), s.read_lately.end(), m.case_id);
  if (before != s.read_lately.end()) {
    s.read_lately.erase(before);
    fx.tell<wake_case>(m.case_id);
  } else {
    s.read_lately.push_back(m.case_id);
    if (s.read_lately.size() > remembered) s.read_lately.pop_front();
  }
  auto record = store::case_of(std::move(found.rows.front()));
  if (m.whole) record.metadata = present_metadata(std::move(record.metadata));
  co_return record;
}

flow<case_page> on(cases_state&, list_cases m, effects& fx) {
  auto count = store::count_cases(fx.ctx().user, m.status, m.priority);
  auto list = store::list_cases(fx.ctx().user, m);
  auto counting = fx.ask<db::query>(count);
  auto listing = fx.ask<db::query>(list);
  db::row_set counted = co_await counting;
  db::row_set listed = co_await listing;
  auto page = store::page_of(std::move(listed), m.limit);
  page.total = static_cast<std::uint64_t>(number_of(counted));
  co_return page;
}

flow<case_page> on(cases_state&, search_cases m, effects& fx) {
  auto search = store::search_cases(fx.ctx().user, m);
  db::row_set found = co_await fx.ask<db::query>(search);
  co_return store::page_of(std::move(found), m.limit);
}

flow<case_page> on(cases_state& s, list_session_cases m, effects& fx) {
  auto user = fx.ctx().user;
  co_await fx.ask<sessions::get_session>(user, m.session_id);
  list_cases all;
  all.limit = m.limit;
  all.offset = m.offset;
  co_return co_await on(s, std::move(all), fx);
}

flow<case_statistics> on(cases_state&, get_statistics, effects& fx) {
  constexpr micros week = 7 * day_length, month = 30 * day_length;
  const auto user = fx.ctx().user;
  const auto now = fx.now();
  auto counts = store::counts(user);
  auto resolved = store::resolved_since(user, now - week);
  auto in_week = store::created_since(user, now - week);
  auto in_month = store::created_since(user, now - month);
  auto times = store::resolution_time(user);
  auto counting = fx.ask<db::query>(counts);
  auto resolving = fx.ask<db::query>(resolved);
  auto creating_in_week = fx.ask<db::query>(in_week);
  auto creating_in_month = fx.ask<db::query>(in_month);
  auto timing = fx.ask<db::query>(times);
  case_statistics out;
  out.user = user;
  db::row_set rows = co_await counting;
  out.counts = store::counts_of(rows);
  rows = co_await resolving;
  out.resolved_this_week = static_cast<std::uint64_t>(number_of(rows));
  rows = co_await creating_in_week;
  out.created_this_week = static_cast<std::uint64_t>(number_of(rows));
  rows = co_await creating_in_month;
  out.created_this_month = static_cast<std::uint64_t>(number_of(rows));
  rows = co_await timing;
  const auto cases = number_of(rows);
  if (cases > 0)
    out.resolution_hours =
        static_cast<double>(rows.rows.at(0).at(1).integer) / static_cast<double>(cases) / 3'600;
  co_return out;
}

flow<case_trends> on(cases_state&, get_trends m, effects& fx) {
  const auto user = fx.ctx().user;
  const auto today = fx.now() / day_length;
  const auto first = today - static_cast<std::int64_t>(m.days) + 1;
  auto created = store::days(user, "created", first * day_length);
  auto resolved = store::days(user, "resolved", first * day_length);
  auto closed = store::days(user, "closed", first * day_length);
  auto creating = fx.ask<db::query>(created);
  auto resolving = fx.ask<db::query>(resolved);
  auto closing = fx.ask<db::query>(closed);
  case_trends out;
  for (auto day = first; day <= today; ++day) out.days.push_back({day, 0, 0, 0});
  db::row_set rows = co_await creating;
  enter_days(out, rows, &trend_day::created);
  rows = co_await resolving;
  enter_days(out, rows, &trend_day::resolved);
  rows = co_await closing;
  enter_days(out, rows, &trend_day::closed);
  co_return out;
}

flow<case_analytics> on(cases_state&, get_analytics m, effects& fx) {
  case_analytics out;
  out.record = co_await fx.ask<get_case>(m.case_id);
  constexpr std::uint32_t one = 1;
  auto read = store::parts_of_case(m.case_id);
  auto counting = fx.ask<db::query>(read);
  auto listing = fx.ask<evidence::list_evidence>(m.case_id, one);
  db::row_set rows = co_await counting;
  evidence::evidence_page evidence = co_await listing;
  const auto& r = rows.rows.at(0);
  out.hypotheses = static_cast<std::uint64_t>(r.at(0).integer);
  out.solutions = static_cast<std::uint64_t>(r.at(1).integer);
  out.evidence = evidence.total;
  if (!r.at(2).is_null() && !r.at(3).is_null() && r.at(3).integer >= r.at(2).integer)
    out.first_response_seconds = (r.at(3).integer - r.at(2).integer) / second;
  if (out.record.resolved != 0)
    out.resolution_minutes = (out.record.resolved - out.record.created) / (60 * second);
  co_return out;
}

flow<message_page> on(cases_state&, list_messages m, effects& fx) {
  case_record record = co_await fx.ask<get_case>(m.case_id);
  auto list = store::list_messages(m.case_id, m.limit, m.offset);
  db::row_set listed = co_await fx.ask<db::query>(list);
  message_page page;
  page.total = record.message_count;
  for (const auto& r : listed.rows) page.messages.push_back(store::message_of(r));
  co_return page;
}

flow<hypothesis_list> on(cases_state&, list_hypotheses m, effects& fx) {
  co_await fx.ask<get_case>(m.case_id);
  auto list = store::list_hypotheses(m.case_id);
  db::row_set found = co_await fx.ask<db::query>(list);
  hypothesis_list out;
  for (const auto& r : found.rows) out.hypotheses.push_back(store::hypothesis_of(r));
  co_return out;
}

flow<solution_list> on(cases_state&, list_solutions m, effects& fx) {
  co_await fx.ask<get_case>(m.case_id);
  auto list = store::list_solutions(m.case_id);
  db::row_set found = co_await fx.ask<db::query>(list);
  solution_list out;
  for (const auto& r : found.rows) out.solutions.push_back(store::solution_of(r));
  co_return out;
}

flow<question_page> on(cases_state&, list_questions m, effects& fx) {
  co_await fx.ask<get_case>(m.case_id);
  auto count = store::count_questions(m.case_id);
  auto list = store::list_questions(m.case_id, m.limit, m.offset);
  auto counting = fx.ask<db::query>(count);
  auto listing = fx.ask<db::query>(list);
  db::row_set counted = co_await counting;
  db::row_set listed = co_await listing;
  question_page page;
  page.total = static_cast<std::uint64_t>(number_of(counted));
  for (const auto& r : listed.rows) page.questions.push_back({store::message_of(r), r.back().bytes});
  co_return page;
}

flow<case_view> on(cases_state&, get_view m, effects& fx) {
  case_view out;
  constexpr bool whole = true;
  out.record = co_await fx.ask<get_case>(m.case_id, whole);
  constexpr std::uint32_t latest = 5;
  auto list = store::list_hypotheses(m.case_id);
  auto fixes = store::list_solutions(m.case_id);
  auto listing = fx.ask<db::query>(list);
  auto fixing = fx.ask<db::query>(fixes);
  auto finding = fx.ask<evidence::list_evidence>(m.case_id, latest);
  db::row_set hypotheses = co_await listing;
  db::row_set solutions = co_await fixing;
  evidence::evidence_page evidence = co_await finding;
  for (const auto& r : hypotheses.rows) out.hypotheses.push_back(store::hypothesis_of(r));
  for (const auto& r : solutions.rows) out.solutions.push_back(store::solution_of(r));
  out.evidence = std::move(evidence.evidence);
  out.evidence_total = evidence.total;
  co_return out;
}

namespace {

flow<case_message> stored_question(std::string id, effects& fx) {
  auto read = store::message_by_id(id);
  db::row_set found = co_await fx.ask<db::query>(read);
  if (found.rows.empty()) co_return fail(ec::not_found, "the question was deleted");
  co_return store::message_of(found.rows.front());
}

/// The answer to a question as it is stored.
flow<turn_ended> read_answer(case_message question, effects& fx) {
  auto read = store::answer_of(question.case_id, question.id);
  auto about = store::case_by_id(question.case_id);
  auto reading = fx.ask<db::query>(read);
  auto looking = fx.ask<db::query>(about);
  db::row_set said = co_await reading;
  db::row_set row = co_await looking;
  if (said.rows.empty() || row.rows.empty()) co_return fail(ec::not_found, "the answer was deleted");
  auto record = store::case_of(std::move(row.rows.front()));
  auto answer = stored_answer(question, store::message_of(said.rows.front()), record.status);
  turn_ended out;
  out.result = turn_result_text(answer);
  co_return out;
}

}  // namespace

// The modules below ask whose a case is by messages of their own.
flow<evidence::case_standing> on(cases_state&, evidence::look_at_case m, effects& fx) {
  auto found = co_await fx.ask<get_case>(m.case_id);
  evidence::case_standing out;
  out.status = found.status;
  out.turns = found.turns;
  co_return out;
}

flow<knowledge::case_standing> on(cases_state&, knowledge::look_at_case m, effects& fx) {
  auto found = co_await fx.ask<get_case>(m.case_id);
  knowledge::case_standing out;
  out.status = found.status;
  co_return out;
}

flow<evidence::case_hypotheses> on(cases_state& s, evidence::look_at_hypotheses m, effects& fx) {
  list_hypotheses all{m.case_id};
  auto found = co_await on(s, std::move(all), fx);
  evidence::case_hypotheses out;
  for (auto& h : found.hypotheses)
    out.hypotheses.push_back({std::move(h.id), std::move(h.title), std::move(h.description),
                              std::move(h.status), std::move(h.origin), h.confidence});
  co_return out;
}

flow<turn_ended> on(cases_state&, await_turn m, effects& fx) {
  case_message question = co_await stored_question(m.question_id, fx);
  while (question.state == "asked") {
    auto case_id = question.case_id;
    auto answered = co_await fx.try_ask<await_answer>(case_id, m.question_id);
    if (answered) {
      turn_ended out;
      out.result = turn_result_text(*answered);
      co_return out;
    }
    // Nobody answers it although it is open: it has just been answered, or is being marked.
    if (answered.error().code != ec::timeout) co_await fx.sleep(200 * millisecond);
    question = co_await stored_question(m.question_id, fx);
  }
  if (question.state != "answered")
    co_return fail(ec::conflict, "the question could not be answered; ask it again");
  co_return co_await read_answer(question, fx);
}

flow<done> on(cases_state&, abandon_turn m, effects& fx) {
  auto asking = stored_question(m.question_id, fx);
  auto asked = co_await attempt(std::move(asking));
  if (!asked) co_return done{};
  auto case_id = asked->case_id;
  co_await fx.ask<stop_question>(case_id, m.question_id);
  co_return done{};
}

flow<std::uint64_t> on(cases_state&, settle_interrupted, effects& fx) {
  std::vector<db::operation> unit;
  constexpr micros waited_for = 60 * minute;
  unit.push_back(store::fail_asked_messages(fx.now() - waited_for));
  db::unit_result done = co_await fx.ask<db::transact>(std::move(unit));
  constexpr std::uint32_t at_once = 500;
  for (std::size_t found = at_once; found == at_once;) {
    auto read = store::unsearchable_cases(at_once);
    db::row_set rows = co_await fx.ask<db::query>(read);
    found = rows.rows.size();
    std::vector<db::operation> filled;
    for (auto& r : rows.rows)
      for (auto& part : store::make_searchable(store::case_of(std::move(r))))
        filled.push_back(std::move(part));
    if (!filled.empty()) co_await fx.ask<db::transact>(std::move(filled));
  }
  co_return static_cast<std::uint64_t>(done.sets.at(0).changed);
}

}  // namespace fm::cases
