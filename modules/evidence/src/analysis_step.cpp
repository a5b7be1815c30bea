#include "analysis_step.hpp"

#include "citing.hpp"
#include "digest_codec.hpp"
#include "evidence/related_kinds.hpp"
#include "evidence_store.hpp"
#include "incident_parts.hpp"

#include <fm/evidence/kind_names.hpp>
#include <fm/json/value.hpp>
#include <fm/providers/blob.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

namespace fm::evidence {

namespace {

constexpr std::uint32_t most_files = 1'000;
constexpr std::size_t reads_at_once = 8;
/// The zone of stored digests.
constexpr const char* usual_zone = "UTC";

file_source source_of(const evidence_record& e) {
  file_source out;
  out.path = e.storage_key;
  out.name = e.original_filename;
  out.from_folder = true;
  out.bytes = e.file_size;
  return out;
}

/// The words of the clients of 2025 for what a file is.
std::string_view data_type_of(const file_read& read) {
  if (!read.error.empty()) return read.found.picture.is_picture() ? "visual_evidence" : "unanalyzable";
  switch (read.found.kind) {
    case kind::log:
    case kind::kubectl_events:
    case kind::command_output:
      return "logs_and_errors";
    case kind::empty:
    case kind::text:
      return "unstructured_text";
    default:
      return "structured_config";
  }
}

/// What the file turned out to be, with all that the answer of an upload has beside it.
std::string result_of(const evidence_record& e, const file_read& read) {
  json::value classification, said;
  auto patterns = std::max<std::uint64_t>(1, read.found.pattern_count);
  classification.set("data_type", data_type_of(read))
      .set("compression_ratio", static_cast<double>(read.found.lines) / static_cast<double>(patterns));
  said.set("content", e.original_filename + ": " + (e.problem.empty() ? e.summary : e.problem))
      .set("response_type", "ANSWER");
  json::value out;
  out.set("evidence_id", e.id)
      .set("file_id", e.id)
      .set("case_id", e.case_id)
      .set("file_name", e.original_filename)
      .set("filename", e.original_filename)
      .set("file_size", e.file_size)
      .set("data_type", data_type_of(read))
      .set("classification", std::move(classification))
      .set("summary", e.summary)
      .set("agent_response", std::move(said))
      .set("readable", read.error.empty())
      .set("kind", to_string(read.found.kind))
      .set("format", read.found.format)
      .set("lines", read.found.lines)
      .set("facts", static_cast<std::uint64_t>(read.found.facts.size()))
      .set("patterns", read.found.pattern_count);
  json::array notes;
  if (!read.error.empty()) notes.emplace_back("the file " + read.error);
  for (const auto& n : read.found.notes) notes.emplace_back(n);
  out.set("notes", std::move(notes));
  return json::write(out);
}

/// The stored answer of a file, if there is one of this program's making that serves.
bool take_stored(const db::row_set& rows, file_read& into) {
  auto stored = store::digests_of(rows);
  if (stored.empty() || stored[0].fingerprint != digest_fingerprint()) return false;
  auto found = decode_digest(stored[0].body);
  if (!found) return false;
  into.error = stored[0].refusal;
  into.found = std::move(*found);
  return true;
}

using asked = answer<file_read, true>;
/// A file of the case on its way.
struct slot_of_file {
  evidence_record of;
  std::size_t same_as;  ///< the place of the first file with this content: its own, unless it is a copy
  file_read read;
  std::unique_ptr<asked> reading;  ///< null when `read` is there
};

/// Waits for one file. A file that cannot be read is a note of the answer; a turn that is withdrawn or late
/// fails.
flow<done> finish(slot_of_file& file) {
  if (!file.reading) co_return done{};
  asked& reading = *file.reading;
  outcome<file_read> got = co_await reading;
  file.reading.reset();
  if (got) {
    file.read = std::move(*got);
    co_return done{};
  }
  failure why = got.error();
  if (why.code == ec::cancelled || why.code == ec::timeout || why.code == ec::invalid) co_return why;
  file.read.error = "could not be read: " + why.text;
  co_return done{};
}

/// Reads what has to be read of the files, a few at a time.
flow<done> read_all(std::vector<slot_of_file>& files, analysis_terms terms, effects& fx) {
  bool stored_serve = !terms.windowed && terms.sought.empty() && terms.zone == usual_zone;
  std::size_t oldest = 0;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (files[i].same_as != i) continue;
    bool served = false;
    if (stored_serve || files[i].of.status == "failed") {
      auto read = store::digest_of(files[i].of.id);
      auto rows = co_await fx.ask<db::query>(read);
      served = take_stored(rows, files[i].read);
      // A file at which its reader hung is not read again, whatever the terms.
      if (served && !files[i].read.error.empty()) continue;
      served = served && stored_serve;
    }
    while (i - oldest >= reads_at_once) co_await finish(files[oldest++]);
    // What is missing or altered is left out of the answer, which says so: nobody could look up its lines.
    outcome<done> as_stored = co_await fx.try_ask<blob::verify>(files[i].of.storage_key, files[i].of.sha256);
    if (!as_stored) {
      failure why = as_stored.error();
      if (why.code == ec::cancelled || why.code == ec::timeout) co_return why;
      files[i].read.error = "could not be read: " + why.text;
      continue;
    }
    // A document is read once more, by the worker that relates them.
    if (served) continue;
    auto source = source_of(files[i].of);
    auto own = terms;
    own.now = files[i].of.uploaded;
    auto number = static_cast<std::uint32_t>(i + 1);
    files[i].reading.reset(new asked(fx.try_ask<read_file>(number, source, own)));
  }
  while (oldest < files.size()) co_await finish(files[oldest++]);
  co_return done{};
}

/// So that no turn hands the file to a worker again, which would hang too.
flow<done> remember_hung(std::string evidence_id, std::string why, effects& fx) {
  store::stored_digest none{std::move(evidence_id), digest_fingerprint(),
                            "could not be read when it came: " + why, encode_digest(digest{})};
  std::vector<db::operation> unit{store::keep_digest(none)};
  co_await fx.ask<db::transact>(unit);
  co_return done{};
}

}  // namespace

