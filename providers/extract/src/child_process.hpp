#pragma once
// Runs a program by its argument vector, with a file as its input, and collects what it writes.
#include <fm/actors/context.hpp>
#include <fm/actors/outcome.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace fm::extract {

/// How a process ended and what it wrote.
struct ended_process {
  enum class how : std::uint8_t { exited, signalled, too_slow, too_much, cancelled };
  how end = how::exited;
  int code = 0;  ///< exit status or signal
  std::string out;
  std::string err;  ///< its beginning
};

/// Fails with `unavailable` when the program cannot be started. The process and all that it starts are gone
/// when this returns.
outcome<ended_process> run_process(const std::vector<std::string>& words, std::string_view input,
                                   micros wall_time, std::uint64_t most_out,
                                   const std::function<bool()>& cancelled);

}  // namespace fm::extract
