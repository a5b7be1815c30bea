#include "fm/evaluation/expected.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <optional>

namespace fm::evaluation {

namespace {

constexpr std::size_t most_conditions = 100;
constexpr std::array<std::string_view, 4> place_words{"top", "first", "answer", "all"};

/// As Python's re.M: the marks of begin and end are those of lines.
std::string by_lines(const std::string& pattern) { return "(?m)" + pattern; }

re2::RE2::Options quiet() {
  re2::RE2::Options o;
  o.set_log_errors(false);
  return o;
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

/// The condition of a line; none where the line is one of words.
std::optional<condition> condition_of(std::string_view line, std::string& fault) {
  condition out;
  if (!take_prefix(line, "must")) return {};
  out.must = !take_prefix(line, " not");
  if (!take_prefix(line, " (")) return {};
  const auto end = line.find("): ");
  if (end == line.npos) return {};
  const auto word = line.substr(0, end);
  const auto at = std::find(place_words.begin(), place_words.end(), word);
  if (at == place_words.end()) {
    fault = "'" + std::string(word) + "' is no place of an answer: top, first, answer and all are";
    return {};
  }
  out.where = static_cast<place>(at - place_words.begin());
  out.pattern = line.substr(end + 3);
  if (const re2::RE2 compiled(by_lines(out.pattern), quiet()); !compiled.ok()) {
    fault = "the pattern " + out.pattern + " cannot be used: " + compiled.error();
    return {};
  }
  return out;
}

/// The text of an answer that each place means, in their order.
std::array<std::string, 4> places_of(const agent::investigation& found) {
  const auto lead = found.answer.substr(0, found.answer.find("\n\n"));
  const auto first = found.conclusion.empty() ? lead : found.conclusion.front().text;
  std::string conclusion;
  for (const auto& c : found.conclusion) conclusion += c.text + "\n";
  const auto hypothesis = found.hypotheses.empty() ? "" : found.hypotheses.front().statement.text;
  return {first + "\n" + hypothesis, first, conclusion + lead, found.answer};
}

bool claims_to_know(const agent::investigation& found) {
  return (found.verdict == agent::verdict::problem || found.verdict == agent::verdict::healthy) &&
         found.level != "speculation";
}

}  // namespace

std::string_view word_of(standing s) {
  constexpr std::array<std::string_view, 5> words{"not run", "wrong", "unsure", "partly", "right"};
  return words.at(static_cast<std::size_t>(s));
}

expectation read_expected(std::string_view text) {
  expectation out;
  while (!text.empty() && out.fault.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (auto one = condition_of(line, out.fault)) out.conditions.push_back(std::move(*one));
    if (out.conditions.size() > most_conditions) out.fault = "it has more than 100 conditions";
  }
  if (out.fault.empty() &&
      std::none_of(out.conditions.begin(), out.conditions.end(), [](const auto& c) { return c.must; }))
    out.fault = "it has no line 'must (WHERE): REGEX'";
  return out;
}

judgement judge(const expectation& what, const agent::investigation& answer) {
  const auto at = places_of(answer);
  judgement out;
  for (const auto& c : what.conditions) {
    const re2::RE2 pattern(by_lines(c.pattern), quiet());
    const bool has = re2::RE2::PartialMatch(at[static_cast<std::size_t>(c.where)], pattern);
    out.facts += c.must;
    out.found += c.must && has;
    if (has != c.must) out.unmet.push_back((has ? "has " : "lacks ") + c.pattern);
  }
  out.how = out.unmet.empty()        ? standing::right
            : out.found > 0          ? standing::partly
            : claims_to_know(answer) ? standing::wrong
                                     : standing::unsure;
  return out;
}

}  // namespace fm::evaluation
