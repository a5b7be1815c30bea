#pragma once
// Questions in a case and what they are answered with.
#include <fm/actors/outcome.hpp>
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
  std::string came_as = "file";  ///< file, page_capture, paste
};

/// What a turn is to do beside answering; the words of a question are read for it when it names none.
struct turn_intent {
  std::string kind;  ///< empty, conversation, status_transition, confirmation, hypothesis_action
  std::string from;  ///< of a transition; empty when the client did not say
  std::string to;
  bool confirmed = true;      ///< the user has confirmed the transition; or says yes to the problem statement
  std::string hypothesis_id;  ///< of an action
  std::string action;         ///< validate, refute, retire
};

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
  std::vector<evidence::next_step> next_steps;
  std::vector<std::string> questions;  ///< what would decide between hypotheses
  std::vector<std::string> notes;
  std::vector<knowledge::passage> sources;
  bool stuck = false;              ///< three or more turns without progress
  std::string proposed_statement;  ///< of the problem, while it waits for a confirmation
  std::vector<evidence::evidence_record> attachments{};  ///< what came with the turn
  std::vector<std::string> came_as{};                    ///< how each of them came
  std::string phase{};       ///< of the investigation: intake, blast_radius ... document; empty when not told
  std::string escalation{};  ///< why the investigation is stuck, while the user has not answered to that
};

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
  std::string client_key{};  ///< by which the client asks again without asking twice; empty: it does not
  std::string_view key() const { return case_id; }
};

/// The answer to `submit_turn`.
struct turn_submitted {
  std::string case_id;
  std::string question_id;
  std::string job_id;  ///< of what goes on; empty when there is an answer
  std::string result;  ///< the answer as a JSON object, as the job will have it
};
/// The same as `post_turn` for clients that poll: what is not answered within ten seconds goes on as a job.
/// Files are taken and the question is stored before the turn waits for those before it.
struct submit_turn {
  using reply_type = turn_submitted;
  static constexpr auto timeout = 300 * second;
  post_turn turn;
  bool as_job = false;  ///< does not wait for the answer at all
  std::string_view key() const { return turn.case_id; }
};

// Inside of the module, and from the jobs that watch over turns: whose case it is was checked before.

/// Answers a question that is stored.
struct run_question {
  using reply_type = turn_answer;
  static constexpr auto timeout = 600 * second;
  post_turn asked;
  turn_intent intent;
  std::vector<evidence::evidence_record> files;
  case_message question;
  std::string_view key() const { return asked.case_id; }
};
/// Waits for the answer to a question that is being answered; `not_found` when it is not.
struct await_answer {
  using reply_type = turn_answer;
  static constexpr auto timeout = 10 * second;
  std::string case_id;
  std::string question_id;
  std::string_view key() const { return case_id; }
};
/// Ends the answering of a question, which is failed then.
struct stop_question {
  using reply_type = done;
  std::string case_id;
  std::string question_id;
  std::string_view key() const { return case_id; }
};

struct turn_ended {
  std::string result;  ///< the answer as a JSON object
};
/// Asked by the job of a turn: waits until the question has its answer.
struct await_turn {
  using reply_type = turn_ended;
  static constexpr auto timeout = 700 * second;
  std::string question_id;
};
/// Told when the job of a turn was cancelled.
struct abandon_turn {
  using reply_type = done;
  std::string question_id;
};

struct files_added {
  std::vector<evidence::evidence_record> files;
};
/// Takes files as evidence without a question; waits a while for what they turn out to be.
struct add_files {
  using reply_type = files_added;
  static constexpr auto timeout = 240 * second;
  std::string case_id;
  std::vector<turn_file> files;
  std::string_view key() const { return case_id; }
};

/// One question of the history of a case.
struct asked_question {
  case_message question;
  std::string answer_id;  ///< empty while there is none
};
struct question_page {
  std::vector<asked_question> questions;
  std::uint64_t total = 0;
};
/// The questions of a case, oldest first.
struct list_questions {
  using reply_type = question_page;
  std::string case_id;
  std::uint32_t limit = 200;
  std::uint64_t offset = 0;
};

}  // namespace fm::cases
