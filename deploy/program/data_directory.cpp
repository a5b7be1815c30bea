#include "data_directory.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>

namespace fm::program {

namespace {

failure cannot(const char* what, const std::filesystem::path& path, int why) {
  return fail(ec::invalid, std::string("the data directory ") + path.string() + " cannot be " + what + ": " +
                               std::strerror(why) +
                               "; set FM_DATA_DIR to a directory that this user may write to");
}

/// Whose lock it is, as far as the file says it.
std::string holder(int lock) {
  std::array<char, 32> text{};
  const auto n = ::pread(lock, text.data(), text.size() - 1, 0);
  std::string pid(text.data(), n > 0 ? static_cast<std::size_t>(n) : 0);
  while (!pid.empty() && pid.back() == '\n') pid.pop_back();
  return pid.empty() ? "another process" : "process " + pid;
}

}  // namespace

outcome<data_directory> data_directory::open(const std::filesystem::path& path) {
  std::error_code ec;
  const bool existed = std::filesystem::exists(path, ec);
  std::filesystem::create_directories(path, ec);
  if (ec) return cannot("made", path, ec.value());
  if (!std::filesystem::is_directory(path, ec)) return cannot("used", path, ENOTDIR);
  if (!existed && ::chmod(path.c_str(), 0700) != 0) return cannot("made private", path, errno);
  const int lock = ::open((path / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0) return cannot("written to", path, errno);
  data_directory out(path, lock);
  if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return cannot("locked", path, errno);
    return fail(fm::ec::busy, "the data directory " + path.string() + " is in use by " + holder(lock) +
                                  "; end it first, or set FM_DATA_DIR to another directory");
  }
  const auto pid = std::to_string(::getpid()) + "\n";
  if (::ftruncate(lock, 0) != 0 ||
      ::pwrite(lock, pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size()))
    return cannot("written to", path, errno);
  std::filesystem::create_directories(out.spool(), ec);
  if (ec) return cannot("written to", path, ec.value());
  if (::chmod(out.spool().c_str(), 0700) != 0) return cannot("made private", out.spool(), errno);
  return out;
}

data_directory::~data_directory() {
  if (lock_ >= 0) ::close(lock_);
}

}  // namespace fm::program
