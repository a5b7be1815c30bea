#pragma once
// Reads the time at a position of a line as microseconds since 1970 UTC.
#include "evidence/time_formats.hpp"
#include "evidence/time_zone.hpp"
#include "fm/evidence/messages.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fm::evidence {

/// A time that was read and how many bytes it takes.
struct time_stamp {
  micros time = no_time;
  std::size_t length = 0;
  bool zoned = false;  ///< the text itself says in which zone it is
};

/// Reads times line by line. Remembers the last one, because most lines share their second with the line
/// above, and because a missing year follows from it.
class time_parser {
 public:
  struct options {
    time_zone zone;  ///< of times that state none
    micros reference_time =
        no_time;  ///< the last line is not later than this: when the file was written or read
  };

  time_parser() : time_parser(options{}) {}
  explicit time_parser(options o);

  /// Reads a time at the beginning of `text`; false, and `out` unchanged, when there is none.
  bool read(std::string_view text, time_stamp& out);

  /// Tells the time in the last line of the file, so that a file without years that crosses New Year begins
  /// in the right one.
  void expect_last(std::string_view text);

  /// What was read most recently; `none` before.
  time_format format() const { return format_; }
  /// What was assumed about missing years, dates and zones, as sentences for people.
  std::vector<std::string> notes() const;

 private:
  bool read_slowly(std::string_view text, time_stamp& out);
  void give(std::int64_t seconds, const written_time& t, time_stamp& out);
  std::int64_t with_year(const written_time& t);
  std::int64_t with_date(const written_time& t);

  options options_;
  std::int64_t latest_ = 0;  // local seconds that no time without year passes; with `has_latest_`
  bool has_latest_ = false;
  std::int64_t previous_ = 0;  // local seconds of the last time without year
  bool has_previous_ = false;

  // The prefix of the last time that fixes it up to the second.
  std::array<char, 24> prefix_{};
  std::size_t prefix_length_ = 0;
  std::int64_t prefix_seconds_ = 0;
  // The local second whose zone offset was looked up last.
  std::int64_t zone_second_ = 0;
  std::int64_t zone_utc_ = 0;
  bool zone_known_ = false;

  time_format format_ = time_format::none;
  bool day_first_ = false;
  bool assumed_zone_ = false;
  bool assumed_year_ = false;
  bool assumed_date_ = false;
  bool assumed_order_ = false;
  bool assumed_indian_ = false;
  bool beyond_latest_ = false;
};

}  // namespace fm::evidence
