#include "auth/sign_in_limits.hpp"

#include <algorithm>
#include <cmath>

namespace fm::auth {

double sign_in_limits::tokens(const bucket& b, micros now) const {
  auto gained =
      static_cast<double>(std::max<micros>(0, now - b.filled)) / static_cast<double>(minute) * per_minute_;
  return std::min<double>(per_minute_, b.tokens + gained);
}

std::uint32_t sign_in_limits::wait(const std::string& key, micros now) const {
  auto it = buckets_.find(key);
  if (per_minute_ == 0 || it == buckets_.end()) return 0;
  auto missing = 1 - tokens(it->second, now);
  return missing <= 0 ? 0 : static_cast<std::uint32_t>(std::ceil(missing * 60 / per_minute_));
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
    it = buckets_.emplace(key, bucket{static_cast<double>(per_minute_), now, by_use_.begin()}).first;
  }
  auto& b = it->second;
  b.tokens = tokens(b, now) - 1;
  b.filled = now;
  by_use_.splice(by_use_.begin(), by_use_, b.place);
}

}  // namespace fm::auth
