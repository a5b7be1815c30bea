#include "incident_step.hpp"

#include <memory>
#include <utility>

namespace fm::evidence {

namespace {

/// Files are numbered when they were asked for; those that were left out leave no gap.
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

}  // namespace

flow<incident_analysed> on(incident_state&, analyse_incident m, effects& fx) {
  using asked = answer<file_read, false>;
  std::vector<std::unique_ptr<asked>> reads;
  std::uint32_t number = 0;
  for (const auto& file : m.files) {
    ++number;
    reads.emplace_back(new asked(fx.ask<read_file>(number, file, m.terms)));
  }
  incident_analysed out;
  std::vector<document_text> documents;
  for (std::size_t i = 0; i < reads.size(); ++i) {
    asked& read = *reads[i];
    file_read got = co_await read;
    const auto& file = m.files[i];
    if (!got.error.empty()) {
      if (!file.from_folder) co_return fail(ec::invalid, "'" + file.name + "' " + got.error);
      // A picture among the logs is no reason to stop.
      out.notes.push_back("'" + file.name + "' was left out: it " + got.error);
      continue;
    }
    renumber(got, static_cast<std::uint32_t>(out.digests.size() + 1));
    for (auto& d : got.documents) documents.push_back(std::move(d));
    out.digests.push_back(std::move(got.found));
  }
  if (!documents.empty()) {
    documents_related related = co_await fx.ask<relate_documents>(std::move(documents));
    hand_out(related, out.digests);
  }
  co_return out;
}

}  // namespace fm::evidence
