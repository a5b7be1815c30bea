#pragma once
// Runs the workload on several threads with ports that answer late, fail or do not answer.
#include "fm/actors/replay.hpp"
#include "fm/actors/system.hpp"
#include "workload.hpp"

#include <filesystem>
#include <map>
#include <string>

namespace workload {

struct run_options {
  std::uint64_t seed = 0;
  int commands = 40;    ///< of each of three clients
  bool faulty = false;  ///< steps that read the clock
  fm::micros grace = 5 * fm::second;
  bool epochs = false;  ///< begins epochs while it runs
};
struct run_result {
  std::map<std::string, fm::actors::bytes> states;  ///< at the end of each actor
  std::uint64_t answered = 0;                       ///< commands with a value or a failure
  std::uint64_t lost = 0;                           ///< records
};

/// The types of all tests that journal the workload.
fm::actors::message_table table();
/// A file of its own in the folder for temporary files, removed at the end.
class temporary_journal {
 public:
  temporary_journal();
  temporary_journal(const temporary_journal&) = delete;
  temporary_journal& operator=(const temporary_journal&) = delete;
  ~temporary_journal();
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

run_result run_live(const run_options& options, fm::actors::journal_options journal);
/// A replay with the same actors.
fm::actors::replay same_actors(bool faulty = false);

}  // namespace workload
