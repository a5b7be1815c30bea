// Services against the pods that they select, and hosts against the services that are there.
#include "documents/cluster_view.hpp"

#include <algorithm>

namespace fm::evidence {
namespace {

/// The ports that a workload's containers declare.
std::vector<const yaml::node*> ports_of(const workload& w) {
  std::vector<const yaml::node*> out;
  for (const auto* c : w.containers())
    if (const auto* ports = c->find("ports"))
      for (const auto& p : ports->items) out.push_back(&p);
  return out;
}

class service_check {
 public:
  service_check(const cluster_view& v, std::vector<fact>& out) : v_(v), out_(out) {}

  void run() {
    for (const auto& s : v_.of_kind("Service")) service(s);
    for (const auto& w : v_.workloads) own_selector(w);
    for (const auto& h : v_.hosts()) host(h);
  }

 private:
  void service(const cluster_object& s) {
    const auto* selector = s.at({"spec", "selector"});
    if (!selector || selector->members.empty() || text_of(s.at({"spec", "type"})) == "ExternalName") return;
    const auto pods = v_.selected(selector, s.space());
    if (pods.empty()) {
      unmatched(s, *selector);
      return;
    }
    const auto* ports = s.at({"spec", "ports"});
    if (!ports) return;
    for (const auto& p : ports->items) port(s, p, pods);
  }

  void unmatched(const cluster_object& s, const yaml::node& selector) {
    // The workload that was probably meant: it carries one of the labels, or its name is like the service's.
    const workload* meant = nullptr;
    const yaml::member* differing = nullptr;
    std::size_t best = 0;
    for (const auto& w : v_.workloads) {
      if (!same_space(w.space(), s.space()) || w.object->kind == "Job" || w.object->kind == "CronJob")
        continue;
      std::size_t score = w.name() == s.name() ? 3 : near_names(w.name(), s.name()) ? 2 : 1;
      const yaml::member* differs = nullptr;
      for (const auto& m : selector.members) {
        const auto value = w.label(m.name);
        if (value == m.value.text)
          score += 3;
        else
          differs = &m;
        if (!value.empty() && value != m.value.text && near_names(value, m.value.text)) score += 3;
      }
      if (score > best) {
        best = score;
        meant = &w;
        differing = differs;
      }
    }
    if (!meant) return;
    auto weight = best >= 3 ? 0.92 : best == 2 ? 0.8 : 0.6;
    // A service that selects pods of its own name: their workload may just not be among the files.
    if (differing && differing->value.text == s.name() && meant->name() != s.name() &&
        edit_distance(meant->name(), s.name(), 2) > 2)
      weight = 0.4;
    auto f = draft_of(s, "selector_mismatch", role::cause, weight);
    if (differing) {
      f.slot("label", differing->name, differing->line)
          .slot("selector", differing->value.text, differing->value.line);
      f.quote(differing->value.line);
      const auto* labels = meant->pods.metadata ? meant->pods.metadata->find("labels") : nullptr;
      const auto* has_label = labels ? labels->find(differing->name) : nullptr;
      if (has_label && meant->file == s.file) f.slot("pod_label", has_label->text, has_label->line);
    }
    f.named(meant->name()).add(out_);
  }

  void port(const cluster_object& s, const yaml::node& p, const std::vector<const workload*>& pods) {
    const auto* target = p.find("targetPort");
    if (!target) target = p.find("port");
    const auto wanted = text_of(target);
    if (wanted.empty()) return;
    bool declared = false;
    const yaml::node* shown = nullptr;
    const workload* of = nullptr;
    for (const auto* w : pods)
      for (const auto* c : ports_of(*w)) {
        declared = true;
        const auto* number = c->find("containerPort");
        if (text_of(number) == wanted || c->string("name") == wanted) return;
        if (!shown) {
          shown = number;
          of = w;
        }
      }
    const bool by_name = !all_digits(wanted);
    if (!declared && !by_name) return;
    auto f = draft_of(s, "port_mismatch", role::cause, by_name ? 0.88 : 0.8);
    put(f, "port", target).quote(target->line);
    if (of) f.named(of->name());
    if (of && of->file == s.file) put(f, "container_port", shown);
    f.add(out_);
  }

