#include "incident_parts.hpp"

#include <utility>

namespace fm::evidence {

void renumber(file_read& read, std::uint32_t number) {
  read.found.evidence = number;
  for (auto& f : read.found.facts) f.evidence = number;
  for (auto& d : read.documents) d.evidence = number;
}

void hand_out(documents_related& related, std::vector<digest>& digests) {
  for (auto& f : related.facts)
    if (f.evidence >= 1 && f.evidence <= digests.size())
      digests[f.evidence - 1].facts.push_back(std::move(f));
  for (auto& n : related.notes)
    if (n.evidence >= 1 && n.evidence <= digests.size())
      digests[n.evidence - 1].notes.push_back(std::move(n.text));
}

}  // namespace fm::evidence
