#include "auth/sign_in_limits.hpp"

#include <algorithm>

namespace fm::auth {

std::uint32_t sign_in_limits::wait(const std::string& key, micros now) const {
  auto it = buckets_.find(key);
  if (it == buckets_.end()) return 0;
  auto until_one_is_there = it->second.full_at - (per_minute_ - 1) * refill() - now;
  return until_one_is_there <= 0 ? 0 : static_cast<std::uint32_t>((until_one_is_there + second - 1) / second);
}

void sign_in_limits::failed(const std::string& key, micros now) {
  if (per_minute_ == 0) return;
  auto it = buckets_.find(key);
  if (it == buckets_.end()) {
    if (buckets_.size() >= most_) {
      buckets_.erase(by_use_.back());
      by_use_.pop_back();
    }
    by_use_.push_front(key);
    it = buckets_.emplace(key, bucket{now, by_use_.begin()}).first;
  }
  auto& b = it->second;
  b.full_at = std::max(b.full_at, now) + refill();
  by_use_.splice(by_use_.begin(), by_use_, b.place);
}

}  // namespace fm::auth
