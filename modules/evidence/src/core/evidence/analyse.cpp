#include "evidence/analyse.hpp"

#include "documents/recognise.hpp"
#include "evidence/extractor.hpp"
#include "evidence/file_text.hpp"

#include <array>

namespace fm::evidence {

std::span<const evidence_family> evidence_families() {
  // The last one takes whatever no other one does.
  static const std::array all = {record_family(), pasted_family(), document_family(), log_family()};
  return all;
}

file_result analyse_file(std::uint32_t number, std::string name, byte_source& raw,
                         const analysis_options& options, const progress_fn& progress) {
  file_result out;
  auto& d = out.found;
  d.evidence = number;
  d.name = std::move(name);
  file_text text(raw);
  if (text.failed()) {
    out.error = text.error();
    return out;
  }
  if (text.blank()) {
    d.kind = kind::empty;
    d.bytes = text.sample().size();
    d.notes.push_back("the file is empty");
    return out;
  }
  const bool plain = is_plain_log(text.sample());
  for (const auto& family : plain ? evidence_families().last(1) : evidence_families())
    if (family.recognise(text, d.name, d)) {
      family.make()->extract(text, options, progress, out);
      break;
    }
  if (text.failed()) out.error = text.error();
  for (auto& n : text.notes()) d.notes.push_back(std::move(n));
  return out;
}

}  // namespace fm::evidence
