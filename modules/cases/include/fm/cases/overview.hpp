#pragma once
// Lists, searches and numbers over the cases of the caller.
#include <fm/cases/records.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace fm::cases {

struct case_page {
  std::vector<case_record> cases;
  std::uint64_t total = 0;  ///< of all pages; a search does not count it
  bool more = false;        ///< another page follows
};

/// The caller's cases, last changed first.
struct list_cases {
  using reply_type = case_page;
  std::string status{};    ///< empty for all
  std::string priority{};  ///< empty for all
  std::uint32_t limit = 20;
  std::uint64_t offset = 0;
  /// Only what comes after the case with that time of change and that id.
  micros after_updated = std::numeric_limits<micros>::max();
  std::string after_id{};
};

/// The caller's cases that match all that is given, last changed first.
struct search_cases {
  using reply_type = case_page;
  std::string query{};  ///< a part of title or description, capital or not
  std::string status{};
  std::string priority{};
  std::string category{};
  std::vector<std::string> tags{};  ///< at most ten, of which one must match
  micros created_after = std::numeric_limits<micros>::min();
  micros created_before = std::numeric_limits<micros>::max();
  bool with_closed = false;  ///< closed ones too, although no status is given
  std::uint32_t limit = 20;
  std::uint64_t offset = 0;
};

/// The cases that can be reached from a session of the caller: all of them.
struct list_session_cases {
  using reply_type = case_page;
  std::string session_id;
  std::uint32_t limit = 100;
  std::uint64_t offset = 0;
};

/// How many cases have one status and one priority.
struct case_count {
  std::string status{};
  std::string priority{};
  std::uint64_t cases = 0;
};

struct case_statistics {
  std::string user;
  std::vector<case_count> counts;
  std::uint64_t resolved_this_week = 0;
  std::uint64_t created_this_week = 0;
  std::uint64_t created_this_month = 0;
  double resolution_hours = -1;  ///< the average; negative when no case was resolved
};
/// Numbers over all cases of the caller; a week has seven days, a month thirty.
struct get_statistics {
  using reply_type = case_statistics;
};

/// One day (UTC), as the number of days since 1970.
struct trend_day {
  std::int64_t day = 0;
  std::uint64_t created = 0;
  std::uint64_t resolved = 0;
  std::uint64_t closed = 0;
};
struct case_trends {
  std::vector<trend_day> days;  ///< oldest first, without gaps
};
/// What happened on each of the last days, today included.
struct get_trends {
  using reply_type = case_trends;
  std::uint32_t days = 30;
};

/// Numbers of one case; negative where there is nothing to measure yet.
struct case_analytics {
  case_record record;
  std::uint64_t hypotheses = 0;
  std::uint64_t solutions = 0;
  std::uint64_t evidence = 0;
  std::int64_t resolution_minutes = -1;
  std::int64_t first_response_seconds = -1;
};
struct get_analytics {
  using reply_type = case_analytics;
  std::string case_id;
};

}  // namespace fm::cases
