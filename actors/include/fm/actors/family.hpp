#pragma once
// Actors that come and go: one per key, spawned by its first message and let go when it is idle.
#include "fm/actors/endpoint.hpp"
#include "fm/actors/error.hpp"
#include "fm/actors/terminator.hpp"

#include <caf/actor_system.hpp>

#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace fm::actors {

struct family_options {
  micros idle_after = 5 * minute;  ///< a member that nobody has asked for so long is let go
  std::size_t most = 10'000;  ///< living members; beyond it idle ones go early, and without one `ec::busy`
};

/// Who takes a message, or why nobody does. A member of a family counts it as sent from now on.
struct reached {
  std::shared_ptr<endpoint> place;
  caf::actor actor;
  failure why;
};

/// Messages to a member are counted before they are sent, so that a member which has consumed as many and
/// waits for nothing can be let go without losing one.
class family {
 public:
  /// Spawns the member with that key; its endpoint is new each time.
  using factory =
      std::function<caf::actor(caf::actor_system&, std::shared_ptr<endpoint>, const std::string&)>;
  /// An endpoint for a member.
  using naming = std::function<std::shared_ptr<endpoint>(const std::string& name)>;

  family(caf::actor_system& sys, std::string name, family_options options, factory spawn, naming name_member,
         std::function<void(const endpoint&)> forget);

  /// The member with that key. Without one: a new one, or nobody when `wakes` is false.
  reached reach(std::string_view key, bool wakes, micros now);
  /// Lets go of members that were not asked since `now - idle_after`.
  void sweep(micros now);
  /// From now on nobody is reached. The members that live.
  std::vector<terminator::target> close();
  std::size_t living() const;

 private:
  struct member {
    std::string key;
    std::shared_ptr<endpoint> place;
    std::uint64_t sent = 0;
    micros used = 0;
  };
  using members = std::list<member>;  // least recently used first
  /// True when it was let go, or has ended by itself.
  bool let_go(members::iterator m);

  caf::actor_system& system_;
  std::string name_;
  family_options options_;
  factory spawn_;
  naming name_member_;
  std::function<void(const endpoint&)> forget_;
  mutable std::mutex mutex_;
  members members_;
  std::unordered_map<std::string_view, members::iterator> by_key_;  // views into `members_`
  bool closed_ = false;
};

}  // namespace fm::actors
