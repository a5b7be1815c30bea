#include "pasted/printed.hpp"

#include "evidence/control_sequence.hpp"

#include <algorithm>

namespace fm::evidence {

std::size_t job_time(std::string_view line) {
  constexpr std::size_t shortest = 21;  // 2026-01-01T00:00:00Z and a blank
  if (line.size() < shortest || line[4] != '-' || line[7] != '-' || line[10] != 'T' || line[13] != ':')
    return 0;
  const auto end = line.find(' ');
  if (end == std::string_view::npos || end > 36 || line[end - 1] != 'Z') return 0;
  return end + 1;
}

std::string_view bare_beginning(std::string_view line) {
  line.remove_prefix(job_time(line));
  while (line.starts_with('\x1b')) {
    const auto length = control_sequence(line);
    if (length == 0 || length == std::string_view::npos) break;
    line.remove_prefix(length);
  }
  return line;
}

std::string as_printed(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  std::size_t lines = 0;
  std::size_t timed = 0;
  for (auto rest = text; lines < 50 && !rest.empty(); ++lines) {
    const auto end = rest.find('\n');
    timed += job_time(rest.substr(0, end)) != 0;
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  }
  const bool of_job = timed * 2 > lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (of_job) line.remove_prefix(job_time(line));
    for (auto escape = line.find('\x1b'); escape != std::string_view::npos; escape = line.find('\x1b')) {
      out.append(line.substr(0, escape));
      const auto length = control_sequence(line.substr(escape));
      line.remove_prefix(
          std::min(line.size(), escape + (length == 0 || length == std::string_view::npos ? 1 : length)));
    }
    out.append(line);
    if (end == text.size()) break;
    out.push_back('\n');
    text.remove_prefix(end + 1);
  }
  return out;
}

}  // namespace fm::evidence
