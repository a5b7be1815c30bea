#pragma once
// Writes the message journal: a bounded ring that never blocks an actor, and one thread that empties it.
#include "fm/actors/journal_format.hpp"
#include "fm/actors/secret.hpp"

#include <atomic>
#include <cstddef>
#include <filesystem>
#include <map>
#include <span>
#include <thread>
#include <utility>
#include <vector>

namespace fm::actors {

struct journal_options {
  std::filesystem::path
      path{};  ///< of segment 1; later ones are `path.2`, `path.3` ... Existing files are replaced
  std::size_t slots = std::size_t{1} << 14;              ///< records in the ring; a power of two
  std::uint64_t segment_bytes = std::uint64_t{1} << 30;  ///< a new epoch is asked for beyond this size
  std::uint32_t keep_segments = 8;                       ///< older ones are removed
  bool payloads = true;  ///< false: evidence and chat stay out, nothing replays
  secret_hash hash{};    ///< without it secrets are written as "***"
};

/// Records arrive in any order and are written in the order of their tickets, 1 being the first.
class journal {
 public:
  /// Throws std::system_error when the file cannot be made.
  journal(journal_options options, journal_header header);
  journal(const journal&) = delete;
  journal& operator=(const journal&) = delete;
  ~journal();

  /// Never blocks and may be called by any thread. When the ring is full the record is lost, and a gap is
  /// written where it would have stood.
  void push(record_head head, std::span<const char> body);
  std::uint64_t lost() const { return lost_; }
  /// True once after the segment has become too large: the caller begins an epoch.
  bool wants_epoch() { return wants_epoch_.load(std::memory_order_relaxed) && wants_epoch_.exchange(false); }
  const journal_options& options() const { return options_; }

 private:
  struct slot {
    std::atomic<std::uint64_t> turn;
    record_head head;
    std::vector<char> body;
  };
  void write_all();
  bool take_one();
  void place(const record_head& head, std::span<const char> body);
  void skip_lost();
  void write_record(record_head head, std::span<const char> body);
  void open_segment();
  void flush();

  journal_options options_;
  journal_header header_;
  std::vector<slot> ring_;
  std::atomic<std::uint64_t> head_{0};
  std::atomic<std::uint64_t> lost_{0};
  std::atomic<bool> wants_epoch_{false};
  std::atomic<bool> stop_{false};

  // of the writing thread
  std::uint64_t tail_ = 0;
  ticket_t next_ = 1;
  std::map<ticket_t, std::pair<record_head, std::vector<char>>> early_;  // arrived before their predecessors
  int file_ = -1;
  std::uint64_t written_ = 0;
  bool asked_ = false;  // for an epoch, once in a segment
  std::vector<char> batch_;
  std::thread writer_;
};

/// The path of a segment, 1 being the first.
std::filesystem::path segment_path(const std::filesystem::path& journal, std::uint32_t segment);

}  // namespace fm::actors
