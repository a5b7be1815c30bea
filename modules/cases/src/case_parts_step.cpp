// What is added to a case: messages, hypotheses, solutions, data items, a title.
#include "case_step.hpp"
#include "cases/case_data.hpp"
#include "cases/case_metadata.hpp"
#include "cases/hypothesis_rows.hpp"
#include "cases/title.hpp"
#include "message_store.hpp"

#include <utility>
#include <vector>

namespace fm::cases {

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
  ++row.message_count;
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
  case_metadata metadata(row.metadata);
  auto& known = metadata.state().hypotheses;
  investigation::take_row(known, known_of(h), row.turns);
  if (m.title.given) h.title = m.title.text;
  if (m.description.given) h.description = m.description.text;
  if (m.notes.given) h.notes = m.notes.text;
  if (m.confidence >= 0) h.confidence = m.confidence;
  investigation::take_row(known, known_of(h), row.turns);
  if (m.has_validated) h.validated = m.validated;
  if (m.has_validated && m.validated) judge_hypothesis(known, h, "validated", row.turns);
  if (m.status.given) judge_hypothesis(known, h, m.status.text, row.turns);
  row.metadata = metadata.text();
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

flow<data_item> on(case_state& s, add_data m, effects& fx) {
  auto read = json::parse(m.value);
  if (!read || read.root.as_object() == nullptr) co_return fail(ec::invalid, "a data item is a JSON object");
  auto turn = co_await s.writes.enter(fx);
  case_record row = co_await own_case(s, fx);
  data_item item;
  item.case_id = s.id;
  item.value = m.value;
  item.data_id = add_data_item(row, std::move(read.root));
  if (row.context.size() > most_data_bytes)
    co_return fail(ec::too_large, "the data items of a case may have " + std::to_string(most_data_bytes) +
                                      " bytes as JSON, all together; delete what is not needed any more");
  co_await save_case(s, std::move(row), std::vector<db::operation>(), fx);
  co_return item;
}

flow<done> on(case_state& s, remove_data m, effects& fx) {
  auto turn = co_await s.writes.enter(fx);
  case_record row = co_await own_case(s, fx);
  if (!remove_data_item(row, m.data_id))
    co_return fail(ec::not_found, "data item " + m.data_id + " not found in this case");
  co_await save_case(s, std::move(row), std::vector<db::operation>(), fx);
  co_return done{};
}

namespace {

/// A title out of what the case holds, best source first; empty when nothing in it names anything.
std::string found_title(const case_record& row, const db::row_set& questions, const db::row_set& hypotheses,
                        const suggest_title& m) {
  std::vector<std::string> sources{m.hint, case_metadata(row.metadata).proposed_statement()};
  const hypothesis_record* best = nullptr;
  std::vector<hypothesis_record> all;
  for (const auto& r : hypotheses.rows) all.push_back(store::hypothesis_of(r));
  for (const auto& h : all)
    if (h.status != "refuted" && h.status != "retired" && (!best || h.confidence > best->confidence))
      best = &h;
  if (best && best->confidence >= .5) sources.push_back(best->title);
  for (const auto& r : questions.rows) sources.push_back(store::message_of(r).content);
  sources.push_back(row.description);
  if (best) sources.push_back(best->title);
  for (const auto& source : sources)
    if (auto title = title_from(source, m.most_words); !title.empty()) return title;
  return {};
}

}  // namespace

flow<title_suggestion> on(case_state& s, suggest_title m, effects& fx) {
  case_record row = co_await own_case(s, fx);
  title_suggestion out;
  out.case_id = s.id;
  out.title = row.title;
  if (!m.force && says_something(row.title)) co_return out;
  auto first = store::list_questions(s.id, 1, 0);
  auto list = store::list_hypotheses(s.id);
  auto reading = fx.ask<db::query>(first);
  auto listing = fx.ask<db::query>(list);
  db::row_set questions = co_await reading;
  db::row_set hypotheses = co_await listing;
  out.title = found_title(row, questions, hypotheses, m);
  out.generated = !out.title.empty();
  if (!out.generated || !m.rename) co_return out;
  auto turn = co_await s.writes.enter(fx);
  row = co_await own_case(s, fx);
  row.title = out.title;
  row.title_kind = "derived";
  co_await save_case(s, std::move(row), std::vector<db::operation>(), fx);
  co_return out;
}

}  // namespace fm::cases
