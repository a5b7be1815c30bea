#include "cases/case_metadata.hpp"

#include "cases/folding.hpp"

#include <fm/civil/utc_text.hpp>
#include <fm/utf8/cut.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace fm::cases {

namespace {

constexpr std::size_t summary_bytes = 200;
constexpr std::size_t statement_bytes = 1'000;
/// Older turns are in the messages; the state stays small.
constexpr std::size_t kept_turns = 50;
constexpr std::uint32_t stuck_after = 3;

std::string shortened(std::string_view text) { return std::string(first_bytes(text, summary_bytes)); }

/// The member of that name, made when it is missing or of another kind.
template <class Kind>
json::value& member(json::value& of, std::string_view name) {
  if (!of.as_object()) of = json::object{};
  auto& members = *of.as_object();
  auto found = std::find_if(members.begin(), members.end(), [&](const auto& m) { return m.first == name; });
  if (found == members.end()) {
    members.emplace_back(std::string(name), json::value(Kind{}));
    return members.back().second;
  }
  bool right = false;
  if constexpr (std::is_same_v<Kind, json::object>)
    right = found->second.as_object() != nullptr;
  else
    right = found->second.as_array() != nullptr;
  if (!right) found->second = json::value(Kind{});
  return found->second;
}

void replace(json::value& of, std::string_view name, json::value v) {
  if (!of.as_object()) of = json::object{};
  for (auto& [key, value] : *of.as_object())
    if (key == name) {
      value = std::move(v);
      return;
    }
  of.set(std::string(name), std::move(v));
}

json::value texts(const std::vector<std::string>& all) {
  json::array out;
  for (const auto& t : all) out.emplace_back(t);
  return out;
}

/// Which milestones (domain.md 5.2) the answer of a turn reaches.
std::vector<std::string> reached(const agent::investigation& found) {
  std::vector<std::string> out;
  bool something_wrong =
      found.verdict == agent::verdict::problem || found.verdict == agent::verdict::unexplained;
  if (something_wrong) out.push_back("symptom_verified");
  if (something_wrong && !found.hypotheses.empty()) out.push_back("scope_assessed");
  bool timed = std::any_of(found.timeline.begin(), found.timeline.end(),
                           [](const auto& e) { return e.time != evidence::no_time; });
  if (something_wrong && timed) out.push_back("timeline_established");
  bool changed = std::any_of(found.timeline.begin(), found.timeline.end(),
                             [](const auto& e) { return e.what.text.find("changed") != std::string::npos; });
  if (something_wrong && changed) out.push_back("changes_identified");
  if (found.verdict == agent::verdict::problem && found.confidence >= .7) {
    out.push_back("root_cause_identified");
    if (!found.next_steps.empty()) out.push_back("solution_proposed");
  }
  return out;
}

json::value working_conclusion(std::uint32_t turn, const agent::investigation& found) {
  json::value c;
  std::string statement;
  for (const auto& claim : found.conclusion) {
    statement += (statement.empty() ? "" : " ") + claim.text;
    if (!statement.empty() && statement.back() != '.') statement += ".";
  }
  json::array caveats, alternatives;
  std::size_t supporting = 0;
  if (!found.hypotheses.empty()) {
    const auto& best = found.hypotheses.front();
    supporting = best.supporting.size();
    if (supporting < 2) caveats.emplace_back("fewer than two pieces of evidence support it");
    if (best.likelihood < .7) caveats.emplace_back("its likelihood is below 0.70");
    for (std::size_t i = 1; i < found.hypotheses.size() && alternatives.size() < 3; ++i)
      if (found.hypotheses[i].likelihood >= .3) alternatives.emplace_back(found.hypotheses[i].statement.text);
    if (!alternatives.empty()) caveats.emplace_back("other explanations are still open");
  }
  c.set("statement", statement)
      .set("confidence", found.confidence)
      .set("confidence_level", found.level.empty() ? std::string("speculation") : found.level)
      .set("supporting_evidence_count", static_cast<std::uint64_t>(supporting))
      .set("caveats", std::move(caveats))
      .set("alternative_explanations", std::move(alternatives))
      .set("can_proceed_with_solution", found.confidence >= .7 && found.verdict == agent::verdict::problem)
      .set("next_evidence_needed", texts(found.questions))
      .set("generated_at_turn", std::uint64_t{turn});
  return c;
}

}  // namespace

std::string_view word_of(agent::verdict v) {
  constexpr std::array<std::string_view, 4> words = {"problem", "unexplained", "healthy", "unanswered"};
  return words[static_cast<std::size_t>(v)];
}

std::string_view hypothesis_status(double likelihood, std::size_t supporting, std::size_t refuting) {
  if (likelihood >= .7 && supporting >= 2) return "validated";
  if (likelihood <= .2 && refuting >= 2) return "refuted";
  if (likelihood < .3) return "retired";
  return "active";
}

case_metadata::case_metadata(std::string_view text) : root_(json::object{}) {
  if (text.empty()) return;
  if (auto read = json::parse(text); read && read.root.as_object()) root_ = std::move(read.root);
}

void case_metadata::set(std::string name, json::value v) { replace(root_, name, std::move(v)); }

const json::value* case_metadata::state(std::string_view name) const {
  const auto* state = root_.find("investigation_state");
  return state ? state->find(name) : nullptr;
}

std::string case_metadata::proposed_statement() const {
  const auto* data = state("consulting_data");
  const auto* said = data ? data->find("proposed_problem_statement") : nullptr;
  const auto* text = said ? said->as_string() : nullptr;
  return text ? *text : std::string();
}

