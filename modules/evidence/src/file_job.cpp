#include "file_job.hpp"

#include "evidence/analyse.hpp"

namespace fm::evidence {

namespace {

/// Tells how much of a file has been read, compressed or not, and ends it when nobody waits any more.
class watched_source final : public byte_source {
 public:
  watched_source(byte_source& from, std::uint64_t total, const actors::worker_env& env)
      : from_(from), env_(env), total_(total) {}

  std::size_t read(std::span<char> into) override {
    if (env_.cancelled()) return 0;
    auto n = from_.read(into);
    read_ += n;
    env_.progress(read_, total_);
    return n;
  }
  std::string_view error() const override { return from_.error(); }

 private:
  byte_source& from_;
  const actors::worker_env& env_;
  std::uint64_t total_;
  std::uint64_t read_ = 0;
};

}  // namespace

outcome<file_read> file_job::run(const read_file& m, actors::worker_env& env) {
  auto zone = outside_.zone(m.terms.zone);
  if (!zone) return fail(ec::invalid, "the time zone '" + m.terms.zone + "' is not known");
  analysis_options how;
  how.zone = *zone;
  how.now = m.terms.now;
  how.window = {m.terms.windowed, m.terms.daily, m.terms.window_first, m.terms.window_last};
  auto file = outside_.open(m.source.path);
  watched_source source(*file, m.source.bytes, env);
  auto read = analyse_file(m.number, m.source.name, source, how, [&](std::uint64_t bytes) {
    if (outside_.progress) outside_.progress(m.source.name, bytes);
    return !env.cancelled();
  });
  if (env.cancelled()) return fail(ec::cancelled);
  file_read out;
  out.found = std::move(read.found);
  out.error = std::move(read.error);
  out.unreadable = file->failed();
  if (!read.document.empty())
    out.documents.push_back({m.number, out.found.kind, out.found.name, std::move(read.document)});
  return out;
}

outcome<documents_related> file_job::run(const relate_documents& m, actors::worker_env&) {
  return relate(m.documents);
}

}  // namespace fm::evidence
