#include "cases/lifecycle.hpp"

#include <algorithm>
#include <array>

namespace fm::cases {

std::string_view status_of(std::string_view word) {
  constexpr std::array<std::string_view, 4> words = {"consulting", "investigating", "resolved", "closed"};
  if (word == "verifying" || word == "root_cause_analysis") return "investigating";
  if (word == "inquiry") return "consulting";
  auto found = std::find(words.begin(), words.end(), word);
  return found == words.end() ? std::string_view() : *found;
}

std::vector<std::string_view> next_states(std::string_view status) {
  if (status == "consulting") return {"investigating"};
  if (status == "investigating") return {"resolved"};
  if (status == "resolved") return {"closed"};
  return {};
}

std::vector<std::string_view> reachable_states(std::string_view status) {
  auto out = next_states(status);
  if (status != "resolved" && status != "closed") out.push_back("closed");
  return out;
}

bool may_become(std::string_view status, std::string_view to) {
  auto states = reachable_states(status);
  return std::find(states.begin(), states.end(), to) != states.end();
}

std::string listed(const std::vector<std::string_view>& states) {
  std::string out;
  for (auto s : states) out += (out.empty() ? "" : ", ") + std::string(s);
  return out.empty() ? "none" : out;
}

std::string refusal(std::string_view from, std::string_view to) {
  auto allowed = next_states(from);
  if (std::find(allowed.begin(), allowed.end(), to) != allowed.end()) return {};
  std::string text = "a case that is " + std::string(from) + " cannot become " + std::string(to);
  if (to == "closed" && from != "closed")
    return text +
           ": it must be resolved first, or be closed through POST /cases/{case_id}/close with a reason; "
           "allowed next: " +
           std::string(allowed.front());
  if (allowed.empty()) return text + ": closed is final, there is no next state";
  return text + "; allowed next: " + std::string(allowed.front());
}

}  // namespace fm::cases
