// Network policies against the traffic that environments and scripts imply.
#include "documents/cluster_view.hpp"

#include <algorithm>

namespace fm::evidence {
namespace {

const yaml::node* labels_of(const workload& w) {
  return w.pods.metadata ? w.pods.metadata->find("labels") : nullptr;
}

class policy_check {
 public:
  policy_check(const cluster_view& v, std::vector<fact>& out)
      : v_(v), out_(out), policies_(v.of_kind("NetworkPolicy")) {}

  void run() {
    if (policies_.empty()) return;
    std::size_t looked = 0;
    for (const auto& h : v_.hosts()) {
      if (++looked > 500) break;
      for (const auto& s : v_.of_kind("Service")) {
        if (s.name() != before(h.host, ".") || !same_space(s.space(), h.from->space())) continue;
        for (const auto* to : v_.selected(s.at({"spec", "selector"}), s.space()))
          traffic(*h.from, *to, s, h.port);
      }
      egress(h);
    }
    // Without known traffic a policy that lets nothing through is still worth a word.
    for (const auto& p : policies_)
      if (!told(p)) isolation(p);
  }

 private:
  static bool applies(const cluster_object& p, std::string_view direction) {
    const auto* types = p.at({"spec", "policyTypes"});
    if (!types) return direction == "Ingress" || p.at({"spec", "egress"}) != nullptr;
    return std::any_of(types->items.begin(), types->items.end(),
                       [&](const yaml::node& t) { return t.text == direction; });
  }

  static bool covers(const cluster_object& p, const workload& w) {
    return same_space(p.space(), w.space()) && selects(p.at({"spec", "podSelector"}), labels_of(w));
  }

  bool peer_allows(const yaml::node& peer, const workload& w, const cluster_object& p) const {
    const auto* pods = peer.find("podSelector");
    const auto* spaces = peer.find("namespaceSelector");
    if (peer.find("ipBlock")) return true;
    if (pods && !selects(pods, labels_of(w))) return false;
    if (!spaces) return same_space(p.space(), w.space());
    // Labels of namespaces are seldom given; the one that Kubernetes sets itself is known.
    for (const auto& n : v_.of_kind("Namespace"))
      if (n.name() == w.space()) {
        if (const auto* wanted = spaces->find("matchLabels"))
          for (const auto& m : wanted->members) {
            if (m.name == "kubernetes.io/metadata.name") {
              if (m.value.text != w.space()) return false;
              continue;
            }
            const auto* labels = n.at({"metadata", "labels"});
            if (!labels || labels->string(m.name) != m.value.text) return false;
          }
        return true;
      }
    if (const auto* wanted = spaces->find("matchLabels"))
      if (const auto own = wanted->string("kubernetes.io/metadata.name"); !own.empty())
        return same_space(own, w.space());
    return true;
  }

  static bool port_allowed(const yaml::node& rule, const std::vector<std::string>& wanted) {
    const auto* ports = rule.find("ports");
    if (!ports || ports->items.empty() || wanted.empty()) return true;
    for (const auto& p : ports->items) {
      const auto* port = p.find("port");
      if (!port) return true;
      for (const auto& w : wanted)
        if (port->text == w) return true;
    }
    return false;
  }

  bool rule_allows(const cluster_object& p, std::string_view list, std::string_view peers,
                   const workload& other, const std::vector<std::string>& ports) const {
    const auto* rules = p.at({"spec", list});
    if (!rules) return false;
    for (const auto& rule : rules->items) {
      if (!port_allowed(rule, ports)) continue;
      const auto* from = rule.find(peers);
      if (!from || from->items.empty()) return true;
      for (const auto& peer : from->items)
        if (peer_allows(peer, other, p)) return true;
    }
    return false;
  }

  void traffic(const workload& from, const workload& to, const cluster_object& service, std::int64_t port) {
    std::vector<std::string> ports;
    if (const auto* list = service.at({"spec", "ports"}))
      for (const auto& p : list->items) {
        if (port != 0 && number_of(p.find("port"), 0) != port) continue;
        const auto* target = p.find("targetPort");
        ports.emplace_back(text_of(target ? target : p.find("port")));
        if (target && !all_digits(target->text)) ports.clear();
      }
    decide("Ingress", "ingress", "from", to, from, ports);
    decide("Egress", "egress", "to", from, to, ports);
  }

