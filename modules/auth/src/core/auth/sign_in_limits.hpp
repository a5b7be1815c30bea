#pragma once
// How often a sign-in may fail.
#include <fm/actors/context.hpp>

#include <cstddef>
#include <cstdint>
#include <list>
#include <string>
#include <unordered_map>

namespace fm::auth {

/// A bucket of tokens for each account and each address: a failure takes one, also beyond empty, so that
/// attempts which run at the same time are paid back later. Holds a bounded number of buckets; the one that
/// failed longest ago goes first.
class sign_in_limits {
 public:
  /// `per_minute` 0: no limit.
  explicit sign_in_limits(std::uint32_t per_minute, std::size_t most_buckets = 20'000)
      : per_minute_(per_minute), most_(most_buckets) {}
  sign_in_limits(const sign_in_limits&) = delete;
  sign_in_limits& operator=(const sign_in_limits&) = delete;

  /// Seconds until one more attempt is allowed; 0: now.
  std::uint32_t wait(const std::string& key, micros now) const;
  void failed(const std::string& key, micros now);
  std::size_t buckets() const { return buckets_.size(); }

 private:
  struct bucket {
    micros full_at = 0;  ///< when it will be full again
    std::list<std::string>::iterator place;
  };
  micros refill() const { return minute / per_minute_; }

  std::uint32_t per_minute_;
  std::size_t most_;
  std::list<std::string> by_use_;                    // the latest first
  std::unordered_map<std::string, bucket> buckets_;  // looked up, never iterated
};

}  // namespace fm::auth
