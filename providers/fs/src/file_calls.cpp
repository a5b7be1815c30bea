#include "fm/fs/file_calls.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace fm::fs {

namespace {

template <class Call>
auto result(Call call) {
  decltype(call()) r;
  do r = call();
  while (r < 0 && errno == EINTR);
  return r < 0 ? static_cast<decltype(r)>(-errno) : r;
}

}  // namespace

int file_calls::open(const std::string& path, int flags, mode_t mode) {
  return result([&] { return ::open(path.c_str(), flags | O_CLOEXEC, mode); });
}
ssize_t file_calls::read(int fd, char* into, std::size_t bytes) {
  return result([&] { return ::read(fd, into, bytes); });
}
ssize_t file_calls::write(int fd, const char* from, std::size_t bytes) {
  return result([&] { return ::write(fd, from, bytes); });
}
int file_calls::sync(int fd) {
  return result([&] { return ::fsync(fd); });
}
int file_calls::close(int fd) { return ::close(fd) < 0 ? -errno : 0; }
int file_calls::set_mode(int fd, mode_t mode) {
  return result([&] { return ::fchmod(fd, mode); });
}
int file_calls::rename(const std::string& from, const std::string& to, bool replace) {
  if (replace) return result([&] { return ::rename(from.c_str(), to.c_str()); });
  auto r =
      result([&] { return ::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE); });
  if (r != -EINVAL && r != -ENOSYS) return r;
  // A file system that cannot do both in one step.
  if (::access(to.c_str(), F_OK) == 0) return -EEXIST;
  return result([&] { return ::rename(from.c_str(), to.c_str()); });
}
int file_calls::make_folder(const std::string& path, mode_t mode) {
  return result([&] { return ::mkdir(path.c_str(), mode); });
}
int file_calls::remove_folder(const std::string& path) {
  return result([&] { return ::rmdir(path.c_str()); });
}
int file_calls::remove(const std::string& path) {
  return result([&] { return ::unlink(path.c_str()); });
}

}  // namespace fm::fs
