#include "agent/wording.hpp"

#include <fm/civil/utc_text.hpp>
#include <fm/utf8/cut.hpp>

#include <algorithm>
#include <array>
#include <cstdio>

namespace fm::agent {

namespace {

const std::string* find_slot(const std::vector<slot>& slots, std::string_view name) {
  for (const auto& s : slots)
    if (s.name == name && !s.value.empty()) return &s.value;
  return nullptr;
}

/// Renders `form` into `out`; false when a slot outside of inner brackets is missing.
bool render(std::string_view form, const std::vector<slot>& slots, std::string& out);

/// True when every slot of an optional part stands in `told` already: it would only repeat.
bool repeats(std::string_view part, const std::vector<slot>& slots, std::string_view told) {
  bool any = false;
  for (const auto& name : slots_of(part))
    if (const auto* value = find_slot(slots, name)) {
      any = true;
      if (!contains_folded(told, *value)) return false;
    }
  return any;
}

bool render(std::string_view form, const std::vector<slot>& slots, std::string& out) {
  bool complete = true;
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (form[i] == '{') {
      auto end = form.find('}', i);
      if (end == std::string_view::npos) return false;
      if (const auto* value = find_slot(slots, form.substr(i + 1, end - i - 1)))
        out += *value;
      else
        complete = false;
      i = end;
    } else if (form[i] == '[') {
      auto end = form.find(']', i);
      if (end == std::string_view::npos) return false;
      std::string part;
      auto optional = form.substr(i + 1, end - i - 1);
      if (!repeats(optional, slots, out) && render(optional, slots, part)) out += part;
      i = end;
    } else {
      out.push_back(form[i]);
    }
  }
  return complete;
}

}  // namespace

bool has_all_slots(std::string_view form, const std::vector<slot>& slots) {
  std::string out;
  return render(form, slots, out);
}

std::string fill(std::string_view form, const std::vector<slot>& slots) {
  std::string out;
  render(form, slots, out);
  out.erase(0, std::min(out.size(), out.find_first_not_of(" ,:;")));
  while (!out.empty() && (out.back() == ' ' || out.back() == ':' || out.back() == ';')) out.pop_back();
  // A sentence whose optional beginning was left out begins within the form.
  const auto first_word = out.substr(0, out.find_first_of(" ,:;."));
  if (!out.empty() && out.front() >= 'a' && out.front() <= 'z' && form.find(']' + first_word) != form.npos)
    out.front() = static_cast<char>(out.front() - 'a' + 'A');
  return out;
}

std::vector<std::string> slots_of(std::string_view form) {
  std::vector<std::string> names;
  for (auto at = form.find('{'); at != std::string_view::npos; at = form.find('{', at + 1))
    if (auto end = form.find('}', at); end != std::string_view::npos)
      names.emplace_back(form.substr(at + 1, end - at - 1));
  return names;
}

std::string time_text(micros t) {
  if (t == evidence::no_time) return {};
  // The kernel's log counts from the start of its machine; no program logged before 1980.
  constexpr micros first_log = micros{10} * 365 * 86'400 * second;
  if (t >= 0 && t < first_log) {
    auto text = std::to_string(t / second);
    if (const auto rest = t % second; rest != 0) {
      text += '.' + std::to_string(second + rest).substr(1);
      text.erase(text.find_last_not_of('0') + 1);
    }
    return text + " s after the machine's start";
  }
  return utc_text(t, fraction::as_needed);
}

std::string length_text(micros t) {
  std::array<char, 32> text{};
  auto s = static_cast<double>(t) / 1e6;
  if (s < 1)
    std::snprintf(text.data(), text.size(), "%.0f ms", s * 1e3);
  else if (s < 120)
    std::snprintf(text.data(), text.size(), "%.3g s", s);
  else if (s < 7200)
    std::snprintf(text.data(), text.size(), "%.3g min", s / 60);
  else
    std::snprintf(text.data(), text.size(), "%.3g h", s / 3600);
  return text.data();
}

std::string citation_text(const citation& c, std::size_t most) {
  if (c.passage != 0)
    return "[K" + std::to_string(c.passage) + (c.anchor.empty() ? "" : "#" + c.anchor) + "]";
  if (c.picture != 0) return "[P" + std::to_string(c.picture) + "]";
  std::string out = "[E" + std::to_string(c.evidence) + ":";
  for (std::size_t i = 0; i < c.lines.size(); ++i) {
    if (i == most) {
      out += ",…";
      break;
    }
    if (i > 0) out += ",";
    out += "L" + std::to_string(c.lines[i].first);
    if (c.lines[i].last != c.lines[i].first) out += "-L" + std::to_string(c.lines[i].last);
  }
  return out + "]";
}

std::string citations_text(const std::vector<citation>& list, std::size_t most) {
  std::string out;
  for (const auto& c : list) {
    if (!out.empty()) out += " ";
    out += citation_text(c, most);
  }
  return out;
}

std::string excerpt(std::string_view text, std::string_view part, std::size_t words) {
  struct piece {
    std::size_t begin, end;
  };
  std::vector<piece> pieces;
  for (std::size_t i = 0; i < text.size();) {
    while (i < text.size() && static_cast<unsigned char>(text[i]) <= ' ') ++i;
    auto begin = i;
    while (i < text.size() && static_cast<unsigned char>(text[i]) > ' ') ++i;
    if (i > begin) pieces.push_back({begin, i});
  }
  std::size_t first = 0, last = pieces.size();
  if (pieces.size() > words) {
    auto at = part.empty() ? std::string_view::npos : text.find(part);
    std::size_t hit_first = 0, hit_last = 0;
    if (at != std::string_view::npos) {
      while (hit_first + 1 < pieces.size() && pieces[hit_first].end <= at) ++hit_first;
      hit_last = hit_first;
      while (hit_last + 1 < pieces.size() && pieces[hit_last].end < at + part.size()) ++hit_last;
    }
    auto wanted = std::min(words, hit_last - hit_first + 1);
    auto spare = words - wanted;
    first = hit_first - std::min(hit_first, spare / 2);
    last = std::min(pieces.size(), first + words);
    if (last - first < words) first = last - words;
  }
  std::string out;
  for (auto i = first; i < last; ++i) {
    if (!out.empty()) out.push_back(' ');
    auto word = text.substr(pieces[i].begin, pieces[i].end - pieces[i].begin);
    if (word.size() > 160) {  // a word this long is data
      out += first_bytes(word, 157);
      out += "…";
    } else {
      out += word;
    }
  }
  if (first > 0) out.insert(0, "…");
  if (last < pieces.size()) out += "…";
  return out;
}

std::size_t word_count(std::string_view text) {
  std::size_t n = 0;
  bool inside = false;
  for (char c : text) {
    bool blank = static_cast<unsigned char>(c) <= ' ';
    n += !blank && !inside;
    inside = !blank;
  }
  return n;
}

std::string lowered(std::string_view text) {
  std::string out(text);
  for (auto& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  return out;
}

std::string figure(double value) {
  char text[16];
  std::snprintf(text, sizeof text, "%.2f", value);
  return text;
}

bool contains_folded(std::string_view text, std::string_view part) {
  auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
  return std::search(text.begin(), text.end(), part.begin(), part.end(),
                     [&](char a, char b) { return lower(a) == lower(b); }) != text.end();
}

}  // namespace fm::agent
