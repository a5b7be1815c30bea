#include "investigation/memory.hpp"

#include "investigation/hypothesis_manager.hpp"
#include "investigation/texts.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

namespace fm::investigation {

namespace {

constexpr std::size_t insight_bytes = 80;  // 20 tokens
constexpr std::size_t most_ids = 10;
// How much of the text each tier may have at first; what one leaves the next may take.
constexpr std::size_t hot_tokens = 500;
constexpr std::size_t warm_tokens = 300;
constexpr std::size_t cold_tokens = 100;

std::string percent(double likelihood) {
  std::array<char, 8> out{};
  std::snprintf(out.data(), out.size(), "%.2f", likelihood);
  return out.data();
}

std::string line_of(const hypothesis& h) {
  return "- " + h.statement + " (" + std::string(word(h.status)) + ", " + percent(h.likelihood) + ", " +
         std::to_string(h.supporting.size()) + " for, " + std::to_string(h.refuting.size()) + " against)\n";
}

std::string state_lines(const state& s) {
  std::string out = "Turn " + std::to_string(s.current_turn) + ", phase " +
                    std::string(word(s.current_phase)) + ". Milestones: ";
  std::string reached;
  for (std::size_t i = 0; i < all_milestones; ++i)
    if (s.progress.reached[i])
      reached += (reached.empty() ? "" : ", ") + std::string(words<milestone>::all[i]);
  out += (reached.empty() ? "none" : reached) + ".\n";
  if (!s.anomaly.statement.empty()) out += "The problem: " + s.anomaly.statement + "\n";
  if (s.degraded.open) out += "Limits: " + s.degraded.reason + "\n";
  if (!s.anchoring.excluded_category.empty())
    out += "Look for other explanations than those of the category " + s.anchoring.excluded_category + ".\n";
  return out;
}

/// A part of the text, which gets what it needs of the bytes that are left, at least up to its share.
void add_part(std::string& text, std::string_view title, std::string_view body, std::size_t tokens,
              std::size_t budget) {
  if (body.empty()) return;
  const auto head = std::string(title) + "\n";
  const auto used = text.size() + head.size() + 1;
  if (used >= budget * 4) return;
  auto part = whole_words(body, std::min(tokens * 4, budget * 4 - used));
  if (part.empty()) return;
  text += head + part;
  if (text.back() != '\n') text += '\n';
}

std::vector<std::string> insights_of(const memory& m) {
  std::vector<std::string> out;
  for (const auto& s : m.warm)
    for (const auto& i : s.insights) add_once(out, i, warm_insights);
  for (const auto& t : m.hot) add_once(out, t.insight, warm_insights);
  return out;
}

void add_snapshots(std::string& text, const std::vector<snapshot>& all, std::size_t most) {
  std::size_t shown = 0;
  for (auto s = all.rbegin(); s != all.rend() && shown < most; ++s, ++shown)
    text += "- turns " + std::to_string(s->first_turn) + " to " + std::to_string(s->last_turn) + ": " +
            s->summary + "\n";
}

}  // namespace

memory_view view_of(const state& s) {
  memory_view out;
  const auto& hot = s.memory.hot;
  for (std::size_t i = hot.size() > hot_turns ? hot.size() - hot_turns : 0; i < hot.size(); ++i)
    out.hot.push_back(&hot[i]);
  for (const auto& h : s.hypotheses) {
    if (h.status == hypothesis_status::active) out.active.push_back(&h);
    if (h.status == hypothesis_status::validated || h.status == hypothesis_status::refuted)
      out.judged.push_back(&h);
  }
  std::stable_sort(out.active.begin(), out.active.end(),
                   [](const hypothesis* a, const hypothesis* b) { return a->likelihood > b->likelihood; });
  std::stable_sort(out.judged.begin(), out.judged.end(), [](const hypothesis* a, const hypothesis* b) {
    return a->last_progress_at_turn > b->last_progress_at_turn;
  });
  if (out.judged.size() > most_cold) out.judged.resize(most_cold);
  for (auto e = s.evidence.rbegin(); e != s.evidence.rend() && out.evidence.size() < warm_evidence; ++e)
    out.evidence.push_back(&*e);
  out.insights = insights_of(s.memory);
  out.tokens = out.hot.size() * tokens_a_turn +
               (out.active.size() + std::min(out.judged.size(), shown_cold)) * tokens_a_hypothesis +
               out.insights.size() * tokens_an_insight;
  return out;
}

bool compresses(std::uint32_t turn, std::size_t hot) { return turn % 3 == 0 || hot > most_hot; }

void remember(memory& m, remembered_turn turn) {
  turn.question = kept_text(turn.question, remembered_bytes);
  turn.said = kept_text(turn.said, remembered_bytes);
  turn.insight = whole_words(kept_text(turn.insight, remembered_bytes), insight_bytes);
  m.hot.push_back(std::move(turn));
}

void compress(state& s, micros now) {
  auto& m = s.memory;
  if (m.hot.size() <= hot_turns) return;
  const auto border = m.hot.end() - hot_turns;
  snapshot made;
  made.first_turn = m.hot.front().turn;
  made.last_turn = (border - 1)->turn;
  made.id = "snap_" + std::to_string(made.first_turn) + "_" + std::to_string(made.last_turn);
  made.created = now;
  std::string summary;
  for (auto t = m.hot.begin(); t != border; ++t) {
    const auto& said = t->insight.empty() ? t->question : t->insight;
    if (summary.find(said) == std::string::npos) summary += (summary.empty() ? "" : " ") + said;
    add_once(made.insights, t->insight, most_insights);
  }
  made.summary = whole_words(summary, snapshot_bytes);
  for (const auto& e : s.evidence)
    if (e.collected_at_turn >= made.first_turn && e.collected_at_turn <= made.last_turn)
      add_once(made.evidence_ids, e.id, most_ids);
  for (const auto& h : s.hypotheses)
    if (h.last_progress_at_turn >= made.first_turn && h.last_progress_at_turn <= made.last_turn)
      add_once(made.hypothesis_updates, h.id, most_ids);
  made.confidence_delta = s.conclusion.confidence - m.confidence;
  made.tokens =
      static_cast<std::uint32_t>(tokens_of(made.summary) + made.insights.size() * tokens_an_insight);
  m.confidence = s.conclusion.confidence;
  m.hot.erase(m.hot.begin(), border);
  m.warm.push_back(std::move(made));
  if (m.warm.size() > most_warm) {
    m.warm.front().tier = memory_tier::cold;
    m.cold.push_back(std::move(m.warm.front()));
    m.warm.erase(m.warm.begin());
  }
  if (m.cold.size() > most_cold) m.cold.erase(m.cold.begin());
}

std::string memory_text(const state& s, std::size_t budget) {
  if (s.current_turn == 0) return {};
  const auto view = view_of(s);
  std::string hot, warm, cold, before;
  for (const auto* t : view.hot)
    hot +=
        "- turn " + std::to_string(t->turn) + ", asked: " + t->question + "\n  answered: " + t->said + "\n";
  for (const auto* h : view.active) warm += line_of(*h);
  for (const auto* e : view.evidence) warm += "- evidence: " + e->description + "\n";
  for (const auto& i : view.insights) warm += "- found: " + i + "\n";
  for (std::size_t i = 0; i < view.judged.size() && i < shown_cold; ++i) cold += line_of(*view.judged[i]);
  add_snapshots(before, s.memory.warm, most_warm);
  add_snapshots(before, s.memory.cold, shown_cold);
  std::string out;
  add_part(out, "State", state_lines(s), budget, budget);
  add_part(out, "The last turns", hot, hot_tokens, budget);
  add_part(out, "Weighed now", warm, warm_tokens, budget);
  add_part(out, "Judged", cold, cold_tokens, budget);
  add_part(out, "Earlier turns", before, budget, budget);
  return out;
}

}  // namespace fm::investigation
