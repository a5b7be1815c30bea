#pragma once
// What people and models ask of the files of a case, answered file by file in one pass each.
#include "evidence/analyse.hpp"
#include "evidence/byte_source.hpp"

#include <fm/evidence/messages.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace fm::evidence {

/// A part of a line of at most `most` bytes, whole characters, around the match; "…" where something is left
/// out.
std::string clipped(std::string_view line, std::size_t most, std::size_t match_at = 0, bool* cut = nullptr);

/// Finds the lines of several files that pass the conditions; all are counted, a page of them is kept.
class line_search {
 public:
  /// With a query that cannot be used, `bad_query` of the result says why and no file needs to be read.
  explicit line_search(const search_lines& asked);
  ~line_search();
  line_search(const line_search&) = delete;
  line_search& operator=(const line_search&) = delete;

  bool usable() const;
  /// Reads one file; the files come in the order of the parts.
  void add(const file_part& part, byte_source& raw, const analysis_options& options);
  lines_found finish();

 private:
  struct state;
  std::unique_ptr<state> state_;
};

/// The lines of a range, with what their records say; one that begins more than 200 lines before the range
/// says nothing.
lines_read read_range(const read_lines& asked, byte_source& raw, const analysis_options& options);

/// Counts templates over several files as if they were one log.
class template_table {
 public:
  explicit template_table(const count_templates& asked);
  ~template_table();
  template_table(const template_table&) = delete;
  template_table& operator=(const template_table&) = delete;

  void add(const file_part& part, byte_source& raw, const analysis_options& options);
  templates_counted finish();

 private:
  struct state;
  std::unique_ptr<state> state_;
};

/// Puts what happened in several files into the order of time.
class event_runs {
 public:
  /// About so many runs are kept: when there are more, the gap that parts them grows.
  static constexpr std::size_t most_runs = 20'000;

  explicit event_runs(const find_runs& asked, std::size_t most = most_runs);
  ~event_runs();
  event_runs(const event_runs&) = delete;
  event_runs& operator=(const event_runs&) = delete;

  void add(const file_part& part, byte_source& raw, const analysis_options& options);
  runs_found finish();

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace fm::evidence
