#include "documents/describe_tree.hpp"

#include "documents/kube_message.hpp"
#include "documents/kube_names.hpp"
#include "documents/rule_traits.hpp"

#include <algorithm>

namespace fm::evidence {
namespace {

/// Splits `Key:   value`; a key has no blanks at its ends and no more than 60 bytes.
void split_key(described_line& l) {
  l.value = l.text;
  const auto colon = l.text.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon > 60) return;
  if (colon + 1 < l.text.size() && !is_blank(l.text[colon + 1])) return;
  l.key = l.text.substr(0, colon);
  l.value = trim(l.text.substr(colon + 1));
}

std::string_view type_of(const described_object& o) {
  const auto has_key = [&](std::string_view key) { return o.find(key) != described_object::none; };
  if (has_key("API Version") && has_key("Kind")) return o.value("Kind");
  if (has_key("Roles") && (has_key("Taints") || has_key("Capacity"))) return "Node";
  if (has_key("StrategyType")) return "Deployment";
  if (has_key("Parallelism") || has_key("Pods Statuses")) return "Job";
  if (has_key("Schedule") && has_key("Suspend")) return "CronJob";
  if (has_key("Desired Number of Nodes Scheduled")) return "DaemonSet";
  if (has_key("Update Strategy")) return "StatefulSet";
  if (has_key("Pod Template") && has_key("Replicas")) return "ReplicaSet";
  if (has_key("Reference") && (has_key("Metrics") || has_key("Min replicas")))
    return "HorizontalPodAutoscaler";
  if (has_key("Rules") && (has_key("Ingress Class") || has_key("Default backend"))) return "Ingress";
  if (has_key("StorageClass") && has_key("Reclaim Policy")) return "PersistentVolume";
  if (has_key("StorageClass") && (has_key("Access Modes") || has_key("VolumeMode")))
    return "PersistentVolumeClaim";
  if (has_key("Endpoints") || (has_key("IP") && has_key("Session Affinity"))) return "Service";
  if (has_key("Containers") && (has_key("Node") || has_key("Status") || has_key("IP"))) return "Pod";
  // What was cut out of a description still names the node, which only pods have beside a status.
  if (has_key("Node") && has_key("Status")) return "Pod";
  if (has_key("Spec") && o.find("PodSelector", o.find("Spec")) != described_object::none)
    return "NetworkPolicy";
  if (has_key("Subsets")) return "Endpoints";
  if (has_key("Mountable secrets")) return "ServiceAccount";
  if (has_key("Provisioner")) return "StorageClass";
  if (has_key("Controller")) return "IngressClass";
  for (const auto& l : o.lines) {
    if (l.indent == 0 && l.text.starts_with("Resource") && has(l.text, "Used")) return "ResourceQuota";
    if (l.indent == 0 && (l.text == "Data" || has(l.text, "====")))
      return o.value("Type").empty() ? "ConfigMap" : "Secret";
  }
  if (has_key("Status") && (has(o.value("Status"), "Active") || has(o.value("Status"), "Terminating")))
    return "Namespace";
  return {};
}

}  // namespace

std::size_t described_object::find(std::string_view key, std::size_t parent) const {
  const std::size_t from = parent == none ? 0 : parent + 1;
  const std::size_t to = parent == none ? lines.size() : parent < lines.size() ? lines[parent].end : 0;
  for (auto i = from; i < to; i = std::max(i + 1, lines[i].end))
    if (lines[i].key == key) return i;
  return none;
}

std::string_view described_object::value(std::string_view key, std::size_t parent) const {
  const auto i = find(key, parent);
  return i == none ? std::string_view() : lines[i].value;
}

std::uint64_t described_object::line(std::string_view key, std::size_t parent) const {
  const auto i = find(key, parent);
  return i == none ? 0 : lines[i].line;
}

std::vector<std::size_t> described_object::children(std::size_t parent) const {
  std::vector<std::size_t> out;
  if (parent >= lines.size()) return out;
  for (auto i = parent + 1; i < lines[parent].end; i = std::max(i + 1, lines[i].end)) out.push_back(i);
  return out;
}

std::uint64_t described_object::last_line(std::size_t index) const {
  if (index >= lines.size()) return 0;
  return lines[std::max(lines[index].end, index + 1) - 1].line;
}

