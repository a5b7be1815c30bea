#include "fm/extract/reader_process.hpp"

#include "word_document.hpp"

#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <exception>
#include <string>
#include <string_view>

namespace fm::extract {

namespace {

bool number(std::string_view text, std::uint64_t& to) {
  const auto read = std::from_chars(text.data(), text.data() + text.size(), to);
  return read.ec == std::errc() && read.ptr == text.data() + text.size();
}

int refuse(std::string_view why) {
  std::fprintf(stderr, "%.*s\n", static_cast<int>(why.size()), why.data());
  return cannot_read;
}

void bound(int what, std::uint64_t soft, std::uint64_t hard) {
  const rlimit both{soft, hard};
  ::setrlimit(static_cast<__rlimit_resource>(what), &both);
}

/// Nothing that a document makes a reader do reaches further than this process.
void enter_limits(std::uint64_t memory, std::uint64_t processor_seconds) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
#ifdef __SANITIZE_ADDRESS__
  // The sanitizer keeps a shadow of all addresses, which no limit of this kind leaves room for.
  static_cast<void>(memory);
#else
  bound(RLIMIT_AS, memory, memory);
#endif
  bound(RLIMIT_CPU, processor_seconds, processor_seconds + 1);
  bound(RLIMIT_CORE, 0, 0);
  bound(RLIMIT_FSIZE, 0, 0);  // pipes are not counted
  bound(RLIMIT_NOFILE, 64, 64);
  // No network, where the system lets us say so.
  static_cast<void>(::unshare(CLONE_NEWUSER | CLONE_NEWNET));
}

std::string whole_input() {
  std::string bytes;
  struct stat about {};
  if (::fstat(0, &about) == 0) bytes.reserve(static_cast<std::size_t>(about.st_size));
  char block[65536];
  for (;;) {
    const auto n = ::read(0, block, sizeof block);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return bytes;
    bytes.append(block, static_cast<std::size_t>(n));
  }
}

int read_pdf() {
  const char* words[] = {"pdftotext", "-enc", "UTF-8", "/proc/self/fd/0", "-", nullptr};
  ::execvp(words[0], const_cast<char* const*>(words));
  if (errno != ENOENT)
    return refuse(std::string("PDF documents cannot be read: pdftotext: ") + std::strerror(errno));
  return refuse(
      "PDF documents cannot be read on this server: it lacks pdftotext (Debian package poppler-utils)");
}

int read_word(std::uint64_t most_text) {
  auto read = word_text(whole_input(), most_text);
  if (!read.error.empty()) return refuse(read.error);
  std::string_view left = read.text;
  while (!left.empty()) {
    const auto n = ::write(1, left.data(), left.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return 1;
    left.remove_prefix(static_cast<std::size_t>(n));
  }
  return 0;
}

}  // namespace

int read_document(std::span<char* const> words) {
  std::uint64_t memory = 0, processor_seconds = 0, most_text = 0;
  if (words.size() != 4 || !number(words[1], memory) || !number(words[2], processor_seconds) ||
      !number(words[3], most_text))
    return refuse("usage: FORMAT MEMORY_BYTES PROCESSOR_SECONDS TEXT_BYTES");
  enter_limits(memory, processor_seconds);
  const std::string_view format = words[0];
  try {
    if (format == "pdf") return read_pdf();
    if (format == "docx") return read_word(most_text);
  } catch (const std::bad_alloc&) {
    return refuse("reading the document takes too much memory");
  }
  return refuse("there is no reader for the format '" + std::string(format) + "'");
}

}  // namespace fm::extract
