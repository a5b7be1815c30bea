#include "fm/memory/kv_store.hpp"

#include <utility>

namespace fm::memory {

namespace {
/// Of the list and the index, for each entry.
constexpr std::size_t overhead = 160;

std::size_t cost(std::string_view key, std::string_view value) {
  return key.size() + value.size() + overhead;
}
}  // namespace

void kv_store::drop(place at) {
  bytes_ -= cost(at->key, at->value);
  index_.erase(at->key);
  by_use_.erase(at);
}

std::optional<std::string> kv_store::get(std::string_view key, micros now) {
  auto it = index_.find(key);
  if (it == index_.end()) return std::nullopt;
  auto at = it->second;
  if (at->ends <= now) {
    drop(at);
    return std::nullopt;
  }
  by_use_.splice(by_use_.begin(), by_use_, at);
  return at->value;
}

void kv_store::put(std::string key, std::string value, micros ttl, micros now) {
  erase(key);
  auto needed = cost(key, value);
  if (ttl <= 0 || needed > most_) return;
  while (bytes_ + needed > most_) drop(std::prev(by_use_.end()));
  by_use_.push_front({std::move(key), std::move(value), now + ttl});
  index_.emplace(by_use_.front().key, by_use_.begin());
  bytes_ += needed;
}

void kv_store::erase(std::string_view key) {
  if (auto it = index_.find(key); it != index_.end()) drop(it->second);
}

}  // namespace fm::memory
