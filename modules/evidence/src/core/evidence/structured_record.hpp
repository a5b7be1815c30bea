#pragma once
// Reads the record in a JSON or logfmt line by the usual names of its fields.
#include "evidence/field_scanner.hpp"
#include "evidence/line_head.hpp"
#include "evidence/time_parser.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace fm::evidence {

/// Finds time, severity, message, error, component and source among the fields of one line.
class structured_record {
 public:
  /// Reads a line that begins with `{`. False, and `head` unchanged, when it is no record: no field has a
  /// known name.
  bool read_json(std::string_view text, time_parser& times, line_head& head);
  /// Reads a line that `looks_like_logfmt`.
  bool read_logfmt(std::string_view text, time_parser& times, line_head& head);
  /// Reads fields that stand in columns or below each other; `text` is the message when none of them is one.
  bool read_fields(std::span<const field> fields, std::string_view text, time_parser& times, line_head& head);

  /// What a key stands for in a table of records.
  enum class column : std::uint8_t { other, time, message };
  static column meaning_of(std::string_view key);
  /// True for the name of a time, a level, a message, a component and the like.
  static bool knows(std::string_view key);

 private:
  struct found;
  static void classify(const field& f, found& all);
  static void look_inside(const field& f, found& all);
  bool give(found& all, std::string_view text, time_parser& times, line_head& head);
  std::string_view compose(const found& all, std::string_view text);

  std::string buffer_;
};

}  // namespace fm::evidence
