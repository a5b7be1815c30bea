#pragma once
// Looking into the files of a case: its list of files, lines that hold something, ranges of lines, templates
// and what happened when. Whoever asks has checked that the case is the caller's.
#include "fm/actors/context.hpp"
#include "fm/actors/outcome.hpp"
#include "fm/evidence/vocabulary.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace fm::evidence {

/// A file of a case under the number by which the answers of a turn cite its lines.
struct numbered_file {
  std::uint32_t number = 0;  ///< E1 is 1
  std::string id;
  std::string name;  ///< that the user gave
  evidence::kind kind = kind::empty;
  std::string format;  ///< for people
  std::uint64_t lines = 0;
  std::uint64_t timed_lines = 0;
  micros first = no_time;  ///< earliest and latest time of a line
  micros last = no_time;
  file_source source;
  micros uploaded = 0;        ///< decides years that lines do not name
  std::uint32_t same_as = 0;  ///< the number of an earlier file of the same content; 0 for none
};
struct case_files {
  std::vector<numbered_file> files;  ///< E1 is the first
  std::vector<std::string> notes;    ///< files that were left out, and why
};
/// The readable files of a case, numbered as `analyse_case` numbers them.
struct list_case_files {
  using reply_type = case_files;
  static constexpr auto timeout = 10 * second;
  std::string case_id;
};

/// A file, and the part of it that is looked at.
struct file_part {
  std::uint32_t number = 0;
  file_source source;
  micros uploaded = 0;
  bool windowed = false;  ///< only lines from `first` to `last`, both included
  micros first = no_time;
  micros last = no_time;
  std::uint32_t side = 0;  ///< which of the things that are compared it belongs to
};

/// A line that is shown.
struct shown_line {
  std::uint32_t evidence = 0;
  std::uint64_t number = 0;
  std::string text;       ///< whole characters; clipped where `clipped`
  micros time = no_time;  ///< of its record
  severity level = severity::none;
  bool clipped = false;  ///< the line is longer
};

/// A file that could not be read (to its end), as a sentence.
struct unread_file {
  std::uint32_t evidence = 0;
  std::string why;  ///< reads after the file's name
};

/// How `search_lines::query` is meant.
enum class query_kind : std::uint8_t {
  text,      ///< letter by letter, whatever the case of ASCII and other letters
  regex,     ///< RE2's expressions
  pattern,   ///< a template: `<*>` stands for anything
  anything,  ///< every line that passes the other conditions
};

struct lines_found {
  std::vector<shown_line> lines;  ///< in the order of files and lines
  std::uint64_t total = 0;        ///< lines that match, shown or not
  std::uint64_t looked_at = 0;    ///< lines that were read
  std::uint64_t untimed = 0;      ///< lines left out of a window because nothing tells their time
  std::uint64_t overlong = 0;     ///< lines of which only the beginning, 64 KB, was looked at
  std::vector<unread_file> unread;
  std::string bad_query;  ///< why the query cannot be used; empty when it can
};
/// Asks a worker for the lines that match.
struct search_lines {
  using reply_type = lines_found;
  static constexpr auto timeout = 60 * second;
  std::vector<file_part> parts;
  std::string zone = "UTC";
  query_kind kind = query_kind::text;
  std::string query;
  severity least = severity::none;
  std::uint64_t skip = 0;       ///< matches before the first that is shown
  std::uint32_t most = 100;     ///< lines that are shown
  std::uint32_t longest = 400;  ///< bytes of a line that are shown
};

struct lines_read {
  std::vector<shown_line> lines;
  std::uint64_t file_lines = 0;  ///< of the whole file, when its end was reached; else 0
  std::string error;             ///< reads after the file's name; empty on success
};
/// Asks a worker for the lines `first` to `last` of a file, at most so many; stops reading there.
struct read_lines {
  using reply_type = lines_read;
  static constexpr auto timeout = 60 * second;
  file_part part;
  std::uint64_t first = 1;
  std::uint64_t last = 1;
  std::uint32_t most = 500;
  std::uint32_t longest = 2'000;  ///< bytes of a line that are shown
};

/// How often a template occurs on one side of a comparison.
struct side_count {
  std::uint64_t count = 0;
  micros first = no_time;
  micros last = no_time;
  shown_line example{};  ///< its first record there
};
struct counted_template {
  std::string text;
  severity level = severity::none;       ///< the highest among its records
  std::vector<side_count> sides;         ///< as many as `count_templates` asks about
  std::vector<std::uint32_t> over_time;  ///< records in the equal parts of `templates_counted::span`
};
/// What all records of a side have in common.
struct side_total {
  std::uint64_t records = 0;
  std::uint64_t untimed = 0;  ///< records that state no time
  micros first = no_time;
  micros last = no_time;
};
struct templates_counted {
  std::vector<counted_template> templates;  ///< most frequent first
  std::uint64_t total = 0;                  ///< of all templates, listed or not
  std::vector<side_total> sides;
  micros first = no_time;  ///< begin and end of what `over_time` divides
  micros last = no_time;
  std::vector<unread_file> unread;
};
/// Asks a worker to count the templates of all parts as those of one log.
struct count_templates {
  using reply_type = templates_counted;
  static constexpr auto timeout = 60 * second;
  std::vector<file_part> parts;
  std::string zone = "UTC";
  severity least = severity::none;
  std::uint32_t sides = 1;
  std::uint32_t buckets = 8;  ///< parts of the time; at most 64
};

/// Records of one template in one file that follow each other closely.
struct event_run {
  shown_line begin;  ///< its first record
  std::uint64_t last_line = 0;
  micros last = no_time;
  std::uint64_t count = 0;
  severity level = severity::none;
};
struct runs_found {
  std::vector<event_run> runs;  ///< by time
  micros gap = 0;               ///< records of a run are no further apart than this
  std::uint64_t untimed = 0;    ///< records of that severity without a time
  std::uint64_t left_out = 0;   ///< records for which there was no room
  std::vector<unread_file> unread;
};
/// Asks a worker what happened when: all records of at least that severity, those alike and close together as
/// one.
struct find_runs {
  using reply_type = runs_found;
  static constexpr auto timeout = 60 * second;
  std::vector<file_part> parts;
  std::string zone = "UTC";
  severity least = severity::warning;
  micros gap = minute;
};

}  // namespace fm::evidence
