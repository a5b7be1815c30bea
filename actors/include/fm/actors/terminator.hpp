#pragma once
// Stops actors in an order, first politely, then not; it always returns.
#include "fm/actors/context.hpp"

#include <caf/actor.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace fm::actors {

/// How the actors ended.
struct stop_report {
  std::size_t stopped = 0;  ///< within the grace
  std::size_t killed = 0;   ///< by force, after it
  std::vector<std::string>
      stuck;  ///< names of those that could not be ended: their thread does not come back
};

class terminator {
 public:
  struct target {
    std::string name;
    caf::actor actor;
  };

  /// Stages stop one after the other, in the order in which they were added.
  void add_stage(std::vector<target> actors) { stages_.push_back(std::move(actors)); }
  /// `grace`: how long each stage may take; after it the rest is killed and given `kill_grace`, both in real
  /// time. `pump` runs the actors of a deterministic test; empty otherwise.
  stop_report stop(micros grace, micros kill_grace, const std::function<void()>& pump = {});

 private:
  std::vector<std::vector<target>> stages_;
};

}  // namespace fm::actors
