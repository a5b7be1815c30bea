#include "agent/claim_lines.hpp"

#include "agent/wording.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace fm::agent {

namespace {

using namespace std::string_view_literals;
constexpr auto npos = std::string_view::npos;

constexpr std::size_t most_fields = 64;  // of a line

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/// A word of a line and where it stands, to tell its column.
struct cell {
  std::string_view text;
  std::size_t at = 0;
  std::size_t end() const { return at + text.size(); }
};
std::vector<cell> cells_of(std::string_view line) {
  std::vector<cell> out;
  for (std::size_t at = 0; at < line.size();) {
    if (is_blank(line[at])) {
      ++at;
      continue;
    }
    auto end = at;
    while (end < line.size() && !is_blank(line[end])) ++end;
    out.push_back({line.substr(at, end - at), at});
    at = end;
  }
  return out;
}

/// Columns stand apart by more than one blank.
std::size_t wide_gaps(const std::vector<cell>& cells, std::string_view line) {
  std::size_t out = 0;
  for (std::size_t i = 1; i < cells.size(); ++i)
    out += cells[i].at - cells[i - 1].end() > 1 || line[cells[i].at - 1] == '\t';
  return out;
}

/// "NAME  STATUS  AGE", "Filesystem  Size  Used Avail Use% Mounted on".
bool is_head(const std::vector<cell>& cells, std::string_view line) {
  constexpr std::size_t fewest = 3, most = 24, longest = 40;
  if (cells.size() < fewest || cells.size() > most || wide_gaps(cells, line) < 2) return false;
  std::size_t capital = 0;
  for (const auto& c : cells) {
    if (c.text.size() > longest || std::any_of(c.text.begin(), c.text.end(), is_digit) ||
        c.text.find_first_of(":=\"") != npos || c.text.front() == '/' ||
        c.text.find_first_not_of('-') == npos)
      return false;
    capital += is_upper(c.text.front());
  }
  // The heads of `free` are small, and its first column has none.
  return capital + 1 >= cells.size() ||
         (capital == 0 && is_blank(line.front()) && wide_gaps(cells, line) > 2);
}

/// Under which head a cell stands: the one that it overlaps, or the last that begins before it.
std::size_t column_of(const cell& c, const std::vector<cell>& heads) {
  std::size_t out = heads.size();
  for (std::size_t i = 0; i < heads.size(); ++i) {
    if (c.at < heads[i].end() && heads[i].at < c.end()) return i;
    if (heads[i].at <= c.at) out = i;
  }
  return out;
}

void add_field(std::vector<line_field>& out, std::string_view name, std::string_view value) {
  if (out.size() < most_fields && !name.empty() && !value.empty())
    out.push_back({plain_text(name), plain_text(value)});
}

void add_columns(const std::vector<cell>& row, const std::vector<cell>& heads, source_line& out) {
  std::vector<std::string> values(heads.size());
  for (const auto& c : row) {
    const auto column = column_of(c, heads);
    if (column == heads.size()) continue;
    auto& v = values[column];
    if (!v.empty()) v.push_back(' ');
    v += c.text;
  }
  for (std::size_t i = 0; i < heads.size(); ++i) add_field(out.fields, heads[i].text, values[i]);
}

/// The cells of a line of comma-separated values in quotes.
std::vector<std::string_view> quoted_cells(std::string_view line) {
  std::vector<std::string_view> out;
  for (std::size_t at = 0; at < line.size();) {
    if (line[at] != '"') return {};
    const auto end = line.find('"', at + 1);
    if (end == npos) return {};
    out.push_back(line.substr(at + 1, end - at - 1));
    at = end + 1;
    while (at < line.size() && is_blank(line[at])) ++at;
    if (at == line.size()) break;
    if (line[at] != ',') return {};
    ++at;
  }
  return out;
}

/// "key": value of JSON, in objects within objects as well.
void add_members(std::string_view line, std::vector<line_field>& out) {
  for (std::size_t at = line.find('"'); at != npos && out.size() < most_fields; at = line.find('"', at)) {
    const auto end = line.find('"', at + 1);
    if (end == npos) return;
    const auto name = line.substr(at + 1, end - at - 1);
    auto from = end + 1;
    while (from < line.size() && is_blank(line[from])) ++from;
    at = end + 1;
    if (from >= line.size() || line[from] != ':') continue;
    for (++from; from < line.size() && is_blank(line[from]);) ++from;
    if (from >= line.size() || line[from] == '{' || line[from] == '[') continue;
    auto to = from;
    if (line[from] == '"') {
      for (to = ++from; to < line.size() && (line[to] != '"' || line[to - 1] == '\\');) ++to;
      at = std::min(to + 1, line.size());
    } else {
      while (to < line.size() && ",}] "sv.find(line[to]) == npos) ++to;
      at = to;
    }
    add_field(out, name, line.substr(from, to - from));
  }
}

/// "key=value" and "key="a value"".
void add_pairs(std::string_view line, std::vector<line_field>& out) {
  const auto of_key = [](char c) {
    return is_digit(c) || is_lower(c) || is_upper(c) || c == '_' || c == '-' || c == '.';
  };
  for (auto at = line.find('='); at != npos && out.size() < most_fields; at = line.find('=', at + 1)) {
    auto from = at;
    while (from > 0 && of_key(line[from - 1])) --from;
    auto to = at + 1;
    if (from == at || to >= line.size()) continue;
    if (line[to] == '"') {
      const auto end = std::min(line.find('"', to + 1), line.size());
      add_field(out, line.substr(from, at - from), line.substr(to + 1, end - to - 1));
      continue;
    }
    while (to < line.size() && !is_blank(line[to]) && ",;)}"sv.find(line[to]) == npos) ++to;
    add_field(out, line.substr(from, at - from), line.substr(at + 1, to - at - 1));
  }
}

/// "Topic: orders   Partition: 0   Leader: 1".
void add_labels(const std::vector<cell>& cells, std::string_view line, std::vector<line_field>& out) {
  if (cells.size() < 2 || cells.front().text.find(':') != cells.front().text.size() - 1) return;
  const auto bare = [](std::string_view name) {
    return name.substr(std::min(name.find_first_not_of("([{"), name.size()));
  };
  for (std::size_t i = 0; i + 1 < cells.size();) {
    auto next = i + 1;
    while (next < cells.size() && !(cells[next].text.ends_with(':') && cells[next].text.size() > 1)) ++next;
    const auto& name = cells[i].text;
    if (next > i + 1 && name.find_first_of("/\"") == npos)
      add_field(out, bare(name.substr(0, name.size() - 1)),
                line.substr(cells[i + 1].at, cells[next - 1].end() - cells[i + 1].at));
    i = next;
  }
}

/// The words that inner capitals part, in lower case.
std::string parted(std::string_view line) {
  std::string out;
  for (const auto& c : cells_of(line)) {
    const auto w = c.text;
    std::string words;
    bool inner = false;
    for (std::size_t i = 0; i < w.size(); ++i) {
      const bool begins =
          i > 0 && is_upper(w[i]) &&
          (is_lower(w[i - 1]) || (is_upper(w[i - 1]) && i + 1 < w.size() && is_lower(w[i + 1])));
      inner |= begins;
      if (begins) words.push_back(' ');
      words.push_back(w[i]);
    }
    if (inner) (out += ' ') += lowered(words);
  }
  return out;
}

/// "pg_up{server="10.1.0.5:5432"} 0" of Prometheus: the name of what it counts; empty for other lines.
std::string_view metric_of(const std::vector<cell>& cells, std::string_view line) {
  if (cells.empty() || cells.front().at != 0) return {};
  const auto end = std::min(line.find('{'), cells.front().end());
  const auto name = line.substr(0, end);
  const bool named = std::all_of(name.begin(), name.end(), [](char c) {
    return is_digit(c) || is_lower(c) || is_upper(c) || c == '_' || c == ':';
  });
  const auto last = cells.back().text;
  const bool valued = cells.size() > 1 && !last.empty() && std::all_of(last.begin(), last.end(), [](char c) {
                        return is_digit(c) || c == '.' || c == 'e' || c == '+' || c == '-';
                      });
  const bool closed = end < line.size() && line[end] == '{' ? line.find('}') != npos : cells.size() == 2;
  return named && valued && closed && name.find('_') != npos ? name : std::string_view();
}

/// What a help text says of a value: "whether ... resulted in an error (1 for error, 0 for success)".
std::string meaning_of_value(std::string_view help, std::string_view value) {
  if (help.find("whether") == npos) return std::string(help);
  std::string out(value == "0" ? std::string_view("not") : help.substr(0, help.find('(')));
  const auto key = std::string(value) + " for ";
  if (const auto at = help.find(key); at != npos) {
    const auto from = at + key.size();
    (out += ' ') += help.substr(from, std::min(help.find_first_of(",)", from), help.size()) - from);
  }
  return out;
}

/// "fs.inotify.max_user_watches = 8192"
bool is_setting(const std::vector<cell>& cells) {
  return cells.size() >= 3 && cells.front().at == 0 && cells[1].text == "=";
}

/// "[ 1201.110001] ..."
std::optional<double> stamp_of(std::string_view text) {
  if (!text.starts_with('[')) return {};
  const auto close = text.find(']');
  auto from = text.find_first_not_of(' ', 1);
  if (close == npos || from >= close) return {};
  double out = 0;
  const auto [end, error] = std::from_chars(text.data() + from, text.data() + close, out);
  const bool whole = error == std::errc() && end == text.data() + close;
  return whole && text.substr(from, close - from).find('.') != npos ? std::optional(out) : std::nullopt;
}

/// "Log Name:      System", "Level:  Error".
bool is_labelled(std::string_view line) {
  constexpr std::size_t longest = 28;
  const auto colon = line.find(':');
  return colon != npos && colon > 0 && colon < longest && is_upper(line.front()) && colon + 2 < line.size() &&
         is_blank(line[colon + 1]) && is_blank(line[colon + 2]);
}

/// A row of the events of Kubernetes whose heads are not cited.
bool is_event_row(const std::vector<cell>& cells) {
  constexpr std::size_t fewest = 5;
  return cells.size() >= fewest && (cells[0].text == "Normal" || cells[0].text == "Warning") &&
         cells[1].at - cells[0].end() > 1;
}

}  // namespace

