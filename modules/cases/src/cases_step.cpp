#include "cases_step.hpp"

#include "case_store.hpp"

#include <fm/providers/look_up.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace fm::cases {

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
  c.created = c.updated = fx.now();
  std::vector<db::operation> unit;
  unit.push_back(store::insert_case(c));
  co_await fx.ask<db::transact>(std::move(unit));
  co_return c;
}

flow<case_record> on(cases_state& s, get_case m, effects& fx) {
  auto read = store::case_by_id(m.case_id);
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
  co_return store::case_of(std::move(found.rows.front()));
}

flow<case_page> on(cases_state&, list_cases m, effects& fx) {
  auto count = store::count_cases(fx.ctx().user, m.status);
  auto list = store::list_cases(fx.ctx().user, m.status, m.limit, m.offset);
  auto counting = fx.ask<db::query>(count);
  auto listing = fx.ask<db::query>(list);
  db::row_set counted = co_await counting;
  db::row_set listed = co_await listing;
  case_page page;
  page.total = static_cast<std::uint64_t>(counted.rows.at(0).at(0).integer);
  for (auto& r : listed.rows) page.cases.push_back(store::case_of(std::move(r)));
  co_return page;
}

flow<message_page> on(cases_state&, list_messages m, effects& fx) {
  co_await fx.ask<get_case>(m.case_id);
  auto count = store::count_messages(m.case_id);
  auto list = store::list_messages(m.case_id, m.limit, m.offset);
  auto counting = fx.ask<db::query>(count);
  auto listing = fx.ask<db::query>(list);
  db::row_set counted = co_await counting;
  db::row_set listed = co_await listing;
  message_page page;
  page.total = static_cast<std::uint64_t>(counted.rows.at(0).at(0).integer);
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

flow<std::uint64_t> on(cases_state&, settle_interrupted, effects& fx) {
  std::vector<db::operation> unit;
  unit.push_back(store::fail_asked_messages());
  db::unit_result done = co_await fx.ask<db::transact>(std::move(unit));
  co_return static_cast<std::uint64_t>(done.sets.at(0).changed);
}

}  // namespace fm::cases
