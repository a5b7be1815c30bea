#include "documents/table_reader.hpp"

#include "documents/kube_message.hpp"
#include "documents/kube_names.hpp"
#include "documents/rule_traits.hpp"
#include "documents/table_rows.hpp"
#include "documents/waiting_reasons.hpp"

#include <algorithm>
#include <map>

namespace fm::evidence {
namespace {

/// Seconds below which a start is not yet trouble.
constexpr std::int64_t young = 120;
/// Seconds below which a restart is recent.
constexpr std::int64_t recent = 1800;

std::string_view without_tree(std::string_view name) {
  // The marks of a lineage tree are all beyond ASCII.
  while (!name.empty() && (static_cast<unsigned char>(name.front()) >= 0x80 || is_blank(name.front())))
    name.remove_prefix(1);
  return name;
}

/// Makes one fact of those that say the same about pods of one owner.
void merge_replicas(std::vector<fact>& facts) {
  std::map<std::vector<std::string>, std::size_t> seen;
  std::vector<fact> out;
  for (auto& f : facts) {
    const auto owner = owner_of_pod(f.subject);
    if (owner != f.subject && f.names.size() > 1 && !rule_fills(f.rule, "ago")) {
      // The second name is the namespace, a label or the owner: what replicas share.
      const auto [at, added] = seen.try_emplace(
          {f.rule, std::string(owner), f.names[1], f.get("status"), f.get("reason")}, out.size());
      if (!added) {
        join_facts(out[at->second], std::move(f));
        continue;
      }
    }
    out.push_back(std::move(f));
  }
  facts = std::move(out);
}

class table_facts {
 public:
  explicit table_facts(const reading& r) : r_(r) {}

  void run() {
    const auto rows = read_table(r_.lines);
    for (const auto& row : rows) remember(row);
    for (const auto& row : rows) {
      if (row.type == "pod") pod(row);
      if (row.type == "deployment" || row.type == "statefulset" || row.type == "replicaset" ||
          row.type == "daemonset")
        workload(row);
      if (row.type == "job") job(row);
      if (row.type == "node") node(row);
      if (row.type == "pvc") claim(row);
      if (row.type == "endpoints") endpoints(row);
      if (row.type == "hpa") autoscaler(row);
      if (row.type == "event") event(row);
      if (row.type == "lineage") lineage(row);
      if (row.type == "ingress") ingress(row);
      if (row.type == "service") service(row);
      if (row.type == "cronjob") cron_job(row);
      if (row.type == "consumer_lag") lag(row);
    }
    merge_replicas(r_.out.facts);
    for (std::uint64_t n = 1; n <= r_.lines.count(); ++n) read_lookup_line(n, r_);
  }

 private:
  fact_draft draft(const table_row& row, std::string_view rule, role what, double weight) const {
    fact_draft f(r_.evidence, r_.lines, rule, what, weight);
    const auto name = without_tree(row.get("NAME"));
    f.about(name).named(row.get("NAMESPACE")).named(label_names(row.get("LABELS"))).quote(row.line);
    return f;
  }

  void pod(const table_row& row) {
    pod_state(row, row.get("NAME"), row.get("READY"), row.get("STATUS"), row.get("RESTARTS"));
  }

  void pod_state(const table_row& row, std::string_view name, std::string_view ready, std::string_view status,
                 std::string_view restarts) {
    const auto counts = parse_ratio(ready);
    const auto age = parse_age(row.get("AGE")).value_or(young);
    const auto owner = owner_of_pod(name);
    const auto make = [&](std::string_view rule, role what, double weight) {
      auto f = draft(row, rule, what, weight);
      f.about(name).named(owner).named(row.get("NODE"));
      f.slot("ready", ready, row.line).slot("status", status, row.line);
      if (const auto later = well_.find({row.get("NAMESPACE"), name});
          later != well_.end() && later->second > row.line)
        f.weight(std::min(weight, 0.15)).slot("recovered", "Running", later->second);
      return f;
    };
    if (status == "Completed" || status == "Succeeded") {
      make("pod_completed", role::healthy, 0.3).level(severity::info).add(r_.out.facts);
      return;
    }
    if (status == "Running" || status == "NotReady") {
      const bool well = status == "Running" && counts && counts->part >= counts->whole;
      const bool loops = restart_count(row, restarts, well, make);
      if (well && loops) return;
      if (well)
        make("pod_ready", role::healthy, 0.5).level(severity::info).add(r_.out.facts);
      else if (counts)
        make("pod_not_ready", role::symptom, age < 45 ? 0.25 : 0.5)
            .level(severity::warning)
            .add(r_.out.facts);
      return;
    }
    const bool init = status.starts_with("Init:");
    const auto reason = init ? status.substr(5) : status;
    auto meaning = read_waiting_reason(reason);
    if (init && parse_ratio(reason)) meaning = {"container_waiting", role::symptom, 0.45, false};
    if (!meaning.trouble && age < young) meaning.weight = std::min(meaning.weight, 0.15);
    make(meaning.rule, meaning.role, meaning.weight)
        .slot("reason", reason, row.line)
        .slot("count", restarts.substr(0, restarts.find(' ')), row.line)
        .level(severity::warning)
        .add(r_.out.facts);
    if (init && meaning.trouble)
      make("init_container_failed", role::symptom, 0.6)
          .slot("reason", reason, row.line)
          .level(severity::warning)
          .add(r_.out.facts);
  }

