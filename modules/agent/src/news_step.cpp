#include "news_step.hpp"

#include "agent/turn_news_json.hpp"

#include <algorithm>
#include <utility>

namespace fm::agent {

namespace {

void add(news_state::turn& t, std::string kind, std::string data) {
  t.events.push_back({++t.last, std::move(kind), std::move(data)});
  if (t.events.size() > news_state::most_events) t.events.pop_front();
}

/// Makes room: turns that ended a while ago, and then the oldest.
void forget_some(news_state& s, micros now) {
  std::erase_if(s.turns, [&](const auto& t) {
    return t.second.ended != 0 && now - t.second.ended > news_state::kept_after_end;
  });
  // Questions are named by keys that sort by time.
  while (s.turns.size() >= news_state::most_turns) s.turns.erase(s.turns.begin());
}

std::vector<citable> citables_of(std::vector<tool_citable> of) {
  std::vector<citable> out;
  for (auto& c : of) out.push_back({std::move(c.name), std::move(c.text)});
  return out;
}

turn_news news_behind(const news_state::turn& t, std::uint64_t after) {
  turn_news out;
  // Who has heard more than there was has heard it before the program was started again.
  if (after > t.last) after = 0;
  for (const auto& e : t.events)
    if (e.number > after) out.events.push_back(e);
  out.ended = t.ended != 0;
  return out;
}

}  // namespace

void on(news_state& s, turn_event m, effects& fx) {
  auto at = s.turns.find(m.question_id);
  if (at == s.turns.end()) {
    forget_some(s, fx.steady());
    at = s.turns.emplace(m.question_id, news_state::turn{}).first;
    at->second.owner = fx.ctx().user;
    // Numbers that were told before a restart stay below those that are told after it: who comes back with
    // one of them gets all that is told anew.
    at->second.last = static_cast<std::uint64_t>(std::max<micros>(0, fx.now() / millisecond));
  }
  auto& t = at->second;
  if (t.ended != 0) return;
  if (m.kind == "done" || m.kind == "failed" || m.kind == "interrupted") t.ended = fx.steady();
  add(t, std::move(m.kind), std::move(m.data));
}

void on(news_state& s, answer_begins m, effects&) {
  const auto at = s.turns.find(m.question_id);
  if (at == s.turns.end() || at->second.ended != 0) return;
  at->second.shown.shown = citables_of(std::move(m.shown));
  at->second.shown.files = citables_of(std::move(m.files));
  at->second.answer = {};
}

void on(news_state& s, heard_piece m, effects&) {
  const auto at = s.turns.find(m.question_id);
  if (at == s.turns.end() || at->second.ended != 0) return;
  auto& t = at->second;
  for (auto& claim : t.answer.feed(m.text)) {
    if (!t.sentences.insert(claim.text).second) continue;
    model_view one;
    one.conclusion.push_back(claim);
    if (unsupported(one, t.shown).empty()) add(t, "token", claim_json(claim.text, claim.cites));
  }
}

flow<turn_news> on(news_state& s, watch_turn m, effects& fx) {
  constexpr micros soon = 15 * millisecond, later = 100 * millisecond, longest = 30 * second;
  const auto until = fx.steady() + std::min(m.wait, longest);
  auto pause = soon;
  for (;;) {
    const auto at = s.turns.find(m.question_id);
    if (at == s.turns.end() || at->second.owner != fx.ctx().user)
      co_return fail(ec::not_found,
                     "turn " + m.question_id + " not found: it ended a while ago, or is unknown");
    auto news = news_behind(at->second, m.after);
    if (!news.events.empty() || news.ended || fx.steady() >= until) co_return news;
    co_await fx.sleep(pause);
    pause = std::min(pause * 2, later);
  }
}

}  // namespace fm::agent
