#include "cases/user_words.hpp"

#include "cases/folding.hpp"
#include "cases/lifecycle.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace fm::cases {

namespace {

struct opening {
  std::string_view words;
  std::string_view to;
};
/// How the sentences begin that clients send for a change of status; people may type them as well.
constexpr std::array<opening, 11> openings{{{"i want to start a formal investigation", "investigating"},
                                            {"start a formal investigation", "investigating"},
                                            {"start the formal investigation", "investigating"},
                                            {"start the investigation", "investigating"},
                                            {"start investigating", "investigating"},
                                            {"the issue is resolved", "resolved"},
                                            {"the problem is resolved", "resolved"},
                                            {"mark this case as resolved", "resolved"},
                                            {"mark the case as resolved", "resolved"},
                                            {"close this case", "closed"},
                                            {"close the case", "closed"}}};
constexpr std::array<std::string_view, 12> agreement{
    "yes",     "y",         "yep",     "yes please",      "correct",        "confirmed",
    "confirm", "i confirm", "exactly", "that is correct", "that's correct", "that's right"};
constexpr std::array<std::string_view, 6> refusals{"no",    "n",          "nope", "no that is wrong",
                                                   "wrong", "not correct"};

/// In small letters, without what ends sentences and without blanks at the ends.
std::string plain(std::string_view words) {
  auto text = folded(words);
  std::string out;
  for (char c : text) {
    if (std::string_view(".,;:!?\"").find(c) != std::string_view::npos) continue;
    const bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
    if (blank && (out.empty() || out.back() == ' ')) continue;
    out += blank ? ' ' : c;
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

template <std::size_t N>
bool is_one_of(const std::string& text, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

}  // namespace

turn_intent intent_of(const turn_intent& named, std::string_view words, std::string_view status, bool waits) {
  if (!named.kind.empty()) return named;
  turn_intent out;
  out.kind = "conversation";
  auto text = plain(words);
  std::string_view rest = text;
  // "Yes, start the investigation" says both; the second one includes the first.
  for (std::string_view yes : {"yes ", "yes please "})
    if (rest.starts_with(yes)) rest.remove_prefix(yes.size());
  for (const auto& o : openings)
    if (rest.starts_with(o.words) && may_become(status, o.to)) {
      out.kind = "status_transition";
      out.to = o.to;
      return out;
    }
  if (!waits) return out;
  if (is_one_of(text, agreement) || is_one_of(text, refusals)) {
    out.kind = "confirmation";
    out.confirmed = is_one_of(text, agreement);
  }
  return out;
}

}  // namespace fm::cases
