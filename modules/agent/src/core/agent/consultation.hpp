#pragma once
// What a model is shown and asked, and what of its answer stands.
#include "agent/model_view.hpp"
#include "agent/picture_claims.hpp"

#include <fm/agent/messages.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace fm::agent {

/// A text that the model may cite, by the name it stands under: "E1:120" for a line of evidence, "K2" for a
/// passage of a runbook.
struct citable {
  std::string name;
  std::string text;
  bool operator==(const citable&) const = default;
};

/// The conversation that a turn opens with a model.
struct consultation {
  std::string system;
  std::string prompt;
  std::vector<citable> shown;
  /// What claims may use beside the lines that they cite: of "E1" its name and format, of "E1:120" how often
  /// it stands and what the analysis found in it.
  std::vector<citable> files;
  std::vector<std::string> behind;        ///< the texts that the prompt is made and cut from, in full
  bool shows_trouble = false;             ///< by the built-in analysis
  std::vector<shown_picture> pictures{};  ///< which sentences may cite, too: "P1"
  std::vector<sent_picture> attached{};   ///< the same, as they leave with the prompt
};

/// What the turns of the case before this one brought.
struct earlier_turns {
  std::string memory;
  std::vector<earlier_hypothesis> hypotheses;
  std::string excluded_category;  ///< explanations of another one are wanted; empty for none
};

/// Puts the question, the lines behind the facts, the built-in hypotheses and the passages into a prompt of
/// at most so many tokens, by an estimate of three bytes each; what weighs least is left out first. Text of
/// the evidence is fenced as data. Pictures that are marked as shown go with it. With less than 1,500 tokens
/// there is only room for the question, the best hypotheses and their lines. `own_instructions` stand in
/// place of the program's, unless they are empty.
consultation open_consultation(const investigation& found, const std::vector<knowledge::passage>& passages,
                               std::size_t most_tokens, const earlier_turns& before = {},
                               std::string_view own_instructions = {});

/// A claim with what its citations do not show.
struct unsupported_claim {
  std::string text;
  std::vector<std::string> missing;
};
/// Compares every sentence with what it cites; nothing where all is shown. Citations of names that were not
/// shown count as none.
std::vector<unsupported_claim> unsupported(const model_view& view, const consultation& of);

/// What to tell the model so that it repairs its answer, once.
std::string repair_request(const model_view& view, const std::vector<unsupported_claim>& wrong);

/// Puts what is shown of the answer before the built-in conclusion. Claims that are not shown are left out
/// and listed in the notes. What a model reads from a picture stands behind the conclusion, marked as that,
/// and makes neither a conclusion nor a hypothesis that is probable. False when more than half of the
/// conclusion is not shown, or nothing of it is: then the built-in answer stays as it was, and a note says
/// why. `by_model` says which it was, and how many sentences were not shown.
bool take_view(investigation& found, const model_view& view, const consultation& of, std::string_view model);

}  // namespace fm::agent