std::vector<described_object> read_describe(const text_lines& text) {
  std::vector<described_object> out;
  for (std::uint64_t n = 1; n <= text.count(); ++n) {
    const auto raw = trim_right(text.at(n));
    if (raw.empty()) continue;
    described_line l;
    l.line = n;
    while (l.indent < raw.size() && is_blank(raw[l.indent])) ++l.indent;
    l.text = raw.substr(l.indent);
    split_key(l);
    if (l.indent == 0 && l.key == "Name" && !l.value.empty()) {
      out.emplace_back();
      out.back().name = l.value;
      out.back().name_line = n;
    }
    if (out.empty()) continue;
    out.back().lines.push_back(l);
  }
  for (auto& o : out) {
    std::vector<std::size_t> up;
    for (std::size_t i = 0; i < o.lines.size(); ++i) {
      while (!up.empty() && o.lines[up.back()].indent >= o.lines[i].indent) {
        o.lines[up.back()].end = i;
        up.pop_back();
      }
      up.push_back(i);
    }
    for (auto i : up) o.lines[i].end = o.lines.size();
    o.space = o.value("Namespace");
    o.type = type_of(o);
  }
  return out;
}

std::uint64_t times_of_age(std::string_view age) {
  const auto at = age.find("(x");
  if (at == std::string_view::npos) return 1;
  auto digits = age.substr(at + 2);
  digits = digits.substr(0, digits.find_first_not_of("0123456789"));
  const auto n = parse_count(digits);
  return n && *n > 0 ? static_cast<std::uint64_t>(*n) : 1;
}

namespace {

/// Reads a row `Warning  FailedMount  1m (x4 over 3m)  kubelet  message`; false when it is none.
bool read_event(std::string_view text, std::uint64_t line, event_row& e) {
  const bool normal = text.starts_with("Normal");
  if (!normal && !text.starts_with("Warning")) return false;
  const auto cells = split_cells(text);
  if (cells.size() < 4) return false;
  e = {};
  e.line = line;
  e.warning = !normal;
  e.type = cells[0];
  e.reason = cells[1];
  e.age = cells[2];
  // Without a source the message is the fourth cell.
  const auto& first = cells.size() > 4 ? cells[4] : cells[3];
  e.message = trim(text.substr(static_cast<std::size_t>(first.data() - text.data())));
  e.count = times_of_age(e.age);
  return true;
}

constexpr std::size_t most_details = 40;

}  // namespace

std::vector<event_row> events_of(const described_object& o) {
  std::vector<event_row> out;
  const auto at = o.find("Events");
  if (at == described_object::none) return out;
  // A message of several lines leaves the block's indentation: all that follows is of the events.
  for (auto i = at + 1; i < o.lines.size(); ++i) {
    const auto& l = o.lines[i];
    event_row e;
    if (read_event(l.text, l.line, e))
      out.push_back(e);
    else if (!out.empty() && l.line == out.back().line + out.back().more.size() + 1 &&
             out.back().more.size() < most_details)
      out.back().more.push_back({l.line, l.text});
    else if (i >= o.lines[at].end)
      break;
  }
  return out;
}

std::vector<event_row> list_events(const text_lines& lines, std::uint64_t first, std::uint64_t last) {
  std::vector<event_row> out;
  for (auto n = first; n <= last; ++n) {
    const auto text = trim(lines.at(n));
    event_row e;
    if (text.starts_with("----")) continue;
    if (read_event(text, n, e))
      out.push_back(e);
    else if (text.empty() || out.empty() || out.back().more.size() >= most_details)
      break;
    else
      out.back().more.push_back({n, text});
  }
  return out;
}

std::vector<condition_row> conditions_of(const described_object& o) {
  std::vector<condition_row> out;
  const auto at = o.find("Conditions");
  if (at == described_object::none) return out;
  bool with_times = false;
  for (auto i = at + 1; i < o.lines[at].end; ++i) {
    const auto& l = o.lines[i];
    const auto cells = split_cells(l.text);
    if (cells.size() < 2 || cells[0].starts_with("--")) continue;
    if (cells[0] == "Type") {
      with_times = has(l.text, "LastHeartbeatTime");
      continue;
    }
    condition_row c{l.line, cells[0], cells[1], {}, {}};
    const std::size_t reason = with_times ? 4 : 2;
    if (cells.size() > reason) c.reason = cells[reason];
    if (cells.size() > reason + 1)
      c.message = trim(l.text.substr(static_cast<std::size_t>(cells[reason + 1].data() - l.text.data())));
    out.push_back(c);
  }
  return out;
}

