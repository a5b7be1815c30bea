#include "cases/turn_json.hpp"

#include <fm/civil/utc_text.hpp>
#include <fm/json/value.hpp>

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace fm::cases {

namespace {

json::value texts(const std::vector<std::string>& all) {
  json::array out;
  for (const auto& t : all) out.emplace_back(t);
  return json::value(std::move(out));
}

std::string_view source_word(std::string_view evidence_type) {
  if (evidence_type == "log") return "logs";
  if (evidence_type == "metric") return "metrics";
  if (evidence_type == "screenshot") return "image";
  if (evidence_type == "configuration" || evidence_type == "code") return evidence_type;
  return "text";
}

std::string_view processing_word(std::string_view status) {
  return status == "processed" ? "completed" : status;
}

json::value attachment_json(const evidence::evidence_record& e, std::string_view came_as) {
  json::value out;
  out.set("file_id", e.id)
      .set("filename", e.original_filename)
      .set("file_size", e.file_size)
      .set("source_type", source_word(e.evidence_type))
      .set("processing_status", processing_word(e.status))
      .set("upload_source", came_as)
      .set("uploaded_at", utc_text(e.uploaded, fraction::six_digits))
      .set("duplicate_of", e.duplicate_of.empty() ? json::value() : json::value(e.duplicate_of))
      .set("duplicate_turn", json::value());
  return out;
}

json::array attachments_json(const turn_answer& a) {
  json::array out;
  for (std::size_t i = 0; i < a.attachments.size(); ++i)
    out.push_back(attachment_json(a.attachments[i], i < a.came_as.size() ? a.came_as[i] : "file"));
  return out;
}

json::value action(std::string_view kind, std::string_view label) {
  json::value out;
  out.set("label", label).set("type", kind);
  return out;
}

json::array actions_json(const turn_answer& a) {
  json::array out;
  if (!a.proposed_statement.empty()) {
    json::value yes;
    yes.set("type", "confirmation").set("confirmation_value", true);
    out.push_back(action("DECIDE", "Yes, this is the problem: " + a.proposed_statement)
                      .set("payload", "Yes")
                      .set("intent", std::move(yes)));
    json::value begin;
    begin.set("type", "status_transition")
        .set("from_state", "inquiry")
        .set("to_state", "investigating")
        .set("user_confirmed", true);
    out.push_back(action("DECIDE", "Start the investigation")
                      .set("payload", "Start the investigation")
                      .set("intent", std::move(begin)));
  }
  if (!a.escalation.empty()) {
    json::value yes;
    yes.set("type", "confirmation").set("confirmation_value", true);
    out.push_back(action("DECIDE", "Yes, go on with what there is")
                      .set("payload", "Yes")
                      .set("intent", std::move(yes)));
  }
  for (const auto& step : a.next_steps)
    out.push_back(step.run.empty() ? action("FREE_SPEECH", step.say).set("payload", step.say)
                                   : action("RUN", step.say).set("body", step.run));
  for (const auto& question : a.questions)
    out.push_back(action("EVIDENCE", question).set("payload", question));
  return out;
}

json::array sources_json(const turn_answer& a) {
  json::array out;
  for (const auto& p : a.sources) {
    json::value one;
    one.set("type", "knowledge_base")
        .set("document_id", p.document_id)
        .set("title", p.path)
        .set("content", p.text)
        .set("confidence", p.score);
    out.push_back(std::move(one));
  }
  return out;
}

std::string capitals(std::string word) {
  for (auto& c : word)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  return word;
}

}  // namespace

std::string turn_result_text(const turn_answer& a) {
  // The same bar as that of the milestone root_cause_identified, which the case's view goes by.
  const bool caused = a.verdict == "problem" && a.confidence >= .7;
  json::value out;
  out.set("case_id", a.case_id)
      .set("query_id", a.question_id)
      .set("message_id", a.message_id)
      .set("agent_response", a.response)
      .set("content", a.response)
      .set("response_type", capitals(a.response_type))
      .set("turn_number", std::uint64_t{a.turn})
      .set("milestones_completed", texts(a.milestones))
      .set("case_status", a.case_status)
      .set("case_state", a.case_status == "consulting" ? "inquiry" : a.case_status)
      .set("progress_made", a.progress)
      .set("is_stuck", a.stuck)
      .set("phase", a.phase.empty() ? json::value() : json::value(a.phase))
      .set("escalation_reason", a.escalation.empty() ? json::value() : json::value(a.escalation))
      .set("status_transitioned", a.status_changed)
      .set("outcome", a.outcome)
      .set("confidence_score", a.confidence)
      .set("attachments_processed", attachments_json(a))
      .set("suggested_actions", actions_json(a))
      .set("sources", sources_json(a))
      .set("notes", texts(a.notes))
      .set("progress_transparency", json::value())
      .set("cause_assurance", caused ? "mechanistic" : "no_root")
      .set("cause_overclaim", false);
  return json::write(out);
}

}  // namespace fm::cases
