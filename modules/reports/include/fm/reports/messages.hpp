#pragma once
// What the reports module says and is asked. Plain data with `inspect`; no behaviour, no CAF. Whose reports
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
template <class Inspector>
auto inspect(Inspector& f, report_record& x) {
  return f(x.id, x.case_id, x.type, x.title, x.content, x.document, x.version, x.current, x.linked, x.took_ms,
           x.created, x.generated);
}

struct report_list {
  std::vector<report_record> reports;
};
template <class Inspector>
auto inspect(Inspector& f, report_list& x) {
  return f(x.reports);
}

/// The reports of a case without their content, by type and then newest first.
struct list_reports {
  using reply_type = report_list;
  std::string case_id;
  std::string type;           ///< empty for all
  bool with_history = false;  ///< also those that are not the newest of their type
};
template <class Inspector>
auto inspect(Inspector& f, list_reports& x) {
  return f(x.case_id, x.type, x.with_history);
}

/// Reads one report; with a case only when it belongs to that case.
struct get_report {
  using reply_type = report_record;
  std::string report_id;
  std::string case_id;  ///< empty for any
};
template <class Inspector>
auto inspect(Inspector& f, get_report& x) {
  return f(x.report_id, x.case_id);
}

/// Deletes a report; one that is linked to a closure is `not_found` among those that can be deleted.
struct delete_report {
  using reply_type = done;
  std::string report_id;
};
template <class Inspector>
auto inspect(Inspector& f, delete_report& x) {
  return f(x.report_id);
}

struct report_file {
  std::string name;
  std::string content_type;
  std::string bytes;
  std::string tag;  ///< of the content, for HTTP's ETag, with its quotation marks
};
template <class Inspector>
auto inspect(Inspector& f, report_file& x) {
  return f(x.name, x.content_type, x.bytes, x.tag);
}

/// A report as a file; with a case only when it belongs to that case.
struct download_report {
  using reply_type = report_file;
  static constexpr auto timeout = 25 * second;
  std::string report_id;
  std::string case_id;              ///< empty for any
  std::string format = "markdown";  ///< or pdf
};
template <class Inspector>
auto inspect(Inspector& f, download_report& x) {
  return f(x.report_id, x.case_id, x.format);
}

/// A stored document that may serve instead of a new runbook.
struct existing_runbook {
  std::string document_id;
  std::string title;
  std::string document_type;
  double similarity = 0;  ///< calibrated relevance, 0..1
};
template <class Inspector>
auto inspect(Inspector& f, existing_runbook& x) {
  return f(x.document_id, x.title, x.document_type, x.similarity);
}

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
template <class Inspector>
auto inspect(Inspector& f, report_advice& x) {
  return f(x.case_id, x.case_status, x.sentences, x.available, x.recommended, x.existing, x.runbook_action,
           x.runbook_reason, x.runbook);
}
struct recommend_reports {
  using reply_type = report_advice;
  std::string case_id;
};
template <class Inspector>
auto inspect(Inspector& f, recommend_reports& x) {
  return f(x.case_id);
}

/// What became of one requested report.
struct report_outcome {
  std::string type;
  std::vector<report_record> made;  ///< one, without its document; or none, and then:
  ec why = ec::internal;
  std::string error;
};
template <class Inspector>
auto inspect(Inspector& f, report_outcome& x) {
  return f(x.type, x.made, x.why, x.error);
}
struct reports_generated {
  std::string case_id;
  std::vector<report_outcome> outcomes;  ///< in the order asked; at least one was made
};
template <class Inspector>
auto inspect(Inspector& f, reports_generated& x) {
  return f(x.case_id, x.outcomes);
}

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
template <class Inspector>
auto inspect(Inspector& f, generate_reports& x) {
  return f(x.case_id, x.types);
}

struct reports_linked {
  std::vector<std::string> report_ids;
};
template <class Inspector>
auto inspect(Inspector& f, reports_linked& x) {
  return f(x.report_ids);
}

/// Ties reports to the closure of their case, all or none; `invalid` unless the case is resolved or closed.
struct link_reports {
  using reply_type = reports_linked;
  std::string case_id;
  std::vector<std::string> report_ids;
  std::string_view key() const { return case_id; }
};
template <class Inspector>
auto inspect(Inspector& f, link_reports& x) {
  return f(x.case_id, x.report_ids);
}

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
template <class Inspector>
auto inspect(Inspector& f, material& x) {
  return f(x.the_case, x.messages, x.message_count, x.hypotheses, x.solutions, x.evidence, x.evidence_count,
           x.investigated, x.not_investigated, x.found, x.evidence_ids, x.now);
}

struct composed {
  std::string title;
  std::string content;
  std::string document;
};
template <class Inspector>
auto inspect(Inspector& f, composed& x) {
  return f(x.title, x.content, x.document);
}

/// Asks a worker to compose one report.
struct compose_report {
  using reply_type = composed;
  static constexpr auto timeout = 30 * second;
  std::string type;
  material from;
};
template <class Inspector>
auto inspect(Inspector& f, compose_report& x) {
  return f(x.type, x.from);
}

using messages =
    message_list<report_record, report_list, list_reports, get_report, delete_report, report_file,
                 download_report, report_advice, recommend_reports, reports_generated, generate_reports,
                 reports_linked, link_reports, composed, compose_report>;
template <class T>
requires listed<T, messages> messages message_list_of(const T*);

}  // namespace fm::reports
