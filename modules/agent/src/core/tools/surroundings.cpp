#include "tools/surroundings.hpp"

#include <fm/utf8/cut.hpp>

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

namespace fm::agent::tools {

namespace {

constexpr std::uint64_t above = 120, below = 40;  // lines: a list of secrets, a key
constexpr std::uint64_t head = 5;
constexpr std::uint64_t longest_range = 400;
constexpr std::uint32_t longest_line = 64'000;

struct range {
  std::uint64_t first, last;
};

/// "E2:120": the file and the line; 0 for other names.
std::pair<std::uint32_t, std::uint64_t> line_of(std::string_view name) {
  const auto colon = name.find(':');
  std::uint32_t file = 0;
  std::uint64_t line = 0;
  if (!name.starts_with('E') || colon == name.npos) return {};
  std::from_chars(name.data() + 1, name.data() + colon, file);
  std::from_chars(name.data() + colon + 1, name.data() + name.size(), line);
  return {file, line};
}

/// Lines that stand near each other have their surroundings in common.
std::vector<range> ranges_around(std::vector<std::uint64_t> lines) {
  std::sort(lines.begin(), lines.end());
  std::vector<range> out;
  for (const auto line : lines) {
    const range one{line > above ? line - above : 1, line + below};
    if (!out.empty() && one.first <= out.back().last + 1 && one.last - out.back().first < longest_range)
      out.back().last = one.last;
    else
      out.push_back(one);
  }
  if (!out.empty() && out.front().first > head) out.insert(out.begin(), {1, head});
  return out;
}

}  // namespace

std::vector<evidence::read_lines> plan_surroundings(const tool_result& shown,
                                                    const evidence::case_files& files) {
  std::map<std::uint32_t, std::vector<std::uint64_t>> by_file;
  for (const auto& c : shown.citables)
    if (const auto [file, line] = line_of(c.name); file > 0 && line > 0 && file <= files.files.size())
      by_file[file].push_back(line);
  std::vector<evidence::read_lines> out;
  for (auto& [file, lines] : by_file) {
    std::vector<tool_finding> ignored;
    json::value arguments;
    arguments.set("evidence", "E" + std::to_string(file));
    const auto parts = parts_of(arguments, files, {}, ignored);
    if (parts.size() != 1) continue;
    for (const auto& r : ranges_around(std::move(lines))) {
      if (out.size() == most_ranges) return out;
      evidence::read_lines m;
      m.part = parts.front();
      m.first = r.first, m.last = r.last;
      m.most = static_cast<std::uint32_t>(r.last - r.first + 1);
      m.longest = longest_line;
      out.push_back(std::move(m));
    }
  }
  return out;
}

std::string surroundings_of(const evidence::lines_read& found, std::size_t most) {
  std::string out;
  for (const auto& line : found.lines) {
    if (out.size() + line.text.size() + 1 > most) {
      out += first_bytes(line.text, most - std::min(most, out.size()));
      break;
    }
    out += line.text + "\n";
  }
  return out;
}

}  // namespace fm::agent::tools
