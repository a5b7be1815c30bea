#include "heap_keeper.hpp"

#include <fm/budget/machine_memory.hpp>

#include <malloc.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace fm::program {

namespace {

constexpr auto look_every = std::chrono::seconds(5);
/// A server that is never idle hands back all the same, so many looks later.
constexpr int most_looks = 6;
constexpr std::size_t worth_it = 8u << 20;
/// What is larger is mapped by itself and gone when it is freed: texts of documents, images of indexes.
constexpr int mapped_alone = 4 << 20;
/// Each arena reserves 64 MB of addresses.
constexpr std::uint64_t narrow_address_space = std::uint64_t{4} << 30;
constexpr int few_arenas = 2;

}  // namespace

void heap_keeper::prepare() {
  ::mallopt(M_MMAP_THRESHOLD, mapped_alone);
  const auto space = budget::limits_of_this_process().address_space;
  if (space != 0 && space < narrow_address_space) ::mallopt(M_ARENA_MAX, few_arenas);
}

void heap_keeper::hand_back() { ::malloc_trim(0); }

heap_keeper::heap_keeper(std::function<bool()> idle) : idle_(std::move(idle)), thread_([this] { run(); }) {}

heap_keeper::~heap_keeper() {
  {
    std::lock_guard lock(mutex_);
    ending_ = true;
  }
  ends_.notify_all();
  thread_.join();
}

void heap_keeper::run() {
  int looks = 0;
  std::unique_lock lock(mutex_);
  while (!ends_.wait_for(lock, look_every, [this] { return ending_; })) {
    lock.unlock();
    ++looks;
    if (::mallinfo2().fordblks >= worth_it && (idle_() || looks >= most_looks)) {
      hand_back();
      looks = 0;
    }
    lock.lock();
  }
}

}  // namespace fm::program
