#include "documents/setting_lines.hpp"

#include <algorithm>

namespace fm::evidence {
namespace {

constexpr std::size_t most_settings = 20'000, longest_key = 120, longest_value = 300;

bool is_key(std::string_view s) {
  return !s.empty() && s.size() <= longest_key && std::all_of(s.begin(), s.end(), [](char c) {
    return is_alpha(c) || is_digit(c) || c == '_' || c == '-' || c == '.' || c == '/';
  });
}

std::string_view bare(std::string_view value) {
  value = trim(value);
  while (value.ends_with(';') || value.ends_with(',')) value = trim_right(value.substr(0, value.size() - 1));
  if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front())
    value = value.substr(1, value.size() - 2);
  return value;
}

}  // namespace

setting setting_of(std::string_view line) {
  line = trim(line);
  if (line.starts_with("- ")) line = trim(line.substr(2));
  if (line.empty() || line.front() == '#' || line.front() == ';' || line.starts_with("//")) return {};
  if (line.starts_with("export ")) line = trim(line.substr(7));
  const auto mark = line.find_first_of("=:");
  auto key = mark == std::string_view::npos ? std::string_view() : bare(line.substr(0, mark));
  auto value = mark == std::string_view::npos ? std::string_view() : line.substr(mark + 1);
  // `listen 80;` of nginx, `maxmemory 2gb` of Redis: one word and its value.
  if (!is_key(key)) {
    const auto blank = line.find_first_of(" \t");
    if (blank == std::string_view::npos || line.ends_with('{')) return {};
    key = line.substr(0, blank);
    value = line.substr(blank + 1);
  }
  value = bare(value);
  if (!is_key(key) || value.empty() || value.size() > longest_value) return {};
  return {key, value};
}

std::vector<placed_setting> settings_of(const text_lines& lines) {
  std::vector<placed_setting> out;
  struct level {
    std::size_t indent;
    std::string name;
  };
  std::vector<level> around;
  std::string section;
  for (std::uint64_t n = 1; n <= lines.count() && out.size() < most_settings; ++n) {
    const auto line = trim_right(lines.at(n));
    const auto indent = line.find_first_not_of(" \t");
    if (indent == std::string_view::npos) continue;
    if (line[indent] == '[' && line.back() == ']') {
      section = line.substr(indent);
      continue;
    }
    while (!around.empty() && around.back().indent >= indent) around.pop_back();
    const auto s = setting_of(line);
    if (s.key.empty()) {
      // What opens a block names what stands in it.
      if (line.ends_with(':') || line.ends_with('{'))
        around.push_back({indent, std::string(trim(line.substr(indent, line.size() - indent - 1)))});
      continue;
    }
    placed_setting p;
    p.path = section;
    for (const auto& l : around) p.path += l.name + "/";
    p.path += s.key;
    p.key = s.key, p.value = s.value, p.text = line.substr(indent), p.line = n;
    out.push_back(std::move(p));
  }
  return out;
}

}  // namespace fm::evidence
