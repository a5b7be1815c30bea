#pragma once
// Shared by the tests of the reading half.
#include "evidence/byte_source.hpp"
#include "evidence/head_parser.hpp"
#include "fm/civil/civil_time.hpp"

#include <algorithm>
#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace fm::evidence::test {

/// Microseconds since 1970 of a UTC time.
inline micros at(int year, unsigned month, unsigned day, int hour = 0, int minute = 0, int second = 0,
                 std::int64_t fraction = 0) {
  return (days_from_civil(year, month, day) * seconds_a_day + hour * 3600 + minute * 60 + second) *
             1'000'000 +
         fraction;
}

/// Everything that a source gives, in reads of `block` bytes.
inline std::string read_all(byte_source& source, std::size_t block = 4096) {
  std::string all;
  std::vector<char> buffer(block);
  while (const auto n = source.read(buffer)) all.append(buffer.data(), n);
  return all;
}

/// A head whose views are copied, so that heads of several lines can be kept.
struct kept_head {
  micros time;
  severity level;
  std::string message;
  std::string component;
  std::string source;
  bool continuation;
};

/// Learns from the lines and reads them, as if the file was written on 2025-10-09.
struct parsed_file {
  std::vector<kept_head> heads;
  std::string format;
  std::vector<std::string> notes;
  bool noted(std::string_view part) const {
    return std::any_of(notes.begin(), notes.end(),
                       [&](const auto& n) { return n.find(part) != std::string::npos; });
  }
};
inline parsed_file parse_lines(const std::vector<std::string_view>& lines,
                               const head_parser::options& o = {time_zone{}, at(2025, 10, 9)}) {
  head_parser parser(o);
  parser.learn(lines, lines.empty() ? std::string_view{} : lines.back());
  parsed_file file;
  for (const auto line : lines) {
    const auto h = parser.parse(line);
    file.heads.push_back({h.time, h.level, std::string(h.message), std::string(h.component),
                          std::string(h.source), h.continuation});
  }
  file.format = parser.format();
  file.notes = parser.notes();
  return file;
}

}  // namespace fm::evidence::test

namespace fm::evidence {
inline std::ostream& operator<<(std::ostream& out, severity level) {
  static constexpr const char* names[] = {"none",   "trace",   "debug", "info",
                                          "notice", "warning", "error", "critical"};
  return out << names[static_cast<int>(level)];
}
}  // namespace fm::evidence
