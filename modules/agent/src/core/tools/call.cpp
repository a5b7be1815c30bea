#include "tools/call.hpp"

#include "agent/wording.hpp"

#include <fm/civil/iso_time.hpp>
#include <fm/evidence/kind_names.hpp>
#include <fm/evidence/whole_file.hpp>
#include <fm/utf8/cut.hpp>
#include <fm/utf8/folding.hpp>

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <utility>

namespace fm::agent::tools {

namespace {

constexpr std::size_t most_named = 20;

using path = std::vector<std::string>;

path joined(path at, const char* name) {
  at.emplace_back(name);
  return at;
}

/// The number in "E2"; 0 when the name is none of that form.
std::uint32_t number_in(std::string_view name) {
  if (name.size() < 2 || (name.front() != 'E' && name.front() != 'e')) return 0;
  std::uint32_t n = 0;
  const auto read = std::from_chars(name.data() + 1, name.data() + name.size(), n);
  return read.ec == std::errc() && read.ptr == name.data() + name.size() ? n : 0;
}

std::string listed(const evidence::case_files& files) {
  if (files.files.empty()) return "the case has no evidence that can be read";
  std::string out = "there is ";
  for (std::size_t i = 0; i < files.files.size() && i < most_named; ++i) {
    const auto& f = files.files[i];
    out += (i == 0 ? "E" : ", E") + std::to_string(f.number) + " (" + f.name + ")";
  }
  if (files.files.size() > most_named)
    out += " and " + std::to_string(files.files.size() - most_named) + " more";
  return out;
}

/// A time of an argument. An end that names no second is the end of its minute, a date that of its day.
std::optional<evidence::micros> read_bound(std::string_view text, bool is_end) {
  const auto t = read_iso_time(text);
  if (!t || !is_end) return t;
  constexpr std::size_t date = 10, up_to_minutes = 16;
  constexpr evidence::micros day = 86'400 * second;
  if (text.size() == date) return *t + day - 1;
  const bool has_seconds = text.size() > up_to_minutes && text[up_to_minutes] == ':';
  if (!has_seconds) return *t + minute - 1;
  return text.find('.') == std::string_view::npos ? *t + second - 1 : *t;
}

struct window {
  bool set = false;
  evidence::micros first = std::numeric_limits<evidence::micros>::min() + 1;
  evidence::micros last = std::numeric_limits<evidence::micros>::max();
};

window window_of(const json::value& arguments, const evidence::case_files& files, const path& at,
                 std::vector<tool_finding>& findings) {
  window out;
  const auto take = [&](const char* name, bool is_end, evidence::micros& bound) {
    const auto text = text_argument(arguments, name);
    if (text.empty()) return;
    const auto t = read_bound(text, is_end);
    if (!t) {
      findings.push_back({"datetime_type", joined(at, name),
                          "should be a time such as 2026-03-01T10:05:00Z; " + span_of(files)});
      return;
    }
    bound = *t;
    out.set = true;
  };
  take("from", false, out.first);
  take("to", true, out.last);
  if (out.set && out.first > out.last)
    findings.push_back({"value_error", joined(at, "to"), "should not be before 'from'; " + span_of(files)});
  return out;
}

}  // namespace

std::string text_argument(const json::value& arguments, std::string_view name) {
  const auto* found = arguments.find(name);
  const auto* text = found == nullptr ? nullptr : found->as_string();
  return text == nullptr ? std::string() : *text;
}

std::int64_t number_argument(const json::value& arguments, std::string_view name, std::int64_t otherwise) {
  const auto* found = arguments.find(name);
  std::int64_t n = 0;
  return found != nullptr && found->integer(n) ? n : otherwise;
}

evidence::severity severity_argument(const json::value& arguments, std::string_view name,
                                     evidence::severity otherwise) {
  const auto word = text_argument(arguments, name);
  const auto* found = std::find(evidence::severity_names.begin(), evidence::severity_names.end(), word);
  return found == evidence::severity_names.end()
             ? otherwise
             : static_cast<evidence::severity>(found - evidence::severity_names.begin());
}

std::vector<std::string> ids_of(const evidence::case_files& files) {
  std::vector<std::string> out;
  for (const auto& f : files.files) out.push_back(f.id);
  return out;
}

page page_of(const call& c, const std::vector<std::string>& bound_to, std::uint32_t usual_limit,
             std::vector<tool_finding>& findings) {
  page_key key;
  key.add(c.case_id);
  key.add(c.tool);
  std::vector<std::string> members;
  for (const auto& [name, value] : *c.arguments.as_object())
    if (name != "cursor" && name != "limit") members.push_back(name + "=" + json::write(value));
  // The order in which arguments are written means nothing.
  std::sort(members.begin(), members.end());
  for (const auto& m : members) key.add(m);
  for (const auto& b : bound_to) key.add(b);
  page out;
  out.key = key.value();
  out.limit = static_cast<std::uint32_t>(number_argument(c.arguments, "limit", usual_limit));
  const auto cursor = text_argument(c.arguments, "cursor");
  if (cursor.empty()) return out;
  if (const auto skip = skip_of(cursor, out.key))
    out.skip = *skip;
  else
    findings.push_back({"value_error",
                        {"cursor"},
                        "should be the next_cursor of a page of this very call; it is none, belongs to other "
                        "arguments, or the evidence of the case has changed: leave it out to begin anew"});
  return out;
}

const evidence::numbered_file* find_file(std::string_view name, const evidence::case_files& files,
                                         std::vector<std::string> at, std::vector<tool_finding>& findings) {
  if (const auto number = number_in(name); number >= 1 && number <= files.files.size())
    return &files.files[number - 1];
  std::vector<const evidence::numbered_file*> alike;
  for (const auto& f : files.files)
    if (f.id == name || f.name == name) alike.push_back(&f);
  if (alike.empty()) {
    const auto meant = folded(name);
    for (const auto& f : files.files)
      if (folded(f.name) == meant) alike.push_back(&f);
  }
  if (alike.size() == 1) return alike.front();
  if (alike.size() > 1) {
    std::string names;
    for (std::size_t i = 0; i < alike.size() && i < most_named; ++i)
      names += (i == 0 ? "E" : ", E") + std::to_string(alike[i]->number);
    findings.push_back({"value_error", std::move(at), "is the name of several files: say one of " + names});
    return nullptr;
  }
  constexpr std::size_t longest = 80;
  findings.push_back(
      {"value_error", std::move(at),
       "there is no evidence '" + std::string(first_bytes(name, longest)) + "'; " + listed(files)});
  return nullptr;
}

std::vector<evidence::file_part> parts_of(const json::value& arguments, const evidence::case_files& files,
                                          std::vector<std::string> at, std::vector<tool_finding>& findings) {
  std::vector<evidence::file_part> out;
  const auto name = text_argument(arguments, "evidence");
  if (!name.empty()) {
    if (const auto* f = find_file(name, files, joined(at, "evidence"), findings))
      out.push_back(evidence::whole_file(*f));
  } else {
    for (const auto& f : files.files)
      if (f.same_as == 0) out.push_back(evidence::whole_file(f));
  }
  const auto w = window_of(arguments, files, at, findings);
  for (auto& p : out) {
    p.windowed = w.set;
    p.first = w.first;
    p.last = w.last;
  }
  return out;
}

std::string names_of(const std::vector<evidence::file_part>& parts, const evidence::case_files& files) {
  std::string out;
  std::size_t named = 0;
  std::uint32_t before = 0;
  for (const auto& p : parts) {
    if (p.number == before || p.number == 0 || p.number > files.files.size()) continue;
    before = p.number;
    if (named++ < most_named)
      out += (out.empty() ? "E" : ", E") + std::to_string(p.number) + " " + files.files[p.number - 1].name;
  }
  if (named > most_named) out += " and " + std::to_string(named - most_named) + " more";
  return out.empty() ? "no file" : out;
}

std::string span_of(const evidence::case_files& files) {
  auto first = evidence::no_time, last = evidence::no_time;
  for (const auto& f : files.files) {
    if (f.first != evidence::no_time && (first == evidence::no_time || f.first < first)) first = f.first;
    if (f.last != evidence::no_time && (last == evidence::no_time || f.last > last)) last = f.last;
  }
  if (first == evidence::no_time) return "the evidence states no times";
  return "the evidence runs from " + time_text(first) + " to " + time_text(last);
}

}  // namespace fm::agent::tools
