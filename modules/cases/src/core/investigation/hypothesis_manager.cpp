#include "investigation/hypothesis_manager.hpp"

#include "investigation/likelihood.hpp"
#include "investigation/texts.hpp"

#include <algorithm>
#include <cmath>

namespace fm::investigation {

namespace {

constexpr double retired_below = .30;
constexpr double refuted_up_to = .20;
constexpr double tested_above = .2;
constexpr std::size_t items_for_a_verdict = 2;
constexpr std::size_t most_tested = 3;

void note_likelihood(hypothesis& h, std::uint32_t turn) {
  auto& line = h.trajectory;
  if (!line.empty() && std::abs(line.back().value - h.likelihood) <= tolerance) return;
  if (!line.empty() && line.back().turn == turn)
    line.back().value = h.likelihood;
  else
    line.push_back({turn, h.likelihood});
  if (line.size() > most_points) line.erase(line.begin() + 1);
}

void set_status(hypothesis& h, hypothesis_status status, std::uint32_t turn) {
  if (h.status == status) return;
  h.status = status;
  if (status == hypothesis_status::active) h.promoted_at_turn = turn;
  if (status == hypothesis_status::validated) h.validated_at_turn = turn;
}

void check(hypothesis& h, std::uint32_t turn) {
  set_status(h, checked(h.status, h.likelihood, h.supporting.size(), h.refuting.size()), turn);
}

/// Adds the items that are new; how many those are.
std::size_t add_items(std::vector<std::string>& known, const std::vector<std::string>& items,
                      std::size_t most) {
  const auto before = known.size();
  for (const auto& item : items) {
    auto key = kept_text(item, key_bytes);
    if (known.size() < most && std::find(known.begin(), known.end(), key) == known.end())
      known.push_back(std::move(key));
  }
  return known.size() - before;
}

void count_as_weighed(hypothesis& h, double likelihood) {
  h.weighed = likelihood;
  h.weighed_supporting = static_cast<std::uint32_t>(h.supporting.size());
  h.weighed_refuting = static_cast<std::uint32_t>(h.refuting.size());
}

hypothesis begun(const stated_hypothesis& s, std::uint32_t turn) {
  hypothesis h;
  h.id = s.id;
  h.captured_at_turn = h.last_progress_at_turn = turn;
  h.likelihood = h.initial_likelihood = std::clamp(s.likelihood, 0., 1.);
  add_items(h.supporting, s.supporting, most_supporting);
  add_items(h.refuting, s.refuting, most_refuting);
  h.stated = h.likelihood;
  count_as_weighed(h, h.likelihood);
  h.systematic = !h.supporting.empty();
  h.triggering_observation = kept_text(s.observation, statement_bytes);
  return h;
}

/// What the agent says now about one that is known; whether that is news.
bool weigh_again(hypothesis& h, const stated_hypothesis& s) {
  const auto before = h.likelihood;
  const auto likelihood = std::clamp(s.likelihood, 0., 1.);
  auto news = add_items(h.supporting, s.supporting, most_supporting);
  news += add_items(h.refuting, s.refuting, most_refuting);
  // One that comes from a row alone has not been weighed here before.
  if (h.stated_at_turn == 0 || is_progress(h.stated, likelihood)) {
    h.stated = likelihood;
    count_as_weighed(h, likelihood);
  }
  // An item that is cited again was counted when it came first.
  h.likelihood = likelihood_of(h.weighed, h.supporting.size() - h.weighed_supporting,
                               h.refuting.size() - h.weighed_refuting);
  return news != 0 || is_progress(before, h.likelihood);
}

bool is_verdict_of_rules(const hypothesis& h) {
  return !h.by_user && (h.status == hypothesis_status::validated || h.status == hypothesis_status::refuted ||
                        h.status == hypothesis_status::retired);
}

bool is_open(const hypothesis& h) {
  return h.status == hypothesis_status::captured || h.status == hypothesis_status::active;
}

/// Over the bound the ones go first that are over and that nobody speaks of; never the one that came last.
void bound(std::vector<hypothesis>& all) {
  while (all.size() > most_hypotheses) {
    auto worth = [](const hypothesis& h) {
      return (h.by_user ? 4 : 0) + (is_live(h) ? 2 : 0) + (h.origin == "user" ? 0 : 1);
    };
    auto least = std::min_element(all.begin(), all.end() - 1, [&](const hypothesis& a, const hypothesis& b) {
      return worth(a) != worth(b) ? worth(a) < worth(b) : a.stated_at_turn < b.stated_at_turn;
    });
    all.erase(least);
  }
}

}  // namespace

double likelihood_of(double initial, std::size_t supporting, std::size_t refuting) {
  return std::clamp(initial + supporting_step * static_cast<double>(supporting) -
                        refuting_step * static_cast<double>(refuting),
                    0., 1.);
}

bool is_progress(double before, double after) { return at_least(std::abs(after - before), progress_step); }

double decayed(double likelihood, std::uint32_t idle) {
  return idle < decays_from ? likelihood : likelihood * std::pow(decay_factor, idle);
}

hypothesis_status checked(hypothesis_status now, double likelihood, std::size_t supporting,
                          std::size_t refuting) {
  if (now != hypothesis_status::active) return now;
  if (at_least(likelihood, sure) && supporting >= items_for_a_verdict) return hypothesis_status::validated;
  if (at_most(likelihood, refuted_up_to) && refuting >= items_for_a_verdict)
    return hypothesis_status::refuted;
  return below(likelihood, retired_below) ? hypothesis_status::retired : now;
}

bool is_live(const hypothesis& h) { return is_open(h) || h.status == hypothesis_status::validated; }

std::vector<const hypothesis*> testable(const std::vector<hypothesis>& all) {
  std::vector<const hypothesis*> out;
  for (const auto& h : all)
    if (h.status == hypothesis_status::active && !at_most(h.likelihood, tested_above)) out.push_back(&h);
  std::stable_sort(out.begin(), out.end(),
                   [](const hypothesis* a, const hypothesis* b) { return a->likelihood > b->likelihood; });
  if (out.size() > most_tested) out.resize(most_tested);
  return out;
}

const hypothesis* best_validated(const std::vector<hypothesis>& all) {
  const hypothesis* best = nullptr;
  for (const auto& h : all)
    if (h.status == hypothesis_status::validated && at_least(h.likelihood, sure) &&
        (!best || h.likelihood > best->likelihood))
      best = &h;
  return best;
}

const hypothesis* find(const std::vector<hypothesis>& all, const std::string& id) {
  auto found = std::find_if(all.begin(), all.end(), [&](const hypothesis& h) { return h.id == id; });
  return found == all.end() ? nullptr : &*found;
}

void take_row(std::vector<hypothesis>& all, const known_hypothesis& row, std::uint32_t turn) {
  auto known = std::find_if(all.begin(), all.end(), [&](const hypothesis& h) { return h.id == row.id; });
  if (known != all.end()) {
    if (known->status != row.status) decide(*known, row.status, turn);
    if (row.likelihood >= 0 && std::abs(row.likelihood - known->likelihood) > tolerance) {
      // The user's number stays until there is more evidence, or the agent weighs all of it anew.
      known->likelihood = std::clamp(row.likelihood, 0., 1.);
      count_as_weighed(*known, known->likelihood);
      note_likelihood(*known, turn);
    }
    return;
  }
  hypothesis h;
  h.id = row.id;
  h.origin = kept_text(row.origin, statement_bytes);
  h.statement = kept_text(row.statement, statement_bytes);
  h.status = row.status;
  h.likelihood = row.likelihood < 0 ? .5 : std::min(row.likelihood, 1.);
  h.initial_likelihood = h.stated = h.weighed = h.likelihood;
  h.captured_at_turn = h.last_progress_at_turn = turn;
  // What somebody wrote down only that person takes back.
  h.by_user = row.origin == "user";
  note_likelihood(h, turn);
  all.push_back(std::move(h));
  bound(all);
}

void reconcile(std::vector<hypothesis>& all, const std::vector<known_hypothesis>& rows, std::uint32_t turn) {
  std::erase_if(all, [&](const hypothesis& h) {
    return std::none_of(rows.begin(), rows.end(), [&](const known_hypothesis& r) { return r.id == h.id; });
  });
  for (const auto& row : rows) take_row(all, row, turn);
}

void decide(hypothesis& h, hypothesis_status verdict, std::uint32_t turn) {
  set_status(h, verdict, turn);
  h.by_user = true;
  h.last_progress_at_turn = turn;
  h.iterations_without_progress = 0;
}

void restate(std::vector<hypothesis>& all, const std::vector<stated_hypothesis>& stated, phase in,
             std::uint32_t turn) {
  for (const auto& s : stated) {
    auto known = std::find_if(all.begin(), all.end(), [&](const hypothesis& h) { return h.id == s.id; });
    bool news = true;
    if (known == all.end()) {
      all.push_back(begun(s, turn));
      bound(all);
      known = all.end() - 1;
    } else {
      news = weigh_again(*known, s);
    }
    auto& h = *known;
    h.origin = kept_text(s.origin, statement_bytes);
    h.statement = kept_text(s.statement, statement_bytes);
    h.category = kept_text(s.category, key_bytes);
    h.test_plan = kept_text(s.test_plan, statement_bytes);
    h.stated_at_turn = turn;
    if (news) {
      h.last_progress_at_turn = turn;
      h.iterations_without_progress = 0;
    }
    note_likelihood(h, turn);
    if (h.by_user) continue;
    if (news && is_verdict_of_rules(h)) set_status(h, hypothesis_status::active, turn);
    const bool promoted = !h.supporting.empty() || in >= phase::hypothesis;
    if (h.status == hypothesis_status::captured && promoted) set_status(h, hypothesis_status::active, turn);
    check(h, turn);
  }
}

void end_iteration(std::vector<hypothesis>& all, phase in, std::uint32_t turn) {
  for (auto& h : all) {
    if (!is_live(h) || h.last_progress_at_turn == turn) continue;
    ++h.iterations_without_progress;
    if (h.by_user) continue;
    if (h.status == hypothesis_status::captured && in >= phase::hypothesis)
      set_status(h, hypothesis_status::active, turn);
    const bool rests_on_evidence = h.stated_at_turn == turn && !h.supporting.empty();
    if (h.status != hypothesis_status::active || rests_on_evidence) continue;
    h.likelihood = decayed(h.likelihood, h.iterations_without_progress);
    note_likelihood(h, turn);
    check(h, turn);
  }
}

}  // namespace fm::investigation
