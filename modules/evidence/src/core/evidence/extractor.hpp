#pragma once
// Who recognises a kind of evidence, and who reads it.
#include "evidence/analyse.hpp"
#include "evidence/file_text.hpp"
#include "evidence/head_parser.hpp"

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace fm::evidence {

/// Reads one file of its kind to the end and fills the digest; `file_result::error` when that is not
/// possible.
class extractor {
 public:
  virtual ~extractor() = default;
  virtual void extract(file_text& text, const analysis_options& options, const progress_fn& progress,
                       file_result& out) = 0;
};

/// A family of evidence: how it is recognised and who reads it. Metrics, traces, profiles and images join as
/// further entries of the table; nothing else has to know.
struct evidence_family {
  std::string_view name;
  /// Sets the kind and returns true when the text, by its beginning and its name, belongs to the family. May
  /// read on until the text is whole.
  bool (*recognise)(file_text& text, std::string_view name, digest& found);
  std::unique_ptr<extractor> (*make)();
};

/// In the order in which they are asked; the last takes every text.
std::span<const evidence_family> evidence_families();

/// A parser that has learned the heads of this file from its beginning.
head_parser make_head_parser(const file_text& text, const analysis_options& options);

/// The entries of the table.
evidence_family record_family();
evidence_family pasted_family();
evidence_family document_family();
evidence_family log_family();

}  // namespace fm::evidence
