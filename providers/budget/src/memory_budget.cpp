#include "fm/budget/memory_budget.hpp"

#include <algorithm>
#include <chrono>

namespace fm::budget {

namespace {

// Long enough for a neighbour to end what it does, short beside the deadline of a turn.
constexpr auto longest_wait = std::chrono::seconds(5);
// How often somebody who waits looks whether anybody still waits for the result.
constexpr auto look_every = std::chrono::milliseconds(50);

}  // namespace

budget_figures memory_budget::figures() const {
  std::lock_guard lock(mutex_);
  return {total_, held_, most_held_, refused_};
}

bool memory_budget::take(std::uint64_t bytes, const std::function<bool()>& give_up) {
  std::unique_lock lock(mutex_);
  const auto fits = [&] { return bytes <= total_ && held_ <= total_ - bytes; };
  if (bytes <= total_) {
    const auto until = std::chrono::steady_clock::now() + longest_wait;
    while (!fits() && std::chrono::steady_clock::now() < until && !(give_up && give_up()))
      freed_.wait_for(lock, look_every);
  }
  if (!fits()) {
    ++refused_;
    return false;
  }
  held_ += bytes;
  most_held_ = std::max(most_held_, held_);
  return true;
}

void memory_budget::give_back(std::uint64_t bytes) {
  {
    std::lock_guard lock(mutex_);
    held_ -= bytes;
  }
  freed_.notify_all();
}

bool memory_share::grow(std::uint64_t bytes) {
  if (beyond(bytes)) return false;
  if (from_ && !from_->take(bytes, give_up_)) return false;
  held_ += bytes;
  return true;
}

void memory_share::shrink(std::uint64_t bytes) {
  bytes = std::min(bytes, held_);
  held_ -= bytes;
  if (from_ && bytes != 0) from_->give_back(bytes);
}

}  // namespace fm::budget
