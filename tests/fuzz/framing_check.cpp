// Bytes of a connection: the verdict does not depend on the pieces in which they come.
#include <fm/http/framing_check.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t piece = 1 + data[0] % 64;
  const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  fm::http::framing_check whole, pieces;
  if (whole.feed(text) > text.size()) std::abort();
  for (std::size_t at = 0; at < text.size() && pieces.fault().empty(); at += piece)
    pieces.feed(text.substr(at, piece));
  // Only a line that is too long may be noticed at another place.
  if (whole.fault().empty() != pieces.fault().empty()) std::abort();
  return 0;
}
