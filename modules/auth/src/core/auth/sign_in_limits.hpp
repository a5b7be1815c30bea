#pragma once
// How often a secret may be guessed.
#include <fm/actors/context.hpp>

#include <cstddef>
#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

namespace fm::auth {

/// Two buckets count each attempt when it begins: one of what is guessed and the address that guesses it, and
/// one of the address alone, which holds six times as much. So nobody can lock an account for other
/// addresses, and nobody can guess at many accounts from one. An attempt that succeeds is given back. The
/// number of buckets is bounded; the one that was used longest ago goes first. Times are of the steady clock.
class sign_in_limits {
 public:
  static constexpr std::uint32_t times_for_address = 6;

  /// `per_minute` 0: no limit.
  explicit sign_in_limits(std::uint32_t per_minute, std::size_t most_buckets = 20'000)
      : per_minute_(per_minute), most_(most_buckets) {}
  sign_in_limits(const sign_in_limits&) = delete;
  sign_in_limits& operator=(const sign_in_limits&) = delete;

  /// Counts an attempt at `what` from an address: 0. Or it is one too many: the seconds after which one more
  /// is possible, which grow to a minute with each refusal.
  std::uint32_t begin(std::string_view what, std::string_view address, micros now);
  /// Takes back what `begin` has counted.
  void give_back(std::string_view what, std::string_view address);
  std::size_t buckets() const { return buckets_.size(); }

 private:
  struct bucket {
    micros full_at = 0;          ///< when it will be full again
    std::uint32_t refusals = 0;  ///< since it was full
    std::list<std::string>::iterator place;
  };
  struct keys {
    std::string pair, address;
  };
  static keys keys_of(std::string_view what, std::string_view address);
  bucket& used(const std::string& key, micros now);
  std::uint32_t refusal(const std::string& key, std::uint32_t most, micros now);
  void give_back(const std::string& key, std::uint32_t most, bool ends_refusals);

  std::uint32_t per_minute_;
  std::size_t most_;
  std::list<std::string> by_use_;                    // the latest first
  std::unordered_map<std::string, bucket> buckets_;  // looked up, never iterated
};

}  // namespace fm::auth
