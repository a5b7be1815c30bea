#include "evidence/embedded_facts.hpp"

#include "evidence/template_miner.hpp"
#include "evidence/text_rules.hpp"

#include <fm/budget/checkpoint.hpp>

#include <map>
#include <set>
#include <utility>

namespace fm::evidence {

void add_embedded_facts(const std::vector<embedded_line>& embedded, std::vector<fact>& facts) {
  std::set<std::pair<std::uint32_t, std::uint64_t>> told;
  for (const auto& f : facts)
    for (const auto& r : f.lines)
      for (auto n = r.first; n <= r.last && n < r.first + 50; ++n) told.insert({f.evidence, n});
  std::map<std::string, std::size_t> merged;
  const auto rules = text_rules::in_use();
  for (const auto& e : embedded) {
    budget::checkpoint();
    if (told.contains({e.evidence, e.line})) continue;
    auto match = rules->match(e.text);
    const bool known = static_cast<bool>(match);
    if (!known && !text_rules::sounds_wrong(e.text)) continue;
    auto key = std::to_string(e.evidence) + '\x1f' + std::string(match.id()) + '\x1f' + mask(e.text);
    auto [it, fresh] = merged.try_emplace(key, facts.size());
    if (fresh) {
      fact f;
      f.rule = known ? match.rule->id : "error_group";
      f.role = known ? match.rule->role : role::symptom;
      f.weight = known ? match.weight * .9 : .3;
      f.evidence = e.evidence;
      f.subject = e.subject;
      if (!e.subject.empty()) f.names.push_back(e.subject);
      f.slots = known ? match.slots : std::vector<slot>{{"template", mask(e.text)}};
      f.quote = e.text.substr(0, 400);
      f.quote_line = e.line;
      f.count = 0;
      facts.push_back(std::move(f));
    }
    auto& f = facts[it->second];
    ++f.count;
    if (f.lines.size() < 64 && (f.lines.empty() || f.lines.back().last < e.line))
      f.lines.push_back({e.line, e.line});
  }
}

}  // namespace fm::evidence
