#pragma once
// What the evidence module says and is asked. Plain structs; no behaviour, no CAF.
#include "fm/actors/context.hpp"
#include "fm/actors/message_list.hpp"
#include "fm/actors/outcome.hpp"
#include "fm/evidence/case_port.hpp"
#include "fm/evidence/look_messages.hpp"
#include "fm/evidence/picture.hpp"
#include "fm/evidence/vocabulary.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace fm::evidence {

/// A named value taken from the lines that the fact cites, letter by letter.
struct slot {
  std::string name;
  std::string value;
  bool operator==(const slot&) const = default;
};

/// What to do: a sentence, and perhaps a command to paste.
struct next_step {
  std::string say;
  std::string run;
  bool operator==(const next_step&) const = default;
  /// The step on one line; the command as Markdown code.
  std::string text() const {
    if (run.empty()) return say;
    return say + ": `" + run + "`";
  }
};

/// Whether a fact can be the reason, is an effect of something else, or speaks for health.
enum class role : std::uint8_t { cause, symptom, context, healthy };

/// One thing that the evidence shows, with the lines that show it.
struct fact {
  std::string rule;  ///< e.g. `oom_killed`; the list is in docs/rules.md
  evidence::role role = role::context;
  double weight = 0;               ///< 0..1: how decisive it is when nothing else is known
  std::uint32_t evidence = 0;      ///< which file: E1 is 1
  std::string subject;             ///< the object it is about: pod, container, service, host, table ...
  std::vector<std::string> names;  ///< every object named with it, for matching the question
  std::vector<slot> slots;
  std::vector<line_range> lines;  ///< ascending, at most 64; never empty
  std::string quote;              ///< the decisive text, a part of line `quote_line`, at most 400 bytes
  std::uint64_t quote_line = 0;
  std::uint64_t count = 1;          ///< how many records show it
  severity level = severity::none;  ///< the highest severity among them
  micros first = no_time;
  micros last = no_time;
  bool operator==(const fact&) const = default;

  /// The value of a slot, or the empty string.
  const std::string& get(std::string_view name) const {
    static const std::string none;
    for (const auto& s : slots)
      if (s.name == name) return s.value;
    return none;
  }
};

/// A mined message template: constant words and `<*>` for what varies.
struct pattern {
  std::uint32_t id = 0;
  std::string text;
  std::uint64_t count = 0;
  std::string example;  ///< a raw line, at most 2,000 bytes
  line_range seen;      ///< first and last line of it
  severity level = severity::none;
  micros first = no_time;
  micros last = no_time;
};

/// What the analysis of one file found.
struct digest {
  std::uint32_t evidence = 0;  ///< E1 is 1
  std::string name;            ///< path as the user gave it
  evidence::kind kind = kind::empty;
  std::string format;       ///< for people: "JSON lines", "syslog RFC 3164" ...
  std::uint64_t bytes = 0;  ///< after decompression
  std::uint64_t lines = 0;
  std::uint64_t timed_lines = 0;
  bool outside_window = false;  ///< the question names a time, and no line falls into it
  micros first = no_time;       ///< earliest and latest time of a line
  micros last = no_time;
  std::vector<std::uint64_t> by_severity;  ///< lines by `severity`, 8 numbers
  std::vector<fact> facts;
  std::vector<pattern> patterns;    ///< most frequent first, at most 200
  std::uint64_t pattern_count = 0;  ///< all templates, also those not listed
  std::vector<std::string> notes;   ///< what was assumed, cut or skipped, for people
  picture_facts picture{};          ///< where the file is a picture, of which nothing is read as text
};

/// How a word that is looked for has to stand in a line.
enum class word_border : std::uint8_t {
  anywhere,   ///< also inside of other words
  beginning,  ///< as the beginning of a word
  whole,      ///< as a word of its own
};

/// What a line has to hold to be one that a question asks for: any of these.
struct sought_part {
  std::vector<std::string> words;  ///< lower case
  word_border border = word_border::anywhere;
  std::vector<std::string> statuses;  ///< of HTTP: `502`, `5xx`
  severity least = severity::none;    ///< or to be of a severity from here to `most`; then `words` count only
                                      ///< where the line states no severity
  severity most = severity::critical;
  bool operator==(const sought_part&) const = default;
};

/// Lines that a question asks for: they hold each of the parts.
struct sought_lines {
  std::string asked;  ///< the question's own words for them
  std::vector<sought_part> parts;
  bool operator==(const sought_lines&) const = default;
};

