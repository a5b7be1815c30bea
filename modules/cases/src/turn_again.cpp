#include "turn_again.hpp"

#include "cases/question_metadata.hpp"
#include "cases/turn_record.hpp"
#include "message_store.hpp"

#include <fm/providers/db.hpp>

#include <utility>

namespace fm::cases {

flow<case_message> asked_before(std::string case_id, std::string key, std::string words, effects& fx) {
  case_message none;
  if (key.empty()) co_return none;
  constexpr std::uint32_t latest = 20;
  auto read = store::latest_questions(case_id, latest);
  db::row_set found = co_await fx.ask<db::query>(read);
  for (const auto& r : found.rows) {
    auto question = store::message_of(r);
    if (question.state == "failed" || request_of(question.metadata).client_key != key) continue;
    if (question.content != words)
      co_return fail(ec::conflict,
                     "this Idempotency-Key was used for another question: send a new key with a new one");
    co_return question;
  }
  co_return none;
}

flow<turn_answer> answer_to(case_message question, std::string case_status, effects& fx) {
  constexpr micros pause = 200 * millisecond;
  while (question.state == "asked") {
    co_await fx.sleep(pause);
    auto look = store::message_by_id(question.id);
    db::row_set found = co_await fx.ask<db::query>(look);
    if (found.rows.empty()) co_return fail(ec::not_found, "the question was deleted");
    question = store::message_of(found.rows.front());
  }
  if (question.state != "answered")
    co_return fail(ec::conflict, "the question could not be answered; ask it again");
  auto read = store::answer_of(question.case_id, question.id);
  db::row_set said = co_await fx.ask<db::query>(read);
  if (said.rows.empty()) co_return fail(ec::not_found, "the answer was deleted");
  co_return stored_answer(question, store::message_of(said.rows.front()), case_status);
}

}  // namespace fm::cases
