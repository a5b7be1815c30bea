#include "turn_json.hpp"

#include "case_json.hpp"

#include <fm/http/fields.hpp>
#include <fm/http/json_response.hpp>

namespace fm::http {

namespace {

constexpr text_rule question_rule{.required = true, .min = 1, .max = 100'000};

json::value source_json(const knowledge::passage& p) {
  json::value metadata;
  metadata.set("headings", json_texts(p.headings))
      .set("anchor", p.anchor)
      .set("first_line", p.first_line)
      .set("last_line", p.last_line)
      .set("score_kind", "bm25");
  json::value out;
  out.set("id", p.document_id + "_chunk_" + std::to_string(p.chunk_index))
      .set("document_id", p.document_id)
      .set("chunk_index", std::uint64_t{p.chunk_index})
      .set("content", p.text)
      .set("score", p.score)
      .set("filename", p.path)
      .set("metadata", std::move(metadata));
  return out;
}

}  // namespace

parsed<chat_request> parse_chat(const exchange& x) {
  fields f(*x.request);
  chat_request m;
  m.turn.message = f.text("message", question_rule).value_or("");
  m.turn.client_key = x.request->header("idempotency-key");
  m.stream = f.flag("stream").value_or(false);
  m.turn.with_runbooks = f.flag("use_rag").value_or(true);
  auto turn = for_case(x, f.issues(), std::move(m.turn));
  if (auto* refused = std::get_if<response>(&turn)) return std::move(*refused);
  m.turn = std::move(std::get<cases::post_turn>(turn));
  return m;
}

parsed<cases::post_turn> parse_query(const exchange& x) {
  fields f(*x.request);
  cases::post_turn m;
  auto message = f.text("message", {.max = question_rule.max});
  auto query = f.text("query", {.max = question_rule.max});
  f.object("context");
  f.text("session_id", {.max = 255});
  if (!f.ok()) return unprocessable(f.issues());
  m.message = message ? *message : query.value_or("");
  m.client_key = x.request->header("idempotency-key");
  auto turn = for_case(x, {}, std::move(m));
  if (auto* asked = std::get_if<cases::post_turn>(&turn))
    if (asked->message.find_first_not_of(" \t\r\n") == std::string::npos)
      return problem(400, "the question is empty: give it in message or query");
  return turn;
}

json::value chat_json(const cases::turn_answer& a) {
  json::array actions, commands, requests, sources;
  for (const auto& step : a.next_steps) {
    json::value one;
    one.set("action_type", "next_step").set("label", step.say);
    if (!step.run.empty()) {
      one.set("description", step.run);
      commands.emplace_back(step.run);
    }
    actions.push_back(std::move(one));
  }
  if (!a.proposed_statement.empty()) {
    json::value one;
    one.set("action_type", "transition")
        .set("label", "Start the investigation")
        .set("description", "The problem: " + a.proposed_statement);
    actions.push_back(std::move(one));
  }
  if (!a.escalation.empty()) {
    json::value one;
    one.set("action_type", "confirmation")
        .set("label", "Yes, go on with what there is")
        .set("description", a.escalation);
    actions.push_back(std::move(one));
  }
  for (const auto& question : a.questions) {
    json::value one;
    one.set("evidence_type", "other").set("description", question);
    requests.push_back(std::move(one));
  }
  for (const auto& p : a.sources) sources.push_back(source_json(p));
  json::value metadata;
  metadata.set("verdict", a.verdict).set("notes", json_texts(a.notes)).set("query_id", a.question_id);
  json::value out;
  out.set("response", a.response)
      .set("message_id", a.message_id)
      .set("case_id", a.case_id)
      .set("response_type", a.response_type)
      .set("confidence", a.confidence)
      .set("suggested_actions", std::move(actions))
      .set("commands", std::move(commands))
      .set("evidence_requests", std::move(requests))
      .set("phase", text_or_null(a.phase))
      .set("case_status", a.case_status)
      .set("turn_number", std::uint64_t{a.turn})
      .set("milestones_completed", json_texts(a.milestones))
      .set("progress_made", a.progress)
      .set("status_transitioned", a.status_changed)
      .set("outcome", a.outcome)
      .set("sources", std::move(sources))
      .set("metadata", std::move(metadata));
  return out;
}

json::value query_json(const cases::turn_answer& a) {
  json::value out;
  out.set("case_id", a.case_id)
      .set("query_id", a.question_id)
      .set("status", "answered")
      .set("timestamp", time_text(a.asked))
      .set("response", chat_json(a));
  return out;
}

std::vector<std::string> stream_pieces(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t begin = 0; begin < text.size();) {
    auto end = text.find("\n\n", begin);
    end = end == std::string::npos ? text.size() : end + 2;
    out.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  return out;
}

}  // namespace fm::http
