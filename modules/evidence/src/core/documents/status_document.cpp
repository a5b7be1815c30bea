#include "documents/status_document.hpp"

#include <algorithm>
#include <array>

namespace fm::evidence {
namespace {

template <std::size_t N>
bool one_of(std::string_view s, const std::array<std::string_view, N>& list) {
  return std::find(list.begin(), list.end(), s) != list.end();
}

bool truth(const yaml::node& n, bool& value) {
  if (!n.is_scalar() || n.quoted) return false;
  if (n.text == "true" || n.text == "True") {
    value = true;
    return true;
  }
  value = false;
  return n.text == "false" || n.text == "False";
}

/// Flags that are good when true.
constexpr std::array<std::string_view, 18> good_flags{
    "running",    "ready",      "healthy",   "available", "up",      "ok",
    "alive",      "online",     "connected", "active",    "success", "reachable",
    "is_running", "is_healthy", "is_alive",  "synced",    "isready", "ishealthy"};
/// Parts of names of flags that are bad when true.
constexpr std::array<std::string_view, 12> bad_flags{"_detected",    "alarm",      "_failed",     "has_error",
                                                     "has_failures", "degraded",   "out_of_sync", "unhealthy",
                                                     "timed_out",    "overloaded", "partitioned", "is_down"};
constexpr std::array<std::string_view, 8> state_names{"status",    "state",  "health",  "phase",
                                                      "condition", "result", "outcome", "health_status"};
constexpr std::array<std::string_view, 26> bad_states{
    "failed",          "failure",      "error",       "errored",     "down",
    "unhealthy",       "critical",     "degraded",    "dead",        "offline",
    "crashed",         "unreachable",  "unavailable", "red",         "yellow",
    "stalled",         "stuck",        "fatal",       "out_of_sync", "outofsync",
    "missing",         "disconnected", "empty",       "timeout",     "timed_out",
    "crashloopbackoff"};
constexpr std::array<std::string_view, 15> error_names{
    "error",          "errors",       "error_message", "errormessage", "last_error",    "lasterror",
    "failure_reason", "unreachable",  "exception",     "failures",     "failed_checks", "err",
    "stoppedreason",  "statusreason", "failurereason"};
constexpr std::array<std::string_view, 5> lag_names{"lag", "consumer_lag", "total_lag", "messages_behind",
                                                    "current_lag"};

/// `fail: timeout after 2s` as the value of a check, whatever the check is called.
bool tells_of_failure(std::string_view lower_text) {
  constexpr std::array<std::string_view, 6> words{"fail",  "failed",    "failing",
                                                  "error", "unhealthy", "critical"};
  const auto word = lower_text.substr(0, lower_text.find(':'));
  return word.size() < lower_text.size() && one_of(word, words);
}

std::string_view naming_sibling(const yaml::node& parent) {
  for (std::string_view name : {"name", "node", "group_id", "consumer_group", "id", "service", "host",
                                "topic", "hostname", "instance", "pod", "queue"})
    if (const auto value = parent.string(name); !value.empty() && value.size() < 200) return value;
  return {};
}

class walker {
 public:
  explicit walker(const reading& r) : r_(r) {}

  void walk(const yaml::node& n, const std::string& path, std::string_view subject) {
    if (n.is_sequence()) {
      std::size_t i = 0;
      for (const auto& item : n.items) walk(item, path + "[" + std::to_string(i++) + "]", subject);
      return;
    }
    if (!n.is_mapping()) return;
    if (const auto own = naming_sibling(n); !own.empty()) subject = own;
    for (const auto& m : n.members) {
      const auto below = path.empty() ? m.name : path + "." + m.name;
      if (path.size() < 400) look(m, n, below, subject);
      if (path.size() < 400)
        walk(m.value, below, subject.empty() && m.value.is_mapping() ? std::string_view(m.name) : subject);
    }
  }

