#pragma once
// What a model answers: its schema, and how it is read, whole or while it comes.
#include <fm/agent/messages.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fm::agent {

/// Sentences of a conclusion, and hypotheses, that are read at most.
inline constexpr std::size_t most_claims = 8, most_model_hypotheses = 5;

/// The schema of the answer (JSON Schema 2020-12, all members required), and its name.
std::string_view answer_schema();
std::string_view answer_schema_name();

/// A sentence of the model with the names of what it cites.
struct said_claim {
  std::string text;
  std::vector<std::string> cites;
};
struct said_hypothesis {
  said_claim statement;
  double likelihood = 0;  ///< 0..1
};
/// The model's answer; `error` says, in words for the model, what is wrong with its form.
struct model_view {
  std::vector<said_claim> conclusion;
  std::vector<said_hypothesis> hypotheses;
  std::vector<next_step> next_steps;
  std::vector<std::string> questions;
  std::string error;
};

/// Reads the answer: the JSON object in it, also within a fence or prose.
model_view read_view(std::string_view text);

/// Finds the sentences of the conclusion in an answer that is still coming. Each byte is looked at once,
/// apart from those of a sentence, which are read when it has come whole.
class arriving_claims {
 public:
  /// The sentences that this piece completes.
  std::vector<said_claim> feed(std::string_view piece);

 private:
  enum class place : std::uint8_t { before, inside, behind };  // of the list
  void begin();
  void look(std::vector<said_claim>& found);
  void end();

  std::string text_;      // what is still looked at
  std::size_t at_ = 0;    // the next byte of it
  std::size_t open_ = 0;  // where the object at hand begins
  std::size_t found_ = 0;
  int depth_ = 0;
  bool quoted_ = false, escaped_ = false;
  place place_ = place::before;
};

}  // namespace fm::agent
