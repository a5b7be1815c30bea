#pragma once
// What the cases module says and is asked. Plain data with `inspect`; no behaviour, no CAF. Whose cases are
// meant is said by the context (`ctx.user`); a case of somebody else is `not_found`.
#include <fm/actors/context.hpp>
#include <fm/actors/message_list.hpp>
#include <fm/actors/outcome.hpp>
#include <fm/knowledge/messages.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fm::cases {

/// A case as it is stored. Times are microseconds since 1970 UTC, 0 for never.
struct case_record {
  std::string id;
  std::string owner;
  std::string title;
  std::string description;
  std::string status = "consulting";  ///< consulting, investigating, resolved, closed
  std::string priority = "medium";    ///< low, medium, high, critical
  std::string category;               ///< empty for none
  std::vector<std::string> tags;
  std::string context;   ///< JSON object: the case data
  std::string metadata;  ///< JSON object: status history, investigation state
  micros created = 0;
  micros updated = 0;
  micros resolved = 0;
  micros closed = 0;
  std::uint64_t version = 1;  ///< raised by every change
  std::uint32_t turns = 0;    ///< of the investigation so far
  bool operator==(const case_record&) const = default;
};
template <class Inspector>
auto inspect(Inspector& f, case_record& x) {
  return f(x.id, x.owner, x.title, x.description, x.status, x.priority, x.category, x.tags, x.context,
           x.metadata, x.created, x.updated, x.resolved, x.closed, x.version, x.turns);
}

/// Opens a case of the caller.
struct create_case {
  using reply_type = case_record;
  std::string title;
  std::string description;
  std::string priority = "medium";
  std::string category;
  std::vector<std::string> tags;
  std::string context;  ///< JSON object or empty
};
template <class Inspector>
auto inspect(Inspector& f, create_case& x) {
  return f(x.title, x.description, x.priority, x.category, x.tags, x.context);
}

/// Reads one case. Other modules ask this to learn whether the caller may see a case.
struct get_case {
  using reply_type = case_record;
  static constexpr bool wakes = false;
  std::string case_id;
  std::string_view key() const { return case_id; }
};
template <class Inspector>
auto inspect(Inspector& f, get_case& x) {
  return f(x.case_id);
}

/// Brings a case that is read again and again into memory.
struct wake_case {
  using reply_type = void;
  std::string case_id;
  std::string_view key() const { return case_id; }
};
template <class Inspector>
auto inspect(Inspector& f, wake_case& x) {
  return f(x.case_id);
}

struct case_page {
  std::vector<case_record> cases;
  std::uint64_t total = 0;
};
template <class Inspector>
auto inspect(Inspector& f, case_page& x) {
  return f(x.cases, x.total);
}

/// The caller's cases, last changed first.
struct list_cases {
  using reply_type = case_page;
  std::string status;  ///< empty for all
  std::uint32_t limit = 20;
  std::uint64_t offset = 0;
};
template <class Inspector>
auto inspect(Inspector& f, list_cases& x) {
  return f(x.status, x.limit, x.offset);
}

/// A text that may be left as it is.
struct changed_text {
  bool given = false;
  std::string text;
};
template <class Inspector>
auto inspect(Inspector& f, changed_text& x) {
  return f(x.given, x.text);
}

/// Changes what is given. A version other than 0 must be the present one, else `conflict`.
struct update_case {
  using reply_type = case_record;
  std::string case_id;
  changed_text title{};
  changed_text description{};
  changed_text priority{};
  changed_text category{};
  changed_text status{};
  bool has_tags = false;
  std::vector<std::string> tags{};
  std::uint64_t version = 0;
  std::string_view key() const { return case_id; }
};
template <class Inspector>
auto inspect(Inspector& f, update_case& x) {
  return f(x.case_id, x.title, x.description, x.priority, x.category, x.status, x.has_tags, x.tags,
           x.version);
}

