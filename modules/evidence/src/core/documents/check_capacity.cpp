// Requests and limits against quotas, limit ranges and autoscalers.
#include "documents/cluster_view.hpp"

#include <algorithm>
#include <map>

namespace fm::evidence {
namespace {

/// `requests.cpu`, `limits.memory`, or `cpu` (which means the request) of a container; the node is nullptr
/// when unset.
const yaml::node* resource_of(const yaml::node& container, std::string_view name) {
  const auto* resources = container.find("resources");
  if (!resources) return nullptr;
  if (name.starts_with("limits.")) return at_path(resources, {"limits", name.substr(7)});
  if (name.starts_with("requests.")) name.remove_prefix(9);
  const auto* request = at_path(resources, {"requests", name});
  return request ? request : at_path(resources, {"limits", name});
}

class capacity_check {
 public:
  capacity_check(const cluster_view& v, std::vector<fact>& out) : v_(v), out_(out) {}

  void run() {
    for (const auto& q : v_.of_kind("ResourceQuota")) quota(q);
    for (const auto& l : v_.of_kind("LimitRange")) limit_range(l);
    for (const auto& h : v_.of_kind("HorizontalPodAutoscaler")) autoscaler(h);
    for (const auto& s : v_.of_kind("ScaledObject")) scaled_object(s);
    for (const auto& w : v_.workloads) requests_above_limits(w);
  }

 private:
  bool defaults_given(std::string_view space, std::string_view resource) const {
    if (const auto dot = resource.find('.'); dot != std::string_view::npos)
      resource = resource.substr(dot + 1);
    for (const auto& l : v_.of_kind("LimitRange"))
      if (same_space(l.space(), space))
        if (const auto* limits = l.at({"spec", "limits"}))
          for (const auto& i : limits->items)
            if (at_path(&i, {"default", resource}) || at_path(&i, {"defaultRequest", resource})) return true;
    return false;
  }

