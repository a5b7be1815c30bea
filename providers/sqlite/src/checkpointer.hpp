#pragma once
// Copies the write-ahead log back into the file on a thread of its own, so that no commit has to.
#include "fm/sqlite/open.hpp"
#include "handle.hpp"

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

namespace fm::sqlite {

class checkpointer {
 public:
  checkpointer(handle db, const options& how);
  checkpointer(const checkpointer&) = delete;
  checkpointer& operator=(const checkpointer&) = delete;
  ~checkpointer();

  /// Says how many pages the log holds after a commit. Thread-safe and quick.
  void committed(std::uint32_t pages);
  /// The writer holds it while it writes; it waits where the log is being started anew.
  std::unique_lock<std::mutex> writer_turn();
  /// Whether the file can be read, asked on the same connection.
  outcome<std::int64_t> probe();

 private:
  void run();
  void checkpoint(std::uint32_t pages);
  /// Many pages have come since the log was copied last.
  bool is_long() const { return pages_ >= copied_ + how_.busy_pages; }

  const handle db_;
  const options how_;
  std::mutex use_;   // of db_
  std::mutex door_;  // taken before turn_, so that a busy writer cannot keep the checkpointer out
  std::mutex turn_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::uint32_t pages_ = 0;
  std::uint32_t copied_ = 0;  // pages of the log when it was copied last
  std::uint64_t commits_ = 0;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace fm::sqlite
