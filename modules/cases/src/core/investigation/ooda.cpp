#include "investigation/ooda.hpp"

#include "investigation/hypothesis_manager.hpp"
#include "investigation/likelihood.hpp"

#include <algorithm>

namespace fm::investigation {

namespace {
constexpr std::uint32_t deepens_after = 2;
}  // namespace

iteration_bounds bounds_of(phase p) {
  switch (p) {
    case phase::intake:
      return {0, 0};
    case phase::blast_radius:
    case phase::timeline:
      return {1, 2};
    case phase::hypothesis:
      return {2, 3};
    case phase::validation:
      return {3, 6};
    case phase::solution:
      return {2, 4};
    case phase::document:
      return {1, 1};
  }
  return {0, 6};
}

intensity intensity_of(phase p, std::uint32_t iteration) {
  switch (p) {
    case phase::intake:
      return intensity::none;
    case phase::blast_radius:
    case phase::timeline:
    case phase::document:
      return intensity::light;
    case phase::hypothesis:
      return iteration <= deepens_after ? intensity::light : intensity::medium;
    case phase::validation:
      return iteration <= deepens_after ? intensity::medium : intensity::full;
    case phase::solution:
      return intensity::medium;
  }
  return intensity::none;
}

intensity overall_intensity(std::uint32_t iterations) {
  if (iterations == 0) return intensity::none;
  if (iterations <= 2) return intensity::light;
  return iterations <= 5 ? intensity::medium : intensity::full;
}

bool goes_on(phase p, std::uint32_t iteration, bool anchored, const std::vector<hypothesis>& all) {
  const auto bounds = bounds_of(p);
  if (iteration >= bounds.most) return false;
  if (iteration < bounds.least || anchored) return true;
  return p == phase::validation && best_validated(all) == nullptr;
}

ooda_step step_of(const state& s) {
  if (s.seen.empty()) return ooda_step::observe;
  const auto live = [](const hypothesis& h) { return is_live(h); };
  if (std::none_of(s.hypotheses.begin(), s.hypotheses.end(), live)) return ooda_step::orient;
  const auto is_sure = [](const hypothesis& h) { return is_live(h) && at_least(h.likelihood, sure); };
  return std::any_of(s.hypotheses.begin(), s.hypotheses.end(), is_sure) ? ooda_step::act : ooda_step::decide;
}

}  // namespace fm::investigation
