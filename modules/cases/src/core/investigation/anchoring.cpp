#include "investigation/anchoring.hpp"

#include "investigation/hypothesis_manager.hpp"
#include "investigation/likelihood.hpp"

#include <algorithm>
#include <map>

namespace fm::investigation {

namespace {

constexpr std::size_t crowd = 4;
constexpr std::size_t several = 2;
constexpr std::uint32_t idle_long = 3;
constexpr std::uint32_t idle_enough = 2;

std::map<std::string, std::size_t> live_by_category(const std::vector<hypothesis>& all) {
  std::map<std::string, std::size_t> out;
  for (const auto& h : all)
    if (is_live(h) && !h.category.empty()) ++out[h.category];
  return out;
}

}  // namespace

std::string anchored(const std::vector<hypothesis>& all) {
  for (const auto& [category, count] : live_by_category(all))
    if (count >= crowd)
      return std::to_string(count) + " hypotheses of the category " + category + " are weighed";
  const hypothesis* top = nullptr;
  std::size_t idle = 0;
  for (const auto& h : all) {
    if (!is_live(h)) continue;
    if (h.iterations_without_progress >= idle_long) ++idle;
    if (!top || h.likelihood > top->likelihood) top = &h;
  }
  if (idle >= several)
    return std::to_string(idle) + " hypotheses had nothing new for three iterations or more";
  if (top && top->iterations_without_progress >= idle_long && below(top->likelihood, sure))
    return "the most likely hypothesis had nothing new for three iterations or more";
  return {};
}

std::string anchored_in_loop(const std::vector<hypothesis>& all, std::uint32_t iteration) {
  return iteration < anchoring_iteration ? std::string() : anchored(all);
}

std::string dominant_category(const std::vector<hypothesis>& all) {
  const auto counts = live_by_category(all);
  auto most = std::max_element(counts.begin(), counts.end(),
                               [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == counts.end() ? std::string() : most->first;
}

void loosen(std::vector<hypothesis>& all, anchoring_state& state, std::uint32_t turn) {
  const auto category = dominant_category(all);
  state.excluded_category = category;
  state.wanted = alternatives_wanted;
  if (category.empty()) return;
  for (auto& h : all) {
    const bool rests_on_evidence = h.stated_at_turn == turn && !h.supporting.empty();
    if (h.status == hypothesis_status::active && h.category == category && !h.by_user && !rests_on_evidence &&
        h.iterations_without_progress >= idle_enough)
      h.status = hypothesis_status::retired;
  }
}

}  // namespace fm::investigation
