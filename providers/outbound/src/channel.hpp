#pragma once
// What lies between the thread of the network and whoever takes an answer.
#include "fm/outbound/client.hpp"

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace fm::outbound {

/// One answer. The writer never waits: it is told how much is not taken yet and stops reading from the
/// network. Thread-safe, one writer and one reader.
class channel {
 public:
  channel(std::uint64_t high_water, std::function<void()> ready)
      : high_water_(high_water), ready_(std::move(ready)) {}

  // The writer's side.
  void put(answer_head head);
  void put(std::string_view bytes);
  /// The last word; what comes after it is ignored.
  void end(ended how);
  /// Whether the reader is so far behind that the writer should stop.
  bool is_full();
  /// Calls `resume` once, on the reader's thread, when it takes what is there; false when it has done so.
  bool when_taken(std::function<void()> resume);

  // The reader's side.
  transfer::event next(micros most);
  const answer_head& head() const { return taken_head_; }
  std::string_view piece() const { return taken_; }
  const ended& result() const { return *end_; }
  bool has_ended();

 private:
  bool is_empty() const { return !head_ && bytes_.empty() && !end_; }
  void tell(std::unique_lock<std::mutex>& held, bool was_empty);

  const std::uint64_t high_water_;
  const std::function<void()> ready_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<answer_head> head_;
  std::string bytes_;
  std::optional<ended> end_;
  std::function<void()> resume_;
  // Of the reader alone.
  answer_head taken_head_;
  std::string taken_;
};

}  // namespace fm::outbound
