#include "knowledge/readers.hpp"
#include "knowledge/utf8.hpp"

#include <fm/budget/checkpoint.hpp>

#include <algorithm>
#include <vector>

namespace fm::knowledge {
namespace {

constexpr std::size_t max_heading = 90;

std::string_view trimmed(std::string_view s) {
  while (!s.empty() && (s.front() == ' ' || s.front() == '\t')) s.remove_prefix(1);
  while (!s.empty() && (s.back() == ' ' || s.back() == '\t')) s.remove_suffix(1);
  return s;
}

bool is_blank(std::string_view s) { return trimmed(s).empty(); }

// A line of one repeated mark, as under a heading; the mark, or 0.
char underline_mark(std::string_view s) {
  s = trimmed(s);
  if (s.size() < 3) return 0;
  char mark = s.front();
  if (std::string_view("=-~^*#+\"").find(mark) == std::string_view::npos) return 0;
  return std::all_of(s.begin(), s.end(), [mark](char c) { return c == mark; }) ? mark : char{0};
}

// `2.1 Title` gives 2, `3. Title` gives 1; 0 when the line has no such number.
int numbering_depth(std::string_view s) {
  int depth = 0;
  std::size_t i = 0;
  while (i < s.size() && s[i] >= '0' && s[i] <= '9') {
    std::size_t from = i;
    while (i < s.size() && s[i] >= '0' && s[i] <= '9') ++i;
    if (i - from > 2) return 0;
    ++depth;
    if (i >= s.size() || s[i] != '.') break;
    ++i;
  }
  bool plain_number = i > 0 && s[i - 1] != '.' && depth == 1;
  return depth > 0 && depth <= 5 && !plain_number && i + 1 < s.size() && s[i] == ' ' ? depth : 0;
}

bool all_capitals(std::string_view s) {
  int letters = 0;
  for (char c : s) {
    if (c >= 'a' && c <= 'z') return false;
    if (c >= 'A' && c <= 'Z') ++letters;
    if (c == '=' || c == '{' || c == '|' || c == '$' || c == ';') return false;
  }
  return letters >= 4;
}

bool ends_a_sentence(std::string_view s) {
  return s.back() == '.' || s.back() == ',' || s.back() == ';' || s.back() == '!' || s.back() == '?';
}

}  // namespace

void read_plain_text(std::string_view text, std::uint32_t first_line, page_builder& into) {
  std::vector<char> marks;  // underline marks in the order of their first use: the level of each
  std::uint32_t number = first_line;
  std::string_view previous;
  for (std::size_t at = 0; at < text.size(); ++number) {
    budget::checkpoint();
    std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    std::size_t after = end + 1;
    std::size_t next_end = after < text.size() ? std::min(text.find('\n', after), text.size()) : after;
    std::string_view next = after < text.size() ? text.substr(after, next_end - after) : std::string_view();
    std::string_view body = trimmed(line);
    at = after;
    bool short_line = !body.empty() && body.size() <= max_heading;
    if (body.empty()) {
      into.end_block();
    } else if (char mark = underline_mark(next); short_line && mark != 0 && underline_mark(body) == 0 &&
                                                 is_blank(previous) &&
                                                 trimmed(next).size() * 2 >= body.size()) {
      auto found = std::find(marks.begin(), marks.end(), mark);
      int level = static_cast<int>(found - marks.begin()) + 1;
      if (found == marks.end()) marks.push_back(mark);
      into.heading(std::min(level, 6), body, number);
      at = next_end + 1;
      ++number;
    } else if (short_line && body.front() == '=' && body.find(' ') <= 5 && underline_mark(body) == 0 &&
               body.find_first_not_of('=') == body.find(' ')) {
      into.heading(static_cast<int>(body.find(' ')), body.substr(body.find(' ')), number);
    } else if (short_line && is_blank(previous) && is_blank(next) && all_capitals(body)) {
      into.heading(2, body, number);
    } else if (int depth = short_line ? numbering_depth(body) : 0;
               depth > 0 && is_blank(previous) && is_blank(next) && !ends_a_sentence(body)) {
      into.heading(std::min(depth + 1, 6), body, number);
    } else if (underline_mark(body) == 0) {
      into.line(line, number, number, text_kind::prose);
    }
    previous = line;
  }
  into.end_block();
}

}  // namespace fm::knowledge
