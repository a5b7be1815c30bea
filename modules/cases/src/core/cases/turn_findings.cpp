#include "cases/turn_findings.hpp"

#include "investigation/likelihood.hpp"
#include "investigation/words.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace fm::cases {

namespace {

using investigation::milestone;
using pairs = std::vector<std::pair<std::string, std::string>>;

std::string file_of(const agent::turn_result& result, std::uint32_t evidence) {
  const bool known = evidence != 0 && evidence <= result.evidence_ids.size();
  return known ? result.evidence_ids[evidence - 1] : "E" + std::to_string(evidence);
}

/// What an item cites: the same from turn to turn as long as it is the same lines of the same files. Long
/// lists of lines are told by their number, which keeps keys short.
std::string key_of(const agent::claim& c, const agent::turn_result& result) {
  constexpr std::size_t listed_ranges = 4;
  std::string key;
  for (const auto& cited : c.citations) {
    key += key.empty() ? "" : ";";
    if (cited.passage != 0) {
      const auto& all = result.found.passages;
      key += cited.passage <= all.size() ? all[cited.passage - 1].document_id : "K";
      key += "#" + cited.anchor;
      continue;
    }
    if (cited.picture != 0) {
      const auto& all = result.found.pictures;
      key += "picture:" + (cited.picture <= all.size() ? all[cited.picture - 1].of.id : std::string());
      continue;
    }
    key += file_of(result, cited.evidence) + ":";
    for (std::size_t i = 0; i < cited.lines.size() && i < listed_ranges; ++i)
      key += (i == 0 ? "" : ",") + std::to_string(cited.lines[i].first) + "-" +
             std::to_string(cited.lines[i].last);
    if (cited.lines.size() > listed_ranges) key += "+" + std::to_string(cited.lines.size());
  }
  return key.empty() ? c.text : key;
}

std::vector<std::string> keys_of(const std::vector<agent::claim>& all, const agent::turn_result& result) {
  std::vector<std::string> out;
  for (const auto& c : all) out.push_back(key_of(c, result));
  return out;
}

void add_links(pairs& to, const std::vector<agent::claim>& all, const agent::turn_result& result,
               const std::string& hypothesis) {
  for (const auto& c : all)
    for (const auto& cited : c.citations)
      if (cited.evidence != 0) to.emplace_back(file_of(result, cited.evidence), hypothesis);
}

bool is_wrong(const agent::investigation& found) {
  return found.verdict == agent::verdict::problem || found.verdict == agent::verdict::unexplained;
}

bool is_explained(const agent::investigation& found) {
  return found.verdict == agent::verdict::problem &&
         investigation::at_least(found.confidence, investigation::sure);
}

bool is_change(const agent::timeline_entry& e) { return e.what.text.find("changed") != std::string::npos; }

/// Which milestones (domain.md 5.2) the answer of a turn reaches.
std::vector<milestone> reached(const agent::investigation& found) {
  std::vector<milestone> out;
  if (!is_wrong(found)) return out;
  out.push_back(milestone::symptom_verified);
  if (!found.hypotheses.empty()) out.push_back(milestone::scope_assessed);
  const auto& line = found.timeline;
  const auto timed = [](const agent::timeline_entry& e) { return e.time != evidence::no_time; };
  if (std::any_of(line.begin(), line.end(), timed)) out.push_back(milestone::timeline_established);
  if (std::any_of(line.begin(), line.end(), is_change)) out.push_back(milestone::changes_identified);
  if (is_explained(found)) {
    out.push_back(milestone::root_cause_identified);
    if (!found.next_steps.empty()) out.push_back(milestone::solution_proposed);
  }
  return out;
}

std::string opening_of(const agent::investigation& found) {
  std::string out;
  for (const auto& claim : found.conclusion) {
    out += (out.empty() ? "" : " ") + claim.text;
    if (!out.empty() && out.back() != '.') out += ".";
  }
  return out;
}

void add_timeline(investigation::findings& out, const agent::investigation& found) {
  for (const auto& e : found.timeline) {
    if (is_change(e)) out.changes.push_back(e.what.text);
    if (e.time == evidence::no_time) continue;
    out.first = out.first == 0 ? e.time : std::min(out.first, e.time);
    out.last = std::max(out.last, e.time);
  }
}

}  // namespace

std::string origin_of(const agent::hypothesis& h) { return "agent:" + h.rule + ":" + h.key; }

std::string_view word_of(agent::verdict v) {
  constexpr std::array<std::string_view, 4> words = {"problem", "unexplained", "healthy", "unanswered"};
  return words[static_cast<std::size_t>(v)];
}

investigation::findings findings_of(const agent::turn_result& result, const std::vector<std::string>& ids) {
  const auto& found = result.found;
  investigation::findings out;
  out.milestones = reached(found);
  if (is_explained(found)) {
    out.root_cause_confidence = found.confidence;
    if (!found.hypotheses.empty()) out.root_cause_method = found.hypotheses.front().rule;
  }
  for (std::size_t i = 0; i < result.evidence_ids.size(); ++i) {
    investigation::brought_file file;
    file.id = result.evidence_ids[i];
    if (i < found.evidence.size()) file.description = found.evidence[i].name;
    out.files.push_back(std::move(file));
  }
  for (std::size_t i = 0; i < found.hypotheses.size() && i < ids.size(); ++i) {
    if (ids[i].empty()) continue;
    const auto& h = found.hypotheses[i];
    investigation::stated_hypothesis s;
    s.id = ids[i];
    s.origin = origin_of(h);
    s.statement = h.statement.text;
    s.category = h.category;
    s.likelihood = h.likelihood;
    s.supporting = keys_of(h.supporting, result);
    s.refuting = keys_of(h.refuting, result);
    if (!h.next_steps.empty()) s.test_plan = h.next_steps.front().say;
    if (!h.supporting.empty()) s.observation = h.supporting.front().text;
    out.hypotheses.push_back(std::move(s));
    add_links(out.supports, h.supporting, result, ids[i]);
    add_links(out.refutes, h.refuting, result, ids[i]);
  }
  // Without evidence the answer says what is needed, which concludes nothing.
  if (!found.evidence.empty()) out.conclusion = opening_of(found);
  if (is_wrong(found) && !out.hypotheses.empty()) out.spoken_of = out.hypotheses.front().id;
  out.confidence = std::clamp(found.confidence, 0., 1.);
  if (found.verdict == agent::verdict::healthy) out.health = out.confidence;
  out.questions = found.questions;
  out.names = found.scope.names;
  add_timeline(out, found);
  return out;
}

std::string response_type_of(const agent::investigation& found) {
  if (found.evidence.empty()) return "needs_more_data";
  if (is_explained(found)) return "solution_ready";
  return found.verdict == agent::verdict::unanswered ? "clarification_request" : "answer";
}

investigation::case_stage stage_of(std::string_view status) {
  if (status == "consulting") return investigation::case_stage::consulting;
  return status == "investigating" ? investigation::case_stage::investigating
                                   : investigation::case_stage::over;
}

investigation::urgency urgency_of(std::string_view priority) {
  if (priority == "medium") return investigation::urgency::unknown;
  return investigation::read_word<investigation::urgency>(priority).value_or(investigation::urgency::unknown);
}

}  // namespace fm::cases