  template <class Make>
  /// True for a pod that restarts again and again, and happens to be ready.
  bool restart_count(const table_row& row, std::string_view cell, bool well, const Make& make) {
    const auto digits = cell.substr(0, cell.find(' '));
    const auto n = parse_count(digits).value_or(0);
    if (n == 0) return false;
    const auto ago = parse_age(before(after(cell, "("), " ago"));
    const bool fresh = ago && *ago < recent;
    // Every pod of a node restarts with it: few restarts of a ready pod say little.
    constexpr std::int64_t many = 5;
    const bool loops = fresh && n >= many;
    const double weight = loops ? 0.5 : well ? 0.12 : (fresh ? 0.4 : 0.3);
    make("restarts", well && !loops ? role::context : role::symptom, weight)
        .slot("count", digits, row.line)
        .slot("ago", before(after(cell, "("), " ago"), row.line)
        .add(r_.out.facts);
    return loops;
  }

  void replicas(const table_row& row, std::string_view name, std::string_view have, std::string_view want,
                std::string_view rule) {
    const auto ready = parse_count(have);
    const auto desired = parse_count(want);
    if (!ready || !desired) return;
    const auto age = parse_age(row.get("AGE")).value_or(young);
    auto f = draft(row, rule, role::healthy, 0.5);
    f.about(name).slot("ready", have, row.line).slot("desired", want, row.line);
    f.named(owner_of_replica_set(name));
    for (auto c : split(row.get("CONTAINERS"), ',')) f.named(c);
    if (*ready < *desired) {
      auto bad = draft(row, "replicas_unavailable", role::symptom,
                       age < 45      ? 0.25
                       : *ready == 0 ? 0.55
                                     : 0.45);
      bad.about(name).slot("ready", have, row.line).slot("desired", want, row.line).level(severity::warning);
      bad.named(owner_of_replica_set(name)).add(r_.out.facts);
    } else if (*desired > 0) {
      f.add(r_.out.facts);
    } else if (row.type == "deployment" || row.type == "statefulset") {
      draft(row, "scaled_to_zero", role::cause, 0.4).slot("desired", want, row.line).add(r_.out.facts);
    }
  }

  void workload(const table_row& row) {
    const auto rule = row.type == "deployment" ? "deployment_available" : "replicas_available";
    const auto ready = row.get("READY");
    if (const auto slash = ready.find('/'); slash != std::string_view::npos)
      replicas(row, row.get("NAME"), ready.substr(0, slash), ready.substr(slash + 1), rule);
    else
      replicas(row, row.get("NAME"), ready, row.get("DESIRED"), rule);
  }

  void job(const table_row& row) {
    const auto done = parse_ratio(row.get("COMPLETIONS"));
    const auto status = row.get("STATUS");
    if (status == "Failed" || status == "FailureTarget") {
      draft(row, "job_failed", role::symptom, 0.6)
          .slot("job", row.get("NAME"), row.line)
          .slot("reason", status, row.line)
          .level(severity::error)
          .add(r_.out.facts);
    } else if (done && done->part >= done->whole) {
      draft(row, "job_complete", role::healthy, 0.5)
          .slot("completions", row.get("COMPLETIONS"), row.line)
          .add(r_.out.facts);
    } else if (done) {
      draft(row, "job_incomplete", role::symptom, 0.3)
          .slot("completions", row.get("COMPLETIONS"), row.line)
          .add(r_.out.facts);
    }
  }

