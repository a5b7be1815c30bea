#include "agent/claim_clauses.hpp"

#include "agent/claim_words.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace fm::agent {

namespace {

using namespace std::string_view_literals;

struct conjunction {
  std::string_view words;
  joint by;
};

// The longest first, where one begins another.
constexpr std::array conjunctions{
    conjunction{" as a result of ", joint::reason},
    conjunction{" as a result", joint::effect},
    conjunction{" because of ", joint::reason},
    conjunction{" because ", joint::reason},
    conjunction{" caused by ", joint::reason},
    conjunction{" triggered by ", joint::reason},
    conjunction{" thanks to ", joint::reason},
    conjunction{" owing to ", joint::reason},
    conjunction{" due to ", joint::reason},
    conjunction{" since ", joint::reason},
    conjunction{", as ", joint::reason},
    conjunction{", so that ", joint::effect},
    conjunction{", so ", joint::effect},
    conjunction{" so that ", joint::effect},
    conjunction{" so ", joint::effect},
    conjunction{", leading to ", joint::effect},
    conjunction{", resulting in ", joint::effect},
    conjunction{", causing ", joint::effect},
    conjunction{", making ", joint::effect},
    conjunction{", leaving ", joint::effect},
    conjunction{", which made ", joint::effect},
    conjunction{", which caused ", joint::effect},
    conjunction{", which led to ", joint::effect},
    conjunction{" which made ", joint::effect},
    conjunction{" which caused ", joint::effect},
    conjunction{" which led to ", joint::effect},
    conjunction{" led to ", joint::effect},
    conjunction{" caused ", joint::effect},
    conjunction{" which ", joint::further},
    conjunction{", who ", joint::further},
    conjunction{", where ", joint::further},
    conjunction{" even though ", joint::contrast},
    conjunction{" although ", joint::contrast},
    conjunction{" though ", joint::contrast},
    conjunction{" whereas ", joint::contrast},
    conjunction{" despite ", joint::contrast},
    conjunction{" in spite of ", joint::contrast},
    conjunction{" rather than ", joint::denial},
    conjunction{" instead of ", joint::denial},
    conjunction{" as opposed to ", joint::denial},
    conjunction{" but ", joint::contrast},
    conjunction{" while ", joint::meanwhile},
    conjunction{" whenever ", joint::meanwhile},
    conjunction{" when ", joint::further},
    conjunction{" after ", joint::after},
    conjunction{" before ", joint::before},
    conjunction{" until ", joint::further},
    conjunction{", then ", joint::further},
    conjunction{", and ", joint::further},
    conjunction{"; ", joint::further},
    conjunction{": ", joint::further},
    conjunction{" - ", joint::further},
    conjunction{" — ", joint::further},
    conjunction{" – ", joint::further},
    conjunction{". ", joint::further},
};

constexpr std::array guesses{"may"sv,         "might"sv,     "possibly"sv,  "likely"sv,      "probably"sv,
                             "perhaps"sv,     "suggest"sv,   "suggests"sv,  "suggesting"sv,  "presumably"sv,
                             "seems"sv,       "seem"sv,      "appears"sv,   "apparently"sv,  "would"sv,
                             "potentially"sv, "plausible"sv, "plausibly"sv, "conceivably"sv, "suspect"sv,
                             "unclear"sv,     "should"sv,    "whether"sv,   "hint"sv,        "hints"sv};

std::string_view first_word(std::string_view text) {
  const auto words = words_of(text.substr(0, 40));
  return words.empty() ? std::string_view() : words.front().text;
}

/// A word that only a statement begins with, and no member of a list.
bool begins_statement(std::string_view word) {
  constexpr std::array words{"is"sv,        "are"sv,  "was"sv,  "were"sv,  "has"sv,    "had"sv,
                             "have"sv,      "it"sv,   "they"sv, "then"sv,  "so"sv,     "that"sv,
                             "got"sv,       "did"sv,  "does"sv, "could"sv, "cannot"sv, "can"sv,
                             "will"sv,      "ran"sv,  "gets"sv, "also"sv,  "now"sv,    "later"sv,
                             "therefore"sv, "thus"sv, "took"sv, "lost"sv,  "not"sv};
  return std::find(words.begin(), words.end(), word) != words.end() ||
         (word.size() > 4 && word.ends_with("ed"));
}

/// "after 30 s", "since Tuesday", "before 10:00" are no statements.
bool may_measure(std::string_view conjunction) {
  return conjunction == " after " || conjunction == " before " || conjunction == " since " ||
         conjunction == " until ";
}
bool is_measure(std::string_view word) {
  constexpr std::array words{"about"sv,    "monday"sv, "tuesday"sv, "wednesday"sv, "thursday"sv, "friday"sv,
                             "saturday"sv, "sunday"sv, "then"sv,    "that"sv,      "this"sv,     "at"sv,
                             "nearly"sv,   "a"sv,      "only"sv,    "it"sv};
  const bool address = std::count(word.begin(), word.end(), '.') > 1;
  return word.empty() || (word.front() >= '0' && word.front() <= '9' && !address) || spelled_number(word) ||
         std::find(words.begin(), words.end(), word) != words.end();
}

bool begins_noun(std::string_view word) {
  constexpr std::array words{"the"sv, "a"sv, "an"sv, "its"sv, "another"sv, "their"sv, "this"sv, "that"sv};
  return std::find(words.begin(), words.end(), word) != words.end();
}
/// A finite verb stands within the next words.
bool holds_verb(std::string_view text) {
  constexpr std::array verbs{"is"sv,    "are"sv,  "was"sv,  "were"sv,  "has"sv,    "had"sv,
                             "have"sv,  "did"sv,  "does"sv, "could"sv, "cannot"sv, "can"sv,
                             "fails"sv, "took"sv, "ran"sv,  "got"sv};
  constexpr std::size_t reach = 12;
  const auto words = words_of(text);
  for (std::size_t i = 0; i < words.size() && i < reach; ++i)
    if (std::find(verbs.begin(), verbs.end(), words[i].text) != verbs.end() ||
        (words[i].text.size() > 4 && words[i].text.ends_with("ed")))
      return true;
  return false;
}

bool is_guess(std::string_view text) {
  const auto words = words_of(text);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto w = words[i].text;
    const auto next = i + 1 < words.size() ? words[i + 1].text : std::string_view();
    // "may not open" tells what is not allowed; "not unlikely" is nobody's way of saying it.
    const auto behind = i + 2 < words.size() ? words[i + 2].text : std::string_view();
    if (w == "may" && next == "not" && behind != "have" && behind != "be") continue;
    if (std::find(guesses.begin(), guesses.end(), w) != guesses.end()) return true;
    if (w == "could" && (next == "be" || next == "have" || next == "also")) return true;
    if (w == "points" && next == "to") return true;
  }
  return false;
}

