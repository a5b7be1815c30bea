#pragma once
// Token buckets in bounded memory.
#include <fm/actors/context.hpp>

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace fm::http {

/// One bucket for each key and budget: it holds what a minute allows and fills evenly. When there are more
/// keys than room, the one that was idle longest among its neighbours starts anew.
class rate_limit {
 public:
  static constexpr std::size_t budgets = 3;
  struct verdict {
    bool allowed = true;
    std::uint32_t remaining = 0;
    std::uint32_t retry_after = 0;  ///< seconds
    std::uint32_t full_in = 0;      ///< seconds until the bucket is full again
  };

  rate_limit(std::array<std::uint32_t, budgets> per_minute, std::size_t keys = 16384);
  /// Takes one token. A budget of 0 a minute is none.
  verdict take(std::string_view key, std::size_t budget, micros now);
  std::uint32_t per_minute(std::size_t budget) const { return per_minute_[budget]; }

 private:
  static constexpr std::size_t ways = 8;
  struct entry {
    std::uint64_t key = 0;
    std::array<micros, budgets> last{};
    std::array<float, budgets> tokens{};
  };
  entry& entry_of(std::uint64_t key, micros now);

  std::array<std::uint32_t, budgets> per_minute_;
  std::vector<entry> entries_;
};

}  // namespace fm::http