std::string plain_text(std::string_view text) {
  std::string out;
  for (const char c : lowered(text)) {
    if (!is_blank(c)) out.push_back(c);
    if (is_blank(c) && !out.empty() && out.back() != ' ') out.push_back(' ');
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

std::vector<source_line> read_lines(std::span<const std::string> sources, std::size_t longest) {
  std::vector<source_line> out;
  std::vector<cell> heads;
  std::vector<std::string_view> names;  // of comma-separated values
  std::string_view metric, help;        // "# HELP pg_up Whether ..."
  std::string head;
  for (const auto& s : sources) {
    const auto raw = std::string_view(s).substr(0, longest);
    source_line line;
    line.text = plain_text(raw);
    line.parts = parted(raw);
    line.indented = !raw.empty() && is_blank(raw.front());
    line.stamp = stamp_of(line.text);
    line.labelled = is_labelled(raw);
    const auto cells = cells_of(raw);
    const auto quoted = quoted_cells(raw);
    if (is_head(cells, raw)) {
      heads = cells;
      head = line.text;
    } else if (!heads.empty()) {
      const bool rule = !cells.empty() && std::all_of(cells.begin(), cells.end(), [](const cell& c) {
        return c.text.find_first_not_of('-') == npos;
      });
      line.row = !rule && cells.size() * 2 >= heads.size() && cells.size() > 2 &&
                 wide_gaps(cells, raw) * 2 + 2 >= heads.size();
      if (line.row) {
        add_columns(cells, heads, line);
        line.head = head;
      } else if (!rule) {
        heads.clear();
      }
    }
    if (quoted.size() > 2 && names.size() == quoted.size()) {
      for (std::size_t i = 0; i < names.size(); ++i) add_field(line.fields, names[i], quoted[i]);
      line.row = true;
    } else {
      names = quoted;
    }
    if (!line.row && (is_event_row(cells) || is_setting(cells))) line.row = true;
    if (is_setting(cells)) add_field(line.fields, cells.front().text, raw.substr(cells[2].at));
    if (cells.size() > 3 && cells[0].text == "#" && cells[1].text == "HELP") {
      metric = cells[2].text;
      help = raw.substr(cells[3].at);
    }
    if (const auto name = metric_of(cells, raw); !name.empty()) {
      line.row = true;
      add_field(line.fields, name, cells.back().text);
      if (name == metric) (line.parts += ' ') += meaning_of_value(lowered(help), cells.back().text);
    }
    if (raw.find("\":") != npos) add_members(raw, line.fields);
    if (!line.row) add_labels(cells, raw, line.fields);
    add_pairs(raw, line.fields);
    out.push_back(std::move(line));
  }
  return out;
}

}  // namespace fm::agent