  void node(const table_row& row) {
    const auto status = row.get("STATUS");
    if (status.starts_with("NotReady") || status.starts_with("Unknown"))
      draft(row, "node_not_ready", role::cause, 0.85)
          .slot("reason", status, row.line)
          .level(severity::error)
          .add(r_.out.facts);
    else if (has(status, "SchedulingDisabled"))
      draft(row, "node_cordoned", role::cause, 0.5).slot("reason", status, row.line).add(r_.out.facts);
    else if (status == "Ready")
      draft(row, "node_ready", role::healthy, 0.4).slot("status", status, row.line).add(r_.out.facts);
  }

  void claim(const table_row& row) {
    const auto status = row.get("STATUS");
    if (status == "Bound") {
      draft(row, "pvc_bound", role::healthy, 0.3).slot("status", status, row.line).add(r_.out.facts);
    } else if (status == "Pending" || status == "Lost") {
      draft(row, "pvc_pending", role::symptom, 0.6)
          .slot("claim", row.get("NAME"), row.line)
          .slot("status", status, row.line)
          .slot("storage_class", row.get("STORAGECLASS"), row.line)
          .level(severity::warning)
          .add(r_.out.facts);
    }
  }

  void endpoints(const table_row& row) {
    const auto value = row.get("ENDPOINTS");
    if (value == "<none>" || value == "<unset>")
      draft(row, "service_without_endpoints", role::cause, 0.8)
          .slot("endpoints", value, row.line)
          .level(severity::error)
          .add(r_.out.facts);
    else if (!value.empty())
      draft(row, "service_has_endpoints", role::healthy, 0.3)
          .slot("endpoints", value, row.line)
          .add(r_.out.facts);
  }

  void autoscaler(const table_row& row) {
    const auto targets = row.get("TARGETS");
    if (has(targets, "<unknown>"))
      draft(row, "hpa_failed", role::cause, 0.6)
          .slot("target", row.get("REFERENCE"), row.line)
          .slot("reason", targets, row.line)
          .level(severity::warning)
          .add(r_.out.facts);
    const auto now = row.get("REPLICAS");
    if (!now.empty() && now != "0" && now == row.get("MAXPODS"))
      draft(row, "hpa_at_maximum", role::cause, 0.45)
          .slot("target", row.get("REFERENCE"), row.line)
          .slot("maximum", now, row.line)
          .add(r_.out.facts);
  }

  void ingress(const table_row& row) {
    if (row.get("CLASS") == "<none>")
      draft(row, "ingress_class_missing", role::context, 0.35)
          .slot("class", row.get("CLASS"), row.line)
          .add(r_.out.facts);
    if (row.get("ADDRESS").empty() && parse_age(row.get("AGE")).value_or(0) > young)
      draft(row, "ingress_without_address", role::symptom, 0.4)
          .slot("class", row.get("CLASS"), row.line)
          .slot("hosts", row.get("HOSTS"), row.line)
          .add(r_.out.facts);
  }

  void service(const table_row& row) {
    const auto address = row.get("EXTERNAL-IP");
    if (address != "<pending>") return;
    const bool fresh = parse_age(row.get("AGE")).value_or(young) < young;
    draft(row, "service_without_address", role::cause, fresh ? 0.3 : 0.7)
        .slot("service", row.get("NAME"), row.line)
        .slot("address", address, row.line)
        .level(severity::warning)
        .add(r_.out.facts);
  }

  void cron_job(const table_row& row) {
    if (row.get("SUSPEND") == "True")
      draft(row, "suspended", role::cause, 0.5).slot("suspend", "True", row.line).add(r_.out.facts);
  }

  void lag(const table_row& row) {
    const auto lag = row.get("LAG");
    const auto n = parse_count(lag).value_or(0);
    if (n == 0) return;
    const bool idle = row.get("CONSUMER-ID") == "-";
    fact_draft f(r_.evidence, r_.lines, "consumer_lag", role::cause, n < 100 ? 0.2 : idle ? 0.8 : 0.65);
    f.about(row.get("GROUP")).named(row.get("TOPIC")).named(row.get("CLIENT-ID"));
    f.slot("group", row.get("GROUP"), row.line).slot("topic", row.get("TOPIC"), row.line);
    f.slot("partition", row.get("PARTITION"), row.line).slot("lag", lag, row.line);
    f.quote(row.line).add(r_.out.facts);
  }

