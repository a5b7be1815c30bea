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

void revocation_board::publish(const providers::publish_api_keys& what) {
  std::lock_guard lock(mutex_);
  std::erase_if(keys_, [&](const auto& held) {
    return std::find(what.users.begin(), what.users.end(), held.second->user) != what.users.end();
  });
  for (const auto& k : what.keys) {
    auto who = std::make_shared<providers::principal>();
    who->user = k.user;
    who->email = k.email;
    who->username = k.username;
    who->roles = k.roles;
    who->token_id = k.id;
    who->expires = k.expires;
    who->by_key = true;
    who->reads_only = k.reads_only;
    keys_.insert_or_assign(k.hash, std::move(who));
  }
}

std::shared_ptr<const providers::principal> revocation_board::key_holder(std::string_view key_hash) const {
  std::lock_guard lock(mutex_);
  const auto it = keys_.find(key_hash);
  return it == keys_.end() ? nullptr : it->second;
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
