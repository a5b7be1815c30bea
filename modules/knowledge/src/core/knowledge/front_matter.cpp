#include "knowledge/front_matter.hpp"

#include <algorithm>

namespace fm::knowledge {
namespace {

constexpr int max_lines = 200;
constexpr std::size_t max_names = 64;
constexpr std::size_t max_name_bytes = 200;

std::string_view trimmed(std::string_view s) {
  while (!s.empty() && (s.front() == ' ' || s.front() == '\t')) s.remove_prefix(1);
  while (!s.empty() && (s.back() == ' ' || s.back() == '\t' || s.back() == ',')) s.remove_suffix(1);
  return s;
}

std::string_view unquoted(std::string_view s) {
  s = trimmed(s);
  if (s.size() >= 2 && (s.front() == '"' || s.front() == '\'') && s.back() == s.front()) {
    s.remove_prefix(1);
    s.remove_suffix(1);
  }
  return s.substr(0, max_name_bytes);
}

void add_names(std::string_view list, std::vector<std::string>& names) {
  list = trimmed(list);
  if (!list.empty() && list.front() == '[') list.remove_prefix(1);
  if (!list.empty() && list.back() == ']') list.remove_suffix(1);
  while (!list.empty() && names.size() < max_names) {
    std::size_t comma = std::min(list.find(','), list.size());
    std::string_view name = unquoted(list.substr(0, comma));
    if (!name.empty()) names.emplace_back(name);
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
}

bool names_key(std::string_view key) {
  return key == "aliases" || key == "tags" || key == "keywords" || key == "alias";
}

}  // namespace

front_matter read_front_matter(std::string_view text) {
  front_matter out;
  std::string_view fence = text.substr(0, 3);
  if (fence != "---" && fence != "+++") return {};
  char separator = fence == "---" ? ':' : '=';
  bool in_list = false;
  std::size_t at = 0;
  for (int number = 0; number < max_lines && at < text.size(); ++number) {
    std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    at = std::min(end + 1, text.size());
    if (number == 0) {
      if (trimmed(line) != fence) return {};
      continue;
    }
    if (trimmed(line) == fence || (fence == "---" && trimmed(line) == "...")) {
      out.bytes = at;
      return out;
    }
    std::string_view body = trimmed(line);
    if (in_list && !body.empty() && body.front() == '-') {
      body.remove_prefix(1);
      if (std::string_view name = unquoted(body); !name.empty() && out.names.size() < max_names) {
        out.names.emplace_back(name);
      }
      continue;
    }
    std::size_t split = line.find(separator);
    if (line.empty() || line.front() == ' ' || split == std::string_view::npos) continue;
    std::string_view key = trimmed(line.substr(0, split));
    std::string_view value = line.substr(split + 1);
    in_list = names_key(key);
    if (key == "title") out.title = unquoted(value);
    if (in_list) add_names(value, out.names);
  }
  return {};
}

}  // namespace fm::knowledge
