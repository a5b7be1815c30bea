#include "documents/document_reader.hpp"

#include "documents/browser_record.hpp"
#include "documents/config_file.hpp"
#include "documents/describe_tree.hpp"
#include "documents/manifest.hpp"
#include "documents/status_document.hpp"
#include "documents/table_reader.hpp"

#include <algorithm>

namespace fm::evidence {
namespace {

constexpr std::size_t most_facts = 2000;

void read_descriptions(const reading& r) {
  std::uint64_t first = 0;
  for (const auto& o : read_describe(r.lines)) {
    if (first == 0) first = o.name_line;
    if (o.type == "Pod")
      describe_pod(o, r);
    else if (o.type == "Node")
      describe_node(o, r);
    else if (o.type == "Deployment" || o.type == "ReplicaSet" || o.type == "StatefulSet" ||
             o.type == "DaemonSet" || o.type == "Job" || o.type == "CronJob" ||
             o.type == "HorizontalPodAutoscaler")
      describe_workload(o, r);
    else
      describe_other(o, r);
  }
  for (std::uint64_t n = 1; n < first; ++n) read_lookup_line(n, r);
}

}  // namespace

document_facts read_document(std::uint32_t evidence, kind what, std::string_view, std::string_view text) {
  document_facts out;
  const text_lines lines(text);
  const reading r{evidence, lines, out};
  if (lines.cut())
    out.notes.push_back("only the first " + std::to_string(lines.count()) + " lines were read");
  switch (what) {
    case kind::kubectl_describe:
      read_descriptions(r);
      break;
    case kind::kubectl_table:
    case kind::kubectl_events:
      read_tables(r);
      break;
    case kind::manifest: {
      auto m = read_manifest(lines);
      out.notes.insert(out.notes.end(), m.notes.begin(), m.notes.end());
      manifest_status(m, r);
      break;
    }
    case kind::json_document:
    case kind::yaml_document: {
      const auto tree = read_tree(lines, out.notes);
      if (!tree.empty() && is_browser_record(tree.front()))
        read_browser_record(tree.front(), r);
      else
        read_status(tree, r);
      break;
    }
    case kind::config:
      read_config(r);
      break;
    case kind::empty:
    case kind::log:
    case kind::text:
    case kind::command_output:
      break;
  }
  merge_facts(out.facts, most_facts);
  if (out.facts.size() == most_facts) out.notes.push_back("only the heaviest facts are kept");
  std::stable_sort(out.embedded.begin(), out.embedded.end(),
                   [](const embedded_line& a, const embedded_line& b) { return a.line < b.line; });
  return out;
}

}  // namespace fm::evidence
