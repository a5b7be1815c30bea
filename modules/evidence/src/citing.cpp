#include "citing.hpp"

#include <fm/evidence/kind_names.hpp>
#include <fm/utf8/cut.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace fm::evidence {

namespace {

bool holds(std::string_view text, std::string_view word) {
  return !word.empty() && text.find(word) != std::string_view::npos;
}

/// The rule by which the investigation knows a hypothesis again ("agent:rule:statement"); else empty.
std::string_view rule_of(std::string_view origin) {
  constexpr std::string_view by_agent = "agent:";
  if (!origin.starts_with(by_agent)) return {};
  origin.remove_prefix(by_agent.size());
  return origin.substr(0, origin.find(':'));
}

std::string counted(std::uint64_t n, const char* noun) {
  return std::to_string(n) + " " + noun + (n == 1 ? "" : "s");
}

}  // namespace

std::optional<citing_hypothesis> citation_of(const case_hypothesis& h, const evidence_record& e,
                                             const std::vector<digest>& found) {
  citing_hypothesis out;
  const auto rule = rule_of(h.origin);
  const auto said = h.title + "\n" + h.description;
  if (!rule.empty() && !found.empty())
    for (std::size_t i = 0; i < found[0].facts.size(); ++i) {
      const auto& f = found[0].facts[i];
      const bool about = f.rule == rule && (f.subject.empty() || holds(said, f.subject));
      // What speaks for a hypothesis quotes the lines that show it.
      if (about || (f.quote.size() >= 12 && holds(h.description, f.quote)))
        out.facts.push_back(static_cast<std::uint32_t>(i));
    }
  const bool names_file = rule.empty() && (holds(said, e.original_filename) || holds(said, e.id));
  if (out.facts.empty() && !names_file) return std::nullopt;
  out.id = h.id;
  out.title = h.title;
  out.status = h.status;
  out.confidence = h.confidence;
  return out;
}

std::string summary_of(const digest& found) {
  constexpr std::size_t longest_quote = 160;
  std::string out(to_string(found.kind));
  std::replace(out.begin(), out.end(), '_', ' ');
  if (!found.format.empty()) out += " (" + found.format + ")";
  out += ", " + counted(found.lines, "line");
  if (found.facts.empty()) return out + ", nothing remarkable";
  out += ", " + counted(found.facts.size(), "finding");
  const auto best = std::max_element(found.facts.begin(), found.facts.end(),
                                     [](const fact& a, const fact& b) { return a.weight < b.weight; });
  const std::string quote(first_bytes(best->quote, longest_quote));
  return quote.empty() ? out : out + ": " + quote;
}

}  // namespace fm::evidence
