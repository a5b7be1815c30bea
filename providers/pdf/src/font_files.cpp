#include "font_files.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>

// The assembler puts the files in as they are; each is followed by a label behind its last byte.
#define FM_EMBED(name, file)                                      \
  __asm__(                                                        \
      ".section .rodata\n"                                        \
      ".balign 16\n"                                              \
      ".global " #name "\n" #name ":\n.incbin \"" file            \
      "\"\n"                                                      \
      ".global " #name "_end\n" #name "_end:\n.byte 0\n.text\n"); \
  extern "C" const char name[], name##_end[];

FM_EMBED(fm_font_text, FM_FONT_TEXT)
FM_EMBED(fm_font_strong, FM_FONT_STRONG)
FM_EMBED(fm_font_code, FM_FONT_CODE)

namespace fm::pdf {

std::string_view font_bytes(std::size_t style) {
  const std::array<std::string_view, 3> all{
      std::string_view(fm_font_text, static_cast<std::size_t>(fm_font_text_end - fm_font_text)),
      std::string_view(fm_font_strong, static_cast<std::size_t>(fm_font_strong_end - fm_font_strong)),
      std::string_view(fm_font_code, static_cast<std::size_t>(fm_font_code_end - fm_font_code))};
  return all.at(style);
}

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
