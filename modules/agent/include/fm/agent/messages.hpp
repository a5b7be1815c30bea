#pragma once
// What the agent module says and is asked. Plain structs; no behaviour, no CAF.
#include <fm/actors/outcome.hpp>
#include <fm/agent/case_port.hpp>
#include <fm/agent/consult_messages.hpp>
#include <fm/agent/news_messages.hpp>
#include <fm/agent/tool_messages.hpp>
#include <fm/evidence/messages.hpp>
#include <fm/knowledge/messages.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace fm::agent {

using evidence::line_range;
using evidence::micros;
using evidence::next_step;
using evidence::slot;

/// Where a claim is shown: lines of one file, a passage of the knowledge base, or a picture, in which nobody
/// but the model has seen it.
struct citation {
  std::uint32_t evidence = 0;  ///< E1 is 1; 0 when `passage` or `picture` is set
  std::vector<line_range> lines;
  std::uint32_t passage = 0;  ///< K1 is 1; 0 when `evidence` is set
  std::string anchor;         ///< heading slug of the passage
  std::uint32_t picture = 0;  ///< P1 is 1; 0 when another is set
};

/// One sentence of the answer: a template, what fills it, and what shows it. Slots are letter by letter in
/// the cited lines, except `count` (records in the cited lines) and `first`, `last` (their times, RFC 3339 in
/// UTC).
struct claim {
  std::string form;  ///< e.g. "Image {image} cannot be pulled[: {reason}]"
  std::vector<slot> slots;
  std::vector<citation> citations;
  std::string text;  ///< rendered, without citations
};

/// A possible explanation with what speaks for and against it.
struct hypothesis {
  std::string rule;      ///< the rule of its decisive fact (docs/rules.md)
  std::string key;       ///< what tells it from others of its rule, the same from turn to turn
  std::string category;  ///< contract/domain.md 4: infrastructure, code, configuration, data ...
  claim statement;
  double likelihood = 0;  ///< 0..1
  std::string level;      ///< speculation, probable, confident, verified
  std::vector<claim> supporting;
  std::vector<claim> refuting;
  std::vector<next_step> next_steps;
  std::string words;                    ///< what runbooks about it are searched for beside the statement
  std::string pack;                     ///< the pack of its rule, when it is not a built-in one
  std::vector<std::uint32_t> passages;  ///< K numbers of runbook passages about it
};

struct timeline_entry {
  micros time = evidence::no_time;
  claim what;
};

/// What the evidence says to the question.
enum class verdict : std::uint8_t {
  problem,      ///< a cause is shown (a hypothesis of at least .5)
  unexplained,  ///< something is wrong, its cause is not shown
  healthy,      ///< the evidence shows normal operation
  unanswered,   ///< the evidence does not answer the question
};

/// How the question was understood.
struct scope {
  std::string window;                ///< for people; empty when the question names no time
  micros first = evidence::no_time;  ///< of an absolute window
  micros last = evidence::no_time;
  std::vector<std::string> names;    ///< objects that the question names and the evidence knows
  std::vector<std::string> unknown;  ///< names in the question that occur nowhere in the evidence
  bool asks_health = false;          ///< a yes/no question about health
  bool asks_summary = false;         ///< wants a list of errors
};

/// What a language model had to do with an investigation.
struct model_share {
  std::string name;               ///< such as "ollama/llama3.2"; empty when none was asked
  std::string trouble;            ///< as of `consulted`, of the last call; empty when its answer came whole
  std::string why;                ///< a sentence about the trouble
  bool stands = false;            ///< the conclusion is the model's
  std::uint32_t unsupported = 0;  ///< sentences of its last answer that what they cite does not show
  std::uint32_t calls = 0;        ///< of the model
  std::uint64_t input_tokens = 0;
  std::uint64_t output_tokens = 0;
  std::int64_t cost = 0;  ///< of all calls, in millionths of the currency of the prices
};

/// A picture among the evidence, and whether a model has looked at it.
struct brought_picture {
  evidence::picture of;
  bool shown = false;
  std::string why_not{};  ///< reads after "was not looked at: "; empty when it was shown
};

/// The result of one investigation.
struct investigation {
  std::string question;
  agent::scope scope;
  agent::verdict verdict = verdict::unanswered;
  std::vector<claim> conclusion;  ///< the sentences that open the answer
  double confidence = 0;          ///< 0..1: of the best hypothesis; of the health verdict when healthy
  std::string level;
  std::vector<hypothesis> hypotheses;  ///< most likely first
  std::vector<timeline_entry> timeline;
  std::vector<next_step> next_steps;
  std::vector<std::string> questions;        ///< what would decide between hypotheses
  std::vector<knowledge::passage> passages;  ///< K1 is the first
  std::vector<evidence::digest> evidence;    ///< E1 is the first
  std::vector<std::string> notes;            ///< what was assumed, cut or skipped
  std::string answer;                        ///< the readable text
  model_share by_model;
  std::vector<brought_picture> pictures{};  ///< P1 is the first
};

/// Asks the built-in analyst to weigh the facts for a question.
struct reason {
  using reply_type = investigation;
  static constexpr auto timeout = 120 * second;
  std::string question;
  micros now = 0;          ///< what "yesterday" refers to
  micros zone_offset = 0;  ///< of local times in the question, microseconds east of UTC
  std::vector<evidence::digest> digests;
};

/// Asks for one investigation from files to answer.
struct investigate {
  using reply_type = investigation;
  static constexpr auto timeout = 3'700 * second;
  std::string question;  ///< empty: "What is wrong?"
  std::vector<evidence::file_source> files;
  std::string zone = "UTC";
  micros zone_offset = 0;
  micros now = 0;
  bool with_runbooks = false;
};

/// The result of one turn of a case. The digests in `found.evidence` carry no facts and no patterns here.
struct turn_result {
  investigation found;
  std::vector<std::string> evidence_ids;  ///< of E1, E2 ...
};

/// A hypothesis of an earlier turn of the same case that is still weighed.
struct earlier_hypothesis {
  std::string origin;  ///< "agent:", its rule and its key; "user" for one of the user's
  std::string statement;
  std::string category;   ///< empty when nobody said
  std::string status;     ///< captured, active, validated
  double likelihood = 0;  ///< 0..1
};

/// Asks for one turn: what the evidence of a case and the runbooks that the caller may see say to a question.
/// Without evidence the answer says what is needed.
struct run_turn {
  using reply_type = turn_result;
  static constexpr auto timeout = 110 * second;
  std::string case_id;
  std::string question;
  bool with_runbooks = true;
  std::string question_id{};  ///< of the message that asks; its steps are kept under it, unless it is empty
  micros asked = 0;           ///< when; 0: now
  std::string memory{};       ///< of the turns before, for a model; at most 1,600 tokens
  std::vector<earlier_hypothesis> hypotheses{};  ///< most likely first
  std::string excluded_category{};               ///< explanations of another one are wanted; empty for none
};

/// Answered at once by whoever runs the turns: a health check.
struct check_health {
  using reply_type = done;
};

using messages =
    message_list<investigation, reason, investigate, turn_result, run_turn, check_health, consult, consulted,
                 model_room, look_at_model, tool_list, list_tools, tool_result, run_tool, past_cases,
                 look_at_past_cases, turn_event, heard_piece, answer_begins, watch_turn, turn_news>;
template <class T>
requires listed<T, messages> messages message_list_of(const T*);

}  // namespace fm::agent
