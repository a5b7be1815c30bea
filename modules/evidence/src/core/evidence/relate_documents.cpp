#include "documents/cluster_model.hpp"
#include "documents/document_reader.hpp"
#include "evidence/analyse.hpp"
#include "evidence/template_miner.hpp"
#include "evidence/text_rules.hpp"

#include <fm/budget/checkpoint.hpp>

#include <iterator>
#include <map>
#include <set>
#include <utility>

namespace fm::evidence {

namespace {

template <class T>
void append(std::vector<T>& to, std::vector<T> from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

/// Free texts inside of documents, by the log rules; lines that a document rule has explained are left alone.
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

}  // namespace

struct document_relation::state {
  documents_related out;
  std::vector<embedded_line> embedded;
  cluster_model cluster;
};

document_relation::document_relation() : state_(std::make_unique<state>()) {}
document_relation::~document_relation() = default;

// Measured over documents that are dense for their kind: the text, its lines, the tree or the rows, and the
// facts before they are merged, of which a table has one for nearly every line.
std::uint64_t document_relation::cost(kind what, std::uint64_t bytes) {
  constexpr std::uint64_t kept_facts = 4u << 20;
  std::uint64_t factor = 8;
  if (what == kind::kubectl_table || what == kind::kubectl_events) factor = 26;
  if (what == kind::kubectl_describe) factor = 12;
  if (what == kind::manifest || what == kind::json_document || what == kind::yaml_document) factor = 13;
  return kept_facts + bytes * factor;
}

void document_relation::add(std::uint32_t evidence, kind what, std::string_view name, std::string text) {
  auto& s = *state_;
  auto read = read_document(evidence, what, name, text);
  for (auto& n : read.notes) s.out.notes.push_back({evidence, std::move(n)});
  s.cluster.add(evidence, what, std::move(text), read.facts);
  append(s.out.facts, std::move(read.facts));
  append(s.embedded, std::move(read.embedded));
}

documents_related document_relation::finish() {
  auto& s = *state_;
  append(s.out.facts, s.cluster.facts());
  append(s.embedded, s.cluster.embedded());
  add_embedded_facts(s.embedded, s.out.facts);
  return std::move(s.out);
}

}  // namespace fm::evidence
