#include "cases/turn_words.hpp"

#include "cases/case_metadata.hpp"
#include "cases/lifecycle.hpp"
#include "cases/title.hpp"

#include <algorithm>

namespace fm::cases {

namespace {

constexpr std::size_t title_words = 8;

/// What was found so far, as a paragraph of its own.
std::string findings(const case_record& c) {
  const case_metadata metadata(c.metadata);
  const auto& said = metadata.state().conclusion;
  if (said.placeholder || said.statement.empty()) return "\n\nNothing was found in the evidence so far.";
  return "\n\nFound so far (" + std::string(investigation::word(said.level)) + "): " + said.statement;
}

std::size_t word_count(std::string_view text) {
  std::size_t n = 0;
  bool inside = false;
  for (char c : text) {
    const bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
    n += !blank && !inside ? 1 : 0;
    inside = !blank;
  }
  return n;
}

}  // namespace

std::string refusal_of(const turn_intent& intent, const case_record& c) {
  if (intent.kind != "status_transition") return {};
  const auto to = status_of(intent.to);
  if (!intent.from.empty() && status_of(intent.from) != c.status)
    return "the case is " + c.status + ", not " + intent.from + " as the transition says";
  if (!may_become(c.status, to))
    return "a case that is " + c.status + " cannot become " + intent.to +
           " in a turn; allowed next: " + listed(reachable_states(c.status));
  return {};
}

std::string moved_text(const case_record& before, std::string_view to) {
  if (to == "investigating") {
    const auto statement = case_metadata(before.metadata).proposed_statement();
    return statement.empty() ? "The case is under investigation now."
                             : "The case is under investigation now. The problem: " + statement;
  }
  if (to == "resolved")
    return "The case is resolved. Reports can be made from it; it still answers questions." +
           findings(before);
  const std::string how =
      before.status == "resolved" ? "The case is closed." : "The case is closed without a solution.";
  return how + " It takes no more questions." +
         (before.status == "consulting" ? std::string() : findings(before));
}

std::string confirm_move_text(const case_record& c, std::string_view to) {
  return "The case is " + c.status + ". Shall it become " + std::string(to) +
         "? Send the transition again with user_confirmed to do so.";
}

std::string proposal_text(const std::string& statement, bool agreed) {
  if (!agreed)
    return "Then the problem is another one. Say in your own words what is wrong, and it will be proposed "
           "anew.";
  return "Confirmed. The problem: " + statement + "\n\nSay \"Start the investigation\" to begin.";
}

std::string acknowledged_text(const investigation::state& state, bool goes_on) {
  if (!goes_on) return "Then close the case, or bring what may help: " + state.degraded.fallback;
  return "Noted. The investigation goes on with what there is. " + state.degraded.fallback;
}

std::string hypothesis_text(const hypothesis_record& h) {
  return "The hypothesis \"" + h.title + "\" is " + h.status + " now.";
}

problem_statement statement_of(std::string_view question, const agent::investigation& found) {
  const bool wrong = found.verdict == agent::verdict::problem || found.verdict == agent::verdict::unexplained;
  if (wrong && !found.conclusion.empty()) return {found.conclusion.front().text, true};
  // What was asked is no finding: without evidence there is no problem to agree on.
  if (found.evidence.empty()) return {};
  constexpr std::size_t words_that_tell = 4;
  if (word_count(question) >= words_that_tell) return {std::string(question), false};
  return {};
}

std::string title_after(std::string_view question, const agent::investigation& found,
                        const std::string& statement) {
  constexpr std::size_t words_that_tell = 4;
  if (found.evidence.empty() && word_count(question) < words_that_tell) return {};
  if (auto title = title_from(statement, title_words); !title.empty()) return title;
  const auto& all = found.hypotheses;
  if (!all.empty() && all.front().likelihood >= .5)
    if (auto title = title_from(all.front().statement.text, title_words); !title.empty()) return title;
  return title_from(question, title_words);
}

}  // namespace fm::cases
