#pragma once
// What is revoked and which keys are good, shared by those who verify tokens and those who publish.
#include <fm/providers/identity.hpp>
#include <fm/providers/revocations.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace fm::jwt {

/// Thread-safe.
class revocation_board {
 public:
  /// `access_lifetime`: so long a user's cut-off matters.
  explicit revocation_board(micros access_lifetime) : lifetime_(access_lifetime) {}
  revocation_board(const revocation_board&) = delete;
  revocation_board& operator=(const revocation_board&) = delete;

  void publish(const providers::publish_revocations& what, micros now);
  void publish(const providers::publish_api_keys& what);
  /// Whose key has that hash; null when none has.
  std::shared_ptr<const providers::principal> key_holder(std::string_view key_hash) const;
  /// Whether a token that was issued then is void.
  bool is_void(std::string_view token, std::string_view family, std::string_view user, micros issued) const;
  /// Another number after each change: what passed under this number still does.
  std::uint64_t version() const { return version_.load(std::memory_order_acquire); }
  std::size_t size() const;

 private:
  void forget(micros now);
  struct hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  using holders =
      std::unordered_map<std::string, std::shared_ptr<const providers::principal>, hash, std::equal_to<>>;
  using times = std::unordered_map<std::string, micros, hash, std::equal_to<>>;

  const micros lifetime_;
  mutable std::mutex mutex_;
  times ids_;    // until when
  times users_;  // from when
  holders keys_;
  std::size_t sweep_at_ = 1'024;
  std::atomic<std::uint64_t> version_{1};
};

}  // namespace fm::jwt
