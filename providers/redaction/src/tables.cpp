#include "characters.hpp"
#include "names.hpp"
#include "scanners.hpp"
#include "values.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace fm::redaction {

namespace {

constexpr std::size_t most_columns = 64, longest_head = 2'000, longest_name = 48;

struct cell {
  std::size_t begin = 0, end = 0;  ///< without quotes and blanks
  bool quoted = false;
};

/// What a column is called tells of its values: a word for their placeholders, or nothing.
std::string_view word_of_column(std::string_view name) {
  switch (class_of(name)) {
    case name_class::password:
      return words::password;
    case name_class::secret:
      return lowered(name).find("token") != std::string::npos ? words::token : words::secret;
    default:
      return {};
  }
}

struct column {
  std::size_t number = 0;
  std::string_view word;
};

/// How the cells of a line are parted: by a character, or by two blanks and more (kind ' ').
std::vector<cell> cells_of(std::string_view t, std::size_t begin, std::size_t end, char kind) {
  std::vector<cell> out;
  const auto trimmed = [&](std::size_t from, std::size_t to) {
    while (from < to && is_space(t[from])) ++from;
    while (to > from && is_space(t[to - 1])) --to;
    const bool quoted = to > from + 1 && (t[from] == '"' || t[from] == '\'') && t[to - 1] == t[from];
    out.push_back(quoted ? cell{from + 1, to - 1, true} : cell{from, to, false});
  };
  auto from = begin;
  if (kind == '|' && from < end && t[from] == '|') ++from;
  for (auto at = from; at < end && out.size() < most_columns;) {
    if ((t[at] == '"' || t[at] == '\'') && at == run_end(t, from, is_blank)) {
      // A quoted cell may hold what parts cells.
      const auto close = t.substr(0, end).find(t[at], at + 1);
      if (close != t.npos) at = close + 1;
      if (at >= end) break;
    }
    const bool parts = kind == ' ' ? is_blank(t[at]) && at + 1 < end && is_blank(t[at + 1]) : t[at] == kind;
    if (!parts) {
      ++at;
      continue;
    }
    trimmed(from, at);
    from = at = kind == ' ' ? run_end(t, at, is_blank) : at + 1;
  }
  if (from < end) trimmed(from, end);
  return out;
}

/// Whether a line of dashes, pluses and bars parts a head from its rows.
bool is_rule(std::string_view line) {
  return line.find("--") != line.npos && all_are(line, [](char c) {
           return c == '-' || c == '+' || c == '|' || c == ':' || c == '=' || is_space(c);
         });
}

bool is_column_name(std::string_view name, bool one_word) {
  return !name.empty() && name.size() <= longest_name &&
         all_are(name, [&](char c) { return is_name(c) || (!one_word && c == ' ') || c == '*'; }) &&
         any_is_of(name, is_letter);
}

struct line_place {
  std::size_t begin = 0, end = 0;  ///< behind the name of the line
};

line_place line_at(std::string_view t, std::size_t at) {
  const auto end = std::min(t.find('\n', at), t.size());
  return {std::min(behind_line_name(t, at), end), end};
}

class tables {
 public:
  explicit tables(const scan& s) : s_(s), t_(s.text) {}

  void find() {
    for (std::size_t at = 0; at < t_.size();) {
      const auto head = line_at(t_, at);
      s_.work += head.end - at + 1;
      at = head.end + 1;
      if (head.end - head.begin > longest_head || at >= t_.size()) continue;
      for (const char kind : {'|', ',', ';', '\t', ' '})
        if (const auto columns = columns_of(head, kind, at); !columns.empty()) {
          at = read_rows(columns, kind, at);
          break;
        }
    }
  }

 private:
  /// The columns whose values are secret; none when this line is no head of a table.
  std::vector<column> columns_of(line_place head, char kind, std::size_t behind) {
    const auto text = t_.substr(head.begin, head.end - head.begin);
    if (text.find(kind == ' ' ? std::string_view("  ") : std::string_view(&kind, 1)) == text.npos ||
        text.find_first_of("={}()<>[]") != text.npos)
      return {};
    const auto cells = cells_of(t_, head.begin, head.end, kind);
    s_.work += text.size();
    width_ = cells.size();
    const auto next = line_at(t_, behind);
    ruled_ = kind == '|' && is_rule(t_.substr(next.begin, next.end - next.begin));
    if (width_ < 2 || width_ >= most_columns) return {};
    std::vector<column> out;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const auto name = t_.substr(cells[i].begin, cells[i].end - cells[i].begin);
      const bool last = i + 1 == cells.size() && name.empty();  // behind the last bar
      if (!last && !is_column_name(name, kind != ' ' && !ruled_)) return {};
      if (const auto word = word_of_column(name); !word.empty()) out.push_back({i, word});
    }
    return out;
  }

  /// Takes the values of rows that have as many cells as the head; where the table ends.
  std::size_t read_rows(const std::vector<column>& columns, char kind, std::size_t at) {
    while (at < t_.size()) {
      const auto row = line_at(t_, at);
      const auto text = t_.substr(row.begin, row.end - row.begin);
      s_.work += row.end - at + 1;
      if (!is_rule(text)) {
        const auto cells = cells_of(t_, row.begin, row.end, kind);
        if (cells.size() != width_) return at;
        for (const auto& c : columns) take(cells[c.number], c.word);
      }
      at = row.end + 1;
    }
    return at;
  }

