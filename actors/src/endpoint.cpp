#include "fm/actors/endpoint.hpp"

#include <utility>

namespace fm::actors {

void route_table::add(const type_slot* type, std::shared_ptr<endpoint> to) {
  std::lock_guard lock(mutex_);
  auto& taken = routes_[type];
  if (to->kin())
    taken.family = std::move(to);
  else
    taken.shards.push_back(std::move(to));
}

route route_table::find(const type_slot* type, std::uint64_t shard) const {
  std::shared_lock lock(mutex_);
  auto i = routes_.find(type);
  if (i == routes_.end()) return {};
  const auto& shards = i->second.shards;
  return {shards.empty() ? nullptr : shards[shard % shards.size()], i->second.family};
}

void route_table::clear() {
  std::lock_guard lock(mutex_);
  routes_.clear();
}

}  // namespace fm::actors
