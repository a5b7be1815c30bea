#include "incident_step.hpp"

#include "incident_parts.hpp"

#include <memory>
#include <utility>

namespace fm::evidence {

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
    // Files are numbered when they were asked for; those that were left out leave no gap.
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