/// What holds for all files of an incident.
struct analysis_terms {
  std::string zone = "UTC";  ///< of times that name none
  micros now = 0;            ///< decides years that are not named
  bool windowed = false;     ///< the question is about a time
  bool daily = false;        ///< then the window is of every day, in microseconds after midnight UTC
  micros window_first = 0;
  micros window_last = 0;              ///< included
  std::vector<sought_lines> sought{};  ///< what the question quotes or counts: at most four are counted
};

/// A document that is read once more when all files are known, to be checked against the others: texts do not
/// travel in messages.
struct document_source {
  std::uint32_t evidence = 0;
  evidence::kind kind = kind::text;
  file_source source;
};

/// The answer to `read_file`: what the file shows by itself, or why it could not be read.
struct file_read {
  digest found;
  std::string error;        ///< reads after the file's name; empty on success
  bool unreadable = false;  ///< `error` tells of the medium and not of what the file is
};

/// Asks a worker to read one file to its end.
struct read_file {
  using reply_type = file_read;
  static constexpr auto timeout = 3'600 * second;
  std::uint32_t number = 0;  ///< E1 is 1
  file_source source;
  analysis_terms terms;
};

/// What was cut or could not be read in a document, for people.
struct document_note {
  std::uint32_t evidence = 0;
  std::string text;
};

/// The answer to `relate_documents`: facts and notes by the number of their file.
struct documents_related {
  std::vector<fact> facts;
  std::vector<document_note> notes;
  std::vector<std::string> left_out;  ///< sentences: which documents were not checked, and why
};

/// Asks a worker what the documents of all files show, alone and together. It reads as many as the memory of
/// a turn allows.
struct relate_documents {
  using reply_type = documents_related;
  static constexpr auto timeout = 600 * second;
  std::vector<document_source> documents;
};

/// For each file: 0, or the number (1 is the first) of an earlier one with the same content.
struct equal_files {
  std::vector<std::uint32_t> same_as;
};

/// Asks a worker which files have the same content; only those of one known length are looked at.
struct find_equal_files {
  using reply_type = equal_files;
  static constexpr auto timeout = 3'600 * second;
  std::vector<file_source> files;
};

/// The answer to `analyse_incident`.
struct incident_analysed {
  std::vector<digest> digests;      ///< in the order of the files that could be read
  std::vector<std::string> notes;   ///< files that were left out, and why
  std::vector<picture> pictures{};  ///< which have no digest; in the order of the files
};

/// Asks for the analysis of all files of one incident; fails with `invalid` when one that the user named is
/// neither text nor a picture.
struct analyse_incident {
  using reply_type = incident_analysed;
  static constexpr auto timeout = 3'600 * second;
  std::vector<file_source> files;
  analysis_terms terms;
};

// -- what a server keeps. Whose evidence is meant is said by the context (`ctx.user`); somebody else's is
// `not_found`.

/// A stored file with what people said about it. Times are microseconds since 1970 UTC.
struct evidence_record {
  std::string id;
  std::string case_id;
  std::string owner;              ///< who uploaded it
  std::string filename;           ///< of storage: id and extension
  std::string original_filename;  ///< that the user gave
  std::string file_type;          ///< MIME type that the upload declared
  std::uint64_t file_size = 0;
  std::string storage_key;
  std::string sha256;
  std::string evidence_type = "other";  ///< domain.md 4
  std::string description;              ///< empty for none
  std::vector<std::string> tags;
  std::string duplicate_of;        ///< id of an older evidence of the same owner and content; empty for none
  std::string status = "pending";  ///< pending, processing, processed, failed
  std::string problem;             ///< why it failed, or why nothing could be read from it
  std::string job_id;              ///< of its analysis
  micros uploaded = 0;
  std::uint32_t turn = 0;   ///< of the case, when it was uploaded
  std::string kind;         ///< what the file turned out to be (`kind_names.hpp`); empty until it was read
  std::uint32_t facts = 0;  ///< that were found in it
  std::string summary;      ///< a sentence on what was found; empty until it was read
  bool operator==(const evidence_record&) const = default;
};

/// Stores a spooled upload and begins its analysis; durable when answered. Fails with `not_found` for a case
/// that is not the caller's, `conflict` for a closed one, `invalid` for a type that is refused.
struct upload_evidence {
  using reply_type = evidence_record;
  static constexpr auto timeout = 240 * second;
  std::string case_id;
  std::string spool;  ///< path of the spooled file
  std::string original_filename;
  std::string content_type;
  std::string evidence_type = "other";
  std::string description{};
  std::vector<std::string> tags{};
};

