#include "cases/turn_record.hpp"

#include "cases/turn_findings.hpp"

#include <fm/json/value.hpp>

#include <algorithm>

namespace fm::cases {

namespace {

json::value texts_of(const std::vector<std::string>& all) {
  json::array out;
  for (const auto& t : all) out.emplace_back(t);
  return out;
}

}  // namespace

turn_answer answer_of(const case_message& question, const agent::turn_result& result) {
  turn_answer a;
  a.case_id = question.case_id;
  a.question_id = question.id;
  a.turn = question.turn;
  a.asked = question.created;
  a.response = result.found.answer;
  a.verdict = word_of(result.found.verdict);
  a.confidence = std::clamp(result.found.confidence, 0., 1.);
  a.next_steps = result.found.next_steps;
  a.questions = result.found.questions;
  a.notes = result.found.notes;
  a.sources = result.found.passages;
  return a;
}

case_message message_of(const turn_answer& answer, const agent::turn_result& result) {
  json::array evidence, runbooks;
  for (std::size_t i = 0; i < result.evidence_ids.size() && i < result.found.evidence.size(); ++i) {
    json::value one;
    one.set("ref", "E" + std::to_string(i + 1))
        .set("evidence_id", result.evidence_ids[i])
        .set("name", result.found.evidence[i].name);
    evidence.push_back(std::move(one));
  }
  for (std::size_t i = 0; i < answer.sources.size(); ++i) {
    json::value one;
    one.set("ref", "K" + std::to_string(i + 1))
        .set("document_id", answer.sources[i].document_id)
        .set("name", answer.sources[i].path)
        .set("anchor", answer.sources[i].anchor);
    runbooks.push_back(std::move(one));
  }
  json::array attached;
  for (const auto& e : answer.attachments) attached.emplace_back(e.id);
  json::value metadata;
  metadata.set("turn_number", std::uint64_t{answer.turn})
      .set("verdict", answer.verdict)
      .set("confidence", answer.confidence)
      .set("response_type", answer.response_type)
      .set("evidence", std::move(evidence))
      .set("runbooks", std::move(runbooks))
      .set("attachments", std::move(attached))
      .set("milestones_completed", texts_of(answer.milestones))
      .set("outcome", answer.outcome);
  case_message m;
  m.id = answer.message_id;
  m.case_id = answer.case_id;
  m.role = "assistant";
  m.content = answer.response;
  m.metadata = json::write(metadata);
  m.turn = answer.turn;
  m.reply_to = answer.question_id;
  return m;
}

turn_answer stored_answer(const case_message& question, const case_message& said, const std::string& status) {
  turn_answer a;
  a.case_id = question.case_id;
  a.question_id = question.id;
  a.message_id = said.id;
  a.turn = question.turn;
  a.asked = question.created;
  a.response = said.content;
  a.case_status = status;
  a.response_type = "answer";
  a.outcome = "conversation";
  const auto metadata = json::parse(said.metadata.empty() ? "{}" : said.metadata).root;
  auto read = [&](std::string_view name, std::string& into) {
    if (const auto* v = metadata.find(name); v && v->as_string()) into = *v->as_string();
  };
  read("response_type", a.response_type);
  read("outcome", a.outcome);
  read("verdict", a.verdict);
  if (const auto* v = metadata.find("confidence")) a.confidence = std::clamp(v->number(), 0., 1.);
  if (const auto* v = metadata.find("milestones_completed"); v && v->as_array())
    for (const auto& m : *v->as_array())
      if (m.as_string()) a.milestones.push_back(*m.as_string());
  a.progress = a.outcome != "conversation";
  return a;
}

}  // namespace fm::cases
