// Templates: any lines; a message must fit the template that it was given.
#include "evidence/template_miner.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fm::evidence;
  miner_options few;
  few.max_templates = 100;
  few.max_words = 500;
  template_miner miner(few);
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  while (!rest.empty()) {
    auto end = rest.find('\n');
    auto line = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    auto id = miner.add(line);
    if (miner.root(id) >= miner.ids()) std::abort();
    auto again = miner.add(line);
    if (miner.root(again) != miner.root(id)) std::abort();  // the same words have one template
  }
  return 0;
}
