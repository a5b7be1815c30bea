#pragma once
// What the reports module says and is asked. Plain structs; no behaviour, no CAF. Whose reports
// are meant is said by the context (`ctx.user`); those of somebody else's case are `not_found`.
#include <fm/actors/context.hpp>
#include <fm/actors/error.hpp>
#include <fm/actors/message_list.hpp>
#include <fm/actors/outcome.hpp>
#include <fm/agent/messages.hpp>
#include <fm/cases/messages.hpp>
#include <fm/evidence/messages.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fm::reports {

/// How many versions of one type a case keeps.
inline constexpr std::uint32_t most_versions = 5;

/// A stored report. Times are microseconds since 1970 UTC.
struct report_record {
  std::string id;
  std::string case_id;
  std::string type;  ///< incident_report, runbook, post_mortem
  std::string title;
  std::string content;   ///< Markdown; empty in a list
  std::string document;  ///< the same as a document (JSON), for print; empty in a list
  std::uint32_t version = 1;
  bool current = true;  ///< the newest of its type
  bool linked = false;  ///< to the closure of its case: it stays
  std::uint64_t took_ms = 0;
  micros created = 0;
  micros generated = 0;
  bool operator==(const report_record&) const = default;
};

struct report_list {
  std::vector<report_record> reports;
};

/// The reports of a case without their content, by type and then newest first.
struct list_reports {
  using reply_type = report_list;
  std::string case_id;
  std::string type;           ///< empty for all
  bool with_history = false;  ///< also those that are not the newest of their type
};

/// Reads one report; with a case only when it belongs to that case.
struct get_report {
  using reply_type = report_record;
  std::string report_id;
  std::string case_id;  ///< empty for any
};

/// Deletes a report; one that is linked to a closure is `not_found` among those that can be deleted.
struct delete_report {
  using reply_type = done;
  std::string report_id;
};

struct report_file {
  std::string name;
  std::string content_type;
  std::string bytes;
  std::string tag;  ///< of the content, for HTTP's ETag, with its quotation marks
};

/// A report as a file; with a case only when it belongs to that case.
struct download_report {
  using reply_type = report_file;
  static constexpr auto timeout = 25 * second;
  std::string report_id;
  std::string case_id;              ///< empty for any
  std::string format = "markdown";  ///< or pdf
};

/// A stored document that may serve instead of a new runbook.
struct existing_runbook {
  std::string document_id;
  std::string title;
  std::string document_type;
  double similarity = 0;  ///< calibrated relevance, 0..1
};

/// What reports make sense now.
struct report_advice {
  std::string case_id;
  std::string case_status;
  std::vector<std::string> sentences;    ///< for people
  std::vector<std::string> available;    ///< types that can be written
  std::vector<std::string> recommended;  ///< of these
  std::vector<report_record> existing;   ///< without content
  std::string runbook_action;            ///< reuse, review_or_generate, generate
  std::string runbook_reason;
  std::vector<existing_runbook> runbook;  ///< at most one
};
struct recommend_reports {
  using reply_type = report_advice;
  std::string case_id;
};

/// What became of one requested report.
struct report_outcome {
  std::string type;
  std::vector<report_record> made;  ///< one, without its document; or none, and then:
  ec why = ec::internal;
  std::string error;
};
struct reports_generated {
  std::string case_id;
  std::vector<report_outcome> outcomes;  ///< in the order asked; at least one was made
};

/// Writes a new version of each type; durable when answered. The reports of one case are written in order; at
/// most four requests wait, then `rate_limited`. Fails when none could be written, as the first did:
/// `invalid` for a sixth version.
struct generate_reports {
  using reply_type = reports_generated;
  static constexpr auto timeout = 150 * second;
  std::string case_id;
  std::vector<std::string> types;
  std::string_view key() const { return case_id; }
};

struct reports_linked {
  std::vector<std::string> report_ids;
};

/// Ties reports to the closure of their case, all or none; `invalid` unless the case is resolved or closed.
struct link_reports {
  using reply_type = reports_linked;
  std::string case_id;
  std::vector<std::string> report_ids;
  std::string_view key() const { return case_id; }
};

// Inside of the module.

/// All that a report is composed from.
struct material {
  cases::case_record the_case;
  std::vector<cases::case_message> messages;  ///< the first ones, oldest first
  std::uint64_t message_count = 0;
  std::vector<cases::hypothesis_record> hypotheses;
  std::vector<cases::solution_record> solutions;
  std::vector<evidence::evidence_record> evidence;  ///< oldest first
  std::uint64_t evidence_count = 0;
  bool investigated = false;  ///< the evidence was read for this report, and `found` says what it shows
  std::string not_investigated;
  agent::investigation found;
  std::vector<std::string> evidence_ids;  ///< of E1, E2 ... in `found`
  micros now = 0;
};

struct composed {
  std::string title;
  std::string content;
  std::string document;
};

/// Asks a worker to compose one report.
struct compose_report {
  using reply_type = composed;
  static constexpr auto timeout = 30 * second;
  std::string type;
  material from;
};

using messages =
    message_list<report_record, report_list, list_reports, get_report, delete_report, report_file,
                 download_report, report_advice, recommend_reports, reports_generated, generate_reports,
                 reports_linked, link_reports, composed, compose_report>;
template <class T>
requires listed<T, messages> messages message_list_of(const T*);

}  // namespace fm::reports
