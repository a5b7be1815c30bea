#include "evidence/line_scan.hpp"

#include "documents/recognise.hpp"
#include "evidence/extractor.hpp"
#include "evidence/file_text.hpp"
#include "evidence/head_parser.hpp"
#include "evidence/line_reader.hpp"
#include "evidence/record_source.hpp"
#include "evidence/severity_word.hpp"

#include <fm/budget/checkpoint.hpp>

#include <cstddef>
#include <vector>

namespace fm::evidence {

namespace {

constexpr std::size_t longest_export = 16u << 20;

/// How the text holds records that do not stand one in a line; it is whole then.
record_form form_of(file_text& text) {
  if (is_plain_log(text.sample())) return record_form::none;
  const auto form = records_in(text.sample(), text.complete());
  return form != record_form::none && text.make_whole(longest_export) ? form : record_form::none;
}

time_parser::options times_of(const analysis_options& options) {
  return {.zone = options.zone, .reference_time = options.now};
}

/// Where a record of an export begins, and what it says.
struct record_begin {
  std::uint64_t number = 0;
  micros time = no_time;
  severity level = severity::none;
};

std::vector<record_begin> begins_in(record_form form, std::string_view all, const analysis_options& options) {
  std::vector<record_begin> out;
  read_records(form, all, times_of(options),
               [&](std::uint64_t number, std::string_view, const line_head& head) {
                 budget::checkpoint();
                 if (!out.empty() && out.back().number == number)
                   out.back().level = more_severe(out.back().level, head.level);
                 else if (!head.continuation)
                   out.push_back({number, head.time, head.level});
               });
  return out;
}

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

std::string scan_export(record_form form, std::string_view all, const analysis_options& options,
                        const std::function<bool(const scanned_line&)>& take) {
  const auto begins = begins_in(form, all, options);
  memory_source source(all);
  line_reader reader(source);
  line_view line;
  scanned_line out;
  std::size_t next = 0;
  while (reader.next(line)) {
    budget::checkpoint();
    out.number = line.number;
    out.text = line.text;
    out.cut = line.cut;
    out.begins_record = false;
    for (; next < begins.size() && begins[next].number <= line.number; ++next) {
      if (begins[next].time != no_time) out.time = begins[next].time;
      out.level = begins[next].level;
      out.begins_record = true;
    }
    if (!take(out)) break;
  }
  return {};
}

}  // namespace

std::string scan_lines(byte_source& raw, const analysis_options& options, std::uint64_t records_from,
                       const std::function<bool(const scanned_line&)>& take) {
  file_text text(raw);
  if (text.failed()) return std::string(text.error());
  if (records_from != no_records)
    if (const auto form = form_of(text); form != record_form::none)
      return scan_export(form, text.sample(), options, take);
  auto parser = records_from != no_records ? make_head_parser(text, options) : head_parser();
  line_reader reader(text);
  line_view line;
  scanned_line out;
  while (reader.next(line)) {
    budget::checkpoint();
    out.number = line.number;
    out.text = line.text;
    out.cut = line.cut;
    if (line.number >= records_from) {
      const auto head = parser.parse(line.text);
      out.begins_record = !head.continuation && !is_blank(line.text);
      if (head.time != no_time) out.time = head.time;
      if (out.begins_record) out.level = head.level;
    }
    if (!take(out)) return {};
  }
  return std::string(text.error());
}

std::string scan_records(byte_source& raw, const analysis_options& options,
                         const std::function<void(const scanned_record&)>& take) {
  file_text text(raw);
  if (text.failed()) return std::string(text.error());
  scanned_record out;
  const auto give = [&](std::uint64_t number, std::string_view line, const line_head& head) {
    budget::checkpoint();
    if (head.time != no_time) out.time = head.time;
    if (head.continuation || is_blank(line)) return;
    out.number = number;
    out.text = line;
    out.message = head.message;
    out.level = head.level;
    take(out);
  };
  if (const auto form = form_of(text); form != record_form::none) {
    read_records(form, text.sample(), times_of(options), give);
    return {};
  }
  auto parser = make_head_parser(text, options);
  line_reader reader(text);
  line_view line;
  while (reader.next(line)) give(line.number, line.text, parser.parse(line.text));
  return std::string(text.error());
}

}  // namespace fm::evidence
