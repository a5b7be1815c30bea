#include "file_job.hpp"

#include "evidence/analyse.hpp"

namespace fm::evidence {

outcome<file_read> file_job::run(const read_file& m, actors::worker_env& env) {
  auto zone = outside_.zone(m.terms.zone);
  if (!zone) return fail(ec::invalid, "the time zone '" + m.terms.zone + "' is not known");
  analysis_options how;
  how.zone = *zone;
  how.now = m.terms.now;
  how.window = {m.terms.windowed, m.terms.daily, m.terms.window_first, m.terms.window_last};
  auto source = outside_.open(m.source.path);
  auto read = analyse_file(m.number, m.source.name, *source, how, [&](std::uint64_t bytes) {
    if (outside_.progress) outside_.progress(m.source.name, bytes);
    return !env.cancelled();
  });
  if (env.cancelled()) return fail(ec::cancelled);
  file_read out;
  out.found = std::move(read.found);
  out.error = std::move(read.error);
  if (!read.document.empty())
    out.documents.push_back({m.number, out.found.kind, out.found.name, std::move(read.document)});
  return out;
}

outcome<documents_related> file_job::run(const relate_documents& m, actors::worker_env&) {
  return relate(m.documents);
}

}  // namespace fm::evidence
