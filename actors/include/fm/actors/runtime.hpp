#pragma once
// What all shells of one actor system share. It outlives the actor system: CAF destroys states on its own
// threads.
#include "fm/actors/clock.hpp"
#include "fm/actors/endpoint.hpp"
#include "fm/actors/family.hpp"
#include "fm/actors/journal.hpp"
#include "fm/actors/wire.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace fm::actors {

class edge;

/// Longer waits would overflow CAF's clock.
inline constexpr micros longest_wait = 365 * 24 * 60 * minute;

class runtime {
 public:
  std::atomic<ticket_t> tickets{0};
  std::atomic<ticket_t> epoch_starts{0};  ///< ticket of the last epoch record
  std::unique_ptr<journal> log;           ///< null: nothing is recorded
  route_table routes;
  metrics_registry metrics;
  edge* callers = nullptr;  ///< asks in the place of callers from outside
  /// Deterministic systems: what the clock of CAF, which is theirs to move, lacks to the wall time.
  std::optional<std::atomic<micros>> fake_wall;

  /// The wall time at that time of the steady clock, which is now.
  micros wall(micros steady) const { return fake_wall ? steady + *fake_wall : wall_clock(); }
  /// For tests: the saved state of an actor that ends.
  std::function<void(const std::string& name, bytes state)> on_end;

  /// An endpoint with a number of its own.
  std::shared_ptr<endpoint> add_endpoint(const std::string& name, bool is_port);
  /// The same for a member of a family, which counts for the family.
  std::shared_ptr<endpoint> add_member(const std::string& name, const endpoint& of);
  /// Who takes a message of that type now.
  reached reach(const type_slot* type, std::uint64_t shard, std::string_view key, bool wakes, micros steady);
  /// Begins a segment; actors drop their cached state at their next command. Nothing without a journal.
  void begin_epoch(const moment& at);
  /// Records that an actor begins with a new state.
  void record_start(const endpoint& actor, const moment& at);
  /// The actor has ended for good.
  void forget(const endpoint& actor);

 private:
  std::mutex mutex_;
  std::uint32_t last_number_ = 0;
  std::vector<named_actor> started_;
};

/// The digest that a record holds: of all outputs, and of nothing that the shell adds later.
std::uint64_t digest(const std::vector<output>& outputs);

/// The journal's form of an input's body. Secrets become pseudonyms while `hash` is in force.
bytes save_failure(const failure& why);
bool load_failure(const bytes& in, failure& why);

}  // namespace fm::actors
