// Export and import of a case as a file.
#include "case_store.hpp"
#include "cases/case_file.hpp"
#include "cases/case_metadata.hpp"
#include "cases_step.hpp"
#include "investigation/turn.hpp"
#include "message_store.hpp"

#include <fm/auth/audit.hpp>

#include <map>
#include <utility>
#include <vector>

namespace fm::cases {

flow<case_file> on(cases_state&, export_case m, effects& fx) {
  case_parts parts;
  constexpr bool whole = true;
  parts.record = co_await fx.ask<get_case>(m.case_id, whole);
  auto all = store::list_messages(m.case_id, most_file_messages + 1, 0);
  auto hypotheses = store::list_hypotheses(m.case_id);
  auto solutions = store::list_solutions(m.case_id);
  auto reading = fx.ask<db::query>(all);
  auto listing = fx.ask<db::query>(hypotheses);
  auto fixing = fx.ask<db::query>(solutions);
  db::row_set said = co_await reading;
  db::row_set known = co_await listing;
  db::row_set fixes = co_await fixing;
  if (said.rows.size() > most_file_messages)
    co_return fail(ec::too_large, "a case with more than " + std::to_string(most_file_messages) +
                                      " messages cannot be exported as a file");
  for (const auto& r : said.rows) parts.messages.push_back(store::message_of(r));
  for (const auto& r : known.rows) parts.hypotheses.push_back(store::hypothesis_of(r));
  for (const auto& r : fixes.rows) parts.solutions.push_back(store::solution_of(r));
  case_file out;
  out.case_id = m.case_id;
  out.text = write_case_file(parts, fx.now());
  std::vector<db::operation> unit{auth::audit(fx, "case.export", m.case_id, parts.record.title)};
  co_await fx.ask<db::transact>(std::move(unit));
  co_return out;
}

namespace {

/// Gives everything an id of this server, and the case to its new owner.
void make_own(case_parts& parts, effects& fx) {
  auto& c = parts.record;
  const auto from = std::exchange(c.id, fx.new_key());
  c.owner = fx.ctx().user;
  c.version = 1;
  c.updated = fx.now();
  if (c.created == 0) c.created = fx.now();
  if (c.context.empty()) c.context = "{}";
  c.message_count = static_cast<std::uint32_t>(parts.messages.size());
  case_metadata metadata(c.metadata);
  json::value origin;
  origin.set("from_case_id", from);
  metadata.set("imported", std::move(origin));
  std::map<std::string, std::string> ids;
  for (auto& m : parts.messages) {
    auto id = fx.new_key();
    if (!m.id.empty()) ids.emplace(m.id, id);
    m.id = std::move(id);
    m.case_id = c.id;
  }
  for (auto& m : parts.messages) {
    auto known = ids.find(m.reply_to);
    m.reply_to = known == ids.end() ? std::string() : known->second;
  }
  std::map<std::string, std::string> rows;
  for (auto& h : parts.hypotheses) {
    auto id = fx.new_key();
    if (!h.id.empty()) rows.emplace(h.id, id);
    h.id = std::move(id);
    h.case_id = c.id;
  }
  investigation::rename_hypotheses(metadata.state(), rows);
  c.metadata = metadata.text();
  for (auto& s : parts.solutions) {
    s.id = fx.new_key();
    s.case_id = c.id;
  }
}

}  // namespace

flow<case_record> on(cases_state&, import_case m, effects& fx) {
  auto read = read_case_file(m.text, fx.now());
  if (!read.problem.empty()) co_return fail(ec::invalid, read.problem);
  auto parts = std::move(read.parts);
  make_own(parts, fx);
  auto unit = store::insert_case(parts.record);
  for (const auto& message : parts.messages) unit.push_back(store::insert_message(message));
  for (const auto& h : parts.hypotheses) unit.push_back(store::insert_hypothesis(h));
  for (const auto& s : parts.solutions) unit.push_back(store::insert_solution(s));
  co_await fx.ask<db::transact>(std::move(unit));
  co_return parts.record;
}

}  // namespace fm::cases