/// Moves a case along consulting, investigating, resolved, closed; `invalid` names the allowed next states.
struct set_status {
  using reply_type = case_record;
  std::string case_id;
  std::string status;
  std::string reason;
  std::string_view key() const { return case_id; }
};
template <class Inspector>
auto inspect(Inspector& f, set_status& x) {
  return f(x.case_id, x.status, x.reason);
}

/// Closes a case in any state but closed.
struct close_case {
  using reply_type = case_record;
  std::string case_id;
  std::string resolution;
  std::string notes;
  std::string resolved_by;
  std::string_view key() const { return case_id; }
};
template <class Inspector>
auto inspect(Inspector& f, close_case& x) {
  return f(x.case_id, x.resolution, x.notes, x.resolved_by);
}

/// Deletes a case with everything that belongs to it; a running turn is cancelled first.
struct delete_case {
  using reply_type = done;
  std::string case_id;
  std::string_view key() const { return case_id; }
};
template <class Inspector>
auto inspect(Inspector& f, delete_case& x) {
  return f(x.case_id);
}

struct case_message {
  std::string id;
  std::string case_id;
  std::string role;  ///< user, assistant, system
  std::string content;
  std::string metadata;  ///< JSON object or empty
  std::uint32_t turn = 0;
  std::string state = "done";  ///< of a question: asked, answered, failed; of any other message: done
  std::string reply_to;        ///< of an answer: the id of its question
  micros created = 0;
};
template <class Inspector>
auto inspect(Inspector& f, case_message& x) {
  return f(x.id, x.case_id, x.role, x.content, x.metadata, x.turn, x.state, x.reply_to, x.created);
}

struct add_message {
  using reply_type = case_message;
  std::string case_id;
  std::string role;
  std::string content;
  std::string metadata;
  std::string_view key() const { return case_id; }
};
template <class Inspector>
auto inspect(Inspector& f, add_message& x) {
  return f(x.case_id, x.role, x.content, x.metadata);
}

struct message_page {
  std::vector<case_message> messages;
  std::uint64_t total = 0;
};
template <class Inspector>
auto inspect(Inspector& f, message_page& x) {
  return f(x.messages, x.total);
}

/// The messages of a case, oldest first.
struct list_messages {
  using reply_type = message_page;
  std::string case_id;
  std::uint32_t limit = 50;
  std::uint64_t offset = 0;
};
template <class Inspector>
auto inspect(Inspector& f, list_messages& x) {
  return f(x.case_id, x.limit, x.offset);
}

struct hypothesis_record {
  std::string id;
  std::string case_id;
  std::string title;
  std::string description;
  double confidence = -1;  ///< 0..1; negative when nobody said
  std::string status = "captured";
  bool validated = false;
  std::string notes;
  std::string origin = "user";  ///< or what the agent knows it by from turn to turn
  micros created = 0;
  micros updated = 0;
};
template <class Inspector>
auto inspect(Inspector& f, hypothesis_record& x) {
  return f(x.id, x.case_id, x.title, x.description, x.confidence, x.status, x.validated, x.notes, x.origin,
           x.created, x.updated);
}

struct add_hypothesis {
  using reply_type = hypothesis_record;
  std::string case_id;
  std::string title;
  std::string description;
  double confidence = -1;
  std::string_view key() const { return case_id; }
};
template <class Inspector>
auto inspect(Inspector& f, add_hypothesis& x) {
  return f(x.case_id, x.title, x.description, x.confidence);
}

/// Changes what is given.
struct update_hypothesis {
  using reply_type = hypothesis_record;
  std::string case_id;
  std::string hypothesis_id;
  changed_text title{};
  changed_text description{};
  changed_text status{};
  changed_text notes{};
  double confidence = -1;
  bool has_validated = false;
  bool validated = false;
  std::string_view key() const { return case_id; }
};
template <class Inspector>
auto inspect(Inspector& f, update_hypothesis& x) {
  return f(x.case_id, x.hypothesis_id, x.title, x.description, x.status, x.notes, x.confidence,
           x.has_validated, x.validated);
}