  void quota(const cluster_object& q) {
    const auto* hard = q.at({"spec", "hard"});
    if (!hard) return;
    for (const auto& m : hard->members) {
      const auto limit = parse_quantity(m.value.text);
      if (!limit) continue;
      const bool pods = m.name == "pods" || m.name == "count/pods";
      const bool compute = m.name.ends_with("cpu") || m.name.ends_with("memory");
      if (!pods && !compute) continue;
      double used = 0;
      const workload* largest = nullptr;
      const yaml::node* request = nullptr;
      double most = 0;
      for (const auto& w : v_.workloads) {
        if (!same_space(w.space(), q.space()) || w.replicas > 100'000) continue;
        double of_pod = pods ? 1 : 0;
        const yaml::node* shown = nullptr;
        if (compute)
          for (const auto* c : w.containers()) {
            const auto* n = resource_of(*c, m.name);
            if (n) {
              of_pod += parse_quantity(n->text).value_or(0);
              shown = n;
            } else if (!defaults_given(q.space(), m.name)) {
              unset(q, m, w, *c);
            }
          }
        const double total = of_pod * static_cast<double>(w.replicas);
        used += total;
        if (total > most) {
          most = total;
          largest = &w;
          request = pods ? w.replicas_node : shown;
        }
      }
      if (used <= *limit || !largest) continue;
      auto f = draft_of(q, "quota_exceeded", role::cause, 0.9);
      f.slot("quota", q.name(), q.object->name_line).slot("resource", m.name, m.line).named(largest->name());
      put(f, "limited", &m.value).quote(m.line);
      if (largest->file == q.file) {
        put(f, "requested", request);
        put(f, "replicas", largest->replicas_node);
      }
      f.add(out_);
    }
  }

  /// A quota for a resource refuses pods that do not state it.
  void unset(const cluster_object& q, const yaml::member& m, const workload& w, const yaml::node& container) {
    auto f = draft_of(q, "quota_requires", role::cause, 0.75);
    f.slot("quota", q.name(), q.object->name_line).slot("resource", m.name, m.line).named(w.name());
    if (w.file == q.file) put(f, "container", container.find("name"));
    f.quote(m.line).add(out_);
  }

  void limit_range(const cluster_object& l) {
    const auto* limits = l.at({"spec", "limits"});
    if (!limits) return;
    for (const auto& i : limits->items)
      for (auto bound : {"max", "min"}) {
        const auto* values = i.find(bound);
        if (!values || (i.string("type") != "Container" && !i.string("type").empty())) continue;
        for (const auto& m : values->members)
          for (const auto& w : v_.workloads) {
            if (!same_space(w.space(), l.space())) continue;
            for (const auto* c : w.containers()) outside(l, m, std::string_view(bound) == "max", w, *c);
          }
      }
  }

  void outside(const cluster_object& l, const yaml::member& bound, bool maximum, const workload& w,
               const yaml::node& c) {
    const auto* n =
        maximum ? resource_of(c, "limits." + bound.name) : resource_of(c, "requests." + bound.name);
    if (!n) return;
    const auto value = parse_quantity(n->text);
    const auto limit = parse_quantity(bound.value.text);
    if (!value || !limit || (maximum ? *value <= *limit : *value >= *limit)) return;
    auto f = draft_of(w, "admission_denied", role::cause, 0.9);
    put(f, "container", c.find("name"));
    put(f, "requested", n).named(l.name()).quote(n->line);
    if (l.file == w.file)
      f.slot("resource", bound.name, bound.line).slot("limited", bound.value.text, bound.value.line);
    f.add(out_);
  }

  void requests_above_limits(const workload& w) {
    for (const auto* c : w.containers())
      for (std::string_view name : {"cpu", "memory"}) {
        const auto* request = at_path(c, {"resources", "requests", name});
        const auto* limit = at_path(c, {"resources", "limits", name});
        const auto r = parse_quantity(text_of(request));
        const auto l = parse_quantity(text_of(limit));
        if (!r || !l || *r <= *l) continue;
        auto f = draft_of(w, "config_problem", role::cause, 0.88);
        put(f, "container", c->find("name"));
        put(f, "requested", request);
        put(f, "limited", limit).quote(request->line).add(out_);
      }
  }

  void autoscaler(const cluster_object& h) {
    const auto* name = h.at({"spec", "scaleTargetRef", "name"});
    const auto* kind = h.at({"spec", "scaleTargetRef", "kind"});
    const workload* target = nullptr;
    for (const auto& w : v_.workloads)
      if (w.name() == text_of(name) && w.object->kind == text_of(kind) && same_space(w.space(), h.space()))
        target = &w;
    if (!target) {
      if (text_of(name).empty() || v_.workloads.empty()) return;
      auto f = draft_of(h, "hpa_failed", role::cause, 0.85);
      put(f, "target", name);
      put(f, "kind", kind).quote(name->line);
      if (const auto* near = v_.nearest(lower(text_of(kind)), text_of(name), h.space())) {
        f.weight(0.92).named(near->name);
        if (near->file == h.file) f.slot("near", near->name, near->line);
      }
      f.add(out_);
      return;
    }
    const auto* least = h.at({"spec", "minReplicas"});
    const auto* most = h.at({"spec", "maxReplicas"});
    if (most && number_of(least, 1) > number_of(most, 1)) {
      auto f = draft_of(h, "config_problem", role::cause, 0.85);
      put(f, "minimum", least);
      put(f, "maximum", most).quote(most->line).add(out_);
    }
    if (least && most && least->text == most->text) {
      auto f = draft_of(h, "hpa_at_maximum", role::cause, 0.6);
      put(f, "minimum", least);
      put(f, "maximum", most).named(target->name()).quote(most->line).add(out_);
    }
    std::vector<const yaml::node*> resources;
    if (const auto* metrics = h.at({"spec", "metrics"}))
      for (const auto& m : metrics->items) {
        const auto* type = at_path(&m, {"resource", "target", "type"});
        if (text_of(type) != "Utilization" && !at_path(&m, {"resource", "targetAverageUtilization"}))
          continue;
        if (const auto* resource = at_path(&m, {"resource", "name"})) resources.push_back(resource);
      }
    const auto* simple = h.at({"spec", "targetCPUUtilizationPercentage"});
    for (const auto* c : target->containers()) {
      for (const auto* resource : resources)
        if (!resource_of(*c, resource->text)) without_request(h, *target, *c, *resource, "resource");
      if (simple && !resource_of(*c, "cpu")) without_request(h, *target, *c, *simple, "percentage");
    }
  }

  /// KEDA makes an autoscaler of its own: a second one for the same target fights with it.
  void scaled_object(const cluster_object& s) {
    const auto* name = s.at({"spec", "scaleTargetRef", "name"});
    if (text_of(name).empty()) return;
    for (const auto& h : v_.of_kind("HorizontalPodAutoscaler")) {
      if (!same_space(h.space(), s.space()) ||
          text_of(h.at({"spec", "scaleTargetRef", "name"})) != text_of(name))
        continue;
      auto f = draft_of(s, "autoscaler_conflict", role::cause, 0.75);
      put(f, "target", name).named(h.name()).quote(name->line);
      if (h.file == s.file) f.slot("autoscaler", h.name(), h.object->name_line);
      f.add(out_);
    }
    if (v_.workloads.empty() || v_.find("deployment", text_of(name), s.space()) ||
        v_.find("statefulset", text_of(name), s.space()))
      return;
    auto f = draft_of(s, "hpa_failed", role::cause, 0.85);
    put(f, "target", name).quote(name->line);
    if (const auto* near = v_.nearest("deployment", text_of(name), s.space())) {
      f.weight(0.92).named(near->name);
      if (near->file == s.file) f.slot("near", near->name, near->line);
    }
    f.add(out_);
  }

  /// A share of the request cannot be computed for a container that requests nothing.
  void without_request(const cluster_object& h, const workload& w, const yaml::node& c,
                       const yaml::node& shown, std::string_view slot) {
    auto f = draft_of(h, "hpa_failed", role::cause, 0.9);
    put(f, slot, &shown).quote(shown.line);
    put(f, "target", h.at({"spec", "scaleTargetRef", "name"})).named(w.name());
    if (w.file == h.file) put(f, "container", c.find("name"));
    f.add(out_);
  }

  const cluster_view& v_;
  std::vector<fact>& out_;
};

}  // namespace

void check_capacity(const cluster_view& v, std::vector<fact>& out) { capacity_check(v, out).run(); }

}  // namespace fm::evidence