  void own_selector(const workload& w) {
    const auto* selector = w.at({"spec", "selector", "matchLabels"});
    if (!selector || w.object->kind == "Job") return;
    for (const auto& m : selector->members) {
      const auto value = w.label(m.name);
      if (value == m.value.text) continue;
      auto f = draft_of(w, "selector_mismatch", role::cause, 0.9);
      f.slot("label", m.name, m.line).slot("selector", m.value.text, m.value.line).quote(m.value.line);
      if (const auto* label = at_path(w.pods.metadata, {"labels"}); label && label->find(m.name))
        put(f, "pod_label", label->find(m.name));
      f.add(out_);
    }
  }

  void host(const host_reference& h) {
    if (h.from->well) return;
    const auto parts = split(h.host, '.');
    const bool in_cluster = has(h.host, ".svc");
    if (parts.size() > 2 && !in_cluster) return;
    const std::string name(parts[0]);
    const std::string space(parts.size() > 1 ? parts[1] : std::string_view(h.from->space()));
    if (parts.size() == 2 && !v_.find("namespace", space, {}) && !known_space(space)) return;
    if (name == "kubernetes" || space == "kube-system" || name == "host") return;
    for (const auto& s : v_.of_kind("Service"))
      if (s.name() == name && same_space(s.space(), space)) {
        port_of_host(h, s);
        return;
      }
    if (v_.find("service", name, space)) return;
    // A pod of a StatefulSet is a host of its own.
    if (parts.size() > 1 && v_.find("service", parts[1], h.from->space())) return;
    auto f = draft_of(h.where, "service_missing", role::cause, v_.any("service") ? 0.5 : 0.35);
    f.slot("host", h.host, h.line)
        .slot("service", name, h.line)
        .named(name)
        .named(h.from->names)
        .quote(h.line);
    if (!h.variable.empty()) f.named(h.variable);
    if (const auto* near = v_.nearest("service", name, space)) {
      f.weight(0.85).named(near->name);
      if (near->file == h.where.file) f.slot("near", near->name, near->line);
    } else if (const auto* elsewhere = v_.find("service", name, {})) {
      f.weight(0.88).named(elsewhere->space);
      // The namespace stands beside the name.
      if (elsewhere->file == h.where.file)
        f.slot_within("elsewhere", elsewhere->space, elsewhere->line > 3 ? elsewhere->line - 3 : 1,
                      elsewhere->line + 3);
    }
    f.add(out_);
  }

  bool known_space(std::string_view space) const {
    return std::any_of(v_.objects.begin(), v_.objects.end(),
                       [&](const cluster_object& o) { return o.space() == space; });
  }

  void port_of_host(const host_reference& h, const cluster_object& s) {
    if (h.port == 0) return;
    const auto* ports = s.at({"spec", "ports"});
    if (!ports || ports->items.empty() || text_of(s.at({"spec", "clusterIP"})) == "None") return;
    for (const auto& p : ports->items)
      if (number_of(p.find("port"), 0) == h.port) return;
    auto f = draft_of(h.where, "port_mismatch", role::cause, 0.85);
    f.slot("port", std::to_string(h.port), h.line).slot("host", h.host, h.line).named(s.name()).quote(h.line);
    if (s.file == h.where.file) put(f, "service_port", ports->items.front().find("port"));
    f.add(out_);
  }

  const cluster_view& v_;
  std::vector<fact>& out_;
};

}  // namespace

void check_services(const cluster_view& v, std::vector<fact>& out) { service_check(v, out).run(); }

}  // namespace fm::evidence
