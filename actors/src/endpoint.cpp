#include "fm/actors/endpoint.hpp"

#include <utility>

namespace fm::actors {

void route_table::add(const type_slot* type, std::shared_ptr<endpoint> to) {
  std::lock_guard lock(mutex_);
  routes_[type].push_back(std::move(to));
}

std::shared_ptr<endpoint> route_table::find(const type_slot* type, std::uint64_t shard) const {
  std::shared_lock lock(mutex_);
  auto i = routes_.find(type);
  if (i == routes_.end() || i->second.empty()) return nullptr;
  return i->second[shard % i->second.size()];
}

void route_table::clear() {
  std::lock_guard lock(mutex_);
  routes_.clear();
}

}  // namespace fm::actors