 private:
  /// The path as far as it stands in the line: its last name.
  fact_draft draft(std::string_view rule, role what, double weight, const yaml::member& m,
                   const std::string& path, std::string_view subject) const {
    fact_draft f(r_.evidence, r_.lines, rule, what, weight);
    f.about(subject.empty() ? std::string_view(path) : subject)
        .slot("path", m.name, m.line)
        .quote(m.line)
        .named(path);
    return f;
  }

  void look(const yaml::member& m, const yaml::node& parent, const std::string& path,
            std::string_view subject) {
    const auto name = lower(m.name);
    const auto& v = m.value;
    if (name == "alertname" && v.is_scalar()) {
      auto f = draft("alert_firing", role::symptom, 0.45, m, path, v.text);
      f.slot("alert", v.text, v.line).level(severity::warning);
      if (const auto* grade = parent.find("severity")) f.slot("severity", grade->text, grade->line);
      for (std::string_view what :
           {"pod", "deployment", "service", "job", "namespace", "instance", "container"})
        f.named(parent.string(what));
      f.add(r_.out.facts);
      return;
    }
    bool flag = false;
    if (truth(v, flag)) {
      if (!flag && one_of(name, good_flags)) {
        auto f = draft("status_trouble", role::symptom, name == "success" || name == "active" ? 0.45 : 0.65,
                       m, path, subject);
        f.slot("value", v.text, v.line).level(severity::error);
        name_line(f, parent, subject);
        f.add(r_.out.facts);
      }
      if (flag)
        for (auto part : bad_flags)
          if (has(name, part)) {
            const bool split_brain = has(name, "partition");
            auto f = draft(split_brain ? "partition_detected" : "status_trouble", role::cause,
                           split_brain ? 0.93 : 0.75, m, path, subject);
            f.slot("value", v.text, v.line).level(severity::error).add(r_.out.facts);
            break;
          }
      return;
    }
    if (has(name, "unreachable") || name == "partitions") {
      listed(m, parent, path, subject, has(name, "partitions"));
      return;
    }
    if (one_of(name, lag_names) || name.ends_with("_lag")) {
      if (const auto n = parse_quantity(v.text); v.is_scalar() && n && *n > 0)
        lag(m, parent, path, subject, *n);
      return;
    }
    if (one_of(name, error_names)) {
      errors(m, path, subject);
      return;
    }
    if (v.is_scalar() && one_of(name, state_names)) {
      auto state = lower(v.text);
      if (const auto dot = state.rfind('.'); dot != std::string::npos) state = state.substr(dot + 1);
      // A group without members is empty; anything else that is empty is not in trouble.
      if (!one_of(state, bad_states) || (state == "empty" && parent.string("group_id").empty())) return;
      auto f = draft("status_trouble", role::symptom, state == "yellow" ? 0.4 : 0.65, m, path, subject);
      f.slot("value", v.text, v.line).level(severity::error);
      name_line(f, parent, subject);
      f.add(r_.out.facts);
      return;
    }
    if (v.is_scalar() && tells_of_failure(lower(v.text))) {
      embed(v, subject);
      auto f = draft("status_trouble", role::cause, 0.6, m, path, subject);
      f.slot("value", before(v.text, "\n"), v.line).level(severity::error);
      name_line(f, parent, subject);
      f.add(r_.out.facts);
      return;
    }
    if (v.is_scalar() &&
        (name == "message" || name == "reason" || name == "detail" || name == "description") &&
        v.text.size() > 8)
      embed(v, subject);
    if (v.is_scalar() && (name == "isrs" || name == "in_sync_replicas")) return;
    replicas(m, parent, path, subject);
  }

  static void name_line(fact_draft& f, const yaml::node& parent, std::string_view subject) {
    for (const auto& m : parent.members)
      if (m.value.is_scalar() && m.value.text == subject) f.slot("object", subject, m.value.line);
  }

  void embed(const yaml::node& v, std::string_view subject) const {
    auto line = v.line;
    for (auto piece : split(v.text, '\n')) {
      while (line < v.end_line && !has(r_.lines.at(line), trim(piece))) ++line;
      r_.embed(line, piece, subject);
    }
  }

