#pragma once
// Where messages go: a name that stays while the actor behind it is restarted.
#include "fm/actors/metrics.hpp"
#include "fm/actors/payload.hpp"

#include <caf/actor.hpp>

#include <cstdint>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace fm::actors {

/// Shared by all who send to an actor; the supervisor puts the new actor in after a restart.
class endpoint {
 public:
  endpoint(std::string name, std::uint32_t number, bool is_port, std::shared_ptr<actor_counters> counters)
      : name_(std::move(name)), number_(number), is_port_(is_port), counters_(std::move(counters)) {}

  const std::string& name() const { return name_; }
  std::uint32_t number() const { return number_; }
  /// Its answers come from outside the replayed actors and are recorded in full.
  bool is_port() const { return is_port_; }
  actor_counters& counters() const { return *counters_; }
  /// Null while the actor is down.
  caf::actor get() const {
    std::lock_guard lock(mutex_);
    return actor_;
  }
  void set(caf::actor to) {
    std::lock_guard lock(mutex_);
    actor_.swap(to);
  }

 private:
  std::string name_;
  std::uint32_t number_;
  bool is_port_;
  std::shared_ptr<actor_counters> counters_;
  mutable std::mutex mutex_;
  caf::actor actor_;
};

/// Which endpoints take a type. Several of one type are shards: `M::shard()` chooses.
class route_table {
 public:
  void add(const type_slot* type, std::shared_ptr<endpoint> to);
  /// Null when nobody takes the type.
  std::shared_ptr<endpoint> find(const type_slot* type, std::uint64_t shard) const;
  /// Forgets all endpoints, and with them the actors.
  void clear();

 private:
  mutable std::shared_mutex mutex_;
  std::unordered_map<const type_slot*, std::vector<std::shared_ptr<endpoint>>> routes_;  // looked up only
};

}  // namespace fm::actors
