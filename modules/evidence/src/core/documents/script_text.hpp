#pragma once
// The scripts that containers run, line by line and statement by statement.
#include "documents/text.hpp"
#include "fm/yaml/node.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fm::evidence {

/// A piece of a script that stands letter by letter in a line of the file.
struct script_line {
  std::uint64_t line = 0;
  std::string_view text;
};
/// The pieces of a scalar, in order.
std::vector<script_line> lines_of_scalar(const yaml::node& scalar, const text_lines& lines);
/// `command` and `args` of a container, in order.
std::vector<script_line> script_of(const yaml::node& container, const text_lines& lines);

/// One command of a shell script.
struct statement {
  std::uint64_t line = 0;
  std::string_view text;
  bool conditional = false;  ///< inside if, loop, case, function, or after || and &&
  /// Its words without quotes.
  std::vector<std::string_view> words() const;
};
/// The commands of a script; text that is no shell yields few of them.
std::vector<statement> statements_of(const std::vector<script_line>& script);

/// The texts in quotes that a line prints (echo, printf, print, log calls, raise), letter by letter.
std::vector<std::string_view> printed_texts(std::string_view line);

}  // namespace fm::evidence
