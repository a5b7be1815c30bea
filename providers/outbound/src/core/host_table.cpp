#include "core/host_table.hpp"

#include <algorithm>

namespace fm::outbound {

std::shared_ptr<host_record> host_table::of(const std::string& origin, micros now) {
  auto found = hosts_.find(origin);
  if (found == hosts_.end()) {
    if (hosts_.size() >= most_)
      hosts_.erase(std::min_element(hosts_.begin(), hosts_.end(), [](const auto& a, const auto& b) {
        return a.second->used < b.second->used;
      }));
    found = hosts_.emplace(origin, std::make_shared<host_record>(breaker_, retry_)).first;
  }
  found->second->used = now;
  return found->second;
}

}  // namespace fm::outbound
