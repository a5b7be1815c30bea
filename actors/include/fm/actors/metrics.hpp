#pragma once
// Figures of each actor and gate, counted without locks and read while they run.
#include "fm/actors/context.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace fm::actors {

/// Written by one actor and those who send to it.
struct actor_counters {
  std::string name;
  std::atomic<std::uint64_t> arrived{0};          ///< messages sent to it
  std::atomic<std::uint64_t> handled{0};          ///< messages taken from its queue
  std::atomic<std::uint64_t> failed{0};           ///< answered with a failure
  std::atomic<std::uint64_t> refused{0};          ///< gates: `ec::busy`
  std::atomic<std::uint64_t> waited_micros{0};    ///< sum over handled messages
  std::atomic<std::uint64_t> handling_micros{0};  ///< time in steps or jobs
  std::atomic<std::uint64_t> restarts{0};         ///< gates: replaced workers
  std::atomic<std::uint64_t> waiting{0};          ///< gates: in the waiting room now
  std::atomic<std::uint64_t> running{0};          ///< gates: jobs; actors: suspended commands
  std::atomic<std::uint64_t> hung{0};             ///< gates: workers that were given up and still run
};

struct actor_figures {
  std::string name;
  std::uint64_t queue = 0;
  std::uint64_t handled = 0;
  std::uint64_t failed = 0;
  std::uint64_t refused = 0;
  micros waited = 0;    ///< sum
  micros handling = 0;  ///< sum
  std::uint64_t restarts = 0;
  std::uint64_t waiting = 0;
  std::uint64_t running = 0;
  std::uint64_t hung = 0;
};

class metrics_registry {
 public:
  std::shared_ptr<actor_counters> add(std::string name);
  /// In the order in which the actors were added.
  std::vector<actor_figures> snapshot() const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::shared_ptr<actor_counters>> all_;
};

}  // namespace fm::actors
