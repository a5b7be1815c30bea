// What earlier cases of a user were about, for whoever looks for one that is alike.
#include "cases_step.hpp"
#include "overview_store.hpp"

#include <fm/agent/case_port.hpp>

#include <algorithm>
#include <utility>

namespace fm::cases {

flow<agent::past_cases> on(cases_state&, agent::look_at_past_cases m, effects& fx) {
  auto present = co_await fx.ask<get_case>(m.case_id);
  const auto& owner = present.owner;
  auto cases = store::past_cases(owner, m.most + 1);
  auto hypotheses = store::past_hypotheses(owner, m.most + 1);
  auto solutions = store::past_solutions(owner, m.most + 1);
  auto listing = fx.ask<db::query>(cases);
  auto supposing = fx.ask<db::query>(hypotheses);
  auto solving = fx.ask<db::query>(solutions);
  db::row_set listed = co_await listing;
  db::row_set supposed = co_await supposing;
  db::row_set solved = co_await solving;
  agent::past_cases out;
  out.cases = store::past_cases_of(listed, supposed, solved);
  out.present.id = present.id;
  out.present.title = present.title;
  out.present.problem = present.description;
  out.present.status = present.status;
  out.present.updated = present.updated;
  const auto own = std::find_if(out.cases.begin(), out.cases.end(),
                                [&](const agent::past_case& c) { return c.id == m.case_id; });
  if (own != out.cases.end()) {
    out.present = std::move(*own);
    out.cases.erase(own);
  }
  out.more = out.cases.size() > m.most || listed.rows.size() > m.most;
  if (out.cases.size() > m.most) out.cases.resize(m.most);
  co_return out;
}

}  // namespace fm::cases
