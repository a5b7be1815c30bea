#include "case_v1_json.hpp"

#include "case_json.hpp"

#include <fm/http/fields.hpp>
#include <fm/http/json_response.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace fm::http {

namespace {

json::value debug_info(const cases::message_page& page) {
  json::value out;
  out.set("storage_errors", json::array{}).set("message_count", page.total);
  return out;
}

json::value message_v1_json(const cases::case_message& m) {
  json::value metadata{json::object{}};
  if (!m.metadata.empty())
    if (auto read = json::parse(m.metadata)) metadata = std::move(read.root);
  json::value out;
  out.set("message_id", m.id)
      .set("id", m.id)
      .set("case_id", m.case_id)
      .set("role", m.role)
      .set("content", m.content)
      .set("created_at", time_text(m.created))
      .set("turn_number", std::uint64_t{m.turn})
      .set("metadata", std::move(metadata));
  if (m.state != "done") out.set("state", m.state);
  return out;
}

std::string_view processing_word(std::string_view status) {
  return status == "processed" ? "completed" : status;
}

std::string_view data_type_word(const evidence::evidence_record& e) {
  if (e.status == "failed" || !e.problem.empty()) return "unanalyzable";
  if (e.evidence_type == "log") return "logs_and_errors";
  if (e.evidence_type == "metric") return "metrics_and_performance";
  if (e.evidence_type == "configuration") return "structured_config";
  if (e.evidence_type == "code") return "source_code";
  if (e.evidence_type == "screenshot") return "visual_evidence";
  return "unstructured_text";
}

}  // namespace

void add_v1_fields(json::value& out, const cases::case_record& c) {
  out.set("case_id", c.id)
      .set("state", state_word(c.status))
      .set("user_id", c.owner)
      .set("organization_id", json::value())
      .set("closure_reason", text_or_null(c.closure_reason))
      .set("last_activity_at", time_text(c.updated))
      .set("is_terminal", c.status == "resolved" || c.status == "closed");
}

json::value case_page_v1_json(const cases::case_page& page, const request& r) {
  query_fields q(r);
  json::value out;
  out.set("cases", cases_json(page.cases, r))
      .set("total_count", page.total)
      .set("limit", q.integer("limit").value_or(20))
      .set("offset", q.integer("offset").value_or(0))
      .set("has_more", page.more);
  return out;
}

json::value message_page_v1_json(const cases::message_page& page, const request& r) {
  query_fields q(r);
  const auto offset = static_cast<std::uint64_t>(q.integer("offset").value_or(0));
  json::array all;
  for (const auto& m : page.messages) all.push_back(message_v1_json(m));
  const std::uint64_t retrieved = all.size();
  json::value out;
  out.set("messages", std::move(all))
      .set("total_count", page.total)
      .set("retrieved_count", retrieved)
      .set("has_more", offset + retrieved < page.total);
  if (q.flag("include_debug").value_or(false)) out.set("debug_info", debug_info(page));
  return out;
}

json::value upload_v1_json(const cases::files_added& added, const request&) {
  const auto& e = added.files.at(0);
  std::string said = e.original_filename;
  if (e.status == "failed" || !e.problem.empty())
    said += " was stored, but nothing could be read from it" + (e.problem.empty() ? "." : ": " + e.problem);
  else if (e.status == "processed")
    said += " was stored and read. Ask a question to hear what it shows.";
  else
    said += " was stored and is being read. You can ask a question about it already.";
  json::value reply;
  reply.set("content", said).set("response_type", "ANSWER").set("sources", json::array{});
  json::value classification;
  classification.set("compression_ratio", json::value());
  json::value out;
  out.set("case_id", e.case_id)
      .set("file_id", e.id)
      .set("evidence_id", e.id)
      .set("data_type", data_type_word(e))
      .set("classification", std::move(classification))
      .set("file_name", e.original_filename)
      .set("filename", e.original_filename)
      .set("file_size", e.file_size)
      .set("uploaded_at", time_text(e.uploaded))
      .set("processing_status", processing_word(e.status))
      .set("duplicate_of", text_or_null(e.duplicate_of))
      .set("job_id", text_or_null(e.job_id))
      .set("agent_response", std::move(reply));
  return out;
}

}  // namespace fm::http
