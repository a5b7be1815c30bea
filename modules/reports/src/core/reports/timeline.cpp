#include "reports/timeline.hpp"

#include "reports/page_writer.hpp"
#include "reports/report_types.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace fm::reports {

namespace {

using document::rich;
using document::style;

constexpr std::size_t question_characters = 160;

class collector {
 public:
  void of_case(micros at, rich what, std::string source) {
    if (at > 0) out.push_back({at, false, std::move(what), rich(std::move(source))});
  }
  void of_evidence(micros at, const agent::claim& what) {
    rich source;
    for (const auto& c : what.citations) {
      if (!source.empty()) source.add(" ");
      source.add(citation_text(c), style::code);
    }
    out.push_back({at, true, rich(what.text), std::move(source)});
  }
  std::vector<timeline_event> out;
};

rich status_change(const status_step& s) {
  rich out("The case went from ");
  out.add(s.from, style::code).add(" to ").add(s.to, style::code);
  if (s.automatic) out.add(", by itself");
  if (!s.reason.empty()) out.add(": " + one_line(s.reason, question_characters));
  return out;
}

std::string turn_source(const cases::case_message& m) {
  return m.turn > 0 ? "turn " + std::to_string(m.turn) : "case";
}

}  // namespace

std::vector<timeline_event> timeline_of(const material& from, const case_story& story) {
  collector all;
  all.of_case(from.the_case.created, "The case was opened", "case");
  for (const auto& e : from.evidence) {
    rich what("Evidence was added: ");
    what.add(e.original_filename, style::code);
    all.of_case(e.uploaded, std::move(what), "case");
  }
  for (const auto& m : from.messages) {
    if (m.role != "user") continue;
    auto what = "It was asked: “" + one_line(m.content, question_characters) + "”";
    if (m.state == "failed") what += " (no answer came)";
    all.of_case(m.created, what, turn_source(m));
  }
  for (const auto& s : story.steps) all.of_case(s.at, status_change(s), "status history");
  for (const auto& h : from.hypotheses)
    if (!h.origin.starts_with("agent:"))
      all.of_case(h.created, "A hypothesis was recorded: " + one_line(h.title, question_characters),
                  "hypotheses");
  for (const auto& s : from.solutions)
    all.of_case(s.created, "A solution was recorded: " + one_line(s.title, question_characters), "solutions");
  if (from.investigated)
    for (const auto& e : from.found.timeline)
      if (e.time != evidence::no_time) all.of_evidence(e.time, e.what);
  std::stable_sort(all.out.begin(), all.out.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  return std::move(all.out);
}

std::vector<timeline_event> shortened(std::vector<timeline_event> all, std::size_t most,
                                      std::size_t& left_out) {
  left_out = 0;
  if (all.size() <= most) return all;
  const auto last = most / 3, first = most - last;
  left_out = all.size() - most;
  using difference = std::ptrdiff_t;
  all.erase(all.begin() + static_cast<difference>(first), all.end() - static_cast<difference>(last));
  return all;
}

}  // namespace fm::reports
