#pragma once
// The directory in which the server keeps everything, for one process at a time.
#include <fm/actors/outcome.hpp>

#include <filesystem>
#include <utility>

namespace fm::program {

/// Holds the lock of a data directory while it lives.
class data_directory {
 public:
  /// Makes what is missing and locks it; fails with a sentence.
  static outcome<data_directory> open(const std::filesystem::path& path);
  data_directory(data_directory&& other) noexcept
      : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}
  data_directory& operator=(data_directory&&) = delete;
  ~data_directory();

  const std::filesystem::path& path() const { return path_; }
  /// For files on their way in.
  std::filesystem::path spool() const { return path_ / "tmp"; }

 private:
  data_directory(std::filesystem::path path, int lock) : path_(std::move(path)), lock_(lock) {}
  std::filesystem::path path_;
  int lock_;
};

}  // namespace fm::program
