#include "font_files.hpp"

#include <fm/embedded/file.hpp>

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <span>

namespace fm {
/// Made by the build, in the order of document::style.
std::span<const embedded_file> pdf_font_files();
}  // namespace fm

namespace fm::pdf {

std::string_view font_bytes(std::size_t style) { return pdf_font_files()[style].content; }

memory_file::memory_file(std::string_view bytes) : fd_(memfd_create("font", MFD_CLOEXEC)) {
  if (fd_ < 0) return;
  while (!bytes.empty()) {
    auto n = ::write(fd_, bytes.data(), bytes.size());
    if (n <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  path_ = "/proc/self/fd/" + std::to_string(fd_);
}

memory_file::~memory_file() {
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace fm::pdf
