#pragma once
// What became of each run of an evaluation, and how it is kept.
#include "fm/evaluation/expected.hpp"

#include <fm/actors/context.hpp>
#include <fm/actors/outcome.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fm::evaluation {

/// Who answers: a provider with the instructions that it is given.
struct contender {
  std::string provider;  ///< "builtin", or such as "ollama/llama3.2"
  std::string prompt;  ///< the name of the instructions: "default" for the program's own; "-" without a model
  auto operator<=>(const contender&) const = default;
};

/// One run of one incident.
struct result {
  std::string incident;
  contender by;
  std::uint32_t run = 1;
  standing how = standing::not_run;
  std::string why;                 ///< of a run that was not made: the reason
  std::vector<std::string> unmet;  ///< conditions that do not hold
  std::uint32_t facts = 0, found = 0;
  bool stands = false;            ///< the model's conclusion is the answer, not the built-in one
  std::uint32_t unsupported = 0;  ///< sentences of the model that its citations do not show
  std::uint32_t calls = 0;        ///< of the model
  std::uint64_t input_tokens = 0, output_tokens = 0;
  std::int64_t cost = 0;  ///< millionths of the currency of LLM_PRICES
  micros took = 0;        ///< wall time
};

/// The runs of one contender together.
struct summary {
  contender by;
  std::uint32_t runs = 0;
  std::uint32_t standings[5] = {};  ///< by `standing`
  std::uint32_t facts = 0, found = 0, stands = 0, unsupported = 0, calls = 0;
  std::uint64_t input_tokens = 0, output_tokens = 0;
  std::int64_t cost = 0;
  micros took = 0;

  std::uint32_t of(standing s) const { return standings[static_cast<std::size_t>(s)]; }
};
/// One for each contender, in the order of their first runs. Facts are those of the runs that were made.
std::vector<summary> summaries_of(const std::vector<result>& results);

struct difference;
/// One JSON object, indented, with a final newline: results, summaries, and the difference where there is
/// one.
std::string to_json(const std::vector<result>& results, const difference* changes);

/// The results of such a text; fails with `invalid` and a sentence.
outcome<std::vector<result>> read_results(std::string_view text);

}  // namespace fm::evaluation
