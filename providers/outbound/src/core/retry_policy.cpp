#include "core/retry_policy.hpp"

#include <algorithm>

namespace fm::outbound {

bool may_be_repeated(method m, bool is_repeatable) {
  return is_repeatable || (m != method::post && m != method::patch);
}

bool is_passing_status(unsigned status) {
  switch (status) {
    case 408:
    case 425:
    case 429:
    case 500:
    case 502:
    case 503:
    case 504:
    case 529:  // Anthropic's word for 503
      return true;
    default:
      return false;
  }
}

std::optional<micros> wait_before(const retry_rules& rules, unsigned number,
                                  std::optional<micros> retry_after, std::uint64_t random) {
  constexpr unsigned most_doublings = 30;
  const auto doublings = std::min(number - 1, most_doublings);
  const auto most = rules.base > (rules.longest >> doublings) ? rules.longest : rules.base << doublings;
  const auto drawn = static_cast<micros>(random % (static_cast<std::uint64_t>(most) + 1));
  if (!retry_after) return drawn;
  if (*retry_after > rules.patience) return {};
  return std::max(*retry_after, drawn);
}

void retry_budget::note_request() {
  thousandths_ = std::min(thousandths_ + rules_.per_thousand, rules_.reserve * unit);
}

bool retry_budget::take() {
  if (thousandths_ < unit) return false;
  thousandths_ -= unit;
  return true;
}

}  // namespace fm::outbound
