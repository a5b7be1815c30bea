#pragma once
// Exports of log viewers: records that do not stand one in a line.
#include "evidence/line_head.hpp"
#include "evidence/structured_record.hpp"
#include "evidence/time_parser.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace fm::evidence {

/// Takes one line of a record: its number, its text, and what its head says. The views are valid during the
/// call.
using take_line = std::function<void(std::uint64_t number, std::string_view text, const line_head& head)>;

/// The way in which a text holds records.
enum class record_form : std::uint8_t {
  none,
  table,   ///< CSV or TSV with a line of names
  array,   ///< JSON: an array of objects, also inside of an answer of a store of logs
  blocks,  ///< `Key: value` lines, a record after the other
};

/// How the text holds records, by its beginning. When in doubt `none`.
record_form records_in(std::string_view sample, bool whole);
/// For people.
std::string_view name_of(record_form form);

/// Gives the records of a text one by one, in its order.
void read_records(record_form form, std::string_view text, const time_parser::options& times,
                  const take_line& take);

/// The parts of `read_records` and `records_in`.
bool is_record_table(std::string_view sample);
void read_record_table(std::string_view text, const time_parser::options& times, const take_line& take);
bool is_record_array(std::string_view sample, bool whole);
void read_record_array(std::string_view text, const time_parser::options& times, const take_line& take);
bool is_record_blocks(std::string_view sample);
void read_record_blocks(std::string_view text, const time_parser::options& times, const take_line& take);

/// A message that is a record itself (JSON, or logfmt) takes the place of what wraps it; `head` keeps what
/// the inner one does not say. Gives the inner record as text, which `kept` holds, or the empty text.
std::string_view read_inner_record(structured_record& record, time_parser& times, std::string& kept,
                                   line_head& head);

}  // namespace fm::evidence