flow<analysis_done> on(analysis_state&, run_analysis m, effects& fx) {
  auto read = store::read(m.evidence_id);
  auto found = co_await fx.ask<db::query>(read);
  if (found.rows.empty()) co_return fail(ec::not_found, "the evidence was deleted");
  auto e = store::record_of(found.rows.front());
  std::vector<db::operation> begins{store::set_status(e.id, "processing", {})};
  co_await fx.ask<db::transact>(begins);

  co_await fx.ask<blob::verify>(e.storage_key, e.sha256);
  analysis_terms terms;
  terms.zone = usual_zone;
  terms.now = e.uploaded;
  auto source = source_of(e);
  std::uint32_t number = 1;
  auto tried = co_await fx.try_ask<read_file>(number, source, terms);
  if (!tried) {
    failure why = tried.error();
    if (why.code == ec::stuck) co_await attempt(remember_hung(e.id, why.text, fx));
    co_return why;
  }
  auto got = std::move(*tried);
  if (got.unreadable) co_return fail(ec::unavailable, "the stored file " + got.error);

  if (got.error.empty()) {
    e.kind = to_string(got.found.kind);
    e.facts = static_cast<std::uint32_t>(got.found.facts.size());
    e.summary = summary_of(got.found);
  } else {
    e.problem = "nothing could be read from it: it " + got.error;
  }
  store::stored_digest digest{e.id, digest_fingerprint(), got.error, encode_digest(got.found)};
  std::vector<db::operation> ends{store::keep_digest(digest), store::set_processed(e)};
  auto kept = co_await fx.try_ask<db::transact>(ends);
  if (!kept && kept.error().code == ec::conflict) co_return fail(ec::not_found, "the evidence was deleted");
  if (!kept) co_return kept.error();
  co_return analysis_done{result_of(e, got)};
}

