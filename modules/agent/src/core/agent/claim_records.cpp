#include "agent/claim_records.hpp"

#include "agent/claim_codes.hpp"
#include "agent/wording.hpp"

#include <array>
#include <cmath>

namespace fm::agent {

namespace {

using namespace std::string_view_literals;
constexpr auto npos = std::string_view::npos;

constexpr std::size_t most_fields = 64;  // that shapes of lines are compared by

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The classes of the fields of a line: 'n' with digits, 'w' without.
std::string shape_of(std::string_view line) {
  std::string out;
  for (std::size_t at = 0; at < line.size() && out.size() < most_fields;) {
    const auto end = std::min(line.find(' ', at), line.size());
    const auto field = line.substr(at, end - at);
    if (!field.empty()) out.push_back(std::any_of(field.begin(), field.end(), is_digit) ? 'n' : 'w');
    at = end + 1;
  }
  return out;
}

/// Two rows of one table, or two lines of one form.
bool are_parallel(std::string_view a, std::string_view b) {
  const auto x = shape_of(a), y = shape_of(b);
  if (x.size() != y.size()) return false;
  std::size_t same = 0;
  for (std::size_t i = 0; i < x.size(); ++i) same += x[i] == y[i];
  if (same * 5 < x.size() * 4) return false;
  const auto first = a.substr(0, a.find_first_of(" :=")), other = b.substr(0, b.find_first_of(" :="));
  return x.size() > 3 || first == other;
}

/// Who wrote the line: the word before the first colon or bracketed number behind its time and level.
void find_emitter(cited_record& r) {
  constexpr std::array levels{"error"sv,  "err"sv,   "warn"sv,      "warning"sv,  "info"sv, "fatal"sv,
                              "log"sv,    "debug"sv, "notice"sv,    "critical"sv, "crit"sv, "trace"sv,
                              "detail"sv, "hint"sv,  "statement"sv, "normal"sv};
  constexpr std::size_t most_words = 7;
  const auto first_line = std::string_view(r.text).substr(0, r.text.find('\n'));
  const auto is_level = [&](std::string_view w) {
    return std::find(levels.begin(), levels.end(), w) != levels.end();
  };
  std::size_t seen = 0;
  std::string_view before;
  for (std::size_t at = 0; at < first_line.size() && seen < most_words; ++seen) {
    const auto end = std::min(first_line.find(' ', at), first_line.size());
    auto field = first_line.substr(at, end - at);
    const bool closes = field.ends_with(':');
    while (!field.empty() && ":[]|()-"sv.find(field.back()) != std::string_view::npos) field.remove_suffix(1);
    while (!field.empty() && "[(|"sv.find(field.front()) != std::string_view::npos) field.remove_prefix(1);
    if (const auto pid = field.find('['); pid != field.npos && pid > 0) field = field.substr(0, pid);
    const bool word = !field.empty() && !is_level(field) && !is_digit(field.front());
    if (closes && word) {
      r.emitter = field;
      r.message = end;
      return;
    }
    if (end + 1 < first_line.size() &&
        (first_line[end + 1] == '|' || first_line.substr(end).starts_with(" - ")) && word) {
      r.emitter = field;  // compose: "api_1 | ..."
      r.message = end + 2;
      return;
    }
    // "orders-api ERROR ...", "gateway WARN ..."
    if (is_level(field) && !before.empty()) {
      r.emitter = before;
      r.message = end;
      return;
    }
    if (word) before = field;
    at = end + 1;
  }
}

/// The heads of a table stand above its rows and belong to each of them.
bool is_head_of(std::string_view head, std::string_view row) {
  const auto h = shape_of(head), r = shape_of(row);
  return h.size() > 2 && head.find(':') == head.npos && h.find('n') == h.npos && r.find('n') != r.npos &&
         r.size() <= h.size() + 1 && h.size() <= r.size() + 2 && !read_stated(head).times.size();
}

/// "web1" of "ok: [web1]" and of "web1 : ok=2".
std::string_view bracketed_name(std::string_view line) {
  // "db1   : ok=2"
  if (const auto colon = line.find(" : "); colon != line.npos && line.substr(0, colon).find(' ') == line.npos)
    return line.substr(0, colon);
  const auto at = line.find(": [");
  const auto end = at == line.npos ? at : line.find(']', at);
  if (end == line.npos || line.substr(0, at).find(' ') != line.npos) return {};
  return line.substr(at + 3, end - at - 3);
}

bool begins_with_name(std::string_view line) {
  const auto first = line.substr(0, line.find(' '));
  // "group_id:" names a field.
  const bool field = first.find_first_not_of("abcdefghijklmnopqrstuvwxyz_:") == npos;
  return first.size() > 1 && first.ends_with(':') && !field &&
         names_thing({first.substr(0, first.size() - 1), 1, false});
}

}  // namespace

void tell_complements(std::vector<cited_record>& records, std::string_view claim) {
  constexpr std::array good{"succe"sv, "passed"sv, "went through"sv, " ok"sv, "worked"sv, "complete"sv};
  constexpr std::array bad{"fail"sv, "error"sv, "reject"sv, "refus"sv, "lost"sv};
  const auto says = [](std::string_view text, const auto& list) {
    return std::any_of(list.begin(), list.end(), [&](auto w) { return text.find(w) != text.npos; });
  };
  const bool of_good = says(claim, good), of_bad = says(claim, bad);
  if (of_good == of_bad) return;
  for (auto& r : records) {
    if (of_good ? !says(r.text, bad) || says(r.text, good) : !says(r.text, good) || says(r.text, bad))
      continue;
    for (std::size_t i = 0; i + 2 < r.words.size(); ++i) {
      const auto part = number_of(r.words[i].text), whole = number_of(r.words[i + 2].text);
      if (r.words[i + 1].text != "of" || !part || !whole || part->value >= whole->value) continue;
      stated_number rest{whole->value - part->value, 0, {}, {}};
      stated_number percent{100 * rest.value / whole->value, 2, "%", {}};
      bool said = false;
      for (const auto& n : read_stated(claim).numbers)
        said = said || n.value == rest.value || (n.unit == "%" && near(n, percent.value));
      if (!said) continue;
      percent.decimals = 0;
      r.figures.numbers.push_back(rest);
      r.figures.numbers.push_back(percent);
      r.meaning += of_good ? " succeeded successful ok went through" : " failed failure";
    }
  }
}

namespace {

/// A line that only goes on with what the one before it began, though it is not indented.
bool continues(std::string_view line) {
  constexpr std::array openings{"at "sv,       "caused by"sv, "---"sv,        "..."sv,      "|"sv,
                                "│"sv,         "╷"sv,         "╵"sv,          "}"sv,        ")"sv,
                                "]"sv,         "detail"sv,    "hint"sv,       "context"sv,  "output"sv,
                                "statement"sv, "traceback"sv, "mounting "sv,  "process "sv, "note:"sv,
                                "stdout"sv,    "stderr"sv,    "goroutine "sv, ";"sv};
  return std::any_of(openings.begin(), openings.end(), [&](auto o) { return line.starts_with(o); });
}

/// "ERROR: ...", "[INFO] ...": a message of its own, though without a time.
bool begins_with_level(std::string_view line) {
  constexpr std::array levels{"error: "sv, "fatal: "sv, "warning: "sv, "info: "sv,
                              "[error]"sv, "[info]"sv,  "[warn"sv,     "[fatal"sv};
  return std::any_of(levels.begin(), levels.end(), [&](auto l) { return line.starts_with(l); });
}

/// What `records_of` remembers of the lines before.
struct reading {
  std::string_view last, head;
  bool timed = false;       // the record has a time
  bool labelled = false;    // the record is told field by field
  bool stepped_in = false;  // the last line was indented
};

/// The time of a line, in seconds; "Date: 10:00" is a field of something.
std::optional<double> time_of(const source_line& line, bool is_field) {
  constexpr std::size_t head = 48;  // bytes in which the time of a line stands
  if (line.stamp) return line.stamp;
  const auto figures = read_stated(std::string_view(line.text).substr(0, head));
  if (figures.times.empty()) {
    // Some write it behind other members of an object.
    constexpr std::array names{"ts"sv, "time"sv, "timestamp"sv, "@timestamp"sv, "$date"sv};
    for (const auto& f : line.fields)
      if (std::find(names.begin(), names.end(), f.name) != names.end())
        if (const auto value = read_stated(f.value); !value.times.empty())
          return value.times.front().of_day();
  }
  if (figures.times.empty() || is_field) return {};
  return figures.times.front().of_day();
}

/// Whether the line belongs to the record before it.
bool goes_on(const source_line& line, const std::optional<double>& time, bool is_field, const reading& before,
             const std::vector<cited_record>& records) {
  if (records.empty() || line.row) return false;
  const auto& record = records.back();
  const std::string_view text = line.text;
  // What is set in below a line belongs to it.
  const bool steps_in = line.indented && !before.stepped_in && before.head.empty() && !time;
  if (!steps_in && are_parallel(before.last, text)) return false;
  if (time) {
    // The same instant to the millisecond is one event, which several lines tell.
    cited_record probe, last;
    probe.text = line.text;
    last.text = record.text;
    find_emitter(probe);
    find_emitter(last);
    return !line.stamp && probe.emitter == last.emitter && record.time && *time == *record.time &&
           *time != std::floor(*time) && before.timed;
  }
  const auto first = text.substr(0, text.find(' '));
  // Lines of things that are named differently: "a.main: Created", "b.apps: Creating".
  if (begins_with_name(text) && begins_with_name(before.last)) return false;
  // The same key again begins another object.
  if (is_field && before.last.starts_with(first)) return false;
  const auto named = bracketed_name(text), named_before = bracketed_name(before.last);
  if (!named.empty() && !named_before.empty() && named != named_before) return false;
  if (!before.head.empty() || begins_with_level(text)) return false;
  // '"worker-1" #41', '"worker-2" #42': each is the head of what is set in below it.
  if (before.stepped_in && !line.indented && text.front() == '"' && record.text.front() == '"') return false;
  if (line.indented || before.timed || before.labelled || is_field || continues(text)) return true;
  // What a command answered.
  if (record.text.starts_with("$ ")) return true;
  // Behind what is indented stands the end of it, unless it reads as the first line did: "md1 : active
  // raid1".
  const auto opening = std::string_view(record.text).substr(0, record.text.find('\n'));
  return before.stepped_in && !are_parallel(opening, text) && text.find(" : ") == text.npos;
}

/// What stands in a column is known by its head.
void add_columns(cited_record& r) {
  for (auto& n : r.figures.numbers)
    for (const auto& f : r.fields)
      if (const auto value = number_of(f.value); value && value->value == n.value) (n.key += ' ') += f.name;
}

/// Who wrote it is a field of its own in exports and JSON.
void find_writer(cited_record& r) {
  constexpr std::array names{"service.name"sv, "service"sv, "app"sv, "syslog_identifier"sv, "component"sv};
  find_emitter(r);
  for (const auto& f : r.fields)
    if (std::find(names.begin(), names.end(), f.name) != names.end() && f.value.find(' ') == npos) {
      r.emitter = f.value;
      r.message = 0;
      return;
    }
}

}  // namespace

std::vector<cited_record> records_of(std::span<const source_line> lines) {
  std::vector<cited_record> out;
  reading before;
  for (const auto& line : lines) {
    const std::string_view text = line.text;
    const auto first = text.substr(0, text.find(' '));
    const bool is_field = first.size() > 1 && first.ends_with(':') && first.front() != '{' &&
                          std::none_of(first.begin(), first.end(), is_digit);
    const auto time = time_of(line, is_field);
    if (!is_head_of(before.head, text))
      before.head = is_head_of(before.last, text) ? before.last : std::string_view();
    if (goes_on(line, time, is_field, before, out)) {
      out.back().text += '\n' + line.text;
    } else {
      out.emplace_back();
      out.back().text = line.text;
      out.back().time = time;
      (out.back().meaning += ' ') += line.head.empty() ? before.head : line.head;
      before.timed = time.has_value();
      before.labelled = line.labelled;
    }
    out.back().meaning += line.parts;
    out.back().fields.insert(out.back().fields.end(), line.fields.begin(), line.fields.end());
    before.last = text;
    before.stepped_in = line.indented;
  }
  for (auto& r : out) {
    r.figures = read_stated(r.text);
    add_columns(r);
    r.meaning = r.text + meaning_of_codes(r.text) + r.meaning;
    r.words = words_of(r.text);
    find_writer(r);
  }
  return out;
}

}  // namespace fm::agent
