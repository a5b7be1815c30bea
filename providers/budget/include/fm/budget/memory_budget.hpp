#pragma once
// One budget of memory that all who need much of it share.
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>

namespace fm::budget {

/// What a budget has seen.
struct budget_figures {
  std::uint64_t total = 0;
  std::uint64_t held = 0;
  std::uint64_t most_held = 0;  ///< since the start
  std::uint64_t refused = 0;    ///< requests that waited in vain
};

/// Thread-safe. What is taken is an estimate of who takes it: nothing is allocated here.
class memory_budget {
 public:
  explicit memory_budget(std::uint64_t total) : total_(total) {}

  std::uint64_t total() const { return total_; }
  budget_figures figures() const;

 private:
  friend class memory_share;
  /// Waits until so much is free, at most a few seconds and never when `give_up` says so.
  bool take(std::uint64_t bytes, const std::function<bool()>& give_up);
  void give_back(std::uint64_t bytes);

  const std::uint64_t total_;
  mutable std::mutex mutex_;
  std::condition_variable freed_;
  std::uint64_t held_ = 0, most_held_ = 0, refused_ = 0;
};

/// What one job holds of a budget; given back when it ends. A share without a budget takes what it likes.
class memory_share {
 public:
  memory_share(std::shared_ptr<memory_budget> from, std::uint64_t most, std::function<bool()> give_up = {})
      : from_(std::move(from)), most_(most), give_up_(std::move(give_up)) {}
  memory_share(const memory_share&) = delete;
  memory_share& operator=(const memory_share&) = delete;
  ~memory_share() { shrink(held_); }

  /// True when the job would hold more than it may; then `grow` fails whatever the others hold.
  bool beyond(std::uint64_t bytes) const { return most_ != 0 && held_ + bytes > most_; }
  /// Takes more; false when it is beyond the job's own bound, or others hold it and do not give it back in
  /// time.
  bool grow(std::uint64_t bytes);
  void shrink(std::uint64_t bytes);
  std::uint64_t held() const { return held_; }

 private:
  std::shared_ptr<memory_budget> from_;
  std::uint64_t most_;  // 0: no bound of its own
  std::function<bool()> give_up_;
  std::uint64_t held_ = 0;
};

}  // namespace fm::budget
