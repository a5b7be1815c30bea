#include "upkeep.hpp"

#include <algorithm>
#include <utility>

namespace fm::program {

void upkeep::every(micros period, micros first, std::function<void()> work) {
  tasks_.push_back(
      {std::chrono::microseconds(period), clock::now() + std::chrono::microseconds(first), std::move(work)});
}

void upkeep::start() {
  std::lock_guard lock(mutex_);
  if (stop_) return;
  thread_ = std::thread([this] { run(); });
}

void upkeep::stop() {
  std::thread ending;
  {
    std::lock_guard lock(mutex_);
    stop_ = true;
    ending = std::move(thread_);
  }
  changed_.notify_all();
  if (ending.joinable()) ending.join();
}

bool upkeep::pause(std::chrono::milliseconds how_long) {
  std::unique_lock lock(mutex_);
  return !changed_.wait_for(lock, how_long, [this] { return stop_; });
}

void upkeep::run() {
  std::unique_lock lock(mutex_);
  while (!stop_ && !tasks_.empty()) {
    auto next = std::min_element(tasks_.begin(), tasks_.end(),
                                 [](const task& a, const task& b) { return a.next < b.next; });
    if (changed_.wait_until(lock, next->next, [this] { return stop_; })) return;
    lock.unlock();
    next->work();
    next->next = clock::now() + next->period;
    lock.lock();
  }
}

}  // namespace fm::program
