#pragma once
// System calls on files that forget at a loss of power what was not synced.
#include <fm/fs/file_calls.hpp>

#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <set>
#include <string>

namespace fm::test {

/// Passes every call on and keeps beside it what would be on the disk if the power went now: the synced bytes
/// of each file, and of each folder the names that it had when it was synced. `root` exists and is durable.
class volatile_files final : public fs::file_calls {
 public:
  explicit volatile_files(std::string root);

  std::uint64_t operations() const;
  /// From the operation of that number on, counted from now, everything fails.
  void lose_power_after(std::uint64_t operations);
  /// Leaves below the root what was synced and, of the rest, what chance decides. The power is on again.
  void settle(std::mt19937& chance);
  /// A file as somebody else has left it, who did not sync it.
  void add_unsynced(const std::string& path, const std::string& bytes);

  int open(const std::string& path, int flags, mode_t mode) override;
  ssize_t read(int fd, char* into, std::size_t bytes) override;
  ssize_t write(int fd, const char* from, std::size_t bytes) override;
  int sync(int fd) override;
  int close(int fd) override;
  int set_mode(int fd, mode_t mode) override;
  int rename(const std::string& from, const std::string& to, bool replace) override;
  int make_folder(const std::string& path, mode_t mode) override;
  int remove_folder(const std::string& path) override;
  int remove(const std::string& path) override;

 private:
  /// A file or a folder, whatever its name.
  struct node {
    bool is_folder = false;
    std::string bytes, durable_bytes;
    std::map<std::string, std::shared_ptr<node>> names, durable_names;
  };
  using node_ptr = std::shared_ptr<node>;

  bool begin_change();
  node_ptr find(const std::string& path) const;
  node_ptr folder_of(const std::string& path) const;
  void write_out(const node& n, const std::string& path, std::mt19937& chance) const;
  void read_in(node& n, const std::string& path) const;

  const std::string root_;
  mutable std::mutex mutex_;
  node_ptr top_;
  std::map<int, node_ptr> open_;
  std::uint64_t done_ = 0;
  std::uint64_t power_ends_ = std::numeric_limits<std::uint64_t>::max();
};

}  // namespace fm::test
