#include "turn_hypotheses.hpp"

#include "cases/hypothesis_rows.hpp"
#include "cases/turn_findings.hpp"
#include "message_store.hpp"

#include <algorithm>

namespace fm::cases {

hypothesis_rows rows_of(const case_state& s, const db::row_set& stored, const agent::investigation& found,
                        effects& fx) {
  hypothesis_rows out;
  for (const auto& r : stored.rows) out.all.push_back(store::hypothesis_of(r));
  out.known = out.all.size();
  for (const auto& h : found.hypotheses) {
    hypothesis_record record;
    if (const auto* before = row_of(out.all, h)) {
      record = *before;
    } else {
      record.id = fx.new_key();
      record.case_id = s.id;
      record.created = fx.now();
      record.origin = origin_of(h);
      record.confidence = h.likelihood;
      out.all.push_back(record);
    }
    const bool again = std::find(out.stated.begin(), out.stated.end(), record.id) != out.stated.end();
    out.stated.push_back(again ? std::string() : record.id);
  }
  return out;
}

void store_hypotheses(std::vector<db::operation>& unit, hypothesis_rows rows,
                      const investigation::state& state, const agent::investigation& found, micros now) {
  for (std::size_t i = 0; i < rows.all.size(); ++i) {
    auto& record = rows.all[i];
    const auto stated = std::find(rows.stated.begin(), rows.stated.end(), record.id);
    bool changed = stated != rows.stated.end();
    if (changed) {
      const auto& h = found.hypotheses[static_cast<std::size_t>(stated - rows.stated.begin())];
      record.origin = origin_of(h);
      describe(record, h);
    }
    if (const auto* h = investigation::find(state.hypotheses, record.id)) changed |= take_over(record, *h);
    if (!changed) continue;
    record.updated = now;
    unit.push_back(i < rows.known ? store::update_hypothesis(record) : store::insert_hypothesis(record));
  }
}

}  // namespace fm::cases