struct evidence_page {
  std::vector<evidence_record> evidence;
  std::uint64_t total = 0;  ///< of all pages
  bool more = false;        ///< something follows this page
};

/// The caller's evidence, of one case when it is named; newest first. Empty members take all.
struct list_evidence {
  using reply_type = evidence_page;
  std::string case_id;
  std::uint32_t limit = 50;
  std::uint64_t offset = 0;
  std::string evidence_type{};
  std::string status{};
  std::string before{};  ///< id of the last evidence of the page before
};

/// Reads one evidence; with a case only when it belongs to that case.
struct get_evidence {
  using reply_type = evidence_record;
  std::string evidence_id;
  std::string case_id;  ///< empty for any
};

/// A hypothesis of the case that rests on the evidence.
struct citing_hypothesis {
  std::string id;
  std::string title;
  std::string status;
  double confidence = -1;            ///< 0..1; negative when nobody said
  std::vector<std::uint32_t> facts;  ///< indices of the digest's facts; none when it names the file alone
};
struct evidence_details {
  evidence_record record;
  std::vector<digest> found;  ///< at most one: what its analysis found
  std::vector<citing_hypothesis> cited_by{};
};

/// Reads one evidence together with what was found in it and the hypotheses that rest on it.
struct get_details {
  using reply_type = evidence_details;
  std::string evidence_id;
  std::string case_id;  ///< empty for any
};

/// Deletes evidence with its file, unless another evidence shares it, and ends its analysis.
struct delete_evidence {
  using reply_type = done;
  std::string evidence_id;
};

/// Moves evidence to another case of the caller.
struct link_evidence {
  using reply_type = evidence_record;
  std::string evidence_id;
  std::string case_id;
  bool has_description = false;
  std::string description;
};

/// Removes all evidence of a case, whoever asks: the case module does before it deletes a case. Answered when
/// rows and files are gone.
struct purge_case {
  using reply_type = done;
  static constexpr auto timeout = 120 * second;
  std::string case_id;
};

struct swept {
  std::uint64_t removed = 0;  ///< files that no row named
};

/// Removes files that no row names and that are older than `grace`: what a crash between file and row leaves
/// behind. At start, before uploads are taken, without a grace.
struct sweep {
  using reply_type = swept;
  static constexpr auto timeout = 300 * second;
  micros grace = 0;
};

struct analysis_done {
  std::string result;  ///< JSON object: what the file turned out to be
};

/// Asked by the job of an evidence: reads it and keeps what it shows. What is no text is a result, too.
struct run_analysis {
  using reply_type = analysis_done;
  static constexpr auto timeout = 3'700 * second;
  std::string evidence_id;
};

/// Told when the job of an evidence has failed for good.
struct abandon_analysis {
  using reply_type = done;
  std::string evidence_id;
  std::string reason;
};

/// The answer to `analyse_case`.
struct case_analysed {
  incident_analysed found;
  std::vector<std::string> ids;      ///< evidence ids of E1, E2, ...
  std::vector<std::string> pending;  ///< names of files whose own analysis has not ended; read all the same
};

/// Asks for all that the evidence of a case shows, in the order of the uploads; whoever asks has checked that
/// the case is the caller's. Stored digests serve where they can; files are read again when the question is
/// about a time, and documents always, for they are checked against each other.
struct analyse_case {
  using reply_type = case_analysed;
  static constexpr auto timeout = 3'600 * second;
  std::string case_id;
  analysis_terms terms;  ///< `now` is not used: a file's years are told by its upload
};

using messages =
    message_list<file_read, read_file, documents_related, relate_documents, equal_files, find_equal_files,
                 incident_analysed, analyse_incident, evidence_record, upload_evidence, evidence_page,
                 list_evidence, get_evidence, evidence_details, get_details, delete_evidence, link_evidence,
                 purge_case, swept, sweep, analysis_done, run_analysis, abandon_analysis, case_analysed,
                 analyse_case, case_standing, look_at_case, case_hypotheses, look_at_hypotheses, case_files,
                 list_case_files, lines_found, search_lines, lines_read, read_lines, templates_counted,
                 count_templates, runs_found, find_runs>;
template <class T>
requires listed<T, messages> messages message_list_of(const T*);

}  // namespace fm::evidence
