#pragma once
// Questions in a case and what they are answered with.
#include <fm/cases/records.hpp>
#include <fm/evidence/messages.hpp>
#include <fm/knowledge/messages.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fm::cases {

/// A file that comes with a turn, where the upload has put it.
struct turn_file {
  std::string spool;
  std::string name;
  std::string content_type;
  std::string description;  ///< where it comes from, for people
  std::string evidence_type = "log";
};
template <class Inspector>
auto inspect(Inspector& f, turn_file& x) {
  return f(x.spool, x.name, x.content_type, x.description, x.evidence_type);
}

/// What a turn is to do beside answering; the words of a question are read for it when it names none.
struct turn_intent {
  std::string kind;  ///< empty, conversation, status_transition, confirmation, hypothesis_action
  std::string from;  ///< of a transition; empty when the client did not say
  std::string to;
  bool confirmed = true;      ///< the user has confirmed the transition; or says yes to the problem statement
  std::string hypothesis_id;  ///< of an action
  std::string action;         ///< validate, refute, retire
};
template <class Inspector>
auto inspect(Inspector& f, turn_intent& x) {
  return f(x.kind, x.from, x.to, x.confirmed, x.hypothesis_id, x.action);
}

/// What a turn answered.
struct turn_answer {
  std::string case_id;
  std::string question_id;  ///< the message that asked
  std::string message_id;   ///< the message that answers
  std::uint32_t turn = 0;
  micros asked = 0;
  std::string response;       ///< Markdown
  std::string response_type;  ///< answer, solution_ready, needs_more_data, clarification_request,
                              ///< confirmation_request
  std::string verdict;        ///< problem, unexplained, healthy, unanswered
  double confidence = 0;
  std::string case_status;
  std::vector<std::string> milestones;  ///< completed by this turn
  bool progress = false;
  bool status_changed = false;
  std::string outcome;  ///< progress, evidence_collected, conversation, hypothesis_validated, ...
  std::vector<std::string> next_steps;
  std::vector<std::string> questions;  ///< what would decide between hypotheses
  std::vector<std::string> notes;
  std::vector<knowledge::passage> sources;
  bool stuck = false;              ///< three or more turns without progress
  std::string proposed_statement;  ///< of the problem, while it waits for a confirmation
  std::vector<evidence::evidence_record> attachments{};  ///< what came with the turn
};
template <class Inspector>
auto inspect(Inspector& f, turn_answer& x) {
  return f(x.case_id, x.question_id, x.message_id, x.turn, x.asked, x.response, x.response_type, x.verdict,
           x.confidence, x.case_status, x.milestones, x.progress, x.status_changed, x.outcome, x.next_steps,
           x.questions, x.notes, x.sources, x.stuck, x.proposed_statement, x.attachments);
}

/// Asks a question in a case. Turns of one case run in order; at most four wait, then `rate_limited`. A
/// closed case is a `conflict`; an intent that cannot be is `invalid`. Files become evidence before the
/// question is asked. From there on the question is kept whatever becomes of its answer.
struct post_turn {
  using reply_type = turn_answer;
  static constexpr auto timeout = 120 * second;
  std::string case_id;
  std::string message;
  bool with_runbooks = true;
  std::vector<turn_file> files{};
  turn_intent intent{};
  std::string_view key() const { return case_id; }
};
template <class Inspector>
auto inspect(Inspector& f, post_turn& x) {
  return f(x.case_id, x.message, x.with_runbooks, x.files, x.intent);
}

struct files_added {
  std::vector<evidence::evidence_record> files;
};
template <class Inspector>
auto inspect(Inspector& f, files_added& x) {
  return f(x.files);
}
/// Takes files as evidence without a question; waits a while for what they turn out to be.
struct add_files {
  using reply_type = files_added;
  static constexpr auto timeout = 240 * second;
  std::string case_id;
  std::vector<turn_file> files;
  std::string_view key() const { return case_id; }
};
template <class Inspector>
auto inspect(Inspector& f, add_files& x) {
  return f(x.case_id, x.files);
}

/// One question of the history of a case.
struct asked_question {
  case_message question;
  std::string answer_id;  ///< empty while there is none
};
template <class Inspector>
auto inspect(Inspector& f, asked_question& x) {
  return f(x.question, x.answer_id);
}
struct question_page {
  std::vector<asked_question> questions;
  std::uint64_t total = 0;
};
template <class Inspector>
auto inspect(Inspector& f, question_page& x) {
  return f(x.questions, x.total);
}
/// The questions of a case, oldest first.
struct list_questions {
  using reply_type = question_page;
  std::string case_id;
  std::uint32_t limit = 200;
  std::uint64_t offset = 0;
};
template <class Inspector>
auto inspect(Inspector& f, list_questions& x) {
  return f(x.case_id, x.limit, x.offset);
}

}  // namespace fm::cases
