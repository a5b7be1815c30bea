#pragma once
// Where messages go: a name that stays while the actor behind it is restarted.
#include "fm/actors/metrics.hpp"
#include "fm/actors/payload.hpp"

#include <caf/actor.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace fm::actors {

class family;

/// What a member of a family says of itself, so that it can be let go.
struct member_life {
  std::atomic<std::uint64_t> consumed{0};  ///< messages taken from its queue
  std::atomic<bool> idle{true};            ///< no flow is running; written before `consumed`
  std::atomic<bool> ended{false};
};

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
  const std::shared_ptr<actor_counters>& shared_counters() const { return counters_; }
  member_life& life() { return life_; }
  /// The family that stands behind this address; null for an ordinary actor.
  const std::shared_ptr<family>& kin() const { return kin_; }
  void set_kin(std::shared_ptr<family> kin) { kin_ = std::move(kin); }
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
  member_life life_;
  std::shared_ptr<family> kin_;
  mutable std::mutex mutex_;
  caf::actor actor_;
};

/// Who takes a type.
struct route {
  std::shared_ptr<endpoint> actor;   ///< null when no ordinary actor does
  std::shared_ptr<endpoint> family;  ///< null when no family does
};

/// Which endpoints take a type. Several ordinary ones of one type are shards: `M::shard()` chooses.
class route_table {
 public:
  void add(const type_slot* type, std::shared_ptr<endpoint> to);
  route find(const type_slot* type, std::uint64_t shard) const;
  /// Forgets all endpoints, and with them the actors.
  void clear();

 private:
  mutable std::shared_mutex mutex_;
  struct takers {
    std::vector<std::shared_ptr<endpoint>> shards;
    std::shared_ptr<endpoint> family;
  };
  std::unordered_map<const type_slot*, takers> routes_;  // looked up only
};

}  // namespace fm::actors