  void listed(const yaml::member& m, const yaml::node& parent, const std::string& path,
              std::string_view subject, bool partitions) {
    const auto& v = m.value;
    if (!v.is_sequence() || v.items.empty() || !v.items.front().is_scalar()) return;
    // Numbers are the partitions of a topic, names are nodes that are cut off.
    if (all_digits(v.items.front().text)) return;
    auto f = draft(partitions || has(path, "partition") ? "partition_detected" : "status_trouble",
                   role::cause, 0.85, m, path, subject);
    for (const auto& item : v.items)
      f.slot("unreachable", item.text, item.line).named(item.text).cite(item.line);
    name_line(f, parent, subject);
    f.level(severity::error).add(r_.out.facts);
  }

  void lag(const yaml::member& m, const yaml::node& parent, const std::string& path, std::string_view subject,
           double n) {
    auto f = draft("consumer_lag", role::cause, n < 100 ? 0.2 : n < 1000 ? 0.5 : 0.7, m, path, subject);
    f.slot("lag", m.value.text, m.value.line);
    for (std::string_view name : {"group", "group_id", "consumer_group"})
      if (const auto* g = parent.find(name)) f.slot("group", g->text, g->line).named(g->text);
    if (const auto* t = parent.find("topic")) f.slot("topic", t->text, t->line).named(t->text);
    if (const auto* p = parent.find("partition")) f.slot("partition", p->text, p->line);
    f.add(r_.out.facts);
  }

  void errors(const yaml::member& m, const std::string& path, std::string_view subject) {
    const auto& v = m.value;
    if (v.is_scalar()) {
      const auto text = trim(v.text);
      static constexpr std::array<std::string_view, 9> nothing{"",  "none", "null",  "None", "no",
                                                               "0", "ok",   "false", "~"};
      if ((!v.quoted && v.is_null()) || one_of(text, nothing)) return;
      if (const auto n = parse_count(text)) {
        if (*n > 0) {
          auto f = draft("status_trouble", role::symptom, 0.4, m, path, subject);
          f.slot("value", v.text, v.line).add(r_.out.facts);
        }
        return;
      }
      embed(v, subject);
      auto f = draft("status_trouble", role::cause, 0.6, m, path, subject);
      f.slot("value", before(text, "\n"), v.line).level(severity::error).add(r_.out.facts);
      return;
    }
    if (v.is_sequence() && !v.items.empty()) {
      auto f = draft("status_trouble", role::cause, 0.6, m, path, subject);
      for (const auto& item : v.items) {
        if (!item.is_scalar()) continue;
        f.slot("value", item.text, item.line).cite(item.line);
        embed(item, subject);
      }
      f.level(severity::error).add(r_.out.facts);
    }
  }

  /// A partition whose in-sync replicas are fewer than its replicas; a broker list that misses one.
  void replicas(const yaml::member& m, const yaml::node& parent, const std::string& path,
                std::string_view subject) {
    if (m.name != "isrs" && m.name != "isr") return;
    const auto* all = parent.find("replicas");
    if (!all || !all->is_sequence() || !m.value.is_sequence() || m.value.items.size() >= all->items.size())
      return;
    auto f = draft("under_replicated", role::cause, 0.75, m, path, subject);
    for (const auto& item : m.value.items) f.cite(item.line);
    f.cite(all->line).level(severity::error).add(r_.out.facts);
  }

  const reading& r_;
};

}  // namespace

void read_status(const std::vector<yaml::node>& documents, const reading& r) {
  walker w(r);
  for (const auto& d : documents) {
    // The API's answer to a query that failed is no state of the service.
    if (d.string("kind") == "Status" && d.string("apiVersion") == "v1") {
      fact_draft f(r.evidence, r.lines, "lookup_failed", role::context, 0.1);
      for (auto name : {"reason", "message"})
        if (const auto* n = d.find(name)) f.slot(name, n->text, n->line).quote(n->line);
      f.add(r.out.facts);
      continue;
    }
    w.walk(d, {}, {});
  }
}

}  // namespace fm::evidence