  void take(const cell& c, std::string_view word) const {
    const auto value = t_.substr(c.begin, c.end - c.begin);
    if (value.size() < 3 || is_stand_in(value) || (!c.quoted && is_ordinary(value))) return;
    if (word == words::password ? value.find(' ') != value.npos && !c.quoted && !ruled_
                                : !looks_secret(value))
      return;
    s_.add(c.begin, c.end, word);
  }

  const scan& s_;
  std::string_view t_;
  std::size_t width_ = 0;
  bool ruled_ = false;
};

/// The texts of (..., ...) at `at`; where it ends. Nothing when none begins there.
std::optional<std::size_t> tuple_at(const scan& s, std::size_t at, std::vector<cell>& out) {
  constexpr std::size_t longest = 16'000;
  const auto t = s.text;
  out.clear();
  at = run_end(t, at, is_space);
  if (at >= t.size() || t[at] != '(') return {};
  const auto start = at++;
  const auto limit = std::min(t.size(), at + longest);
  int depth = 0;
  cell c{at, at, false};
  const auto settle = [&](std::size_t end) {
    if (!c.quoted) {
      c.begin = std::min(run_end(t, c.begin, is_space), end);
      c.end = end;
      while (c.end > c.begin && is_space(t[c.end - 1])) --c.end;
    }
    out.push_back(c);
  };
  for (; at < limit; ++at) {
    const char x = t[at];
    if (x == '\'' || x == '"' || x == '`' ||
        (x == '\\' && at + 1 < limit && (t[at + 1] == '\'' || t[at + 1] == '"'))) {
      const auto v = value_at(t, at);
      if (depth == 0 && v.quoted) c = {v.begin, v.end, true};
      at = std::min(run_end(t, v.end, [](char y) { return y == '\\'; }), limit - 1);
    } else if (x == '(') {
      ++depth;
    } else if (x == ')' && depth-- == 0) {
      break;
    } else if (x == ',' && depth == 0) {
      settle(at);
      c = {at + 1, at + 1, false};
    }
  }
  settle(std::min(at, limit));
  s.work += at - start;
  return std::min(at + 1, limit);
}

/// INSERT INTO users (name, password) VALUES ('x', 'y'), ...
void find_inserts(const scan& s) {
  static const re2::RE2 insert(
      R"re((?i)\b((?:insert|replace)\s{1,8}(?:ignore\s{1,8})?into\s{1,8}[^\s(]{1,128})\s{0,8}\()re",
      byte_options());
  static const re2::RE2 values(
      R"re((?i)\s{0,8}(?:overriding\s{1,8}\w{1,10}\s{1,8}value\s{1,8})?values?\s{0,8})re", byte_options());
  std::size_t done = 0;
  for_each_match(s, insert, [&](const auto& m) {
    const auto t = s.text;
    const auto begin = static_cast<std::size_t>(m[1].data() - t.data()) + m[1].size();
    if (begin < done) return;
    std::vector<cell> names, row;
    auto at = tuple_at(s, begin, names);
    if (!at) return;
    done = *at;
    std::vector<column> columns;
    for (std::size_t i = 0; i < names.size(); ++i)
      if (const auto word =
              word_of_column(t.substr(names[i].begin, std::min(longest_name, names[i].end - names[i].begin)));
          !word.empty())
        columns.push_back({i, word});
    re2::StringPiece g;
    if (columns.empty() || !values.Match({t.data(), t.size()}, *at, t.size(), re2::RE2::ANCHOR_START, &g, 1))
      return;
    at = *at + g.size();
    while ((at = tuple_at(s, *at, row))) {
      for (const auto& c : columns) {
        if (c.number >= row.size()) continue;
        const auto value = t.substr(row[c.number].begin, row[c.number].end - row[c.number].begin);
        if (row[c.number].quoted && !is_stand_in(value))
          s.add(row[c.number].begin, row[c.number].end, c.word);
      }
      const auto next = run_end(t, *at, is_space);
      if (next >= t.size() || t[next] != ',') return;
      at = next + 1;
    }
  });
}

/// Duplicate entry 'x' for key 'users.password'
void find_duplicates(const scan& s) {
  static const re2::RE2 duplicate(
      R"re((?i)\bduplicate entry ['"]([^'"\n]{1,300})['"] for key ['"]?([\w.-]{1,100}))re", byte_options());
  static const re2::RE2 index(R"re((?i)[._-](?:unique|uniq|uk|key|idx|index|\d{1,3})$)re", byte_options());
  for_each_match<3>(s, duplicate, [&](const auto& m) {
    std::string key(m[2]);
    re2::RE2::Replace(&key, index, "");
    if (const auto word = word_of_column(key); !word.empty() && !is_stand_in(m[1])) s.add(m[1], word);
  });
}

}  // namespace

void find_tables(const scan& s) {
  tables(s).find();
  find_inserts(s);
  find_duplicates(s);
}

}  // namespace fm::redaction
