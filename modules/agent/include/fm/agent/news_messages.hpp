#pragma once
// What is told of a turn while it runs.
#include <fm/actors/context.hpp>
#include <fm/agent/tool_messages.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace fm::agent {

/// Something that happened in a turn. Void: it is told, and never waited for.
struct turn_event {
  using reply_type = void;
  std::string question_id;  ///< of the turn
  std::string kind;         ///< stage, tool, hypothesis, token, source, warning, usage, done, failed,
                            ///< interrupted (goes on at the next start)
  std::string data;         ///< a JSON object
};

/// A piece of a model's answer, as its gate hears it, with placeholders restored.
struct heard_piece {
  using reply_type = void;
  std::string question_id;
  std::string text;
};

/// What a sentence may cite from now on, for those who listen: an answer begins.
struct answer_begins {
  using reply_type = void;
  std::string question_id;
  std::vector<tool_citable> shown;
  std::vector<tool_citable> files;
};

struct told_event {
  std::uint64_t number = 0;  ///< 1 is the first of a turn
  std::string kind;
  std::string data;
};
/// What was told of a turn; `ended` when nothing more will be.
struct turn_news {
  std::vector<told_event> events;
  bool ended = false;
};
/// Waits for news of a turn of the caller behind `after`, up to `wait`; then there may be none. A turn that
/// nobody has heard of, or that ended long ago, is `not_found`.
struct watch_turn {
  using reply_type = turn_news;
  static constexpr auto timeout = 40 * second;
  std::string question_id;
  std::uint64_t after = 0;
  micros wait = 0;
};

}  // namespace fm::agent
