#include "overview_store.hpp"

#include "case_store.hpp"
#include "cases/folding.hpp"

#include <fm/providers/row_reader.hpp>

#include <algorithm>
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

}  // namespace fm::cases::store
