#include "message_store.hpp"

#include <fm/json/texts.hpp>
#include <fm/providers/row_reader.hpp>

#include <utility>

namespace fm::cases::store {

namespace {

std::vector<db::value> all_columns(const hypothesis_record& h) {
  return {h.id,
          h.case_id,
          h.title,
          h.description,
          h.confidence < 0 ? db::value() : db::value(h.confidence),
          h.status,
          h.validated ? 1 : 0,
          db::value::text_or_null(h.notes),
          h.origin,
          h.created,
          h.updated};
}

}  // namespace

db::operation insert_message(const case_message& m) {
  return {"cases.insert_message",
          {m.id, m.case_id, m.role, m.content, db::value::text_or_null(m.metadata), m.turn, m.state,
           db::value::text_or_null(m.reply_to), m.created},
          1};
}

db::operation set_message_state(const std::string& id, const std::string& state) {
  return {"cases.set_message_state", {id, state}};
}

db::operation fail_asked_messages(micros before) { return {"cases.fail_asked_messages", {before}}; }

db::operation latest_questions(const std::string& case_id, std::uint32_t most) {
  return {"cases.latest_questions", {case_id, most}};
}

db::operation asked_messages(std::uint32_t most) { return {"cases.asked_messages", {most}}; }

db::operation list_messages(const std::string& case_id, std::uint32_t limit, std::uint64_t offset) {
  return {"cases.list_messages", {case_id, limit, offset}};
}

db::operation list_questions(const std::string& case_id, std::uint32_t limit, std::uint64_t offset) {
  return {"cases.list_questions", {case_id, limit, offset}};
}

db::operation count_questions(const std::string& case_id) { return {"cases.count_questions", {case_id}}; }

db::operation message_by_id(const std::string& id) { return {"cases.message_by_id", {id}}; }

db::operation answer_of(const std::string& case_id, const std::string& question_id) {
  return {"cases.answer_of", {case_id, question_id}};
}

case_message message_of(const db::row& r) {
  db::row_reader in(r);
  case_message m;
  m.id = in.text();
  m.case_id = in.text();
  m.role = in.text();
  m.content = in.text();
  m.metadata = in.text();
  m.turn = in.number<std::uint32_t>();
  m.state = in.text();
  m.reply_to = in.text();
  m.created = in.number<micros>();
  return m;
}

db::operation insert_hypothesis(const hypothesis_record& h) {
  return {"cases.insert_hypothesis", all_columns(h), 1};
}

db::operation update_hypothesis(const hypothesis_record& h) {
  return {"cases.update_hypothesis", all_columns(h), 1};
}

db::operation hypothesis_by_id(const std::string& case_id, const std::string& id) {
  return {"cases.hypothesis_by_id", {case_id, id}};
}

db::operation list_hypotheses(const std::string& case_id) { return {"cases.list_hypotheses", {case_id}}; }

hypothesis_record hypothesis_of(const db::row& r) {
  db::row_reader in(r);
  hypothesis_record h;
  h.id = in.text();
  h.case_id = in.text();
  h.title = in.text();
  h.description = in.text();
  auto confidence = in.real();
  h.confidence = r.at(4).is_null() ? -1 : confidence;
  h.status = in.text();
  h.validated = in.flag();
  h.notes = in.text();
  h.origin = in.text();
  h.created = in.number<micros>();
  h.updated = in.number<micros>();
  return h;
}

db::operation insert_solution(const solution_record& s) {
  return {
      "cases.insert_solution",
      {s.id, s.case_id, s.title, s.description, json::write_texts(s.steps), s.implemented ? 1 : 0, s.created},
      1};
}

db::operation list_solutions(const std::string& case_id) { return {"cases.list_solutions", {case_id}}; }

solution_record solution_of(const db::row& r) {
  db::row_reader in(r);
  solution_record s;
  s.id = in.text();
  s.case_id = in.text();
  s.title = in.text();
  s.description = in.text();
  s.steps = json::read_texts(in.text());
  s.implemented = in.flag();
  s.created = in.number<micros>();
  return s;
}

}  // namespace fm::cases::store
