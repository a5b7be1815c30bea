#include "fm/evaluation/difference.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace fm::evaluation {

namespace {

using key = std::pair<contender, std::string>;

std::map<key, incident_standing> standings_of(const std::vector<result>& results,
                                              const std::set<contender>& of,
                                              const std::vector<std::string>& only) {
  std::map<key, incident_standing> out;
  for (const auto& r : results) {
    if (of.count(r.by) == 0) continue;
    if (!only.empty() && std::find(only.begin(), only.end(), r.incident) == only.end()) continue;
    auto& s = out[{r.by, r.incident}];
    // `not_run` is below all others.
    s.how = std::min(s.how, r.how);
    ++s.runs;
    s.facts += r.facts;
    s.found += r.found;
  }
  return out;
}

std::set<contender> contenders_of(const std::vector<result>& results) {
  std::set<contender> out;
  for (const auto& r : results) out.insert(r.by);
  return out;
}

/// -1, 0 or 1: whether the share of found facts fell, stayed or rose. The number of runs may differ.
int by_facts(const incident_standing& before, const incident_standing& now) {
  const auto a = std::uint64_t{before.found} * now.facts, b = std::uint64_t{now.found} * before.facts;
  return a < b ? 1 : a > b ? -1 : 0;
}

int by_standing(const incident_standing& before, const incident_standing& now) {
  if (before.how != now.how) return before.how < now.how ? 1 : -1;
  return by_facts(before, now);
}

}  // namespace

difference compare(const std::vector<result>& before, const std::vector<result>& now,
                   const std::vector<std::string>& only) {
  auto both = contenders_of(now);
  const auto earlier = contenders_of(before);
  std::erase_if(both, [&](const contender& c) { return earlier.count(c) == 0; });
  const auto was = standings_of(before, both, only), is = standings_of(now, both, only);
  difference out;
  for (const auto& [at, s] : is) {
    const auto old = was.find(at);
    change c{at.second, at.first, old == was.end() ? incident_standing{} : old->second, s};
    if (old == was.end()) {
      out.added.push_back(std::move(c));
      continue;
    }
    const bool ran = c.before.how != standing::not_run, runs = s.how != standing::not_run;
    const auto turn = by_standing(c.before, s);
    if (ran && !runs)
      out.stopped.push_back(std::move(c));
    else if (!ran && runs)
      out.resumed.push_back(std::move(c));
    else if (turn == 0)
      ++out.same;
    else
      (turn > 0 ? out.better : out.worse).push_back(std::move(c));
  }
  for (const auto& [at, s] : was)
    if (is.count(at) == 0) out.gone.push_back({at.second, at.first, s, {}});
  return out;
}

}  // namespace fm::evaluation
