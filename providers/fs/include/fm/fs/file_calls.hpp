#pragma once
// The system calls that change files, so that a test can lose power between any two of them.
#include <sys/types.h>

#include <cstddef>
#include <string>

namespace fm::fs {

/// Each gives what the call gives, or -errno; interrupted calls are made again.
class file_calls {
 public:
  virtual ~file_calls() = default;
  virtual int open(const std::string& path, int flags, mode_t mode);
  virtual ssize_t read(int fd, char* into, std::size_t bytes);
  virtual ssize_t write(int fd, const char* from, std::size_t bytes);
  virtual int sync(int fd);
  virtual int close(int fd);
  virtual int set_mode(int fd, mode_t mode);
  /// Without `replace` an existing target is -EEXIST.
  virtual int rename(const std::string& from, const std::string& to, bool replace);
  virtual int make_folder(const std::string& path, mode_t mode);
  virtual int remove_folder(const std::string& path);
  virtual int remove(const std::string& path);
};

}  // namespace fm::fs
