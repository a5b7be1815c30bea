#include "rate_limit.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

namespace fm::http {

rate_limit::rate_limit(std::array<std::uint32_t, budgets> per_minute, std::size_t keys)
    : per_minute_(per_minute), entries_(std::max(ways, (keys + ways - 1) / ways * ways)) {}

rate_limit::entry& rate_limit::entry_of(std::uint64_t key, micros now) {
  const auto set = key % (entries_.size() / ways) * ways;
  auto* const first = &entries_[set];
  entry* idle = first;
  for (std::size_t i = 0; i < ways; ++i) {
    auto& e = first[i];
    if (e.key == key) return e;
    if (*std::max_element(e.last.begin(), e.last.end()) <
        *std::max_element(idle->last.begin(), idle->last.end()))
      idle = &e;
  }
  *idle = {};
  idle->key = key;
  idle->last.fill(now);
  for (std::size_t b = 0; b < budgets; ++b) idle->tokens[b] = static_cast<float>(per_minute_[b]);
  return *idle;
}

rate_limit::verdict rate_limit::take(std::string_view key, std::size_t budget, micros now) {
  const auto limit = static_cast<float>(per_minute_[budget]);
  const float a_second = limit / 60;
  // 0 marks an entry that was never used.
  auto& e = entry_of(std::hash<std::string_view>()(key) | 1u, now);
  auto& tokens = e.tokens[budget];
  const auto passed = std::max<micros>(0, now - e.last[budget]);
  tokens = std::min(limit, tokens + a_second * static_cast<float>(passed) / 1e6f);
  e.last[budget] = now;
  verdict v;
  v.allowed = tokens >= 1;
  if (v.allowed)
    tokens -= 1;
  else
    v.retry_after = static_cast<std::uint32_t>(
        std::clamp(std::ceil((1 - tokens) / std::max(a_second, 1e-3f)), 1.0f, 3600.0f));
  v.full_in = static_cast<std::uint32_t>(std::ceil((limit - tokens) / std::max(a_second, 1e-3f)));
  v.remaining = static_cast<std::uint32_t>(tokens);
  return v;
}

}  // namespace fm::http
