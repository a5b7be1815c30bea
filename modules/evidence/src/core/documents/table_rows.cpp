#include "documents/table_rows.hpp"

#include <algorithm>
#include <array>

namespace fm::evidence {
namespace {

/// A header line with where its columns begin, in code points.
struct header {
  std::vector<std::string_view> columns;
  std::vector<std::size_t> starts;
  std::string_view type;
  bool aligned = false;  ///< columns stand under each other (separated by two or more blanks)
};

bool header_word(std::string_view s) {
  if (s.empty() || !is_upper(s.front())) return false;
  // Units stand in small letters in brackets: CPU(cores).
  s = before(s, "(");
  return std::all_of(s.begin(), s.end(), [](char c) {
    return is_upper(c) || is_digit(c) || c == ' ' || c == '-' || c == '_' || c == '/' || c == '%' || c == '.';
  });
}

/// Words that only a table's header has, to tell it from a shouting log line.
bool known_column(std::string_view s) {
  static constexpr std::array<std::string_view, 44> known{
      "NAME",       "NAMESPACE",    "READY",        "STATUS",      "RESTARTS",     "AGE",         "TYPE",
      "CLUSTER-IP", "PORT(S)",      "REASON",       "OBJECT",      "MESSAGE",      "LAST SEEN",   "ROLES",
      "VERSION",    "DESIRED",      "CURRENT",      "AVAILABLE",   "UP-TO-DATE",   "COMPLETIONS", "DURATION",
      "ENDPOINTS",  "REFERENCE",    "TARGETS",      "MINPODS",     "MAXPODS",      "REPLICAS",    "VOLUME",
      "CAPACITY",   "CLASS",        "HOSTS",        "ADDRESS",     "PORTS",        "GROUP",       "TOPIC",
      "PARTITION",  "LAG",          "STORAGECLASS", "PROVISIONER", "POD-SELECTOR", "SECRETS",     "DATA",
      "CPU(cores)", "MEMORY(bytes)"};
  return std::find(known.begin(), known.end(), s) != known.end();
}

std::size_t code_points(std::string_view s) {
  return static_cast<std::size_t>(std::count_if(
      s.begin(), s.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// The byte offset of code point number `n`, or the length.
std::size_t offset_of(std::string_view s, std::size_t n) {
  std::size_t i = 0;
  for (; i < s.size(); ++i) {
    if ((static_cast<unsigned char>(s[i]) & 0xC0) == 0x80) continue;
    if (n == 0) return i;
    --n;
  }
  return i;
}

/// Words of a row where `3 (5s ago)` is one cell.
std::vector<std::string_view> row_words(std::string_view line) {
  std::vector<std::string_view> out;
  for (auto w : split_words(line)) {
    const bool joins =
        !out.empty() &&
        (w.front() == '(' || (out.back().find('(') != std::string_view::npos && out.back().back() != ')'));
    if (joins)
      out.back() = std::string_view(out.back().data(),
                                    static_cast<std::size_t>(w.data() + w.size() - out.back().data()));
    else
      out.push_back(w);
  }
  return out;
}

header read_header(std::string_view line) {
  header h;
  auto cells = split_cells(line);
  h.aligned = cells.size() > 1;
  if (cells.size() == 1) cells = split_words(line);
  if (cells.size() < 2 || cells.size() > 40) return {};
  std::size_t known = 0;
  for (auto c : cells) {
    if (!header_word(c)) return {};
    if (known_column(c)) ++known;
  }
  if (known < 2 || (known * 2 < cells.size() && known < 3)) return {};
  for (auto c : cells) {
    h.columns.push_back(c);
    h.starts.push_back(code_points(line.substr(0, static_cast<std::size_t>(c.data() - line.data()))));
  }
  h.type = type_of_header(h.columns);
  return h;
}

table_row cells_below(const header& h, std::string_view line) {
  table_row row;
  if (h.aligned) {
    for (std::size_t i = 0; i < h.columns.size(); ++i) {
      const auto from = offset_of(line, h.starts[i]);
      const auto to = i + 1 < h.columns.size() ? offset_of(line, h.starts[i + 1]) : line.size();
      // A cell that begins before its column means that the row does not follow this header.
      const bool torn = from > 0 && from < line.size() && !is_blank(line[from - 1]) && !is_blank(line[from]);
      if (torn) {
        row.cells.clear();
        break;
      }
      row.cells.push_back({h.columns[i], trim(line.substr(from, to - from))});
    }
    if (!row.cells.empty()) return row;
  }
  auto words = split_cells(line);
  if (words.size() != h.columns.size()) words = row_words(line);
  for (std::size_t i = 0; i < std::min(words.size(), h.columns.size()); ++i) {
    auto value = words[i];
    // What is left belongs to the last column (a message).
    if (i + 1 == h.columns.size())
      value = trim(line.substr(static_cast<std::size_t>(value.data() - line.data())));
    row.cells.push_back({h.columns[i], value});
  }
  return row;
}

bool status_word(std::string_view s) {
  return !s.empty() && is_upper(s.front()) && s.size() > 3 && std::all_of(s.begin(), s.end(), [](char c) {
    return is_alpha(c) || is_digit(c) || c == ':' || c == '/' || c == ',';
  });
}

bool restart_cell(std::string_view s) {
  const auto n = s.substr(0, s.find(' '));
  return all_digits(n) && (n.size() == s.size() || has(s, "ago)"));
}

table_row with(std::string_view type, const std::vector<std::string_view>& words, std::size_t first,
               std::initializer_list<std::string_view> columns) {
  table_row row;
  row.type = type;
  std::size_t i = first;
  for (auto c : columns) {
    if (i >= words.size()) break;
    row.cells.push_back({c, words[i++]});
  }
  return row;
}

}  // namespace

std::string_view table_row::get(std::string_view column) const {
  for (const auto& c : cells)
    if (c.column == column) return c.value;
  return {};
}

std::vector<std::string_view> header_columns(std::string_view line) { return read_header(line).columns; }

std::string_view type_of_header(const std::vector<std::string_view>& columns) {
  const auto with_column = [&](std::string_view c) {
    return std::find(columns.begin(), columns.end(), c) != columns.end();
  };
  if (with_column("REASON") && with_column("MESSAGE")) return "event";
  if (with_column("LAG")) return "consumer_lag";
  if (with_column("READY") && with_column("STATUS") && with_column("RESTARTS")) return "pod";
  if (with_column("NODE SELECTOR")) return "daemonset";
  if (with_column("READY") && with_column("UP-TO-DATE")) return "deployment";
  if (with_column("DESIRED") && with_column("READY")) return "replicaset";
  if (with_column("COMPLETIONS")) return "job";
  if (with_column("ROLES") && with_column("STATUS")) return "node";
  if (with_column("CLUSTER-IP")) return "service";
  if (with_column("ENDPOINTS")) return "endpoints";
  if (with_column("REFERENCE") && with_column("TARGETS")) return "hpa";
  if (with_column("RECLAIM POLICY")) return "pv";
  if (with_column("VOLUME") && with_column("STATUS")) return "pvc";
  if (with_column("HOSTS") && with_column("CLASS")) return "ingress";
  if (with_column("SCHEDULE") && with_column("SUSPEND")) return "cronjob";
  if (with_column("READY") && with_column("STATUS") && columns.size() <= 5) return "lineage";
  if (with_column("READY") && with_column("AGE")) return "statefulset";
  return {};
}

table_row shape_of_row(std::string_view line) {
  const auto words = row_words(trim(line));
  if (words.size() < 4) return {};
  // Events: `47s  Warning  BackOff  pod/web  Back-off ...`, with the namespace before it or not.
  for (std::size_t i = 0; i < 2; ++i)
    if (words.size() > i + 4 && parse_age(words[i]) &&
        (words[i + 1] == "Normal" || words[i + 1] == "Warning")) {
      auto row = with("event", words, i, {"LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"});
      if (!has(row.get("OBJECT"), "/")) return {};
      const auto at = static_cast<std::size_t>(words[i + 4].data() - line.data());
      row.cells.back().value = trim(line.substr(at));
      if (i == 1) row.cells.push_back({"NAMESPACE", words[0]});
      return row;
    }
  for (std::size_t i = 1; i <= 2 && i + 2 < words.size(); ++i) {
    if (!parse_ratio(words[i])) continue;
    table_row row;
    if (status_word(words[i + 1]) && i + 3 < words.size() && restart_cell(words[i + 2]) &&
        parse_age(words[i + 3]))
      row = with("pod", words, i - 1, {"NAME", "READY", "STATUS", "RESTARTS", "AGE", "IP", "NODE"});
    else if (i + 3 < words.size() && all_digits(words[i + 1]) && all_digits(words[i + 2]) &&
             parse_age(words[i + 3]))
      row = with("deployment", words, i - 1,
                 {"NAME", "READY", "UP-TO-DATE", "AVAILABLE", "AGE", "CONTAINERS", "IMAGES", "SELECTOR"});
    else if (parse_age(words[i + 1]) && i + 2 < words.size() && parse_age(words[i + 2]))
      row = with("job", words, i - 1, {"NAME", "COMPLETIONS", "DURATION", "AGE"});
    else if (parse_age(words[i + 1]))
      row = with("statefulset", words, i - 1, {"NAME", "READY", "AGE"});
    if (row.type.empty()) continue;
    if (i == 2) row.cells.push_back({"NAMESPACE", words[0]});
    if (row.type == "pod" && words.back().find('=') != std::string_view::npos)
      row.cells.push_back({"LABELS", words.back()});
    return row;
  }
  if (words.size() >= 5 && (words[1].starts_with("Ready") || words[1].starts_with("NotReady")) &&
      parse_age(words[3]) && words[4].starts_with('v'))
    return with("node", words, 0, {"NAME", "STATUS", "ROLES", "AGE", "VERSION"});
  for (std::size_t i = 1; i <= 2 && i + 4 < words.size(); ++i) {
    const auto t = words[i];
    if (t == "ClusterIP" || t == "NodePort" || t == "LoadBalancer" || t == "ExternalName") {
      auto row = with("service", words, i - 1,
                      {"NAME", "TYPE", "CLUSTER-IP", "EXTERNAL-IP", "PORT(S)", "AGE", "SELECTOR"});
      if (i == 2) row.cells.push_back({"NAMESPACE", words[0]});
      return row;
    }
    if ((t == "Bound" || t == "Pending" || t == "Lost") && parse_age(words.back())) {
      auto row = t == "Bound" ? with("pvc", words, i - 1,
                                     {"NAME", "STATUS", "VOLUME", "CAPACITY", "ACCESS MODES", "STORAGECLASS"})
                              : with("pvc", words, i - 1, {"NAME", "STATUS", "STORAGECLASS"});
      if (i == 2) row.cells.push_back({"NAMESPACE", words[0]});
      return row;
    }
  }
  return {};
}

std::vector<table_row> read_table(const text_lines& lines) {
  std::vector<table_row> out;
  header current;
  for (std::uint64_t n = 1; n <= lines.count(); ++n) {
    const auto line = trim_right(lines.at(n));
    if (line.empty() || line.size() > 16'384) continue;
    if (auto h = read_header(line); !h.columns.empty()) {
      current = std::move(h);
      continue;
    }
    table_row row;
    if (!current.columns.empty()) {
      row = cells_below(current, line);
      row.type = current.type;
      if (row.cells.size() < 2) continue;
    } else {
      row = shape_of_row(line);
      if (row.type.empty()) continue;
    }
    row.line = n;
    out.push_back(std::move(row));
  }
  return out;
}

}  // namespace fm::evidence
