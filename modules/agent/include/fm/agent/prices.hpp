#pragma once
// What models cost.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fm::agent {

/// What a million tokens cost, in millionths of a currency; all 0 when nobody said.
struct token_price {
  std::int64_t input = 0;
  std::int64_t cached = 0;  ///< input that the vendor had in its cache
  std::int64_t output = 0;
};

/// The price of the models whose names begin so.
struct named_price {
  std::string name;
  token_price price;
};
using price_list = std::vector<named_price>;

/// The price of a model, by the longest name that its own begins with; none when no one does. `label` is of
/// vendor and model: "openrouter/meta-llama/llama-3".
inline const token_price* find_price(const price_list& prices, std::string_view label) {
  const auto model = label.substr(label.find('/') + 1);
  const named_price* best = nullptr;
  for (const auto& p : prices)
    if (model.starts_with(p.name) && (best == nullptr || p.name.size() >= best->name.size())) best = &p;
  return best != nullptr ? &best->price : nullptr;
}

/// What a call cost, in millionths, rounded up: nothing that has a price is free. `input` with what came from
/// the cache.
inline std::int64_t cost_of(std::uint64_t input, std::uint64_t cached, std::uint64_t output,
                            const token_price& price) {
  constexpr std::int64_t million = 1'000'000;
  const auto from_cache = static_cast<std::int64_t>(std::min(cached, input));
  const auto sum = (static_cast<std::int64_t>(input) - from_cache) * price.input + from_cache * price.cached +
                   static_cast<std::int64_t>(output) * price.output;
  return (sum + million - 1) / million;
}

}  // namespace fm::agent
