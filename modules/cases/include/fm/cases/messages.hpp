#pragma once
// What the cases module says and is asked. Plain structs; no behaviour, no CAF. Whose cases are
// meant is said by the context (`ctx.user`); a case of somebody else is `not_found`.
#include <fm/actors/message_list.hpp>
#include <fm/actors/outcome.hpp>
#include <fm/agent/case_port.hpp>
#include <fm/cases/overview.hpp>
#include <fm/cases/records.hpp>
#include <fm/cases/transfer.hpp>
#include <fm/cases/turns.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fm::cases {

/// Opens a case of the caller. Without a title it is named `Case-MMDD-N`, the N-th such case of that user on
/// that day.
struct create_case {
  using reply_type = case_record;
  std::string title{};
  std::string description{};
  std::string priority = "medium";
  std::string category{};
  std::vector<std::string> tags{};
  std::string context{};   ///< JSON object or empty
  std::string metadata{};  ///< JSON object of the client, kept as it is, or empty
};

/// Reads one case. Other modules ask this to learn whether the caller may see a case.
struct get_case {
  using reply_type = case_record;
  static constexpr bool wakes = false;
  std::string case_id{};
  bool whole = false;  ///< otherwise `context` and `metadata` may be left out, which saves reading them
  std::string_view key() const { return case_id; }
};

/// Brings a case that is read again and again into memory.
struct wake_case {
  using reply_type = void;
  std::string case_id;
  std::string_view key() const { return case_id; }
};

/// A text that may be left as it is.
struct changed_text {
  bool given = false;
  std::string text;
};

/// The answer to a change that may name the version it is meant for. When that is not the present one nothing
/// was changed, and the record is the present one.
struct case_changed {
  case_record record;
  bool stale = false;
};

/// Changes what is given. Here and below a version other than 0 must be the present one.
struct update_case {
  using reply_type = case_changed;
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

/// Moves a case along consulting, investigating, resolved, closed; `invalid` names the allowed next states.
struct set_status {
  using reply_type = case_changed;
  std::string case_id;
  std::string status;
  std::string reason{};
  std::uint64_t version = 0;
  std::string_view key() const { return case_id; }
};

/// Closes a case in any state but closed.
struct close_case {
  using reply_type = case_changed;
  std::string case_id;
  std::string resolution{};
  std::string notes{};
  std::string resolved_by{};
  std::uint64_t version = 0;
  std::string_view key() const { return case_id; }
};

/// Deletes a case with everything that belongs to it; a running turn is cancelled first.
struct delete_case {
  using reply_type = case_changed;
  std::string case_id;
  std::uint64_t version = 0;
  std::string_view key() const { return case_id; }
};

struct add_message {
  using reply_type = case_message;
  std::string case_id;
  std::string role;
  std::string content;
  std::string metadata;
  std::string_view key() const { return case_id; }
};

struct message_page {
  std::vector<case_message> messages;
  std::uint64_t total = 0;
};

/// The messages of a case, oldest first.
struct list_messages {
  using reply_type = message_page;
  std::string case_id;
  std::uint32_t limit = 50;
  std::uint64_t offset = 0;
};

struct add_hypothesis {
  using reply_type = hypothesis_record;
  std::string case_id;
  std::string title;
  std::string description;
  double confidence = -1;
  std::string_view key() const { return case_id; }
};

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

struct add_solution {
  using reply_type = solution_record;
  std::string case_id;
  std::string title;
  std::string description;
  std::vector<std::string> steps;
  std::string_view key() const { return case_id; }
};

struct hypothesis_list {
  std::vector<hypothesis_record> hypotheses;
};
struct list_hypotheses {
  using reply_type = hypothesis_list;
  std::string case_id;
};

struct solution_list {
  std::vector<solution_record> solutions;
};
struct list_solutions {
  using reply_type = solution_list;
  std::string case_id;
};

/// A data item: a JSON object under a key that is never used again within its case.
struct data_item {
  std::string case_id;
  std::string data_id;
  std::string value;
};
/// Keeps a data item; `too_large` when the items of the case would get beyond a megabyte.
struct add_data {
  using reply_type = data_item;
  std::string case_id;
  std::string value;
  std::string_view key() const { return case_id; }
};
struct remove_data {
  using reply_type = done;
  std::string case_id;
  std::string data_id;
  std::string_view key() const { return case_id; }
};

/// A title for a case.
struct title_suggestion {
  std::string case_id;
  std::string title;       ///< empty when there is too little to name
  bool generated = false;  ///< it is not the one that the case has
};
/// Finds a title in what the case holds, unless it has one that says something.
struct suggest_title {
  using reply_type = title_suggestion;
  std::string case_id;
  std::uint32_t most_words = 8;
  std::string hint{};   ///< words of the user that go before all else; may be empty
  bool force = false;   ///< although the present one says something
  bool rename = false;  ///< the case gets a title that was found
  std::string_view key() const { return case_id; }
};

/// All that is shown of a case on one page.
struct case_view {
  case_record record;
  std::vector<hypothesis_record> hypotheses;
  std::vector<solution_record> solutions;
  std::vector<evidence::evidence_record> evidence;  ///< the latest five
  std::uint64_t evidence_total = 0;
};
struct get_view {
  using reply_type = case_view;
  std::string case_id;
};

/// Marks questions as failed that a stop of the program has left without an answer, and whose answer nobody
/// waits for any more; at start, before anything else. Also makes cases of an older schema searchable.
struct settle_interrupted {
  using reply_type = std::uint64_t;  ///< how many
};

/// Answers the other questions that a stop has left without an answer, one after the other, when the program
/// is ready: those of one share of the cases, so that several such commands answer several at a time.
struct resume_turns {
  using reply_type = std::uint64_t;  ///< how many
  static constexpr auto timeout = 24 * 60 * minute;
  std::uint32_t share = 0;  ///< less than `shares`
  std::uint32_t shares = 1;
};

using messages = message_list<
    case_record, create_case, get_case, wake_case, case_page, list_cases, search_cases, list_session_cases,
    case_statistics, get_statistics, case_trends, get_trends, case_analytics, get_analytics, case_changed,
    update_case, set_status, close_case, delete_case, case_message, add_message, message_page, list_messages,
    hypothesis_record, add_hypothesis, update_hypothesis, solution_record, add_solution, hypothesis_list,
    list_hypotheses, solution_list, list_solutions, data_item, add_data, remove_data, title_suggestion,
    suggest_title, case_view, get_view, turn_answer, post_turn, turn_submitted, submit_turn, run_question,
    await_answer, stop_question, turn_ended, await_turn, abandon_turn, files_added, add_files, question_page,
    list_questions, case_file, export_case, import_case, settle_interrupted, resume_turns>;
template <class T>
requires listed<T, messages> messages message_list_of(const T*);

/// What the actor of all cases takes, and what the actor of one case takes.
template <template <class...> class List>
using taken_by_all =
    List<create_case, get_case, list_cases, search_cases, list_session_cases, get_statistics, get_trends,
         get_analytics, list_messages, list_hypotheses, list_solutions, list_questions, get_view, export_case,
         import_case, await_turn, abandon_turn, settle_interrupted, resume_turns, evidence::look_at_case,
         evidence::look_at_hypotheses, knowledge::look_at_case, agent::look_at_past_cases>;
template <template <class...> class List>
using taken_by_one =
    List<get_case, wake_case, update_case, set_status, close_case, delete_case, add_message, add_hypothesis,
         update_hypothesis, add_solution, add_data, remove_data, suggest_title, post_turn, submit_turn,
         run_question, await_answer, stop_question, add_files>;

}  // namespace fm::cases
