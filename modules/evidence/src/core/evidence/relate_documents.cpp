#include "documents/changed_settings.hpp"
#include "documents/cluster_model.hpp"
#include "documents/document_reader.hpp"
#include "evidence/analyse.hpp"
#include "evidence/embedded_facts.hpp"

#include <iterator>
#include <utility>

namespace fm::evidence {

namespace {

template <class T>
void append(std::vector<T>& to, std::vector<T> from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

}  // namespace

struct document_relation::state {
  documents_related out;
  std::vector<embedded_line> embedded;
  cluster_model cluster;
  changed_settings changes;
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
  s.changes.add(evidence, what, name, text);
  s.cluster.add(evidence, what, std::move(text), read.facts);
  append(s.out.facts, std::move(read.facts));
  append(s.embedded, std::move(read.embedded));
}

documents_related document_relation::finish() {
  auto& s = *state_;
  append(s.out.facts, s.cluster.facts());
  append(s.out.facts, s.changes.facts());
  append(s.embedded, s.cluster.embedded());
  add_embedded_facts(s.embedded, s.out.facts);
  return std::move(s.out);
}

}  // namespace fm::evidence
