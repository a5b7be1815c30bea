#include "agent/listed_objects.hpp"

#include "agent/wording.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace fm::agent {

namespace {

using evidence::fact;
using evidence::kind;

constexpr double named = .8;  // relevance of what the question names

kind kind_of(const fact& f, const investigation& of) {
  return f.evidence >= 1 && f.evidence <= of.evidence.size() ? of.evidence[f.evidence - 1].kind : kind::empty;
}

}  // namespace

void keep_named(std::vector<candidate>& all) {
  const auto other = [](const candidate& c) { return c.relevance < named; };
  if (!std::all_of(all.begin(), all.end(), other)) std::erase_if(all, other);
}

std::vector<candidate> asked_first(std::vector<candidate> all, const investigation& of) {
  auto listed = [&](const candidate& c) {
    auto k = kind_of(*c.facts.front(), of);
    return k == kind::kubectl_events || k == kind::kubectl_table;
  };
  constexpr double other = .5;
  if (all.empty() || !listed(all.front()) || all.front().relevance > other) return all;
  auto asked = std::find_if(all.begin(), all.end(), [&](const candidate& c) {
    return listed(c) && c.relevance >= named && c.weight >= worth_telling;
  });
  if (asked != all.end()) std::rotate(all.begin(), asked, asked + 1);
  return all;
}

void tell_stranger(investigation& out, const fact& best, const relevance& about) {
  if (!about.known().empty() || about.unknown().empty() || best.subject.empty()) return;
  if (kind_of(best, out) == kind::log) return;
  claim c;
  c.form = "{name} does not occur in the evidence";
  c.slots.push_back({"name", about.unknown().front()});
  c.citations.push_back(cite(best));
  c.text = fill(c.form, c.slots);
  out.conclusion.insert(out.conclusion.begin(), std::move(c));
}

/// Of formats in which many programs log together.
constexpr std::array<std::string_view, 7> several_programs{"syslog",  "journal", "kernel", "compose",
                                                           "kubectl", "stern",   "Docker"};

bool tell_ended(investigation& out, std::vector<candidate>& all, const std::string& ended,
                const relevance& about) {
  const auto& lead = *all.front().facts.front();
  const auto of_it = [&](const candidate& c) { return about.names(*c.facts.front(), ended); };
  // A program's own log need not name it.
  const bool own_log = lead.evidence >= 1 && lead.evidence <= out.evidence.size() &&
                       contains_folded(out.evidence[lead.evidence - 1].format, ended);
  // Nor does the only log that there is, unless it is one of many programs.
  const auto is_of_many = [](const std::string& format) {
    return std::any_of(several_programs.begin(), several_programs.end(),
                       [&](auto word) { return format.find(word) != format.npos; });
  };
  // A message that names whom it is about is not of whoever wrote it.
  const bool only_log = out.evidence.size() == 1 && !is_of_many(out.evidence.front().format) &&
                        !contains_folded(lead.quote, lead.subject);
  if (ended.empty() || own_log || only_log || of_it(all.front()) || lead.subject.empty()) return false;
  const auto own = std::find_if(all.begin(), all.end(),
                                [&](const candidate& c) { return of_it(c) && c.weight >= worth_telling; });
  if (own != all.end()) {
    std::rotate(all.begin(), own, own + 1);
    return true;
  }
  claim c;
  c.slots.push_back({"name", ended});
  for (const auto& d : out.evidence) {
    const auto said = std::find_if(d.patterns.begin(), d.patterns.end(), [&](const evidence::pattern& p) {
      return contains_folded(p.example, ended);
    });
    if (said == d.patterns.end()) continue;
    c.form = "What ended {name} is not shown; the evidence says of it: \"{quote}\"";
    c.slots.push_back({"quote", excerpt(said->example, ended, 24)});
    citation where;
    where.evidence = d.evidence;
    where.lines.push_back({said->seen.first, said->seen.first});
    c.citations.push_back(std::move(where));
    break;
  }
  if (c.citations.empty()) {
    c.form = "{name} does not occur in the evidence, which shows trouble of something else";
    c.citations.push_back(cite(lead));
  }
  c.text = fill(c.form, c.slots);
  out.conclusion.insert(out.conclusion.begin(), std::move(c));
  return true;
}

void tell_counts(investigation& out) {
  struct counted {
    citation where;
    std::size_t objects = 0;
  };
  std::map<std::string, counted> states;
  for (const auto& d : out.evidence) {
    if (d.kind != kind::kubectl_table) continue;
    std::map<std::string, std::set<std::uint64_t>> lines;
    for (const auto& f : d.facts)
      for (auto slot : {"reason", "status"})
        if (const auto& state = f.get(slot); state.size() > 3 && contains_folded(out.question, state))
          for (const auto& r : f.lines)
            for (auto line = r.first; line <= r.last; ++line) lines[state].insert(line);
    // One list tells all; a second one is the same list at another time.
    for (const auto& [state, at] : lines) {
      auto& c = states[state];
      if (c.objects > 0) continue;
      c.where.evidence = d.evidence;
      for (auto line : at) c.where.lines.push_back({line, line});
      c.objects = at.size();
    }
  }
  std::vector<claim> told;
  for (auto& [state, c] : states) {
    claim t;
    t.form = c.objects == 1 ? "{state}: one" : "{state}: {count}";
    t.slots = {{"state", state}};
    if (c.objects > 1) t.slots.push_back({"count", std::to_string(c.objects)});
    t.citations.push_back(std::move(c.where));
    t.text = fill(t.form, t.slots);
    told.push_back(std::move(t));
  }
  out.conclusion.insert(out.conclusion.begin(), told.begin(), told.end());
}

}  // namespace fm::agent
