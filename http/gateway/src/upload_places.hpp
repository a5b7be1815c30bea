#pragma once
// How many uploads each user and each address has at work.
#include <fm/http/service.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace fm::http {

/// Places are taken on one thread; a permit gives its place back on any.
class upload_places {
 public:
  /// Nothing when `key` has `most` already.
  std::optional<permit> take(std::string_view key, std::size_t most) {
    if (taken_.size() >= look_again_at_) forget_idle();
    auto& taken = taken_[std::string(key)];
    if (!taken) taken = std::make_shared<std::atomic<std::size_t>>(0);
    if (taken->load(std::memory_order_relaxed) >= most) return std::nullopt;
    taken->fetch_add(1, std::memory_order_relaxed);
    return permit(taken);
  }

 private:
  void forget_idle() {
    std::erase_if(taken_, [](const auto& e) { return e.second->load(std::memory_order_relaxed) == 0; });
    look_again_at_ = std::max<std::size_t>(64, 2 * taken_.size());
  }

  std::unordered_map<std::string, std::shared_ptr<std::atomic<std::size_t>>> taken_;
  std::size_t look_again_at_ = 64;
};

}  // namespace fm::http