struct solution_record {
  std::string id;
  std::string case_id;
  std::string title;
  std::string description;
  std::vector<std::string> steps;
  bool implemented = false;
  micros created = 0;
};
template <class Inspector>
auto inspect(Inspector& f, solution_record& x) {
  return f(x.id, x.case_id, x.title, x.description, x.steps, x.implemented, x.created);
}

struct add_solution {
  using reply_type = solution_record;
  std::string case_id;
  std::string title;
  std::string description;
  std::vector<std::string> steps;
  std::string_view key() const { return case_id; }
};
template <class Inspector>
auto inspect(Inspector& f, add_solution& x) {
  return f(x.case_id, x.title, x.description, x.steps);
}

struct hypothesis_list {
  std::vector<hypothesis_record> hypotheses;
};
template <class Inspector>
auto inspect(Inspector& f, hypothesis_list& x) {
  return f(x.hypotheses);
}
struct list_hypotheses {
  using reply_type = hypothesis_list;
  std::string case_id;
};
template <class Inspector>
auto inspect(Inspector& f, list_hypotheses& x) {
  return f(x.case_id);
}

struct solution_list {
  std::vector<solution_record> solutions;
};
template <class Inspector>
auto inspect(Inspector& f, solution_list& x) {
  return f(x.solutions);
}
struct list_solutions {
  using reply_type = solution_list;
  std::string case_id;
};
template <class Inspector>
auto inspect(Inspector& f, list_solutions& x) {
  return f(x.case_id);
}

/// What a turn answered.
struct turn_answer {
  std::string case_id;
  std::string question_id;  ///< the message that asked
  std::string message_id;   ///< the message that answers
  std::uint32_t turn = 0;
  micros asked = 0;
  std::string response;       ///< Markdown
  std::string response_type;  ///< answer, solution_ready, needs_more_data, clarification_request
  std::string verdict;        ///< problem, unexplained, healthy, unanswered
  double confidence = 0;
  std::string case_status;
  std::vector<std::string> milestones;  ///< completed by this turn
  bool progress = false;
  bool status_changed = false;
  std::string outcome;  ///< progress, evidence_collected, conversation
  std::vector<std::string> next_steps;
  std::vector<std::string> questions;  ///< what would decide between hypotheses
  std::vector<std::string> notes;
  std::vector<knowledge::passage> sources;
};
template <class Inspector>
auto inspect(Inspector& f, turn_answer& x) {
  return f(x.case_id, x.question_id, x.message_id, x.turn, x.asked, x.response, x.response_type, x.verdict,
           x.confidence, x.case_status, x.milestones, x.progress, x.status_changed, x.outcome, x.next_steps,
           x.questions, x.notes, x.sources);
}

/// Asks a question in a case. Turns of one case run in order; at most four wait, then `rate_limited`. A
/// closed case is a `conflict`. The question is kept whatever becomes of its answer.
struct post_turn {
  using reply_type = turn_answer;
  static constexpr auto timeout = 120 * second;
  std::string case_id;
  std::string message;
  bool with_runbooks = true;
  std::string_view key() const { return case_id; }
};
template <class Inspector>
auto inspect(Inspector& f, post_turn& x) {
  return f(x.case_id, x.message, x.with_runbooks);
}

/// Marks questions as failed that a stop of the program has left without an answer; at start, before anything
/// else.
struct settle_interrupted {
  using reply_type = std::uint64_t;  ///< how many
};
template <class Inspector>
auto inspect(Inspector& f, settle_interrupted&) {
  return f();
}

using messages =
    message_list<case_record, create_case, get_case, wake_case, case_page, list_cases, update_case,
                 set_status, close_case, delete_case, case_message, add_message, message_page, list_messages,
                 hypothesis_record, add_hypothesis, update_hypothesis, solution_record, add_solution,
                 hypothesis_list, list_hypotheses, solution_list, list_solutions, turn_answer, post_turn,
                 settle_interrupted>;
template <class T>
requires listed<T, messages> messages message_list_of(const T*);

}  // namespace fm::cases
