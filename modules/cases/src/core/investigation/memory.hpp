#pragma once
// What an investigation remembers of its turns, in three tiers (contract/domain.md 5.7), and the text of it
// that an agent gets along, within a budget of tokens.
#include "investigation/state.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace fm::investigation {

/// Of the whole text, in tokens.
inline constexpr std::size_t memory_budget = 1'600;
inline constexpr std::size_t hot_turns = 3;
inline constexpr std::size_t most_hot = 5;  ///< beyond it the hot tier is compressed at once
inline constexpr std::size_t warm_evidence = 5;
inline constexpr std::size_t warm_insights = 5;
inline constexpr std::size_t most_warm = 5;   ///< snapshots
inline constexpr std::size_t most_cold = 10;  ///< snapshots and hypotheses
inline constexpr std::size_t shown_cold = 5;
inline constexpr std::size_t most_insights = 10;  ///< of a snapshot
inline constexpr std::size_t snapshot_bytes = 500;
inline constexpr std::size_t tokens_a_turn = 200;
inline constexpr std::size_t tokens_a_hypothesis = 50;
inline constexpr std::size_t tokens_an_insight = 20;

/// Tokens of a text: a quarter of its bytes, rounded up.
constexpr std::size_t tokens_of(std::string_view text) { return (text.size() + 3) / 4; }

/// What the tiers hold now, made anew from the state.
struct memory_view {
  std::vector<const remembered_turn*> hot;     ///< the last three, oldest first
  std::vector<const hypothesis*> active;       ///< warm; best first
  std::vector<const evidence_item*> evidence;  ///< warm; the newest five
  std::vector<std::string> insights;           ///< warm; the newest five
  std::vector<const hypothesis*> judged;       ///< cold; validated and refuted, the newest ten
  std::size_t tokens = 0;                      ///< estimate: by turns, hypotheses and insights
};
memory_view view_of(const state& s);

/// Whether the tiers are compressed at the end of a turn: each third one, or with more than five hot ones.
bool compresses(std::uint32_t turn, std::size_t hot);

/// Remembers a turn in full.
void remember(memory& m, remembered_turn turn);
/// Keeps the newest three turns hot and makes a warm snapshot of those before; the oldest warm one beyond
/// five becomes cold, the oldest cold one beyond ten goes.
void compress(state& s, micros now);

/// The memory as text for an agent: at most `budget` tokens by `tokens_of`, cut at whole words. Empty before
/// the first turn.
std::string memory_text(const state& s, std::size_t budget = memory_budget);

}  // namespace fm::investigation
