// The structure of pictures: any bytes behind each of the marks by which one is known.
#include "evidence/picture_header.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

void look(const std::string& bytes, bool whole) {
  const auto p = fm::evidence::read_picture(bytes, whole);
  const bool is_shown = p.is_picture() && p.unfit.empty();
  const auto most = fm::evidence::most_picture_side;
  // What a model is shown was read to its end and has a size that vendors take.
  if (is_shown && (!whole || p.width == 0 || p.height == 0 || p.width > most || p.height > most))
    std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string rest(reinterpret_cast<const char*>(data), size);
  for (const auto* mark : {"", "\x89PNG\r\n\x1a\n", "\xFF\xD8\xFF", "GIF89a", "RIFF"})
    for (const bool whole : {true, false}) look(mark + rest, whole);
  return 0;
}
