#include "channel.hpp"

#include <chrono>
#include <utility>

namespace fm::outbound {

void channel::tell(std::unique_lock<std::mutex>& held, bool was_empty) {
  held.unlock();
  if (!was_empty) return;
  changed_.notify_one();
  if (ready_) ready_();
}

void channel::put(answer_head head) {
  std::unique_lock lock(mutex_);
  if (end_) return;
  const bool was_empty = is_empty();
  head_ = std::move(head);
  tell(lock, was_empty);
}

void channel::put(std::string_view bytes) {
  std::unique_lock lock(mutex_);
  if (end_) return;
  const bool was_empty = is_empty();
  bytes_ += bytes;
  tell(lock, was_empty);
}

void channel::end(ended how) {
  std::unique_lock lock(mutex_);
  if (end_) return;
  const bool was_empty = is_empty();
  end_ = std::move(how);
  // Whoever gave up is not kept waiting by what it does not want any more; a part of an answer is of use.
  const bool is_unwanted = end_->why && end_->why->kind == trouble_kind::cancelled;
  if (is_unwanted) head_.reset(), bytes_.clear();
  resume_ = nullptr;
  tell(lock, was_empty || is_unwanted);
}

bool channel::is_full() {
  std::lock_guard lock(mutex_);
  return bytes_.size() >= high_water_;
}

bool channel::when_taken(std::function<void()> resume) {
  std::lock_guard lock(mutex_);
  if (bytes_.empty()) return false;
  resume_ = std::move(resume);
  return true;
}

transfer::event channel::next(micros most) {
  std::unique_lock lock(mutex_);
  if (is_empty()) changed_.wait_for(lock, std::chrono::microseconds(most), [&] { return !is_empty(); });
  if (head_) {
    taken_head_ = std::move(*head_);
    head_.reset();
    return transfer::event::head;
  }
  if (!bytes_.empty()) {
    taken_.clear();
    std::swap(taken_, bytes_);
    auto resume = std::exchange(resume_, nullptr);
    lock.unlock();
    if (resume) resume();
    return transfer::event::piece;
  }
  return end_ ? transfer::event::end : transfer::event::nothing;
}

bool channel::has_ended() {
  std::unique_lock lock(mutex_);
  return end_.has_value();
}

}  // namespace fm::outbound
