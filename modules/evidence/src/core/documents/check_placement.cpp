// Whether pods can be placed: node selectors, affinity, size, priority of what the nodes offer.
#include "documents/cluster_view.hpp"

#include <algorithm>
#include <optional>

namespace fm::evidence {
namespace {

/// More than common nodes have: cores, bytes.
constexpr double many_cores = 16;
constexpr double much_memory = 96.0 * 1024 * 1024 * 1024;

bool usual_key(std::string_view key) {
  return key == "kubernetes.io/os" || key == "kubernetes.io/arch" || key == "beta.kubernetes.io/os" ||
         key == "beta.kubernetes.io/arch";
}

class placement_check {
 public:
  placement_check(const cluster_view& v, std::vector<fact>& out)
      : v_(v), out_(out), nodes_(v.of_kind("Node")) {}

  void run() {
    for (const auto& w : v_.workloads) {
      if (w.well || !text_of(w.pods.spec->find("nodeName")).empty()) continue;
      if (const auto* selector = w.pods.spec->find("nodeSelector"))
        for (const auto& m : selector->members) node_label(w, m);
      affinity(w);
      for (const auto* c : w.containers()) size(w, *c);
      if (const auto* zero = w.replicas_node; zero && w.replicas == 0) {
        auto f = draft_of(w, "scaled_to_zero", role::cause, 0.65);
        put(f, "desired", zero).quote(zero->line).add(out_);
      }
    }
  }

 private:
  void node_label(const workload& w, const yaml::member& m) {
    const bool there = std::any_of(nodes_.begin(), nodes_.end(), [&](const cluster_object& n) {
      const auto* labels = n.at({"metadata", "labels"});
      return labels && labels->string(m.name) == m.value.text;
    });
    if (there) return;
    const bool usual =
        usual_key(m.name) && (m.value.text == "linux" || m.value.text == "amd64" || m.value.text == "arm64");
    if (nodes_.empty() && usual) return;
    auto f = draft_of(w, "node_constraint", role::cause, nodes_.empty() ? 0.62 : 0.92);
    f.slot("key", m.name, m.line).slot("value", m.value.text, m.value.line).quote(m.line).add(out_);
  }

  void affinity(const workload& w) {
    const auto* node =
        at_path(w.pods.spec, {"affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution"});
    if (node)
      if (const auto* terms = node->find("nodeSelectorTerms"))
        for (const auto& t : terms->items)
          if (const auto* expressions = t.find("matchExpressions"))
            for (const auto& e : expressions->items) {
              if (usual_key(e.string("key"))) continue;
              auto f = draft_of(w, "node_constraint", role::cause, 0.6);
              put(f, "key", e.find("key"));
              if (const auto* values = e.find("values"); values && !values->items.empty())
                put(f, "value", &values->items.front());
              f.quote(e.line).add(out_);
            }
    apart(w);
    together(w);
  }

  static bool term_selects(const yaml::node& term, const workload& w) {
    const auto* labels = w.pods.metadata ? w.pods.metadata->find("labels") : nullptr;
    return selects(term.find("labelSelector"), labels);
  }

  std::size_t known_nodes() const {
    std::size_t n = nodes_.size();
    const auto [first, last] = v_.known.equal_range("node");
    return std::max(n, static_cast<std::size_t>(std::distance(first, last)));
  }

  /// Pods that must not share a node need as many nodes as there are of them.
  void apart(const workload& w) {
    const auto* terms = at_path(
        w.pods.spec, {"affinity", "podAntiAffinity", "requiredDuringSchedulingIgnoredDuringExecution"});
    if (!terms) return;
    for (const auto& t : terms->items) {
      const auto nodes = known_nodes();
      std::int64_t pods = term_selects(t, w) ? w.replicas : 1;
      const workload* other = nullptr;
      for (const auto& o : v_.workloads)
        if (o.object != w.object && same_space(o.space(), w.space()) && term_selects(t, o)) other = &o;
      if (other) pods += other->replicas;
      if (pods < 2 || (nodes > 0 && static_cast<std::size_t>(pods) <= nodes)) continue;
      auto f = draft_of(w, "anti_affinity", role::cause,
                        nodes > 0   ? 0.9
                        : pods > 3  ? 0.75
                        : pods == 3 ? 0.7
                                    : 0.62);
      f.slot_within("rule", "podAntiAffinity", w.object->name_line, t.line);
      put(f, "replicas", w.replicas_node);
      put(f, "topology", t.find("topologyKey"));
      if (other) f.named(other->name());
      f.quote(t.find("topologyKey") ? t.find("topologyKey")->line : t.line).add(out_);
    }
  }

  /// Pods that must run beside others that no given object makes.
  void together(const workload& w) {
    const auto* terms =
        at_path(w.pods.spec, {"affinity", "podAffinity", "requiredDuringSchedulingIgnoredDuringExecution"});
    if (!terms) return;
    for (const auto& t : terms->items) {
      const bool there = std::any_of(v_.workloads.begin(), v_.workloads.end(),
                                     [&](const workload& o) { return term_selects(t, o); });
      if (there) continue;
      auto f = draft_of(w, "node_constraint", role::cause, 0.75);
      if (const auto* labels = at_path(&t, {"labelSelector", "matchLabels"}))
        for (const auto& m : labels->members)
          f.slot("key", m.name, m.line).slot("value", m.value.text, m.value.line);
      f.quote(t.line).add(out_);
    }
  }

  void size(const workload& w, const yaml::node& c) {
    const auto* requests = at_path(&c, {"resources", "requests"});
    if (!requests) requests = at_path(&c, {"resources", "limits"});
    if (!requests) return;
    for (const auto& m : requests->members) {
      const auto wanted = parse_quantity(m.value.text);
      if (!wanted) continue;
      double largest = -1;
      for (const auto& n : nodes_)
        if (const auto* offered = n.at({"status", "allocatable", m.name}))
          largest = std::max(largest, parse_quantity(offered->text).value_or(-1));
      const bool device = has(m.name, "/") || has(m.name, "gpu");
      const bool big =
          (m.name == "cpu" && *wanted >= many_cores) || (m.name == "memory" && *wanted >= much_memory);
      const bool huge = (m.name == "cpu" && *wanted >= 4 * many_cores) ||
                        (m.name == "memory" && *wanted >= 4 * much_memory);
      double weight = 0;
      if (largest >= 0)
        weight = *wanted > largest ? 0.93 : 0;
      else if (huge)
        weight = 0.82;
      else if (big)
        weight = 0.7;
      else if (device && *wanted > 0)
        weight = 0.55;
      if (weight <= 0) continue;
      auto f = draft_of(w, "large_request", role::cause, weight);
      put(f, "container", c.find("name"));
      f.slot("resource", m.name, m.line)
          .slot("requested", m.value.text, m.value.line)
          .quote(m.line)
          .add(out_);
    }
  }

  const cluster_view& v_;
  std::vector<fact>& out_;
  std::vector<cluster_object> nodes_;
};

}  // namespace

void check_placement(const cluster_view& v, std::vector<fact>& out) { placement_check(v, out).run(); }

}  // namespace fm::evidence
