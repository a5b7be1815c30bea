#pragma once
// A file system under SQLite that forgets at a loss of power what was not synced, and that can be full.
#include <cstdint>
#include <memory>
#include <random>
#include <string>

namespace fm::test {

class volatile_vfs {
 public:
  /// Registers itself with SQLite under the name; files pass through to the usual file system. All files of
  /// one life lie in one folder.
  explicit volatile_vfs(std::string name);
  volatile_vfs(const volatile_vfs&) = delete;
  volatile_vfs& operator=(const volatile_vfs&) = delete;
  /// Only when all its files are closed.
  ~volatile_vfs();

  const std::string& name() const { return name_; }
  /// Changes to files so far: writes, syncs, truncations, creations and removals.
  std::uint64_t operations() const;
  /// From the operation of that number on, counted from now, everything fails.
  void lose_power_after(std::uint64_t operations);
  /// When all files are closed: leaves on the disk what was synced and, of the rest, what chance decides for
  /// each write: all, some sectors, or nothing. The power is on again afterwards.
  void settle(std::mt19937& chance);
  /// Writes that would make a file longer than so many bytes find the disk full.
  void limit_files_to(std::uint64_t bytes);

  struct state;

 private:
  std::string name_;
  std::unique_ptr<state> state_;
};

}  // namespace fm::test
