#include "checkpointer.hpp"

#include <chrono>
#include <utility>

namespace fm::sqlite {

namespace {

/// Nobody has written for so long: a checkpoint is in nobody's way.
constexpr std::chrono::milliseconds idle_after{300};
/// While the log is started anew the writer waits; readers are not waited for longer than this.
constexpr int restart_patience_ms = 100;

}  // namespace

checkpointer::checkpointer(handle db, const options& how) : db_(std::move(db)), how_(how) {
  sqlite3_busy_timeout(db_.get(), restart_patience_ms);
  thread_ = std::thread([this] { run(); });
}

checkpointer::~checkpointer() {
  {
    std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void checkpointer::committed(std::uint32_t pages) {
  {
    std::lock_guard lock(mutex_);
    if (pages < copied_) copied_ = 0;  // the log begins anew
    const bool known = pages_ >= how_.idle_pages;
    pages_ = pages;
    ++commits_;
    if (pages < how_.idle_pages || (known && !is_long())) return;
  }
  changed_.notify_one();
}

std::unique_lock<std::mutex> checkpointer::writer_turn() {
  std::lock_guard enter(door_);
  return std::unique_lock(turn_);
}

outcome<std::int64_t> checkpointer::probe() {
  std::lock_guard lock(use_);
  return db_.number("select count(*) from schema_migrations");
}

void checkpointer::run() {
  std::unique_lock lock(mutex_);
  while (!stop_) {
    changed_.wait(lock, [this] { return stop_ || pages_ >= how_.idle_pages; });
    // At once when the log is long, else in the first pause between two commits.
    for (auto seen = commits_; !stop_ && !is_long(); seen = commits_) {
      changed_.wait_for(lock, idle_after, [this] { return stop_ || is_long(); });
      if (seen == commits_) break;
    }
    if (stop_) return;
    auto pages = copied_ = std::exchange(pages_, 0);
    lock.unlock();
    checkpoint(pages);
    lock.lock();
  }
}

void checkpointer::checkpoint(std::uint32_t pages) {
  std::lock_guard lock(use_);
  // One that fails is tried again after the next commit: the log only grows meanwhile.
  sqlite3_wal_checkpoint_v2(db_.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  if (pages < how_.full_pages) return;
  // A writer without pauses always leaves a rest; copy it while the writer waits.
  std::lock_guard closed(door_);
  std::lock_guard alone(turn_);
  sqlite3_wal_checkpoint_v2(db_.get(), nullptr, SQLITE_CHECKPOINT_RESTART, nullptr, nullptr);
}

}  // namespace fm::sqlite
