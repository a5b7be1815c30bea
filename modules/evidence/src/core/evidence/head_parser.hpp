#pragma once
// From a line to its record: time, severity, message, component, and whether it continues the record above.
#include "evidence/container_prefix.hpp"
#include "evidence/continuation.hpp"
#include "evidence/head_layout.hpp"
#include "evidence/line_head.hpp"
#include "evidence/structured_record.hpp"
#include "evidence/time_parser.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fm::evidence {

/// Reads the heads of one file's lines, in their order. Knows the usual formats, and learns from a sample
/// which leading columns the heads of other formats have.
class head_parser {
 public:
  using options = time_parser::options;
  static constexpr std::size_t most_sample_lines = 500;

  head_parser() : head_parser(options{}) {}
  explicit head_parser(options o);

  /// Learns the format from the first lines of the file, of which at most `most_sample_lines` count. A caller
  /// that can seek gives the last line too: it tells the year of a file without years.
  void learn(std::span<const std::string_view> first_lines, std::string_view last_line = {});

  /// Reads the next line. The views are valid until the next call.
  line_head parse(std::string_view line);

  /// What the file looks like, for people: "JSON lines", "syslog RFC 3164", "text: ISO 8601" ...
  std::string format() const;
  /// What was assumed about times, as sentences for people.
  std::vector<std::string> notes() const;

 private:
  enum class head_kind : std::uint8_t {
    none,
    json,
    logfmt,
    access,
    klog,
    redis,
    delimited,
    audit,
    boot,
    syslog_5424,
    layout,
    free,
    count
  };
  struct learned_layout {
    head_layout layout;
    time_parser first;
    time_parser others;
  };

  head_kind read_head(std::string_view text, line_head& head);
  head_kind read_text_head(std::string_view text, line_head& head);
  bool apply(learned_layout& l, std::string_view text, line_head& head);
  void read_inner(line_head& head);
  void settle(std::string_view text, head_kind kind, line_head& head);
  bool most_lines_have_time() const;

  options options_;
  container_prefix prefix_;
  structured_record record_;
  continuation_tracker tracker_;
  time_parser outer_times_;
  time_parser times_;
  time_parser free_times_;
  std::vector<learned_layout> layouts_;
  std::size_t likely_layout_ = 0;
  bool has_access_ = false;
  bool has_redis_ = false;
  bool has_delimited_ = false;

  std::uint64_t timed_lines_ = 0;
  std::uint64_t plain_lines_ = 0;  // neither blank nor indented
  bool has_record_ = false;
  bool last_continues_ = false;  // the runtime split a line: what follows is its rest
  severity last_level_ = severity::none;
  std::array<std::uint64_t, static_cast<std::size_t>(head_kind::count)> seen_{};
  container_format container_ = container_format::none;
};

}  // namespace fm::evidence