  /// The policies of one direction that hold `held`: blocks when none of them lets `other` through.
  void decide(std::string_view direction, std::string_view list, std::string_view peers, const workload& held,
              const workload& other, const std::vector<std::string>& ports) {
    std::vector<const cluster_object*> holding;
    for (const auto& p : policies_) {
      if (!applies(p, direction) || !covers(p, held)) continue;
      holding.push_back(&p);
      if (rule_allows(p, list, peers, other, ports)) return;
    }
    for (const auto* p : holding) {
      auto f = draft_of(*p, "network_policy_blocks", role::cause, 0.92);
      f.named(held.name()).named(other.name()).slot("policy", p->name(), p->object->name_line);
      if (const auto* types = p->at({"spec", "policyTypes"}))
        for (const auto& t : types->items)
          if (t.text == direction) put(f, "direction", &t);
      show_selector(f, *p);
      if (held.file == p->file) f.slot("target", held.name(), held.object->name_line);
      if (other.file == p->file) f.slot("peer", other.name(), other.object->name_line);
      f.quote(p->object->name_line).add(out_);
      told_.push_back(p->object);
    }
  }

  static void show_selector(fact_draft& f, const cluster_object& p) {
    if (const auto* selector = p.at({"spec", "podSelector", "matchLabels"}))
      for (const auto& m : selector->members) f.slot("selector", m.value.text, m.value.line);
  }

  /// A policy that lets a workload reach nothing, or no name server, stops every connection by name.
  void egress(const host_reference& h) {
    for (const auto& p : policies_) {
      if (!applies(p, "Egress") || !covers(p, *h.from) || told(p)) continue;
      const auto* rules = p.at({"spec", "egress"});
      bool names = false;
      if (rules)
        for (const auto& rule : rules->items) {
          const auto* peers = rule.find("to");
          const bool everywhere = !peers || peers->items.empty();
          names = names || (port_allowed(rule, {"53"}) &&
                            (everywhere || rule.find("ports") || peer_of_system(*peers)));
        }
      if (names) continue;
      auto f =
          draft_of(p, "network_policy_blocks", role::cause, rules && !rules->items.empty() ? 0.75 : 0.88);
      f.named(h.from->name()).named(h.host).slot("policy", p.name(), p.object->name_line);
      if (const auto* types = p.at({"spec", "policyTypes"}))
        for (const auto& t : types->items)
          if (t.text == "Egress") put(f, "direction", &t);
      show_selector(f, p);
      f.quote(p.object->name_line).add(out_);
      told_.push_back(p.object);
    }
  }

  static bool peer_of_system(const yaml::node& peers) {
    return std::any_of(peers.items.begin(), peers.items.end(), [](const yaml::node& p) {
      return p.find("namespaceSelector") != nullptr || p.find("ipBlock") != nullptr;
    });
  }

  void isolation(const cluster_object& p) {
    for (std::string_view direction : {"Ingress", "Egress"}) {
      if (!applies(p, direction)) continue;
      const auto* rules = p.at({"spec", lower(direction)});
      const bool closed = !rules || rules->items.empty();
      auto f = draft_of(p, "network_policy_blocks", closed ? role::cause : role::context, closed ? 0.6 : 0.3);
      f.slot("policy", p.name(), p.object->name_line);
      if (const auto* types = p.at({"spec", "policyTypes"}))
        for (const auto& t : types->items)
          if (t.text == direction) put(f, "direction", &t);
      show_selector(f, p);
      for (const auto& w : v_.workloads)
        if (covers(p, w)) f.named(w.name());
      f.add(out_);
    }
  }

  bool told(const cluster_object& p) const {
    return std::find(told_.begin(), told_.end(), p.object) != told_.end();
  }

  const cluster_view& v_;
  std::vector<fact>& out_;
  std::vector<cluster_object> policies_;
  std::vector<const kube_object*> told_;
};

}  // namespace

void check_policies(const cluster_view& v, std::vector<fact>& out) { policy_check(v, out).run(); }

}  // namespace fm::evidence
