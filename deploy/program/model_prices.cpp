#include "model_prices.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>
#include <utility>

namespace fm::program {

namespace {

/// An amount of money such as "0.15", in millionths; below 0 when it is none.
std::int64_t millionths_of(std::string_view text) {
  double amount = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), amount);
  constexpr double most = 1e6;
  if (wrong != std::errc() || end != text.data() + text.size() || !(amount >= 0) || amount > most) return -1;
  return std::llround(amount * 1e6);
}

outcome<std::int64_t> limit_of(const settings::set& s, std::string_view name) {
  const auto& text = s.text(name);
  if (text.empty()) return std::int64_t{0};
  const auto amount = millionths_of(text);
  if (amount < 0)
    return fail(ec::invalid, std::string(name) + " is '" + text + "': an amount such as 2.50 is needed");
  if (amount == 0)
    return fail(ec::invalid, std::string(name) + " is '" + text +
                                 "', for which no model can be asked: leave it empty for no limit, or set "
                                 "LLM_PROVIDER=builtin to ask none");
  return amount;
}

/// MODEL=INPUT/OUTPUT or MODEL=INPUT/CACHED/OUTPUT; no model's name holds an equals sign.
outcome<agent::named_price> price_in(const std::string& entry) {
  const auto equals = entry.find('=');
  std::vector<std::int64_t> amounts;
  for (std::size_t at = equals == entry.npos ? entry.size() + 1 : equals + 1; at <= entry.size();) {
    const auto end = std::min(entry.find('/', at), entry.size());
    amounts.push_back(millionths_of(std::string_view(entry).substr(at, end - at)));
    at = end + 1;
  }
  if (equals == 0 || amounts.size() < 2 || amounts.size() > 3 ||
      *std::min_element(amounts.begin(), amounts.end()) < 0)
    return fail(ec::invalid, "LLM_PRICES holds '" + entry +
                                 "': MODEL=INPUT/OUTPUT is needed, such as gpt-4o-mini=0.15/0.60");
  return agent::named_price{
      entry.substr(0, equals),
      {amounts.front(), amounts.size() == 3 ? amounts[1] : amounts.front(), amounts.back()}};
}

outcome<agent::price_list> prices_of(const settings::set& s) {
  agent::price_list out;
  for (const auto& entry : s.list("LLM_PRICES")) {
    auto one = price_in(entry);
    if (!one) return one.error();
    const bool twice =
        std::any_of(out.begin(), out.end(), [&](const auto& known) { return known.name == one->name; });
    if (twice) return fail(ec::invalid, "LLM_PRICES names '" + one->name + "' twice");
    out.push_back(std::move(*one));
  }
  return out;
}

}  // namespace

outcome<done> read_limits(const settings::set& s, const std::vector<std::string>& models,
                          agent::model_options& out) {
  auto prices = prices_of(s);
  if (!prices) return prices.error();
  out.prices = std::move(*prices);
  auto& d = out.dialogue;
  d.tool_calls = static_cast<std::uint32_t>(s.integer("LLM_TURN_TOOL_CALLS"));
  d.tool_bytes = static_cast<std::size_t>(s.integer("LLM_TURN_TOOL_KB")) * 1'000;
  d.tokens = static_cast<std::uint64_t>(s.integer("LLM_TURN_TOKENS"));
  out.per_day.user_tokens = static_cast<std::uint64_t>(s.integer("LLM_USER_DAY_TOKENS"));
  out.per_day.all_tokens = static_cast<std::uint64_t>(s.integer("LLM_DAY_TOKENS"));
  for (const auto& [name, into] :
       {std::pair{"LLM_TURN_COST", &d.cost}, std::pair{"LLM_USER_DAY_COST", &out.per_day.user_cost},
        std::pair{"LLM_DAY_COST", &out.per_day.all_cost}}) {
    auto limit = limit_of(s, name);
    if (!limit) return limit.error();
    *into = *limit;
    for (const auto& model : models)
      if (*limit != 0 && agent::find_price(out.prices, model) == nullptr)
        return fail(ec::invalid, std::string(name) + " needs the price of " +
                                     model.substr(model.find('/') + 1) +
                                     " in LLM_PRICES (0/0 where it costs nothing)");
  }
  return done{};
}

}  // namespace fm::program
