// Decoding gives the same text whatever the size of reads, beyond the first sample of a file too.
#include "evidence/decoded_source.hpp"
#include "evidence/file_text.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

using namespace fm::evidence;

namespace {

class text_source final : public byte_source {
 public:
  explicit text_source(std::string_view text) : rest_(text) {}
  std::size_t read(std::span<char> into) override {
    const auto n = std::min(into.size(), rest_.size());
    if (n != 0) std::memcpy(into.data(), rest_.data(), n);
    rest_.remove_prefix(n);
    return n;
  }
  std::string_view error() const override { return {}; }

 private:
  std::string_view rest_;
};

std::string read_by(byte_source& source, std::size_t size) {
  std::string out;
  char block[64];
  for (std::size_t n = 0; (n = source.read(std::span(block).first(size))) != 0;) out.append(block, n);
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  const std::size_t by = 1 + data[0] % 8u;
  const std::size_t repeats = 1 + data[1] % 4u;
  std::string text(reinterpret_cast<const char*>(data + 2), size - 2);
  // Small inputs become long files: what is wrong shows where a block of 64 KiB ends.
  constexpr std::size_t block = 65 * 1024;
  std::string bytes;
  while (bytes.size() < repeats * block / 2) bytes += text;
  text_source a(bytes), b(bytes), c(bytes);
  decoded_source small(a), large(b);
  file_text file(c);
  const auto expected = read_by(large, 64);
  if (read_by(small, by) != expected || read_by(file, by) != expected) std::abort();
  return 0;
}