  void event(const table_row& row) {
    const auto object = row.get("OBJECT");
    const auto name = has(object, "/") ? after(object, "/") : object;
    message(row, name, row.get("REASON"), row.get("MESSAGE"), row.get("TYPE") == "Warning", times_of(row));
  }

  static std::uint64_t times_of(const table_row& row) {
    const auto cell = row.get("COUNT").empty() ? after(row.get("LAST SEEN"), "(x") : row.get("COUNT");
    const auto n = parse_count(cell.substr(0, cell.find_first_not_of("0123456789")));
    return n && *n > 0 ? static_cast<std::uint64_t>(*n) : 1;
  }

  void message(const table_row& row, std::string_view name, std::string_view reason, std::string_view text,
               bool warning, std::uint64_t count) {
    const auto m = read_kube_message(reason, text, warning);
    if (m.rule.empty()) return;
    if (m.free_text) r_.embed(row.line, text, name);
    fact_draft f(r_.evidence, r_.lines, m.rule, m.role, m.weight);
    f.about(name)
        .named(owner_of_pod(name))
        .named(row.get("NAMESPACE"))
        .quote(row.line, text)
        .count(count)
        .level(m.level);
    for (const auto& [slot, value] : m.slots) {
      f.slot(slot, value, row.line);
      if (slot == "image" || slot == "container" || slot == "object") f.named(value);
    }
    const auto placed = scheduled_.find({row.get("NAMESPACE"), name});
    const auto well = well_.find({row.get("NAMESPACE"), name});
    if (rule_is(m.rule, rule_property::placement) && placed != scheduled_.end())
      f.weight(0.1).slot("recovered", "Scheduled", placed->second);
    else if (well != well_.end())
      f.weight(weight_when_over(m.rule, count)).slot("recovered", "Running", well->second);
    f.add(r_.out.facts);
  }

  /// Remembers what became well, so that the events of its start weigh little.
  void remember(const table_row& row) {
    const auto space = row.get("NAMESPACE");
    if (row.type == "event" && row.get("REASON") == "Scheduled")
      scheduled_.try_emplace({space, after(row.get("OBJECT"), "/")}, row.line);
    if (row.type != "lineage" && row.type != "pod") return;
    const auto path = without_tree(row.get("NAME"));
    const auto status = row.get("STATUS");
    if (path.starts_with("Event/")) {
      if (status.starts_with("Scheduled: "))
        scheduled_.try_emplace({space, before(after(path, "/"), ".")}, row.line);
      return;
    }
    // The last row counts: a table that was watched shows a pod again and again.
    const auto ready = parse_ratio(row.get("READY"));
    const std::pair key{space, has(path, "/") ? after(path, "/") : path};
    if (status == "Running" && ready && ready->part >= ready->whole)
      well_[key] = row.line;
    else
      well_.erase(key);
  }

  /// A row of `kube-lineage`: `Kind/name` and for events `Reason: message` as the status.
  void lineage(const table_row& row) {
    const auto path = without_tree(row.get("NAME"));
    const auto type = before(path, "/");
    const auto name = after(path, "/");
    if (type == "Event") {
      const auto status = row.get("STATUS");
      // Only what goes wrong has a rule; the tree does not say which events are warnings.
      const auto reason = before(status, ": ");
      static constexpr std::string_view bad[] = {"Failed",   "BackOff",  "Unhealthy", "Evicted", "OOM",
                                                 "NotReady", "Exceeded", "Killing",   "Error"};
      bool warning = false;
      for (auto b : bad) warning = warning || has(reason, b);
      message(row, before(name, "."), reason, after(status, ": "), warning, 1);
    } else if (type == "Pod" && !row.get("STATUS").empty()) {
      pod_state(row, name, row.get("READY"), row.get("STATUS"), {});
    } else if (type == "Deployment" || type == "StatefulSet" || type == "DaemonSet" || type == "ReplicaSet") {
      const auto ready = row.get("READY");
      if (has(ready, "/"))
        replicas(row, name, before(ready, "/"), after(ready, "/"),
                 type == "Deployment" ? "deployment_available" : "replicas_available");
    }
  }

  const reading& r_;
  /// By namespace and name: the line that says so.
  std::map<std::pair<std::string_view, std::string_view>, std::uint64_t> scheduled_;
  std::map<std::pair<std::string_view, std::string_view>, std::uint64_t> well_;
};

}  // namespace

void read_tables(const reading& r) { table_facts(r).run(); }

}  // namespace fm::evidence
