#include "fm/jwt/revocation_board.hpp"

#include <algorithm>

namespace fm::jwt {

void revocation_board::forget(micros now) {
  std::erase_if(ids_, [&](const auto& e) { return e.second <= now; });
  std::erase_if(users_, [&](const auto& e) { return e.second != forever && e.second + lifetime_ <= now; });
  sweep_at_ = std::max<std::size_t>(1'024, 2 * (ids_.size() + users_.size()));
}

void revocation_board::publish(const providers::publish_revocations& what, micros now) {
  std::lock_guard lock(mutex_);
  bool changed = false;
  auto set = [&](times& all, const std::string& key, micros to) {
    auto [it, is_new] = all.try_emplace(key, to);
    changed = changed || is_new || it->second != to;
    it->second = to;
  };
  for (const auto& d : what.ids)
    if (d.until > now) set(ids_, d.id, d.until);
  for (const auto& u : what.users) set(users_, u.user, u.from);
  if (ids_.size() + users_.size() > sweep_at_) forget(now);
  if (changed) version_.fetch_add(1, std::memory_order_release);
}

bool revocation_board::is_void(std::string_view token, std::string_view family, std::string_view user,
                               micros issued) const {
  std::lock_guard lock(mutex_);
  if (ids_.contains(token) || ids_.contains(family)) return true;
  auto it = users_.find(user);
  return it != users_.end() && issued < it->second;
}

std::size_t revocation_board::size() const {
  std::lock_guard lock(mutex_);
  return ids_.size() + users_.size();
}

}  // namespace fm::jwt
