// Times: any text, with a reference time and a zone.
#include "evidence/time_parser.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fm::evidence;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  time_parser parser({.zone = *time_zone::fixed("+02:00"), .reference_time = 1'800'000'000'000'000});
  for (std::size_t at = 0; at < text.size() && at < 4'096; ++at) {
    time_stamp stamp;
    if (parser.read(text.substr(at), stamp) && (stamp.length == 0 || stamp.length > text.size() - at))
      std::abort();
  }
  return 0;
}
