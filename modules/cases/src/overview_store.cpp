#include "overview_store.hpp"

#include "case_store.hpp"
#include "cases/folding.hpp"

#include <fm/providers/row_reader.hpp>

#include <algorithm>
#include <map>
#include <utility>

namespace fm::cases::store {

db::operation list_cases(const std::string& owner, const cases::list_cases& m) {
  if (!m.priority.empty()) {
    cases::search_cases s;
    s.status = m.status;
    s.priority = m.priority;
    s.with_closed = true;
    s.limit = m.limit;
    s.offset = m.offset;
    auto out = search_cases(owner, s);
    out.params[1] = m.after_updated;
    out.params[2] = m.after_id;
    return out;
  }
  db::operation out{"cases.list_cases", {owner, m.after_updated, m.after_id, m.limit + 1, m.offset}};
  if (!m.status.empty()) {
    out.name = "cases.list_cases_of_status";
    out.params.emplace_back(m.status);
  }
  return out;
}

db::operation count_cases(const std::string& owner, const std::string& status, const std::string& priority) {
  return {"cases.count_cases", {owner, status, priority}};
}

db::operation search_cases(const std::string& owner, const cases::search_cases& m) {
  constexpr std::size_t tags = 10;
  const bool hides_closed = !m.with_closed && m.status.empty();
  db::operation out{
      "cases.search",
      {owner, std::numeric_limits<micros>::max(), "", m.status, hides_closed ? 1 : 0, m.priority, m.category,
       m.created_after, m.created_before, folded(m.query), m.limit + 1, m.offset}};
  if (m.tags.empty()) return out;
  out.name = "cases.search_tagged";
  for (std::size_t i = 0; i < tags; ++i)
    out.params.emplace_back(i < m.tags.size() ? search_tag(m.tags[i]) : std::string());
  return out;
}

case_page page_of(db::row_set&& rows, std::uint32_t limit) {
  case_page page;
  page.more = rows.rows.size() > limit;
  for (auto& r : rows.rows)
    if (page.cases.size() < limit) page.cases.push_back(case_of(std::move(r)));
  return page;
}

db::operation counts(const std::string& owner) { return {"cases.counts", {owner}}; }

std::vector<case_count> counts_of(const db::row_set& rows) {
  std::vector<case_count> out;
  for (const auto& r : rows.rows) {
    db::row_reader in(r);
    case_count c;
    c.status = in.text();
    c.priority = in.text();
    c.cases = in.number<std::uint64_t>();
    out.push_back(std::move(c));
  }
  return out;
}

db::operation resolved_since(const std::string& owner, micros since) {
  return {"cases.resolved_since", {owner, since}};
}
db::operation created_since(const std::string& owner, micros since) {
  return {"cases.created_since", {owner, since}};
}
db::operation resolution_time(const std::string& owner) { return {"cases.resolution_time", {owner}}; }

db::operation days(const std::string& owner, const std::string& what, micros since) {
  return {"cases." + what + "_days", {owner, since}};
}

db::operation parts_of_case(const std::string& case_id) { return {"cases.parts_of_case", {case_id}}; }

db::operation past_cases(const std::string& owner, std::uint32_t limit) {
  return {"cases.past_cases", {owner, limit}};
}
db::operation past_hypotheses(const std::string& owner, std::uint32_t limit) {
  return {"cases.past_hypotheses", {owner, limit}};
}
db::operation past_solutions(const std::string& owner, std::uint32_t limit) {
  return {"cases.past_solutions", {owner, limit}};
}

std::vector<agent::past_case> past_cases_of(const db::row_set& cases, const db::row_set& hypotheses,
                                            const db::row_set& solutions) {
  std::vector<agent::past_case> out;
  std::map<std::string, std::size_t> places;
  for (const auto& r : cases.rows) {
    db::row_reader in(r);
    agent::past_case c;
    c.id = in.text();
    c.title = in.text();
    c.problem = in.text();
    c.status = in.text();
    c.closure_reason = in.text();
    c.updated = in.number<micros>();
    places[c.id] = out.size();
    out.push_back(std::move(c));
  }
  for (const auto& r : hypotheses.rows) {
    db::row_reader in(r);
    const auto place = places.find(in.text());
    if (place == places.end()) continue;
    if (auto& cause = out[place->second].root_cause; cause.empty()) cause = in.text();
  }
  for (const auto& r : solutions.rows) {
    db::row_reader in(r);
    const auto place = places.find(in.text());
    if (place == places.end()) continue;
    auto title = in.text();
    auto description = in.text();
    out[place->second].solutions.push_back(description.empty() ? title : title + ": " + description);
  }
  return out;
}

}  // namespace fm::cases::store
