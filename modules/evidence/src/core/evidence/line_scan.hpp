#pragma once
// The lines and the records of a file, under the numbers by which its analysis cites them.
#include "evidence/analyse.hpp"
#include "evidence/byte_source.hpp"

#include <fm/evidence/messages.hpp>

#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <string_view>

namespace fm::evidence {

/// A line, and what the record says that it belongs to. The views are valid during the call.
struct scanned_line {
  std::uint64_t number = 0;
  std::string_view text;
  micros time = no_time;            ///< of the record, or of the last one before it that states a time
  severity level = severity::none;  ///< of the record
  bool begins_record = true;
  bool cut = false;  ///< the line goes on: it is longer than `line_reader::longest_line`
};

/// A record. The views are valid during the call.
struct scanned_record {
  std::uint64_t number = 0;  ///< of its first line
  std::string_view text;     ///< that line
  std::string_view message;
  micros time = no_time;  ///< its own, or that of the last one before it that states one
  severity level = severity::none;
};

/// `records_from` of who does not ask for records.
inline constexpr std::uint64_t no_records = std::numeric_limits<std::uint64_t>::max();

/// Gives every line of a file until `take` returns false. Returns why it cannot be read, which reads after
/// the file's name; empty on success. Lines before the line `records_from` (1 is the first) say nothing of
/// their records, and that costs less. Constant memory but for exports of log viewers, of which at most 16 MB
/// are held. Ends by `budget::work_stopped` within a `budget::watched_work`.
std::string scan_lines(byte_source& raw, const analysis_options& options, std::uint64_t records_from,
                       const std::function<bool(const scanned_line&)>& take);

/// The same for records; lines that are blank begin none.
std::string scan_records(byte_source& raw, const analysis_options& options,
                         const std::function<void(const scanned_record&)>& take);

}  // namespace fm::evidence
