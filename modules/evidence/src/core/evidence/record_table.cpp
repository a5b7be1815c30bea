// CSV and TSV with a line of names (RFC 4180), as log viewers export them.
#include "evidence/record_source.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace fm::evidence {
namespace {

constexpr std::size_t most_columns = 64;
constexpr std::size_t longest_record = 256 * 1024;

/// Where the next cell of a row ends; quotes are left out of it.
struct cell {
  std::string_view text;
  bool quoted = false;
};

/// Reads the cells of the record at the beginning of `rest` and takes them away; a quoted cell may hold ends
/// of lines.
std::vector<cell> take_record(std::string_view& rest, char mark) {
  std::vector<cell> out;
  std::size_t at = 0;
  const auto stop = std::min(rest.size(), longest_record);
  while (true) {
    cell c;
    if (at < stop && rest[at] == '"') {
      c.quoted = true;
      const auto begin = ++at;
      while (at < stop && (rest[at] != '"' || (at + 1 < stop && rest[at + 1] == '"')))
        at += rest[at] == '"' ? 2 : 1;
      c.text = rest.substr(begin, std::min(at, stop) - begin);
      at = std::min(at + 1, stop);
      while (at < stop && rest[at] != mark && rest[at] != '\n') ++at;
    } else {
      const auto begin = at;
      while (at < stop && rest[at] != mark && rest[at] != '\n') ++at;
      c.text = rest.substr(begin, at - begin);
      while (!c.text.empty() && (c.text.back() == '\r' || c.text.back() == ' ')) c.text.remove_suffix(1);
      while (!c.text.empty() && c.text.front() == ' ') c.text.remove_prefix(1);
    }
    if (out.size() < most_columns) out.push_back(c);
    if (at >= stop || rest[at] == '\n') break;
    ++at;
  }
  rest.remove_prefix(std::min(at + 1, rest.size()));
  return out;
}

/// A name as structured records know it: `Log Level` is `log_level`, `Message` is `message`.
std::string known_name(std::string_view name) {
  if (structured_record::knows(name)) return std::string(name);
  std::string low;
  for (char c : name) low += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  if (structured_record::knows(low)) return low;
  std::replace(low.begin(), low.end(), ' ', '_');
  if (structured_record::knows(low)) return low;
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 14> others{
      {{"date_and_time", "timestamp"},
       {"timegenerated", "timestamp"},
       {"time_generated", "timestamp"},
       {"timecreated", "timestamp"},
       {"time_created", "timestamp"},
       {"timestamp_[utc]", "timestamp"},
       {"created_at", "timestamp"},
       {"entry_type", "level"},
       {"entrytype", "level"},
       {"loglevel", "level"},
       {"source", "component"},
       {"providername", "component"},
       {"description", "message"},
       {"content", "message"}}};
  for (const auto& [theirs, ours] : others)
    if (low == theirs) return std::string(ours);
  return {};
}

char mark_of(std::string_view line) {
  char best = 0;
  std::ptrdiff_t most = 0;
  for (char mark : {',', ';', '\t', '|'})
    if (const auto n = std::count(line.begin(), line.end(), mark); n > most) {
      most = n;
      best = mark;
    }
  return best;
}

std::vector<std::string> names_of(const std::vector<cell>& head) {
  std::vector<std::string> out;
  for (const auto& c : head) out.push_back(known_name(c.text));
  return out;
}

}  // namespace

bool is_record_table(std::string_view sample) {
  const auto line = sample.substr(0, sample.find('\n'));
  if (line.size() > 4096 || line.size() == sample.size()) return false;
  const char mark = mark_of(line);
  if (mark == 0) return false;
  auto rest = sample;
  const auto head = take_record(rest, mark);
  if (head.size() < 2) return false;
  bool time = false;
  bool message = false;
  for (const auto& c : head) {
    // A name is short, and no value.
    if (c.text.empty() || c.text.size() > 60 || (c.text[0] >= '0' && c.text[0] <= '9')) return false;
    const auto name = known_name(c.text);
    time = time || structured_record::meaning_of(name) == structured_record::column::time;
    message = message || structured_record::meaning_of(name) == structured_record::column::message;
  }
  return time && message && take_record(rest, mark).size() == head.size();
}

void read_record_table(std::string_view text, const time_parser::options& times, const take_line& take) {
  const char mark = mark_of(text.substr(0, text.find('\n')));
  time_parser clock(times);
  structured_record record;
  std::string kept;
  const auto names = names_of(take_record(text, mark));
  std::vector<field> fields;
  for (std::uint64_t number = 2; !text.empty();) {
    const auto before = text;
    const auto cells = take_record(text, mark);
    auto raw = before.substr(0, before.size() - text.size());
    const auto lines = static_cast<std::uint64_t>(std::count(raw.begin(), raw.end(), '\n'));
    fields.clear();
    for (std::size_t i = 0; i < cells.size() && i < names.size(); ++i)
      if (!names[i].empty() && !cells[i].text.empty()) fields.push_back({names[i], cells[i].text});
    line_head head;
    const auto first_line = raw.substr(0, raw.find('\n'));
    if (record.read_fields(fields, first_line, clock, head)) {
      read_inner_record(record, clock, kept, head);
      // A message of several lines: what follows its first line belongs to it.
      const auto message = head.message;
      head.message = message.substr(0, message.find('\n'));
      take(number, first_line, head);
      line_head more;
      more.continuation = true;
      auto rest = raw.size() > first_line.size() ? raw.substr(first_line.size() + 1) : std::string_view();
      for (auto n = number + 1; n < number + std::max<std::uint64_t>(lines, 1); ++n) {
        more.message = rest.substr(0, rest.find('\n'));
        take(n, more.message, more);
        rest.remove_prefix(std::min(more.message.size() + 1, rest.size()));
      }
    }
    number += std::max<std::uint64_t>(lines, 1);
  }
}

}  // namespace fm::evidence
