#pragma once
// The news of turns that run, for those who listen.
#include "agent/consultation.hpp"
#include "fm/actors/step.hpp"
#include "fm/agent/messages.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>

namespace fm::agent {

struct news_state {
  using takes = fm::takes<turn_event, heard_piece, answer_begins, watch_turn>;

  static constexpr std::size_t most_turns = 2'000;
  static constexpr std::size_t most_events = 1'000;  ///< of one turn; the oldest go
  static constexpr micros kept_after_end = 2 * minute;

  struct turn {
    std::string owner;
    std::deque<told_event> events;
    std::uint64_t last = 0;           ///< number of the last event
    micros ended = 0;                 ///< on the steady clock; 0: it runs
    consultation shown;               ///< what sentences may cite
    arriving_claims answer;           ///< that is coming
    std::set<std::string> sentences;  ///< that were told
  };
  std::map<std::string, turn> turns;  ///< by question
};

/// The first event of a turn says whose it is.
void on(news_state& s, turn_event m, effects& fx);
/// Tells each sentence of the answer once it has come whole and is shown by what it cites.
void on(news_state& s, heard_piece m, effects& fx);
void on(news_state& s, answer_begins m, effects& fx);
flow<turn_news> on(news_state& s, watch_turn m, effects& fx);

}  // namespace fm::agent
