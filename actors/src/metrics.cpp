#include "fm/actors/metrics.hpp"

#include <utility>

namespace fm::actors {

std::shared_ptr<actor_counters> metrics_registry::add(std::string name) {
  auto counters = std::make_shared<actor_counters>();
  counters->name = std::move(name);
  std::lock_guard lock(mutex_);
  all_.push_back(counters);
  return counters;
}

std::vector<actor_figures> metrics_registry::snapshot() const {
  std::lock_guard lock(mutex_);
  std::vector<actor_figures> figures;
  figures.reserve(all_.size());
  for (const auto& c : all_) {
    // First what has left the queue: the difference is never negative.
    auto handled = c->handled.load();
    auto arrived = c->arrived.load();
    figures.push_back({.name = c->name,
                       .queue = arrived > handled ? arrived - handled : 0,
                       .handled = handled,
                       .failed = c->failed,
                       .refused = c->refused,
                       .waited = static_cast<micros>(c->waited_micros.load()),
                       .handling = static_cast<micros>(c->handling_micros.load()),
                       .restarts = c->restarts,
                       .waiting = c->waiting,
                       .running = c->running,
                       .hung = c->hung});
  }
  return figures;
}

}  // namespace fm::actors
