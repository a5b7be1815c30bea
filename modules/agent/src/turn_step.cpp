#include "turn_step.hpp"

#include "agent/analyst.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace fm::agent {

namespace {

evidence::analysis_terms terms_of(const investigate& m, const question_scope& asked) {
  evidence::analysis_terms t;
  t.zone = m.zone;
  t.now = m.now;
  t.windowed = asked.has_window && !asked.relative;
  t.daily = asked.daily;
  t.window_first = asked.first;
  t.window_last = asked.last;
  return t;
}

std::string nothing_to_read(const evidence::incident_analysed& incident) {
  std::string why = incident.digests.empty() ? "there is nothing to read: none of the files is text"
                                             : "there is nothing to read: every file is empty";
  for (const auto& n : incident.notes) why += "; " + n;
  return why;
}

}  // namespace

flow<investigation> on(turn_state&, investigate m, effects& fx) {
  std::vector<std::string> notes;
  if (m.question.find_first_not_of(" \t\r\n") == std::string::npos) {
    m.question = "What is wrong?";
    notes.push_back("no question was given: answered 'What is wrong?'");
  }
  auto terms = terms_of(m, understand(m.question, m.now, m.zone_offset));
  evidence::incident_analysed incident = co_await fx.ask<evidence::analyse_incident>(m.files, terms);
  bool any = std::any_of(incident.digests.begin(), incident.digests.end(),
                         [](const evidence::digest& d) { return d.kind != evidence::kind::empty; });
  if (!any) co_return fail(ec::invalid, nothing_to_read(incident));

  investigation found =
      co_await fx.ask<reason>(m.question, m.now, m.zone_offset, std::move(incident.digests));
  found.notes.insert(found.notes.end(), notes.begin(), notes.end());
  found.notes.insert(found.notes.end(), incident.notes.begin(), incident.notes.end());

  std::vector<knowledge::passage> passages;
  auto queries = m.with_runbooks ? runbook_queries(found) : std::vector<std::string>();
  if (!queries.empty()) {
    constexpr std::uint32_t most = 3;
    auto looked_up = co_await fx.try_ask<knowledge::search_runbooks>(std::move(queries), most);
    // An answer without runbooks is worth more than none.
    if (!looked_up)
      found.notes.push_back("the runbooks could not be searched: " + looked_up.error().text);
    else
      for (auto& r : looked_up->results) add_passages(passages, std::move(r));
  }
  compose(found, std::move(passages));
  co_return found;
}

}  // namespace fm::agent
