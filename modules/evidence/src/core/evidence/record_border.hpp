#pragma once
// Where records begin and end, as far as the heads of their lines alone do not tell.
#include "evidence/line_head.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace fm::evidence {

/// What a line is to the record above it.
enum class belonging : std::uint8_t {
  begins,     ///< a record of its own
  continues,  ///< a part of the record above
};

/// Looks at the lines of a log in their order. Joins what a program wrote at once although each of its lines
/// has a head (a trace in syslog, a term over several lines, klog's `output=<`), and parts what only follows:
/// later by seconds, or behind a severity that was taken for text of the record above.
class record_border {
 public:
  /// Decides about the next line; gives `head` the severity and the message where it parts the line from the
  /// record above. Empty lines end nothing.
  belonging next(std::string_view raw, line_head& head) {
    if (head.continuation) return after_record(head);
    if (open_ != open::no || may_continue(head)) return next_slowly(raw, head);
    begin(raw, head);
    return belonging::begins;
  }

 private:
  enum class open : std::uint8_t {
    no,
    block,    // klog's `output=<`, until `>`
    term,     // ends within brackets
    python,   // a traceback, until its last line
    traced,   // a traceback has ended: another may follow
    panic,    // Rust has stated the place; the message follows
    items,    // what is wrong was announced: `[1]: ...` may follow
    package,  // npm's account
  };

  /// Frames and causes of a trace whose lines have heads.
  static bool may_continue(const line_head& head) {
    return !head.message.empty() && head.level == severity::none &&
           (head.message.front() == 'a' || head.message.front() == 'C' || head.message.front() == '.') &&
           continues_trace(head.message);
  }
  static bool continues_trace(std::string_view message);

  void begin(std::string_view raw, const line_head& head) {
    last_ = head.time;
    open_ = open::no;
    if (!head.message.empty() && (opens(head.message.back()) || (tells(head.level) && leads(head.message))))
      begin_open(raw, head);
  }
  static bool opens(char last) {
    return last == '<' || last == ',' || last == '{' || last == '(' || last == '[';
  }
  /// Not most lines: what stands below them is theirs whatever it is.
  static bool tells(severity level) { return level == severity::none || level >= severity::error; }
  static bool leads(std::string_view message) {
    const char first = message.front(), last = message.back();
    return last == ':' || last == 'd' || last == ';' || first == 'T' || first == 'n';
  }

  void begin_open(std::string_view raw, const line_head& head);
  belonging after_record(line_head& head);
  belonging next_slowly(std::string_view raw, line_head& head);
  bool joins(std::string_view raw, const line_head& head);
  bool is_near(micros time) const;

  open open_ = open::no;
  micros last_ = no_time;     // of the line above
  std::uint32_t joined_ = 0;  // lines of the open record
  std::size_t gap_ = 0;       // blanks before its message
  int depth_ = 0;             // brackets of a term that are open
  severity level_ = severity::none;
  std::string source_, component_;
};

}  // namespace fm::evidence
