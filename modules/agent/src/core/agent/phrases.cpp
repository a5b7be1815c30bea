#include "agent/phrases.hpp"

#include "agent/hypotheses.hpp"
#include "agent/wording.hpp"

#include <algorithm>

namespace fm::agent {

namespace {

using evidence::fact;

constexpr std::string_view phrase_slot = "phrase";

bool is_of(const fact& f, const std::string& phrase) {
  const auto& found = f.get(phrase_slot);
  return found.size() == phrase.size() && contains_folded(found, phrase);
}

claim claim_for(const fact& f, bool durations) {
  std::string form = "\"{phrase}\" occurs";
  form += f.count == 1 ? " once" : " {count} times";
  if (f.first != evidence::no_time) form += f.first == f.last ? ", at {first}" : ", from {first} to {last}";
  if (durations && !f.get("median").empty())
    form +=
        "; its lines took {shortest} at least, {median} in the middle, {high} for nineteen of twenty, "
        "{longest} at most";
  auto c = claim_of(f, form);
  return c;
}

}  // namespace

void tell_phrases(investigation& out, const question_scope& asked) {
  std::vector<claim> told;
  // Only lines of logs are counted: elsewhere a phrase that was not counted may well stand.
  const bool all_counted =
      std::all_of(out.evidence.begin(), out.evidence.end(),
                  [](const evidence::digest& d) { return d.kind == evidence::kind::log; });
  for (const auto& phrase : asked.phrases) {
    bool found = false;
    for (const auto& d : out.evidence)
      for (const auto& f : d.facts)
        if (is_of(f, phrase)) told.push_back(claim_for(f, asked.asks_duration)), found = true;
    if (found || !all_counted) continue;
    claim none;
    none.form = "\"{phrase}\" does not occur in the lines that were read";
    none.slots = {{"phrase", phrase}};
    none.text = fill(none.form, none.slots);
    told.push_back(std::move(none));
  }
  if (told.empty()) return;
  // Who quotes an error to ask for its reason wants the reason first.
  if (out.verdict != verdict::unanswered && !asked.asks_count && !asked.asks_duration) {
    out.conclusion.insert(out.conclusion.end(), told.begin(), told.end());
    return;
  }
  // Who asks for the phrase alone has the answer; that nothing else was recognised would only confuse.
  if (out.verdict == verdict::unanswered && !out.conclusion.empty())
    out.conclusion.erase(out.conclusion.begin());
  out.conclusion.insert(out.conclusion.begin(), told.begin(), told.end());
}

}  // namespace fm::agent
