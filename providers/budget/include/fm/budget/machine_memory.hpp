#pragma once
// How much memory this process may have at most.
#include <cstdint>
#include <string>

namespace fm::budget {

/// What bounds the memory of a process, in bytes; 0 where nothing does.
struct memory_limits {
  std::uint64_t machine = 0;        ///< all of it
  std::uint64_t control_group = 0;  ///< the least of the process's cgroup (v2 or v1) and those above it
  std::uint64_t address_space = 0;  ///< RLIMIT_AS

  /// The least of them; 0 when nothing is known.
  std::uint64_t least() const;
};

/// Reads the limits of this process; `root` stands before `/proc` and `/sys` (a test brings its own).
memory_limits limits_of_this_process(const std::string& root = {});

}  // namespace fm::budget