/// The reason that follows belongs to what is guessed.
bool ends_openly(std::string_view text) {
  constexpr std::array open{"be"sv,   "been"sv,     "is"sv,     "was"sv,      "are"sv,
                            "were"sv, "probably"sv, "likely"sv, "possibly"sv, "perhaps"sv};
  const auto words = words_of(text);
  return std::find(open.begin(), open.end(), words.back().text) != open.end();
}

}  // namespace

namespace {

/// Nothing but a number and its unit.
bool is_amount(std::string_view text) {
  const auto words = words_of(text);
  double unit = 0;
  return !words.empty() && std::all_of(words.begin(), words.end(), [&](const text_word& w) {
    return number_of(w.text) || spelled_number(w.text) || time_unit(w.text, unit) || w.text == "about" ||
           w.text == "a" || w.text == "one" || w.text == "shortly" || w.text == "right";
  });
}

}  // namespace

std::vector<clause> clauses_of(std::string_view claim) {
  std::vector<clause> out;
  std::size_t begin = 0;
  joint by = joint::none;
  const auto close = [&](std::size_t end) {
    const auto text = claim.substr(begin, end - begin);
    const auto words = words_of(text);
    if (words.empty()) return;
    // "may be | caused by a leak": the guess is about the reason.
    constexpr std::size_t few = 3;
    const bool guessed = by == joint::reason && !out.empty() && out.back().guess &&
                         (words_of(out.back().text).size() <= few || ends_openly(out.back().text));
    out.push_back({text, by, guessed || by == joint::denial || is_guess(text)});
  };
  // "Because of a, b ...": the comma ends what the conjunction began.
  bool inverted = false;
  for (const auto opening : {"within "sv, "between "sv, "by "sv, "until "sv, "after "sv, "before "sv})
    inverted = inverted || claim.starts_with(opening);
  for (const auto& c : conjunctions) {
    const auto bare = c.words.substr(c.words.find_first_not_of(", "));
    if (bare.size() > 2 && claim.starts_with(bare) && c.by != joint::further) inverted = true;
  }
  for (std::size_t at = 0; at < claim.size(); ++at) {
    const auto rest = claim.substr(at);
    const auto found = std::find_if(conjunctions.begin(), conjunctions.end(), [&](const conjunction& c) {
      return rest.starts_with(c.words) &&
             !(may_measure(c.words) && is_measure(first_word(rest.substr(c.words.size()))));
    });
    if (found != conjunctions.end()) {
      // "Ten seconds after a, b"
      inverted = inverted || ((found->by == joint::after || found->by == joint::before) &&
                              is_amount(claim.substr(begin, at - begin)));
      close(at);
      begin = at + found->words.size();
      by = found->by;
      at = begin - 2;  // the blank at the end may begin the next
      continue;
    }
    const bool new_subject = rest.starts_with(" and ") && holds_verb(claim.substr(begin, at - begin)) &&
                             begins_noun(first_word(rest.substr(5))) && holds_verb(rest.substr(5));
    const bool comma = rest.starts_with(", ");
    const bool joins = rest.starts_with(" and ") && begins_statement(first_word(rest.substr(5)));
    if ((comma && (inverted || begins_statement(first_word(rest.substr(2))))) || joins || new_subject) {
      close(at);
      begin = at + (comma ? 2 : 5);
      by = joint::further;
      inverted = false;
    }
  }
  close(claim.size());
  return out;
}

}  // namespace fm::agent
