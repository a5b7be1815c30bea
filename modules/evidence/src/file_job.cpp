#include "file_job.hpp"

#include "evidence/analyse.hpp"
#include "evidence/picture_header.hpp"
#include "left_out.hpp"

#include <fm/budget/checkpoint.hpp>
#include <fm/crypto/hash.hpp>

#include <algorithm>
#include <array>
#include <map>

namespace fm::evidence {

namespace {

/// What it takes to read one file: the text of a document, and what the analysis of a log remembers.
constexpr std::uint64_t read_bytes = 20u << 20;

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

std::string in_megabytes(std::uint64_t bytes) { return std::to_string(bytes >> 20) + " MB"; }

/// The hash of all bytes; empty when they cannot be read.
std::string content_hash(byte_source& from, const actors::worker_env& env) {
  crypto::sha256_stream hash;
  std::vector<char> block(256 * 1024);
  while (auto n = env.cancelled() ? 0 : from.read(block)) hash.update({block.data(), n});
  if (from.failed()) return {};
  return std::string(crypto::bytes_of(hash.finish()));
}

/// What a file that is no text is as a picture.
picture_facts look_at_picture(byte_source& from, const actors::worker_env& env) {
  constexpr std::size_t most = most_picture_bytes + 1, block = 64 * 1024;
  std::string bytes;
  while (bytes.size() < most && !env.cancelled()) {
    const auto had = bytes.size();
    bytes.resize(std::min(had + block, most));
    const auto n = from.read(std::span(bytes).subspan(had));
    bytes.resize(had + n);
    if (n == 0) break;
  }
  const bool whole = bytes.size() < most;
  auto out = from.failed() ? picture_facts{} : read_picture(bytes, whole);
  if (whole && out.is_picture()) {
    out.bytes = bytes.size();
    out.sha256 = crypto::hex(crypto::sha256(bytes));
  }
  return out;
}

}  // namespace

outcome<file_read> file_job::run(const read_file& m, actors::worker_env& env) {
  auto zone = outside_.zone(m.terms.zone);
  if (!zone) return fail(ec::invalid, "the time zone '" + m.terms.zone + "' is not known");
  file_read out;
  const auto stopped = [&env] { return env.cancelled(); };
  budget::memory_share share(outside_.memory.all, 0, stopped);
  if (!share.grow(read_bytes)) {
    out.error = "could not be read: the " + in_megabytes(read_bytes) +
                " of memory that this takes were not free in time (FM_MEMORY_MB)";
    out.unreadable = true;
    return out;
  }
  analysis_options how;
  how.zone = *zone;
  how.now = m.terms.now;
  how.sought = m.terms.sought;
  how.window = {m.terms.windowed, m.terms.daily, m.terms.window_first, m.terms.window_last};
  auto file = outside_.open(m.source.path);
  watched_source source(*file, m.source.bytes, env);
  budget::watched_work watched(stopped);
  try {
    auto read = analyse_file(m.number, m.source.name, source, how, [&](std::uint64_t bytes) {
      if (outside_.progress) outside_.progress(m.source.name, bytes);
      return !env.cancelled();
    });
    out.found = std::move(read.found);
    out.error = std::move(read.error);
  } catch (const budget::work_stopped&) {
    return fail(ec::cancelled);
  }
  out.unreadable = file->failed();
  if (!out.error.empty() && !out.unreadable) {
    file = outside_.open(m.source.path);
    out.found.picture = look_at_picture(*file, env);
    if (out.found.picture.is_picture()) out.error = refusal_of(out.found.picture);
  }
  if (env.cancelled()) return fail(ec::cancelled);
  return out;
}

outcome<documents_related> file_job::run(const relate_documents& m, actors::worker_env& env) {
  const auto stopped = [&env] { return env.cancelled(); };
  const auto most = outside_.memory.per_turn;
  budget::memory_share share(outside_.memory.all, most, stopped);
  budget::watched_work watched(stopped);
  const std::string instead = ": ask about fewer files, or raise ";
  left_out_files too_much("not checked against the other documents: together they take more than the " +
                          in_megabytes(most) + " of memory of one question" + instead + "FM_TURN_MEMORY_MB");
  left_out_files not_free(
      "not checked against the other documents: other questions held the memory that this takes" + instead +
      "FM_MEMORY_MB");
  std::vector<std::string> unreadable;
  documents_related out;
  try {
    document_relation together;
    for (const auto& d : m.documents) {
      if (env.cancelled()) return fail(ec::cancelled);
      // The text first, by what is known of its length; then what reading it takes.
      const auto expected = std::min<std::uint64_t>(d.source.bytes, read_bytes);
      const auto before = share.held();
      const auto take = [&](std::uint64_t bytes) {
        if (share.grow(bytes)) return true;
        (share.beyond(bytes) ? too_much : not_free).add(d.source.name);
        return false;
      };
      if (!take(document_relation::cost(d.kind, expected))) continue;
      auto file = outside_.open(d.source.path);
      watched_source source(*file, d.source.bytes, env);
      auto whole = read_whole_document(source);
      if (!whole.error.empty()) {
        share.shrink(share.held() - before);
        unreadable.push_back("'" + d.source.name + "' was not checked against the other documents: it " +
                             whole.error);
        continue;
      }
      const auto cost = document_relation::cost(d.kind, whole.text.size());
      const auto held = share.held() - before;
      if (cost > held && !take(cost - held)) {
        share.shrink(held);
        continue;
      }
      together.add(d.evidence, d.kind, d.source.name, std::move(whole.text));
    }
    out = together.finish();
  } catch (const budget::work_stopped&) {
    return fail(ec::cancelled);
  }
  out.left_out = std::move(unreadable);
  too_much.say(out.left_out);
  not_free.say(out.left_out);
  return out;
}

outcome<equal_files> file_job::run(const find_equal_files& m, actors::worker_env& env) {
  equal_files out;
  out.same_as.resize(m.files.size());
  std::map<std::uint64_t, std::uint32_t> of_length;
  for (const auto& f : m.files) ++of_length[f.bytes];
  std::map<std::string, std::uint32_t> first;
  for (std::size_t i = 0; i < m.files.size(); ++i) {
    const auto& f = m.files[i];
    if (f.bytes == 0 || of_length[f.bytes] == 1) continue;
    if (env.cancelled()) return fail(ec::cancelled);
    auto hash = content_hash(*outside_.open(f.path), env);
    if (hash.empty()) continue;
    auto [known, fresh] = first.try_emplace(std::move(hash), static_cast<std::uint32_t>(i + 1));
    if (!fresh) out.same_as[i] = known->second;
  }
  if (env.cancelled()) return fail(ec::cancelled);
  return out;
}

}  // namespace fm::evidence
