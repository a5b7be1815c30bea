#include "documents/recognise.hpp"

#include "documents/json_tree.hpp"
#include "documents/table_reader.hpp"
#include "documents/table_rows.hpp"
#include "fm/yaml/node.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <vector>

namespace fm::evidence {
namespace {

constexpr std::size_t sample_bytes = 64u << 10;
constexpr std::size_t sample_lines = 400;

bool binary(std::string_view s) {
  std::size_t odd = 0;
  for (char c : s) {
    const auto u = static_cast<unsigned char>(c);
    if (u == 0) return true;
    if (u < 0x20 && c != '\n' && c != '\r' && c != '\t' && u != 0x1b) ++odd;
  }
  return odd * 20 > s.size();
}

/// Begins with a date, a clock, a bracketed time or a level: what only logs do.
bool log_line(std::string_view s) {
  s = trim(s);
  if (!s.empty() && (s.front() == '[' || s.front() == '<')) s.remove_prefix(1);
  if (s.size() >= 8 && is_digit(s[0]) && is_digit(s[1]) && (s[2] == ':' || s[2] == '/' || s[2] == '.') &&
      is_digit(s[3]))
    return true;
  if (s.size() >= 10 && is_digit(s[0]) && is_digit(s[3]) && (s[4] == '-' || s[4] == '/') && is_digit(s[5]))
    return true;
  for (std::string_view level :
       {"ERROR", "WARN", "INFO", "DEBUG", "TRACE", "FATAL", "CRITICAL", "NOTICE", "error:", "info:"})
    if (s.starts_with(level)) return true;
  if (s.starts_with("type=") && has(s, " msg=audit(")) return true;
  return has(s, " level=") || has(s, "level=info") || has(s, " msg=\"");
}

bool time_name(std::string_view s) {
  for (std::string_view n :
       {"timestamp", "@timestamp", "time", "ts", "level", "severity", "asctime", "levelname", "msg"})
    if (s == n) return true;
  return false;
}

bool kubernetes(const yaml::node& n) {
  return n.is_mapping() && !n.string("apiVersion").empty() && !n.string("kind").empty() &&
         n.string("kind") != "Status";
}

kind of_json(std::string_view text, bool whole_text) {
  const auto tree = read_json(text);
  if (tree.values == 0) return kind::log;
  // Several values on lines of their own are log records; a value and other text is a log too.
  if (tree.values > 1) return kind::log;
  if (tree.state == json_state::trailing || tree.state == json_state::broken) return kind::log;
  if (tree.state == json_state::cut && whole_text && tree.root.members.size() + tree.root.items.size() < 2)
    return kind::log;
  if (kubernetes(tree.root)) return kind::manifest;
  if (tree.root.is_sequence() && !tree.root.items.empty() && kubernetes(tree.root.items.front()))
    return kind::manifest;
  const bool one_line = tree.root.line == tree.root.end_line;
  if (one_line && tree.root.is_mapping()) {
    std::size_t of_logs = 0;
    for (const auto& m : tree.root.members)
      if (time_name(m.name)) ++of_logs;
    if (of_logs >= 2) return kind::log;
  }
  return kind::json_document;
}

bool describe(const std::vector<std::string_view>& lines) {
  static constexpr std::array<std::string_view, 44> known{"Namespace",
                                                          "Labels",
                                                          "Annotations",
                                                          "Status",
                                                          "Selector",
                                                          "Replicas",
                                                          "Node",
                                                          "Containers",
                                                          "Events",
                                                          "Conditions",
                                                          "Type",
                                                          "Priority",
                                                          "Start Time",
                                                          "IP",
                                                          "Controlled By",
                                                          "Init Containers",
                                                          "Volumes",
                                                          "QoS Class",
                                                          "Tolerations",
                                                          "CreationTimestamp",
                                                          "StrategyType",
                                                          "Pod Template",
                                                          "Roles",
                                                          "Taints",
                                                          "Capacity",
                                                          "Allocatable",
                                                          "StorageClass",
                                                          "Finalizers",
                                                          "Endpoints",
                                                          "Port",
                                                          "TargetPort",
                                                          "Ingress Class",
                                                          "Rules",
                                                          "Address",
                                                          "Default backend",
                                                          "Reference",
                                                          "Metrics",
                                                          "Spec",
                                                          "Parallelism",
                                                          "Completions",
                                                          "Schedule",
                                                          "API Version",
                                                          "Kind",
                                                          "Service Account"};
  bool name = false;
  std::size_t score = 0;
  std::size_t logs = 0;
  std::size_t before_name = 0;
  for (auto l : lines) {
    if (log_line(l)) ++logs;
    if (l.starts_with("Name:") && l.size() > 6 && is_blank(l[5])) name = true;
    // What a tool writes around the output is short; an object described in the middle of a text is a
    // quotation.
    if (!name && ++before_name > 10) return false;
    if (!name || is_blank(l.front())) continue;
    const auto key = before(l, ":");
    if (key.size() < l.size() && std::find(known.begin(), known.end(), key) != known.end()) ++score;
  }
  return name && score >= 2 && logs * 4 < lines.size();
}

kind of_table(const std::vector<std::string_view>& lines) {
  std::size_t lookups = 0;
  std::size_t shaped = 0;
  std::size_t events = 0;
  std::size_t other = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto l = lines[i];
    if (is_lookup_line(l)) {
      ++lookups;
      continue;
    }
    if (const auto columns = header_columns(l); !columns.empty() && other == 0) {
      const auto type = type_of_header(columns);
      return type == "event" ? kind::kubectl_events : kind::kubectl_table;
    }
    const auto row = shape_of_row(l);
    if (row.type.empty()) {
      ++other;
    } else {
      ++shaped;
      if (row.type == "event") ++events;
    }
  }
  if (shaped > 0 && shaped >= 4 * other)
    return events * 2 > shaped ? kind::kubectl_events : kind::kubectl_table;
  if (lookups > 0 && other == 0 && shaped == 0) return kind::kubectl_table;
  return kind::log;
}

bool identifier(std::string_view s) {
  if (s.empty() || s.size() > 80) return false;
  for (std::string_view level :
       {"INFO", "ERROR", "WARN", "WARNING", "DEBUG", "FATAL", "TRACE", "CRITICAL", "NOTICE"})
    if (s == level) return false;
  return std::all_of(s.begin(), s.end(), [](char c) {
    return is_alpha(c) || is_digit(c) || c == '_' || c == '-' || c == '.' || c == '/' || c == '$' || c == '@';
  });
}

/// Several pairs in one line, as programs log them and no configuration sets them.
bool pairs_of_a_record(std::string_view s) {
  std::size_t pairs = 0;
  for (auto word : split_words(s)) {
    const auto mark = word.find('=');
    pairs += mark != std::string_view::npos && mark > 0 && mark + 1 < word.size() &&
             identifier(word.substr(0, mark));
  }
  return pairs >= 3;
}

/// Names as programs choose them, none given twice, and some structure: not prose, not a log.
bool plausible_yaml(const yaml::node& n) {
  if (n.is_sequence())
    return !n.items.empty() && n.items.front().is_mapping() && plausible_yaml(n.items.front());
  if (!n.is_mapping() || n.members.empty()) return false;
  bool nested = false;
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < n.members.size(); ++i) {
    if (!identifier(n.members[i].name) || !names.insert(n.members[i].name).second) return false;
    nested = nested || !n.members[i].value.is_scalar();
  }
  return n.members.size() >= 2 || nested;
}

