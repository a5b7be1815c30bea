#pragma once
// The lines that a claim cites, with what their form tells: columns, fields, indentation, time since the
// start.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fm::agent {

/// Lower case with single blanks.
std::string plain_text(std::string_view text);

/// "exit=-13", "Leader: 1", a member of an object of JSON, a cell below the head of its column.
struct line_field {
  std::string name, value;  ///< as plain text
};

struct source_line {
  std::string text;                ///< plain
  std::string parts;               ///< the words that capitals part within names: "bad crc" of "BadCRC"
  std::string head;                ///< the heads of its columns, as plain text, where it is a row of a table
  std::vector<line_field> fields;  ///< at most 64
  std::optional<double> stamp;     ///< seconds that a kernel had run: "[ 1201.110001] ata5: ..."
  bool row = false;                ///< of a table: a record of its own
  bool indented = false;
  bool labelled = false;  ///< a field of an object that a line each tells: "Level:   Error"
};

/// Of each source the first `longest` bytes, read as one line.
std::vector<source_line> read_lines(std::span<const std::string> sources, std::size_t longest);

}  // namespace fm::agent
