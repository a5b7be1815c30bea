#include "file_job.hpp"

#include "evidence/analyse.hpp"

namespace fm::evidence {

namespace {

/// Counts the bytes that were read of a file, compressed or not.
class counting_source final : public byte_source {
 public:
  explicit counting_source(byte_source& from) : from_(from) {}
  std::size_t read(std::span<char> into) override {
    auto n = from_.read(into);
    bytes_ += n;
    return n;
  }
  std::string_view error() const override { return from_.error(); }
  std::uint64_t bytes() const { return bytes_; }

 private:
  byte_source& from_;
  std::uint64_t bytes_ = 0;
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
  counting_source source(*file);
  auto read = analyse_file(m.number, m.source.name, source, how, [&](std::uint64_t bytes) {
    if (outside_.progress) outside_.progress(m.source.name, bytes);
    env.progress(source.bytes(), m.source.bytes);
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
