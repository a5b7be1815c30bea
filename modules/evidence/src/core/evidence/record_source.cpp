#include "evidence/record_source.hpp"

namespace fm::evidence {

record_form records_in(std::string_view sample, bool whole) {
  const auto first = sample.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return record_form::none;
  if (sample[first] == '[' || sample[first] == '{')
    return is_record_array(sample, whole) ? record_form::array : record_form::none;
  if (is_record_table(sample)) return record_form::table;
  return is_record_blocks(sample) ? record_form::blocks : record_form::none;
}

std::string_view name_of(record_form form) {
  switch (form) {
    case record_form::none:
      break;
    case record_form::table:
      return "table of records";
    case record_form::array:
      return "JSON records";
    case record_form::blocks:
      return "records of several lines";
  }
  return {};
}

void read_records(record_form form, std::string_view text, const time_parser::options& times,
                  const take_line& take) {
  switch (form) {
    case record_form::none:
      break;
    case record_form::table:
      return read_record_table(text, times, take);
    case record_form::array:
      return read_record_array(text, times, take);
    case record_form::blocks:
      return read_record_blocks(text, times, take);
  }
}

std::string_view read_inner_record(structured_record& record, time_parser& times, std::string& kept,
                                   line_head& head) {
  if (head.message.size() < 4) return {};
  const bool json = head.message.front() == '{';
  if (!json && !looks_like_logfmt(head.message)) return {};
  kept.assign(head.message);
  line_head inner;
  if (!(json ? record.read_json(kept, times, inner) : record.read_logfmt(kept, times, inner))) return {};
  head.message = inner.message;
  if (inner.level != severity::none) head.level = inner.level;
  if (!inner.component.empty()) head.component = inner.component;
  if (head.time == no_time) head.time = inner.time;
  return kept;
}

}  // namespace fm::evidence
