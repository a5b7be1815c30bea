#include "documents/rule_traits.hpp"

#include <algorithm>

namespace fm::evidence {

bool rule_is(std::string_view id, rule_property p) { return rules_in_use()->of(id).is(p); }

bool rule_fills(std::string_view id, std::string_view slot) {
  const auto book = rules_in_use();
  const auto& r = book->of(id);
  if (std::find(r.slots.begin(), r.slots.end(), slot) != r.slots.end()) return true;
  const auto group = "(?P<" + std::string(slot) + ">";
  return std::any_of(r.any.begin(), r.any.end(),
                     [&](const rule_pattern& p) { return p.expression.find(group) != std::string::npos; });
}

double weight_when_over(std::string_view id, std::uint64_t count) {
  constexpr std::uint64_t all_the_time = 20;
  if (rule_is(id, rule_property::insistent) && count > all_the_time) return .3;
  return rule_is(id, rule_property::outlives) ? .7 : .15;
}

double share_when_over(std::string_view id) { return rule_is(id, rule_property::outlives) ? .8 : .5; }

}  // namespace fm::evidence
