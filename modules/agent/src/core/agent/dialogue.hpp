#pragma once
// The conversation of one turn with a model: what is asked next, which of its calls are run, and when it
// ends.
#include "agent/consultation.hpp"

#include <fm/agent/limits.hpp>
#include <fm/agent/messages.hpp>

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace fm::agent {

/// Has a conversation with these tools fit into `room` tokens (prompt, tools and what they show); false when
/// the tools alone take more than half of it: then none can be offered.
bool make_room_for(const std::vector<offered_tool>& tools, std::size_t room, dialogue_limits& limits);

/// A conversation goes: ask; run the calls that are wanted, as long as the limits last; check the answer;
/// have it repaired once; end. Whatever a model does, at most `most_rounds` questions are asked.
class dialogue {
 public:
  /// A model that always wants one more call is asked to end after so many answers, and then left.
  static constexpr std::uint32_t most_rounds = 16;
  static constexpr std::size_t most_parallel = 8;
  static constexpr std::uint32_t most_repeats = 3;

  /// Without tools the model answers from what it is shown at once.
  dialogue(consultation of, std::vector<offered_tool> tools, const dialogue_limits& limits);

  /// The question that is to be asked now.
  consult question() const;

  enum class move : std::uint8_t {
    run_calls,  ///< those of `calls`, then ask
    ask,        ///< once more
    finish      ///< `view` is the answer, or says by its `error` why there is none
  };
  /// Takes an answer that came whole.
  move take(const consulted& answer);
  /// The calls to run, in the order in which their results are taken.
  const std::vector<wanted_call>& calls() const { return calls_; }
  /// Takes the result of the next of them. Passages get names of their own.
  void take(const tool_result& result);

  /// Has the model answer at the next question with what it has; the reason is named to it and to people.
  void end_because(std::string why);

  /// No answer has come yet.
  bool is_at_its_beginning() const { return rounds_ == 0; }
  const model_view& view() const { return view_; }
  /// What was shown so far: the evidence of the claims.
  const consultation& shown() const { return of_; }
  /// Passages that tools showed; their names follow those of the consultation.
  std::vector<knowledge::passage>& passages() { return passages_; }
  /// What ended the conversation early; empty when the model did.
  const std::string& ended_by() const { return ended_by_; }
  std::uint64_t tokens() const { return tokens_; }
  std::int64_t cost() const { return cost_; }
  std::uint32_t tool_calls() const { return tool_calls_; }
  /// For people: what was looked up, one sentence; empty when nothing was.
  std::string looked_up() const;

 private:
  void answer_call(const wanted_call& call, std::string text);
  std::string spent_up() const;
  void keep_within_limits();
  void give_own_id(wanted_call& call);
  move take_final(const consulted& answer);
  std::size_t bytes_said() const;

  consultation of_;
  std::vector<offered_tool> tools_;
  dialogue_limits limits_;
  std::vector<spoken> said_;
  std::vector<wanted_call> calls_;
  std::size_t taken_ = 0;  // results of `calls_`
  std::set<std::string> asked_before_;
  std::set<std::string> ids_;
  std::vector<std::string> names_;  // of the tools that were run
  std::uint32_t repeats_ = 0, rounds_ = 0, tool_calls_ = 0, passages_named_ = 0;
  std::size_t tool_bytes_ = 0;
  std::uint64_t tokens_ = 0;
  std::int64_t cost_ = 0;
  bool told_to_end_ = false, repaired_ = false;
  std::string ended_by_;
  model_view view_;
  std::size_t unsupported_ = 0;
  std::vector<knowledge::passage> passages_;
};

/// A call that a model wrote as the text of its answer instead of making it: `{"name": ..., "arguments":
/// {...}}`, also in a fence or between tags. Its name is empty when the text holds none of these tools.
wanted_call call_in_text(std::string_view text, const std::vector<offered_tool>& tools);

}  // namespace fm::agent
