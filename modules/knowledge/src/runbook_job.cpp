#include "runbook_job.hpp"

namespace fm::knowledge {

outcome<runbooks_loaded> runbook_job::run(const load_runbooks& m, actors::worker_env& env) {
  auto found = outside_.read_folder(m.folder);
  if (!found.error.empty()) return fail(ec::invalid, found.error);
  search_index::builder builder;
  std::uint64_t added = 0;
  for (const auto& d : found.documents) {
    if (env.cancelled()) return fail(ec::cancelled);
    builder.add(d);
    env.progress(++added, found.documents.size());
  }
  auto index = std::make_shared<const search_index>(builder.build());
  runbooks_loaded out;
  out.chunks = index->chunks();
  out.notes = std::move(found.notes);
  index_->set(std::move(index));
  return out;
}

outcome<passages_found> runbook_job::run(const search_runbooks& m, actors::worker_env&) {
  passages_found out;
  auto index = index_->get();
  search_options how;
  how.limit = m.limit;
  for (const auto& query : m.queries)
    out.results.push_back(index ? index->search(query, how) : std::vector<passage>());
  return out;
}

}  // namespace fm::knowledge
