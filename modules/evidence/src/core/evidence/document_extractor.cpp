#include "documents/recognise.hpp"
#include "evidence/extractor.hpp"
#include "evidence/related_kinds.hpp"

#include <algorithm>

namespace fm::evidence {

namespace {

constexpr std::size_t document_bytes = 16u << 20;

bool recognise(file_text& text, std::string_view name, digest& found) {
  auto what = recognise_document(text.sample(), name);
  if (what == kind::log) return false;
  if (!text.make_whole(document_bytes)) {
    found.notes.push_back("larger than a document can be: read as a log");
    return false;
  }
  found.kind = what;
  return true;
}

/// Documents are kept whole until all files are read: what they show is found together, by `relate`.
class document_extractor final : public extractor {
 public:
  void extract(file_text& text, const analysis_options& options, const progress_fn& progress,
               file_result& out) override {
    if (out.found.kind == kind::text) {
      // Prose may quote what a program wrote: its lines are read like a log's too.
      log_family().make()->extract(text, options, progress, out);
    } else {
      auto all = text.sample();
      out.found.bytes = all.size();
      out.found.lines =
          static_cast<std::uint64_t>(std::count(all.begin(), all.end(), '\n')) + !all.ends_with('\n');
      out.found.by_severity.assign(8, 0);
    }
    if (is_related(out.found.kind)) out.document = text.take();
  }
};

}  // namespace

whole_text read_whole_document(byte_source& raw) {
  whole_text out;
  file_text text(raw);
  const bool whole = text.make_whole(document_bytes);
  if (text.failed())
    out.error = text.error();
  else if (!whole)
    out.error = "is larger than a document can be";
  else
    out.text = text.take();
  return out;
}

evidence_family document_family() {
  return {"documents", recognise,
          []() -> std::unique_ptr<extractor> { return std::make_unique<document_extractor>(); }};
}

}  // namespace fm::evidence