flow<done> on(analysis_state&, abandon_analysis m, effects& fx) {
  std::vector<db::operation> unit{store::set_failed(m.evidence_id, m.reason)};
  co_await fx.ask<db::transact>(unit);
  co_return done{};
}

namespace {

/// The files of a case in the order of their uploads, read as far as the terms need it.
flow<std::vector<slot_of_file>> files_of(std::string case_id, analysis_terms terms,
                                         std::vector<std::string>& notes, effects& fx) {
  auto all = store::of_case(case_id, most_files + 1);
  auto rows = co_await fx.ask<db::query>(all);
  if (rows.rows.size() > most_files) {
    rows.rows.resize(most_files);
    notes.push_back("only the first " + std::to_string(most_files) + " files of the case were read");
  }
  std::vector<slot_of_file> files;
  std::map<std::string, std::size_t> first_with;  // content
  for (auto& e : store::records_of(rows)) {
    const auto place = files.size();
    const auto first = e.sha256.empty() ? place : first_with.try_emplace(e.sha256, place).first->second;
    files.push_back({std::move(e), first, {}, nullptr});
  }
  co_await read_all(files, std::move(terms), fx);
  co_return files;
}

/// The numbers of those that could be read, which leave no gap; 0 for the others, which are noted unless they
/// are pictures.
std::vector<std::uint32_t> numbers_of(const std::vector<slot_of_file>& files,
                                      std::vector<std::string>& notes) {
  std::vector<std::uint32_t> out(files.size());
  std::uint32_t last = 0;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const auto& read = files[files[i].same_as].read;
    const auto& error = read.error;
    if (error.empty())
      out[i] = ++last;
    else if (!read.found.picture.is_picture())
      notes.push_back("'" + files[i].of.original_filename + "' was left out: it " + error);
  }
  return out;
}

}  // namespace

flow<case_analysed> on(analysis_state& s, analyse_case m, effects& fx) {
  case_analysed out;
  findings found(s.most_found_bytes);
  auto files = co_await files_of(m.case_id, m.terms, found.notes(), fx);
  const auto numbers = numbers_of(files, found.notes());
  for (std::size_t i = 0; i < files.size(); ++i) {
    auto& file = files[i];
    if (file.of.status == "pending" || file.of.status == "processing")
      out.pending.push_back(file.of.original_filename);
    const auto source = source_of(file.of);
    if (const auto& shown = files[file.same_as].read.found.picture; numbers[i] == 0 && shown.is_picture())
      found.take_picture({.source = source, .is = shown, .id = file.of.id, .turn = file.of.turn});
    if (numbers[i] == 0) continue;
    if (file.same_as == i)
      found.take(std::move(file.read), source);
    else
      found.take_copy(numbers[file.same_as], source);
    out.ids.push_back(file.of.id);
  }
  if (!found.documents().empty()) {
    documents_related related = co_await fx.ask<relate_documents>(found.documents());
    found.hand_out(std::move(related));
  }
  out.found = found.finish();
  co_return out;
}

flow<case_files> on(analysis_state&, list_case_files m, effects& fx) {
  case_files out;
  analysis_terms usual;
  usual.zone = usual_zone;
  auto files = co_await files_of(m.case_id, usual, out.notes, fx);
  const auto numbers = numbers_of(files, out.notes);
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (numbers[i] == 0) continue;
    const auto& file = files[i];
    const auto& found = files[file.same_as].read.found;
    numbered_file f;
    f.number = numbers[i];
    f.id = file.of.id;
    f.name = file.of.original_filename;
    f.kind = found.kind;
    f.format = found.format;
    f.lines = found.lines;
    f.timed_lines = found.timed_lines;
    f.first = found.first;
    f.last = found.last;
    f.source = source_of(file.of);
    f.uploaded = file.of.uploaded;
    if (file.same_as != i) f.same_as = numbers[file.same_as];
    out.files.push_back(std::move(f));
  }
  co_return out;
}

}  // namespace fm::evidence
