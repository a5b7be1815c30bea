#include "evidence/record_border.hpp"

#include "evidence/severity_word.hpp"
#include "evidence/trace_lines.hpp"

#include <algorithm>

namespace fm::evidence {

namespace {

constexpr auto npos = std::string_view::npos;
constexpr micros near = 1'000'000;          // lines that are written at once are no further apart
constexpr std::uint32_t most_of_term = 64;  // whatever its brackets say
constexpr std::uint32_t most_joined = 400;  // lines of one record that have heads of their own

bool is_digit(char c) { return static_cast<unsigned char>(c - '0') < 10; }

/// Blanks between the head and the message, where the message is a part of the line.
std::size_t gap_before(std::string_view raw, std::string_view message) {
  if (message.data() < raw.data() || message.data() > raw.data() + raw.size()) return 0;
  std::size_t n = 0;
  for (const char* p = message.data(); p != raw.data() && (p[-1] == ' ' || p[-1] == '\t'); --p)
    n += p[-1] == '\t' ? 4 : 1;
  return n;
}

/// The message with the blanks in front of it that are more than `base`.
std::string_view with_indentation(std::string_view raw, std::string_view message, std::size_t base) {
  if (message.data() < raw.data() || message.data() > raw.data() + raw.size()) return message;
  std::size_t n = 0;
  for (const char* p = message.data(); p != raw.data() && (p[-1] == ' ' || p[-1] == '\t'); --p) ++n;
  const auto more = n > base ? n - base : 0;
  return {message.data() - more, message.size() + more};
}

/// Brackets that the text opens and does not close.
int open_brackets(std::string_view text) {
  int depth = 0;
  for (const char c : text) depth += (c == '{' || c == '[' || c == '(') - (c == '}' || c == ']' || c == ')');
  return depth;
}

/// ` [ERROR] text` and ` WARN  name > text`: behind the severity; npos for other lines.
std::size_t behind_level(std::string_view text, severity& level) {
  const auto begin = indentation(text);
  if (begin == 0 || begin > 2 || text.substr(0, begin).find('\t') != npos) return npos;
  const bool bracket = begin < text.size() && text[begin] == '[';
  const auto from = begin + (bracket ? 1 : 0);
  auto end = from;
  while (end < text.size() && text[end] >= 'A' && text[end] <= 'Z') ++end;
  level = severity_of_word(text.substr(from, end - from));
  if (level == severity::none || end == text.size()) return npos;
  if (bracket) return text[end] == ']' && text.substr(end + 1).starts_with(' ') ? end + 2 : npos;
  // Without brackets the name of a logger stands behind it.
  const auto mark = text.substr(end, 96).find(" > ");
  return text[end] == ' ' && mark != npos ? end + mark + 3 : npos;
}

bool is_item(std::string_view message) {
  return message.size() > 4 && message[0] == '[' && is_digit(message[1]) &&
         message.substr(0, 6).find("]: ") != npos;
}

}  // namespace

bool record_border::continues_trace(std::string_view message) {
  if (message.starts_with("at ")) return message.find('(') != npos && message.ends_with(')');
  return message.starts_with("Caused by: ") || (message.starts_with("... ") && message.ends_with(" more"));
}

bool record_border::is_near(micros time) const {
  return time == no_time || last_ == no_time || (time >= last_ - near && time - last_ <= near);
}

belonging record_border::after_record(line_head& head) {
  severity level = severity::none;
  if (!head.message.empty() && head.message.front() == ' ') {
    if (const auto at = behind_level(head.message, level); at != npos) {
      head.message = without_blanks(head.message.substr(at));
      head.level = level;
      head.continuation = false;
      open_ = open::no;
      return belonging::begins;
    }
  }
  if (!is_near(head.time) && !without_blanks(head.message).empty()) {
    // What the runtime took down seconds later is not of the record above.
    if (is_python_header(head.message) || is_exception_line(head.message)) head.level = severity::error;
    head.continuation = false;
    open_ = open::no;
    last_ = head.time;
    return belonging::begins;
  }
  if (head.time != no_time) last_ = head.time;
  return belonging::continues;
}

void record_border::begin_open(std::string_view raw, const line_head& head) {
  auto m = head.message;
  if (m.size() > 1 && m.back() == ';') m.remove_suffix(1);  // fields that end with their separator
  const char last = m.back();
  if (m.starts_with("npm ERR! ") || m.starts_with("npm error "))
    open_ = open::package;
  else if (is_python_header(m))
    open_ = open::python;
  else if (m.starts_with("thread '") && last == ':' && m.find("' panicked at ") != npos)
    open_ = open::panic;
  else if (m.ends_with("=<"))
    open_ = open::block;
  else if (last == '{' || last == '(' || last == '[' || last == ',')
    open_ = open::term;
  else if (head.level >= severity::error && (last == ':' || m.ends_with("failed")))
    open_ = open::items;
  else
    return;
  joined_ = 0;
  depth_ = open_ == open::term ? open_brackets(m) : 0;
  level_ = head.level;
  gap_ = gap_before(raw, m);
  source_.assign(head.source);
  component_.assign(head.component);
}

bool record_border::joins(std::string_view raw, const line_head& head) {
  if (joined_ >= most_joined || !is_near(head.time)) return false;
  if (open_ == open::no) return true;  // `may_continue` has seen a frame
  if (head.source != source_ || (head.component != component_ && !head.component.empty())) return false;
  const auto m = head.message;
  const bool deeper = gap_before(raw, m) > gap_ + 1;
  switch (open_) {
    case open::no:
      return true;
    case open::block:
      if (m == ">") open_ = open::no;
      return head.level == severity::none;
    case open::term: {
      if (head.level != level_ && head.level != severity::none) return false;
      const bool inside = depth_ > 0 && joined_ < most_of_term;
      if (!inside && !deeper) return false;
      depth_ += open_brackets(m);
      if (inside && depth_ <= 0) open_ = open::no;
      return true;
    }
    case open::python:
      if (head.level != severity::none) return false;
      if (!deeper && !m.empty()) open_ = open::traced;
      return true;
    case open::traced:
      if (is_python_header(m)) open_ = open::python;
      return open_ == open::python || m.empty() || m.starts_with("During handling of the above exception") ||
             m.starts_with("The above exception was the direct cause");
    case open::panic:
      open_ = open::no;
      return head.level == severity::none && head.time == no_time;
    case open::items:
      return head.level == severity::none && head.time == no_time && is_item(m);
    case open::package:
      return m.starts_with("npm ERR!") || m.starts_with("npm error");
  }
  return false;
}

belonging record_border::next_slowly(std::string_view raw, line_head& head) {
  if (joins(raw, head)) {
    ++joined_;
    if (head.time != no_time) last_ = head.time;
    head.message = with_indentation(raw, head.message, 1);
    return belonging::continues;
  }
  begin(raw, head);
  return belonging::begins;
}

}  // namespace fm::evidence
