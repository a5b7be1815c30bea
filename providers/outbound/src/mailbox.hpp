#pragma once
// How other threads speak to the thread of the network.
#include "curl_handles.hpp"

#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace fm::outbound {

class engine;

/// Outlives the thread, so that who comes too late is told so. Thread-safe.
class mailbox {
 public:
  using command = std::function<void(engine&)>;

  explicit mailbox(CURLM* wakes) : wakes_(wakes) {}

  /// False when nobody reads it any more.
  bool post(command what) {
    std::lock_guard lock(mutex_);
    if (wakes_ == nullptr) return false;
    commands_.push_back(std::move(what));
    curl_multi_wakeup(wakes_);
    return true;
  }
  std::vector<command> take() {
    std::lock_guard lock(mutex_);
    return std::exchange(commands_, {});
  }
  /// Nothing is taken any more; what is there already is given back.
  std::vector<command> close() {
    std::lock_guard lock(mutex_);
    wakes_ = nullptr;
    return std::exchange(commands_, {});
  }

 private:
  std::mutex mutex_;
  CURLM* wakes_;
  std::vector<command> commands_;
};

}  // namespace fm::outbound
