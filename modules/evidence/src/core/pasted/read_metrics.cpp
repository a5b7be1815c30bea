// Metrics in Prometheus' text format: what is down, and what reports an error by a flag.
#include "pasted/section.hpp"

#include <map>

namespace fm::evidence::pasted {
namespace {

struct metric {
  std::string_view name, labels, value;
};

bool metric_of(std::string_view line, metric& m) {
  line = trim(line);
  const auto end = line.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:");
  if (end == 0 || end == std::string_view::npos || is_digit(line[0])) return false;
  m.name = line.substr(0, end);
  m.labels = {};
  auto rest = line.substr(end);
  if (rest.front() == '{') {
    const auto close = rest.rfind('}');
    if (close == std::string_view::npos) return false;
    m.labels = rest.substr(1, close - 1);
    rest = rest.substr(close + 1);
  }
  if (rest.empty() || !is_blank(rest.front())) return false;
  const auto words = split_words(rest);
  if (words.empty() || words.size() > 2) return false;
  m.value = words[0];
  return m.value.find_first_not_of("0123456789.eE+-NaInf") == std::string_view::npos;
}

/// What tells whose metric it is: the value of the label that says most.
std::string_view target_of(std::string_view labels) {
  for (std::string_view key :
       {"instance=", "server=", "target=", "host=", "node=", "addr=", "name=", "database=", "pod=", "job="})
    if (const auto at = labels.find(key); at != std::string_view::npos && (at == 0 || labels[at - 1] == ','))
      return quoted_after(labels.substr(at), key);
  return quoted_after(labels, "=");
}

}  // namespace

std::uint64_t read_metrics(context& c, std::uint64_t at) {
  const auto line = c.at(at);
  if (!line.starts_with("# HELP ") && !line.starts_with("# TYPE ")) return at;
  std::map<std::string_view, std::string_view> types;
  std::map<std::string_view, mention> helps;
  auto n = at;
  std::uint64_t up = 0;
  for (; n <= c.count(); ++n) {
    const auto text = trim(c.at(n));
    if (text.starts_with("# ")) {
      const auto words = split_words(text);
      if (words.size() > 3 && words[1] == "TYPE") types[words[2]] = words[3];
      if (words.size() > 3 && words[1] == "HELP") helps[words[2]] = {text, n};
      continue;
    }
    if (text.empty() || text == "#") continue;
    metric m;
    if (!metric_of(text, m)) break;
    const auto target = target_of(m.labels);
    const bool alive = m.name == "up" || m.name.ends_with("_up") || m.name == "probe_success";
    if (alive && m.value == "1") up = n;
    // A counter of errors only grows; a gauge that its help calls a flag is one.
    const bool flag = has(m.name, "error") && m.value == "1" && types[m.name] == "gauge" &&
                      has_nocase(helps[m.name].text, "1 for error");
    if (!(alive && m.value == "0") && !flag) continue;
    auto f = c.draft(flag ? "metric_reports_error" : "target_down", flag ? role::symptom : role::cause,
                     flag ? .55 : .9);
    f.about(target).slot("target", target, n).slot("metric", m.name, n).slot("value", m.value, n).quote(n);
    f.level(severity::error);
    c.add(f);
  }
  if (up != 0) {
    metric m;
    metric_of(c.at(up), m);
    auto well = c.draft("target_up", role::healthy, .4);
    well.about(target_of(m.labels)).slot("metric", m.name, up).quote(up).level(severity::info);
    c.add(well);
  }
  return n;
}

}  // namespace fm::evidence::pasted
