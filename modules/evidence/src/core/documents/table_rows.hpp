#pragma once
// Tables as `kubectl get` prints them: columns found from the header, or by the shape of the rows.
#include "documents/text.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fm::evidence {

/// One cell with the name of its column (upper case as in the header).
struct table_cell {
  std::string_view column;
  std::string_view value;
};

/// One row: its line and its cells.
struct table_row {
  std::uint64_t line = 0;
  std::string_view type;  ///< "pod", "deployment", "event" ...; "" when neither header nor shape tells
  std::vector<table_cell> cells;
  std::string_view get(std::string_view column) const;
};

/// The columns of a header line (at least two, in capitals), or none when the line is no header.
std::vector<std::string_view> header_columns(std::string_view line);
/// The kind of object that the rows below such a header are about; "" when it is unknown.
std::string_view type_of_header(const std::vector<std::string_view>& columns);
/// The kind of object that a row without header shows by its shape; its cells named. Type "" when it fits
/// none.
table_row shape_of_row(std::string_view line);
/// All rows of a text; several tables may follow each other. Lines that are no rows are left out.
std::vector<table_row> read_table(const text_lines& lines);

}  // namespace fm::evidence
