#include "investigation/working_conclusion.hpp"

#include "investigation/likelihood.hpp"
#include "investigation/texts.hpp"

#include <algorithm>
#include <tuple>

namespace fm::investigation {

namespace {

constexpr std::size_t most_alternatives = 3;
constexpr std::size_t most_questions = 10;
constexpr std::size_t few_items = 2;
constexpr std::uint32_t idle_long = 3;

std::string placeholder(phase in) {
  switch (in) {
    case phase::intake:
      return "The problem is not yet verified.";
    case phase::blast_radius:
      return "The problem is verified; what it affects is not yet known.";
    case phase::timeline:
      return "When the problem began and what changed is not yet known.";
    case phase::hypothesis:
      return "There is no explanation yet that is worth a test.";
    case phase::validation:
      return "No explanation has been shown by the evidence yet.";
    case phase::solution:
      return "The explanation does not hold any more; there is no solution yet.";
    case phase::document:
      return "The investigation has ended.";
  }
  return {};
}

bool carries(const hypothesis& h) {
  return h.status == hypothesis_status::active || h.status == hypothesis_status::validated;
}

bool is_word_of_user(const hypothesis& h) { return h.by_user && h.status == hypothesis_status::validated; }

}  // namespace

const hypothesis* leading(const std::vector<hypothesis>& all) {
  std::uint32_t latest = 0;
  for (const auto& h : all) latest = std::max(latest, h.stated_at_turn);
  const auto rank = [&](const hypothesis& h) {
    return std::make_tuple(is_word_of_user(h), h.by_user || h.stated_at_turn == latest, h.likelihood);
  };
  const hypothesis* best = nullptr;
  for (const auto& h : all)
    if (carries(h) && (!best || rank(h) > rank(*best))) best = &h;
  return best;
}

std::string next_step(const std::vector<hypothesis>& all) {
  bool any = false, likely = false, found = false;
  for (const auto& h : all) {
    if (!carries(h)) continue;
    any = true;
    likely |= at_least(h.likelihood, .50);
    found |= at_least(h.likelihood, sure);
  }
  if (!any) return "Generate hypotheses";
  if (!likely) return "Gather evidence";
  return found ? "Propose a solution" : "Keep collecting evidence";
}

working_conclusion conclude(const std::vector<hypothesis>& all, phase in, const said_conclusion& said,
                            std::uint32_t turn) {
  working_conclusion c;
  c.generated_at_turn = turn;
  c.next_step = next_step(all);
  for (const auto& q : said.questions)
    if (c.next_evidence.size() < most_questions) c.next_evidence.push_back(kept_text(q, statement_bytes));
  const auto* best = leading(all);
  // That all is well is said although something unlikely is still weighed.
  const bool well = said.health >= 0 && (!best || (below(best->likelihood, .50) && !best->by_user));
  if (!best || well) {
    c.placeholder = said.text.empty();
    c.statement = c.placeholder ? placeholder(in) : kept_text(said.text, conclusion_bytes);
    c.confidence = std::clamp(said.health, 0., 1.);
    c.level = level_of(c.confidence);
    return c;
  }
  const bool speaks_of_it = !said.text.empty() && said.hypothesis_id == best->id;
  c.statement = speaks_of_it ? kept_text(said.text, conclusion_bytes) : best->statement;
  c.hypothesis_id = best->id;
  c.confidence = best->likelihood;
  c.level = level_of(c.confidence);
  c.supporting = static_cast<std::uint32_t>(best->supporting.size());
  c.can_proceed = at_least(c.confidence, sure);
  std::vector<const hypothesis*> others;
  for (const auto& h : all)
    if (carries(h) && &h != best && at_least(h.likelihood, open_explanation)) others.push_back(&h);
  std::stable_sort(others.begin(), others.end(),
                   [](const hypothesis* a, const hypothesis* b) { return a->likelihood > b->likelihood; });
  for (const auto* h : others)
    if (c.alternatives.size() < most_alternatives) c.alternatives.push_back(h->statement);
  if (c.supporting < few_items) c.caveats.push_back("fewer than two pieces of evidence support it");
  if (below(c.confidence, sure)) c.caveats.push_back("its likelihood is below 0.70");
  if (!others.empty()) c.caveats.push_back("other explanations are still open");
  if (best->iterations_without_progress >= idle_long)
    c.caveats.push_back("nothing new about it for " + std::to_string(best->iterations_without_progress) +
                        " turns");
  return c;
}

}  // namespace fm::investigation
