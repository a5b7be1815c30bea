#pragma once
// Understands what a question is about: a time window, named objects, a yes/no about health, a list of
// errors.
#include <fm/evidence/messages.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace fm::agent {

using evidence::micros;

/// What a question says by itself, before any evidence is read.
struct question_scope {
  bool has_window = false;
  bool daily = false;     ///< a time of day without a date: the window is microseconds after midnight
  bool relative = false;  ///< "last hour": counted back from the evidence's end by `first` (a length)
  micros first = 0;
  micros last = 0;                             ///< included
  std::string window_text;                     ///< the words that said so
  std::vector<std::string> names;              ///< identifiers and quoted words, in order
  std::vector<evidence::sought_lines> sought;  ///< lines that it quotes from, counts or wants to see
  std::vector<std::string> words;              ///< other words that carry meaning, lower case
  bool asks_health = false;                    ///< yes or no: is it well?
  bool asks_trouble = false;                   ///< what is wrong, if anything: "nothing" is an answer
  bool asks_summary = false;
  bool asks_count = false;
  bool asks_lines = false;     ///< wants to see the lines of `sought`
  bool asks_only = false;      ///< of nothing but what it names
  bool asks_errors = false;    ///< whether there are errors at all: then a single one counts
  bool asks_duration = false;  ///< how long something takes
  bool asks_first = false;     ///< what came first
  bool asks_change = false;    ///< what is other than it was
  std::string ended;           ///< of which it asks what ended it ("What killed nginx?"); may be empty
};

/// Reads a question (its first 4,096 bytes). `now` (microseconds UTC) decides years that are not named,
/// `offset` is the zone of local times in microseconds east of UTC.
question_scope understand(std::string_view question, micros now, micros offset = 0);

}  // namespace fm::agent
