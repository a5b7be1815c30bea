#include <fm/actors/log.hpp>
#include <fm/http/free_space.hpp>

#include <sys/statvfs.h>

#include <algorithm>
#include <utility>

namespace fm::http {

namespace {

constexpr auto between_looks = std::chrono::seconds(1);

}  // namespace

free_space::free_space(std::string folder, std::uint64_t least_bytes)
    : folder_(std::move(folder)),
      least_(least_bytes),
      looked_((clock::now() - between_looks).time_since_epoch().count()) {}

bool free_space::enough() {
  if (least_ == 0) return true;
  const auto now = clock::now();
  if (now.time_since_epoch().count() - looked_.load(std::memory_order_relaxed) >=
      std::chrono::duration_cast<clock::duration>(between_looks).count())
    look(now);
  return enough_.load(std::memory_order_relaxed);
}

std::string free_space::shortage() { return enough() ? std::string() : sentence(); }

std::string free_space::sentence() const {
  return "the server only reads at the moment: less than " + std::to_string(least_ >> 20) +
         " MB (FM_MIN_FREE_MB) are free on the disk of its data; deleting and signing in still work";
}

void free_space::look(clock::time_point now) {
  std::unique_lock lock(mutex_, std::try_to_lock);
  if (!lock) return;  // somebody else is looking
  looked_ = now.time_since_epoch().count();
  struct statvfs about {};
  if (::statvfs(folder_.c_str(), &about) != 0) return;  // what cannot be told is no reason to stop
  const auto free = static_cast<std::uint64_t>(about.f_bavail) * about.f_frsize;
  // A little more is asked for to write again, so that the state does not flicker.
  const bool had = enough_;
  // Nothing can be stored without a little, whatever the reserve.
  constexpr std::uint64_t a_little = 1u << 20;
  const auto least = std::max(least_, a_little);
  const bool has = free >= (had ? least : least + least / 16);
  if (has == had) return;
  enough_ = has;
  if (has)
    actors::log(actors::level::info, "there is room again: the server writes as usual",
                {{"free_mb", free >> 20}, {"folder", folder_}});
  else
    actors::log(actors::level::error,
                "the disk is nearly full: the server only reads until there is room; make room, or lower "
                "FM_MIN_FREE_MB",
                {{"free_mb", free >> 20}, {"least_mb", least_ >> 20}, {"folder", folder_}});
}

}  // namespace fm::http
