#include "documents/cluster_model.hpp"
#include "documents/document_reader.hpp"
#include "evidence/analyse.hpp"
#include "evidence/template_miner.hpp"
#include "evidence/text_rules.hpp"

#include <iterator>
#include <map>
#include <set>

namespace fm::evidence {

namespace {

/// Free texts inside of documents, by the log rules; lines that a document rule has explained are left alone.
void add_embedded_facts(const std::vector<embedded_line>& embedded, std::vector<fact>& facts) {
  std::set<std::pair<std::uint32_t, std::uint64_t>> told;
  for (const auto& f : facts)
    for (const auto& r : f.lines)
      for (auto n = r.first; n <= r.last && n < r.first + 50; ++n) told.insert({f.evidence, n});
  std::map<std::string, std::size_t> merged;
  for (const auto& e : embedded) {
    if (told.contains({e.evidence, e.line})) continue;
    auto match = text_rules::instance().match(e.text);
    bool known = !match.rule.empty();
    if (!known && !text_rules::sounds_wrong(e.text)) continue;
    auto key = std::to_string(e.evidence) + '\x1f' + std::string(match.rule) + '\x1f' + mask(e.text);
    auto [it, fresh] = merged.try_emplace(key, facts.size());
    if (fresh) {
      fact f;
      f.rule = known ? std::string(match.rule) : "error_group";
      f.role = known ? match.role : role::symptom;
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

}  // namespace

documents_related relate(const std::vector<document_text>& documents) {
  documents_related out;
  auto& facts = out.facts;
  std::vector<embedded_line> embedded;
  cluster_model cluster;
  auto append = [](auto& to, auto from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  };
  for (const auto& d : documents) {
    auto read = read_document(d.evidence, d.kind, d.name, d.text);
    append(facts, std::move(read.facts));
    append(embedded, std::move(read.embedded));
    for (auto& n : read.notes) out.notes.push_back({d.evidence, std::move(n)});
    cluster.add(d.evidence, d.kind, d.name, d.text);
  }
  append(facts, cluster.facts());
  append(embedded, cluster.embedded());
  add_embedded_facts(embedded, facts);
  return out;
}

}  // namespace fm::evidence
