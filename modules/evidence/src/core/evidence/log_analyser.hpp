#pragma once
// Reads a log record by record and says what stands out in it.
#include "evidence/head_parser.hpp"
#include "evidence/scope.hpp"

#include <fm/evidence/messages.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace fm::evidence {

/// What the analysis of a log is told beforehand.
struct log_options {
  time_window window;          ///< lines outside it are counted, and make no facts
  std::size_t max_facts = 80;  ///< most decisive first
  std::size_t max_patterns = 200;
};

/// One pass over a log in bounded memory: templates, error groups, key facts, bursts, gaps and what came
/// before them. Feed every line in order, then call `finish` once.
class log_analyser {
 public:
  explicit log_analyser(log_options options);
  ~log_analyser();
  log_analyser(log_analyser&&) noexcept;

  /// `raw` is the whole line, `head` its parse; both are used during the call only.
  void add(std::uint64_t number, std::string_view raw, line_head head);

  /// Fills everything in `out` that comes from the lines.
  void finish(digest& out);

 private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

}  // namespace fm::evidence