kind of_yaml(std::string_view text, bool whole_text) {
  // A sample that was cut ends in the middle of a block: leave out its last line.
  if (!whole_text) text = text.substr(0, text.rfind('\n'));
  const auto tree =
      yaml::parse(text, {.depth = 64, .bytes = sample_bytes, .nodes = 40'000, .copied = 1u << 20});
  const bool whole = static_cast<bool>(tree) || (!whole_text && !tree.documents.empty());
  for (const auto& d : tree.documents) {
    if (kubernetes(d)) return kind::manifest;
    if (d.is_sequence() && !d.items.empty() && kubernetes(d.items.front())) return kind::manifest;
  }
  if (!whole || tree.documents.empty()) return kind::log;
  for (const auto& d : tree.documents)
    if (!plausible_yaml(d)) return kind::log;
  return kind::yaml_document;
}

bool manifest_text(const std::vector<std::string_view>& lines) {
  bool version = false;
  bool type = false;
  for (auto l : lines) {
    if (l.starts_with("- ")) l.remove_prefix(2);
    version = version || l.starts_with("apiVersion: ");
    type = type || l.starts_with("kind: ") || l.starts_with("  kind: ");
  }
  return version && type;
}

bool config_name(std::string_view name) {
  for (std::string_view end : {".conf", ".ini", ".properties", ".toml", ".env", ".cfg", ".cnf", ".config"})
    if (name.ends_with(end)) return true;
  return false;
}

kind of_config(const std::vector<std::string_view>& lines, std::string_view name) {
  std::size_t pairs = 0;
  std::size_t sections = 0;
  std::size_t directives = 0;
  std::size_t counted = 0;
  std::size_t records = 0;
  for (auto l : lines) {
    if (log_line(l) && !l.starts_with("[")) return kind::log;
    records += pairs_of_a_record(l);
    l = trim(l);
    if (l.front() == '#' || l.front() == ';' || l.starts_with("//")) continue;
    ++counted;
    if (l.starts_with("export ")) l.remove_prefix(7);
    const auto key = trim(before(l, "="));
    if (key.size() < l.size() && identifier(key))
      ++pairs;
    else if (l.front() == '[' && l.back() == ']' && l.size() > 2 && !is_digit(l[1]))
      ++sections;
    else if (l.back() == ';' || l.back() == '{' || l == "}")
      ++directives;
  }
  if (counted == 0 || records * 2 > counted) return kind::log;
  const auto fitting = pairs + sections + directives;
  if (config_name(name) && fitting * 2 > counted) return kind::config;
  if (counted >= 3 && pairs + sections >= 2 && fitting * 10 >= counted * 9) return kind::config;
  return kind::log;
}

bool prose_name(std::string_view name) {
  for (std::string_view end : {".md", ".markdown", ".rst", ".adoc"})
    if (name.ends_with(end)) return true;
  return false;
}

}  // namespace

bool is_plain_log(std::string_view sample) {
  constexpr std::size_t least_lines = 64;
  std::size_t records = 0;
  std::size_t below = 0;
  // The last line may be cut.
  for (auto end = sample.find('\n'); end != std::string_view::npos; end = sample.find('\n')) {
    const auto line = trim_right(sample.substr(0, end));
    sample.remove_prefix(end + 1);
    if (line.empty()) continue;
    if (log_line(line) || (line.starts_with("{\"") && line.back() == '}'))
      ++records;
    else if (line.starts_with("\tat ") || line.starts_with("    at ") || line.starts_with("Caused by: ") ||
             has(line, "Exception"))
      ++below;
    else
      return false;
  }
  return records >= least_lines && records >= below;
}

kind recognise_document(std::string_view sample, std::string_view name) {
  const bool whole = sample.size() <= sample_bytes;
  sample = sample.substr(0, sample_bytes);
  if (sample.starts_with("\xEF\xBB\xBF")) sample.remove_prefix(3);
  if (trim(sample).empty()) return kind::empty;
  if (binary(sample)) return kind::log;
  const text_lines all(sample);
  std::vector<std::string_view> lines;
  for (std::uint64_t n = 1; n <= all.count() && lines.size() < sample_lines; ++n)
    if (const auto l = trim_right(all.at(n)); !trim(l).empty()) lines.push_back(l);

  const auto first = trim(lines.front());
  if (first.front() == '{' || first.front() == '[') {
    if (const auto k = of_json(sample, whole); k != kind::log) return k;
    if (first.front() == '{') return kind::log;
  }
  if (prose_name(name)) return kind::text;
  if (describe(lines)) return kind::kubectl_describe;
  if (const auto k = of_table(lines); k != kind::log) return k;
  const auto of_text = of_yaml(sample, whole);
  if (of_text == kind::manifest) return kind::manifest;
  if (manifest_text(lines) && std::none_of(lines.begin(), lines.end(), log_line)) return kind::manifest;
  if (of_text == kind::yaml_document && lines.size() >= 2) return kind::yaml_document;
  return of_config(lines, name);
}

}  // namespace fm::evidence
