#pragma once
// What may be spent with language models.
#include <cstddef>
#include <cstdint>

namespace fm::agent {

/// What may be spent on models in a day (UTC); 0: no limit. Costs are millionths of the currency of the
/// prices.
struct day_budgets {
  std::uint64_t user_tokens = 0;
  std::int64_t user_cost = 0;
  std::uint64_t all_tokens = 0;
  std::int64_t all_cost = 0;
};

/// What a turn may spend with a model. 0: no limit, except for calls of tools, where 0 is none.
struct dialogue_limits {
  std::uint32_t tool_calls = 12;
  std::size_t tool_bytes = 120'000;   ///< of what they show
  std::uint64_t tokens = 0;           ///< of all calls of the model, both ways
  std::int64_t cost = 0;              ///< of the same, in millionths of the currency of the prices
  std::size_t prompt_tokens = 6'000;  ///< of what is said to it, by an estimate of three bytes each
};

}  // namespace fm::agent
