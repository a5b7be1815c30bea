#include "auth/sign_in_limits.hpp"

#include <fm/providers/network_of.hpp>

#include <algorithm>
#include <utility>

namespace fm::auth {

namespace {

constexpr micros refill(std::uint32_t per_minute) { return std::max<micros>(1, minute / per_minute); }

/// 1, 2, 4 ... 60 seconds.
constexpr micros pause(std::uint32_t refusals) {
  constexpr std::uint32_t doublings = 6;
  return std::min<micros>(minute, second << std::min(refusals, doublings));
}

}  // namespace

std::uint32_t sign_in_limits::begin(std::string_view what, std::string_view address, micros now) {
  if (per_minute_ == 0) return 0;
  const auto k = keys_of(what, address);
  const auto wait =
      std::max(refusal(k.pair, per_minute_, now), refusal(k.address, per_minute_ * times_for_address, now));
  if (wait > 0) return wait;
  auto take = [&](const std::string& key, std::uint32_t most) {
    auto& b = used(key, now);
    b.full_at = std::max(b.full_at, now) + refill(most);
  };
  take(k.pair, per_minute_);
  take(k.address, per_minute_ * times_for_address);
  return 0;
}

std::uint32_t sign_in_limits::refusal(const std::string& key, std::uint32_t most, micros now) {
  auto it = buckets_.find(key);
  if (it == buckets_.end()) return 0;
  auto& b = it->second;
  if (b.full_at <= now) b.refusals = 0;
  const auto until_one_is_left = b.full_at - (most - 1) * refill(most) - now;
  if (until_one_is_left <= 0) return 0;
  by_use_.splice(by_use_.begin(), by_use_, b.place);
  const auto wait = std::max(until_one_is_left, pause(b.refusals++));
  return static_cast<std::uint32_t>((wait + second - 1) / second);
}

sign_in_limits::bucket& sign_in_limits::used(const std::string& key, micros now) {
  auto it = buckets_.find(key);
  if (it == buckets_.end()) {
    if (buckets_.size() >= most_) {
      buckets_.erase(by_use_.back());
      by_use_.pop_back();
    }
    by_use_.push_front(key);
    it = buckets_.emplace(key, bucket{now, 0, by_use_.begin()}).first;
  }
  by_use_.splice(by_use_.begin(), by_use_, it->second.place);
  return it->second;
}

void sign_in_limits::give_back(std::string_view what, std::string_view address) {
  if (per_minute_ == 0) return;
  const auto k = keys_of(what, address);
  give_back(k.pair, per_minute_, true);
  // Who has an account of their own cannot buy guesses at others with it.
  give_back(k.address, per_minute_ * times_for_address, false);
}

void sign_in_limits::give_back(const std::string& key, std::uint32_t most, bool ends_refusals) {
  auto it = buckets_.find(key);
  if (it == buckets_.end()) return;
  it->second.full_at -= refill(most);
  if (ends_refusals) it->second.refusals = 0;
}

sign_in_limits::keys sign_in_limits::keys_of(std::string_view what, std::string_view address) {
  auto network = providers::network_of(address);
  std::string pair(what);
  pair += '\n';
  pair += network;
  return {std::move(pair), std::move(network)};
}

}  // namespace fm::auth