bool case_metadata::statement_confirmed() const {
  const auto* data = state("consulting_data");
  const auto* said = data ? data->find("problem_statement_confirmed") : nullptr;
  return said && said->as_bool() && *said->as_bool();
}

json::value& case_metadata::consulting() {
  return member<json::object>(member<json::object>(root_, "investigation_state"), "consulting_data");
}

void case_metadata::propose(std::string_view statement) {
  replace(consulting(), "proposed_problem_statement", std::string(first_bytes(statement, statement_bytes)));
  replace(consulting(), "problem_statement_confirmed", false);
}

void case_metadata::answer_proposal(bool agreed, micros now) {
  replace(consulting(), "problem_statement_confirmed", agreed);
  if (agreed)
    replace(consulting(), "problem_statement_confirmed_at", utc_text(now, fraction::six_digits));
  else
    replace(consulting(), "proposed_problem_statement", json::value());
}

void case_metadata::decide_to_investigate(micros now) {
  if (!proposed_statement().empty() && !statement_confirmed()) answer_proposal(true, now);
  replace(consulting(), "decided_to_investigate", true);
  replace(consulting(), "decision_made_at", utc_text(now, fraction::six_digits));
  auto& state = member<json::object>(root_, "investigation_state");
  replace(state, "progress", json::object{});
  replace(state, "started_at", utc_text(now, fraction::six_digits));
  replace(state, "turns_without_progress", std::int64_t{0});
}

bool case_metadata::complete(std::string_view milestone) {
  auto& progress = member<json::object>(member<json::object>(root_, "investigation_state"), "progress");
  const auto* before = progress.find(milestone);
  if (before && before->as_bool() && *before->as_bool()) return false;
  replace(progress, milestone, true);
  return true;
}

std::string case_metadata::text() const { return json::write(root_); }

void case_metadata::add_status_change(const status_change& change) {
  json::value entry;
  entry.set("from_status", change.from)
      .set("to_status", change.to)
      .set("changed_at", utc_text(change.at, fraction::six_digits))
      .set("changed_by", change.by)
      .set("auto", change.automatic)
      .set("reason", change.reason.empty() ? json::value() : json::value(change.reason));
  member<json::array>(root_, "status_history").push(std::move(entry));
}

turn_effect case_metadata::enter_turn(std::uint32_t turn, micros now, std::string_view question,
                                      const agent::investigation& found,
                                      const std::vector<std::string>& evidence_ids) {
  turn_effect effect;
  for (auto& milestone : reached(found))
    if (complete(milestone)) effect.milestones.push_back(std::move(milestone));
  auto& state = member<json::object>(root_, "investigation_state");
  // A reference to one member holds until the next one is made.
  if (found.verdict == agent::verdict::problem && found.confidence >= .7)
    replace(member<json::object>(state, "progress"), "root_cause_confidence", found.confidence);
  auto& known = member<json::array>(state, "evidence");
  bool new_evidence = false;
  for (const auto& id : evidence_ids) {
    auto& ids = *known.as_array();
    if (std::any_of(ids.begin(), ids.end(), [&](const json::value& v) { return v == json::value(id); }))
      continue;
    known.push(id);
    new_evidence = true;
  }
  effect.progress = !effect.milestones.empty() || new_evidence;
  effect.outcome = !effect.milestones.empty() ? "progress"
                   : new_evidence             ? "evidence_collected"
                                              : "conversation";
  if (found.evidence.empty())
    effect.response_type = "needs_more_data";
  else if (found.verdict == agent::verdict::problem && found.confidence >= .7)
    effect.response_type = "solution_ready";
  else if (found.verdict == agent::verdict::unanswered)
    effect.response_type = "clarification_request";
  else
    effect.response_type = "answer";

  if (!found.evidence.empty()) replace(state, "working_conclusion", working_conclusion(turn, found));
  effect.stuck =
      end_turn(turn, now, question,
               found.conclusion.empty() ? std::string_view() : found.conclusion.front().text, effect);
  return effect;
}

void case_metadata::enter_action(std::uint32_t turn, micros now, std::string_view question,
                                 std::string_view said, const turn_effect& effect) {
  end_turn(turn, now, question, said, effect);
}

bool case_metadata::end_turn(std::uint32_t turn, micros now, std::string_view question, std::string_view said,
                             const turn_effect& effect) {
  auto& state = member<json::object>(root_, "investigation_state");
  std::int64_t idle = 0;
  if (const auto* before = state.find("turns_without_progress")) before->integer(idle);
  idle = effect.progress ? 0 : idle + 1;
  const bool stuck = idle >= stuck_after;
  replace(state, "turns_without_progress", idle);
  replace(state, "current_turn", std::uint64_t{turn});
  replace(state, "is_stuck", stuck);

  json::value record;
  record.set("turn_number", std::uint64_t{turn})
      .set("timestamp", utc_text(now, fraction::six_digits))
      .set("user_input_summary", shortened(question))
      .set("agent_action_summary", shortened(said))
      .set("milestones_completed", texts(effect.milestones))
      .set("outcome", effect.outcome)
      .set("progress_made", effect.progress);
  auto& turns = *member<json::array>(state, "turn_history").as_array();
  turns.push_back(std::move(record));
  if (turns.size() > kept_turns) turns.erase(turns.begin(), turns.end() - kept_turns);
  return stuck;
}

}  // namespace fm::cases
