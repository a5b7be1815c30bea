#include <fm/evidence/rule_form.hpp>

#include <algorithm>

namespace fm::evidence {

std::vector<form_slot> form_slots(std::string_view form) {
  std::vector<form_slot> all;
  for (auto at = form.find('{'); at != std::string_view::npos; at = form.find('{', at + 1)) {
    const auto end = form.find('}', at);
    if (end == std::string_view::npos) break;
    form_slot s;
    s.name = form.substr(at + 1, end - at - 1);
    s.begin = at, s.end = end + 1;
    if (const auto bar = s.name.find('|'); bar != std::string_view::npos) {
      s.has_word = true;
      s.word = s.name.substr(bar + 1);
      s.name = s.name.substr(0, bar);
    }
    constexpr std::string_view meaning = ":meaning";
    if (s.name.ends_with(meaning)) {
      s.meaning = true;
      s.name.remove_suffix(meaning.size());
    }
    const bool name = !s.name.empty() && std::all_of(s.name.begin(), s.name.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
    if (name) all.push_back(s);  // else braces of a command, such as those of awk
    at = end;
  }
  return all;
}

std::string form_mistake(std::string_view form) {
  bool in_slot = false, in_part = false;
  for (const char c : form) {
    if (c == '{') {
      if (in_slot) return "a slot stands within a slot";
      in_slot = true;
    } else if (c == '}') {
      if (!in_slot) return "a '}' closes nothing";
      in_slot = false;
    } else if (c == '[') {
      if (in_part) return "a part in brackets stands within another one";
      in_part = true;
    } else if (c == ']') {
      if (!in_part) return "a ']' closes nothing";
      in_part = false;
    }
  }
  if (in_slot) return "a '{' is never closed";
  if (in_part) return "a '[' is never closed";
  return {};
}

}  // namespace fm::evidence
