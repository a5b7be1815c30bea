// Turns that the end of the program has interrupted: they are answered at the next start.
#include "cases/question_metadata.hpp"
#include "cases_step.hpp"
#include "message_store.hpp"

#include <fm/evidence/messages.hpp>

#include <utility>
#include <vector>

namespace fm::cases {

namespace {

constexpr std::uint32_t most_questions = 10'000;

/// A question and whose it is.
struct open_turn {
  case_message question;
  std::string owner;
};

flow<turn_answer> answer_again(open_turn turn, effects& fx) {
  auto as_owner = fx.in_the_name_of(turn.owner).without_deadline().within(run_question::timeout);
  auto kept = request_of(turn.question.metadata);
  post_turn asked;
  asked.case_id = turn.question.case_id;
  asked.message = turn.question.content;
  asked.with_runbooks = kept.with_runbooks;
  asked.intent = kept.intent;
  std::vector<evidence::evidence_record> files;
  for (std::size_t i = 0; i < kept.files.size(); ++i) {
    auto id = kept.files[i];
    auto case_id = asked.case_id;
    auto file = co_await as_owner.try_ask<evidence::get_evidence>(id, case_id);
    if (file) files.push_back(std::move(*file));
  }
  auto intent = kept.intent;
  auto question = turn.question;
  co_return co_await as_owner.ask<run_question>(asked, intent, files, question);
}

/// The same share for all turns of a case, so that they run in the order in which they were asked.
std::uint32_t share_of(const std::string& case_id, std::uint32_t shares) {
  std::uint32_t sum = 0;
  for (const char c : case_id) sum += static_cast<unsigned char>(c);
  return sum % shares;
}

}  // namespace

flow<std::uint64_t> on(cases_state&, resume_turns m, effects& fx) {
  auto read = store::asked_messages(most_questions);
  db::row_set rows = co_await fx.ask<db::query>(read);
  std::uint64_t resumed = 0;
  for (std::size_t i = 0; i < rows.rows.size(); ++i) {
    open_turn turn{store::message_of(rows.rows[i]), rows.rows[i].back().bytes};
    if (turn.owner.empty() || share_of(turn.question.case_id, m.shares) != m.share) continue;
    ++resumed;
    // Whatever becomes of one, the others are answered; whoever runs it marks it.
    auto answering = answer_again(std::move(turn), fx);
    co_await attempt(std::move(answering));
  }
  co_return resumed;
}

}  // namespace fm::cases
