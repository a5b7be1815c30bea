// Runbooks: any bytes as Markdown, HTML and text, then searched.
#include "knowledge/search_index.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fm::knowledge;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  search_index::builder builder;
  for (const char* path : {"a.md", "b.html", "c.txt"}) builder.add({path, std::string(text)});
  auto index = builder.build();
  index.search(text.substr(0, 200), {.limit = 3, .always = true});
  return 0;
}
