// The detector and the log path: any bytes as a file.
#include "evidence/analyse.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fm::evidence;
  memory_source source({reinterpret_cast<const char*>(data), size});
  analysis_options how;
  how.now = 1'800'000'000'000'000;
  auto result = analyse_file(1, "input", source, how);
  auto& found = result.found;
  if (!result.document.empty()) {
    document_relation alone;
    alone.add(1, found.kind, "input", result.document);
    for (auto& f : alone.finish().facts) found.facts.push_back(std::move(f));
  }
  for (const auto& f : found.facts) {
    if (f.lines.empty() && f.rule != "gap") std::abort();  // a fact without lines could not be checked
    for (const auto& r : f.lines)
      if (r.first < 1 || r.first > r.last || r.last > found.lines + 1) std::abort();
  }
  return 0;
}