std::vector<std::string> names_of(const described_object& o) {
  std::vector<std::string> out;
  const auto add = [&](std::string_view name) {
    if (name.empty() || name.front() == '<') return;
    if (std::find(out.begin(), out.end(), name) == out.end()) out.emplace_back(name);
  };
  add(o.name);
  add(o.space);
  add(owner_of_pod(o.name));
  const auto controller = o.value("Controlled By");
  if (const auto name = after(controller, "/"); !name.empty()) {
    add(name);
    add(owner_of_replica_set(name));
  }
  if (o.type == "Pod") add(before(o.value("Node"), "/"));
  if (const auto at = o.find("Labels"); at != described_object::none) {
    for (const auto& n : label_names(o.lines[at].value)) add(n);
    for (auto i : o.children(at))
      for (const auto& n : label_names(o.lines[i].text)) add(n);
  }
  return out;
}

/// What the pod demands of a node, where the scheduler's message tells only that no node offers it.
static void add_demand(fact_draft& f, const described_object& o, std::string_view message) {
  if (has(message, "node affinity") || has(message, "node selector"))
    if (const auto selector = o.value("Node-Selectors"); !selector.starts_with('<'))
      f.slot("selector", selector, o.line("Node-Selectors"));
  if (!has(message, "Insufficient ")) return;
  auto resource = word_after(message, "Insufficient ");
  while (resource.ends_with('.') || resource.ends_with(',')) resource.remove_suffix(1);
  const auto containers = o.find("Containers");
  if (containers == described_object::none) return;
  std::size_t asking = described_object::none;
  for (auto c : o.children(containers))
    if (const auto requests = o.find("Requests", c); requests != described_object::none)
      if (o.find(resource, requests) != described_object::none) {
        if (asking != described_object::none) return;  // several share the demand: no one figure tells it
        asking = requests;
      }
  if (asking != described_object::none)
    f.slot("requested", o.value(resource, asking), o.line(resource, asking));
}

/// The line below an event that names the cause: what the program that failed printed.
static const event_detail* telling_detail(const event_row& e) {
  const event_detail* best = nullptr;
  for (const auto& d : e.more) {
    if (d.text.starts_with("Output: ")) return &d;
    for (std::string_view word : {"rror", "failed", "denied", "No such", "not found", "refused", "timed out"})
      if (has(d.text, word)) best = &d;
  }
  return best;
}

void describe_events(const described_object& o, const std::vector<std::string>& names, const recovery& now,
                     const reading& r) {
  describe_event_rows(events_of(o), o, names, now, r);
}

void describe_event_rows(const std::vector<event_row>& events, const described_object& o,
                         const std::vector<std::string>& names, const recovery& now, const reading& r) {
  std::uint64_t scheduled = 0;
  for (const auto& e : events)
    if (e.reason == "Scheduled") scheduled = e.line;
  for (const auto& e : events) {
    const auto m = read_kube_message(e.reason, e.message, e.warning);
    if (m.rule.empty()) continue;
    if (m.free_text) r.embed(e.line, e.message, o.name);
    fact_draft f(r.evidence, r.lines, m.rule, m.role, m.weight);
    f.about(o.name).named(names).quote(e.line, e.message).count(e.count).level(m.level);
    const auto* detail = telling_detail(e);
    if (detail != nullptr) {
      // "exit status 32" says that it failed; what was printed says why.
      const auto said = detail->text.starts_with("Output: ") ? trim(detail->text.substr(8)) : detail->text;
      f.slot("reason", said, detail->line).quote(detail->line, said);
      f.cite(e.line);
    }
    for (const auto& [name, value] : m.slots) f.slot(name, value, e.line);
    for (const auto& [name, value] : m.slots)
      if (name == "image" || name == "container" || name == "object" || name == "claim") f.named(value);
    const bool unplaced = rule_is(m.rule, rule_property::placement);
    if (unplaced) add_demand(f, o, e.message);
    const bool placed = unplaced && scheduled != 0;
    if (placed) f.weight(0.1).slot("recovered", "Scheduled", scheduled);
    if (!placed && now.now_well) {
      f.weight(weight_when_over(m.rule, e.count));
      f.slot("recovered", now.well_text, now.well_line);
    }
    f.add(r.out.facts);
  }
}

}  // namespace fm::evidence
