// Documents: any text read as every kind, alone and together.
#include "documents/cluster_model.hpp"
#include "documents/document_reader.hpp"
#include "documents/recognise.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fm::evidence;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  recognise_document(text, "input.yaml");
  cluster_model cluster;
  for (auto what : {kind::kubectl_describe, kind::kubectl_table, kind::kubectl_events, kind::manifest,
                    kind::json_document, kind::yaml_document, kind::config, kind::text}) {
    read_document(1, what, "input", text);
    cluster.add(1, what, "input", text);
  }
  cluster.facts();
  cluster.embedded();
  return 0;
}
