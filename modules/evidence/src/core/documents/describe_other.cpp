// Service, Ingress, PersistentVolume(Claim), ResourceQuota, NetworkPolicy, Namespace and others as described.
#include "documents/describe_tree.hpp"
#include "documents/kube_message.hpp"

#include <fm/utf8/cut.hpp>

namespace fm::evidence {
namespace {

constexpr auto none = described_object::none;

class other_reader {
 public:
  other_reader(const described_object& o, const reading& r) : o_(o), r_(r), names_(names_of(o)) {}

  void run() {
    if (o_.type == "Service") service();
    if (o_.type == "Ingress") ingress();
    if (o_.type == "PersistentVolumeClaim") claim();
    if (o_.type == "PersistentVolume") volume();
    if (o_.type == "NetworkPolicy") network_policy();
    if (o_.type == "Namespace" && has(o_.value("Status"), "Terminating"))
      draft("namespace_terminating", role::cause, 0.6)
          .slot("status", "Terminating", o_.line("Status"))
          .add(r_.out.facts);
    if (o_.type == "ResourceQuota" || o_.type == "Namespace") quotas();
    if (o_.find("API Version") != none) custom();
    describe_events(o_, names_, now_, r_);
  }

 private:
  fact_draft draft(std::string_view rule, role what, double weight) const {
    fact_draft f(r_.evidence, r_.lines, rule, what, weight);
    f.about(o_.name).named(names_);
    return f;
  }

  void service() {
    const auto at = o_.find("Endpoints");
    if (at == none) return;
    const auto line = o_.lines[at].line;
    const auto endpoints = o_.lines[at].value;
    const auto selector = o_.value("Selector");
    if (endpoints.empty() || endpoints == "<none>") {
      if (o_.value("Type") == "ExternalName") return;
      draft("service_without_endpoints", role::cause, 0.85)
          .slot("selector", selector, o_.line("Selector"))
          .slot("endpoints", "<none>", line)
          .quote(line)
          .level(severity::error)
          .add(r_.out.facts);
      return;
    }
    now_ = {true, line, first_bytes(endpoints, 60)};
    draft("service_has_endpoints", role::healthy, 0.35)
        .slot("endpoints", endpoints, line)
        .quote(line)
        .add(r_.out.facts);
  }

  void ingress() {
    const auto ingress_class = o_.value("Ingress Class");
    if (ingress_class == "<none>")
      draft("ingress_class_missing", role::context, 0.35)
          .slot("class", ingress_class, o_.line("Ingress Class"))
          .quote(o_.line("Ingress Class"))
          .add(r_.out.facts);
    if (o_.find("Address") != none && o_.value("Address").empty())
      draft("ingress_without_address", role::symptom, 0.45)
          .slot("class", ingress_class, o_.line("Ingress Class"))
          .quote(o_.line("Address"))
          .add(r_.out.facts);
    for (const auto& l : o_.lines) {
      const auto at = l.text.find("(<error:");
      if (at == std::string_view::npos) continue;
      // The usual default backend is not there on any cluster.
      if (has(l.text, "default-http-backend")) continue;
      const auto words = split_words(l.text.substr(0, at));
      const auto backend = words.empty() ? std::string_view() : words.back();
      draft("ingress_backend_missing", role::cause, 0.85)
          .slot("backend", backend, l.line)
          .slot("reason", before(l.text.substr(at + 1), ">)"), l.line)
          .named(before(backend, ":"))
          .quote(l.line)
          .level(severity::error)
          .add(r_.out.facts);
    }
  }

  void claim() {
    const auto status = o_.value("Status");
    if (status == "Bound") {
      now_ = {true, o_.line("Status"), "Bound"};
      draft("pvc_bound", role::healthy, 0.3).slot("status", status, o_.line("Status")).add(r_.out.facts);
      return;
    }
    if (status.empty()) return;
    draft("pvc_pending", role::symptom, 0.6)
        .slot("claim", o_.name, o_.name_line)
        .slot("status", status, o_.line("Status"))
        .slot("storage_class", o_.value("StorageClass"), o_.line("StorageClass"))
        .quote(o_.line("Status"))
        .level(severity::warning)
        .add(r_.out.facts);
  }

  void volume() {
    const auto status = o_.value("Status");
    if (status == "Failed" || status == "Released")
      draft("status_trouble", role::cause, 0.55)
          .slot("path", "Status", o_.line("Status"))
          .slot("value", status, o_.line("Status"))
          .slot("claim", o_.value("Claim"), o_.line("Claim"))
          .add(r_.out.facts);
  }

  void network_policy() {
    for (const auto& l : o_.lines) {
      const bool ingress = has(l.text, "isolated for ingress");
      const bool egress = has(l.text, "isolated for egress");
      if (!ingress && !egress) continue;
      const auto selector = o_.find("PodSelector", o_.find("Spec"));
      auto f = draft("network_policy_blocks", role::cause, 0.6);
      f.slot("direction", ingress ? "ingress" : "egress", l.line).quote(l.line);
      if (selector != none) f.slot("selector", o_.lines[selector].value, o_.lines[selector].line);
      f.add(r_.out.facts);
    }
  }

  /// Rows `Resource  Used  Hard` of a quota that is used up.
  void quotas() {
    bool table = false;
    for (const auto& l : o_.lines) {
      if (l.text.starts_with("Resource") && has(l.text, "Used") && has(l.text, "Hard")) {
        table = true;
        continue;
      }
      if (!table) continue;
      const auto cells = split_cells(l.text);
      if (cells.size() != 3) continue;
      const auto used = parse_quantity(cells[1]);
      const auto hard = parse_quantity(cells[2]);
      if (!used || !hard || *used < *hard) continue;
      draft("quota_full", role::cause, 0.6)
          .slot("quota", o_.name, o_.name_line)
          .slot("resource", cells[0], l.line)
          .slot("used", cells[1], l.line)
          .slot("limited", cells[2], l.line)
          .quote(l.line)
          .level(severity::warning)
          .add(r_.out.facts);
    }
  }

  /// Any other resource is printed as a tree of its fields: conditions that are false, messages, bad phases.
  void custom() {
    for (std::size_t i = 0; i < o_.lines.size(); ++i) {
      const auto& l = o_.lines[i];
      const bool text = l.key == "Message" || l.key == "Error" || l.key == "Reason";
      if (text && l.value.size() > 8) r_.embed(l.line, l.value, o_.name);
      const bool state = l.key == "Phase" || l.key == "State" || l.key == "Health" || l.key == "Status" ||
                         l.key == "Sync Status";
      static constexpr std::string_view bad[] = {"Failed",    "Error",   "Degraded", "Missing", "Unhealthy",
                                                 "OutOfSync", "Stalled", "Unknown",  "NotReady"};
      bool trouble = false;
      for (auto b : bad) trouble = trouble || l.value == b;
      if (!state || !trouble) continue;
      draft("status_trouble", role::symptom, 0.5)
          .slot("path", l.key, l.line)
          .slot("value", l.value, l.line)
          .quote(l.line)
          .level(severity::warning)
          .add(r_.out.facts);
    }
  }

  const described_object& o_;
  const reading& r_;
  std::vector<std::string> names_;
  recovery now_;
};

}  // namespace

void describe_other(const described_object& o, const reading& r) { other_reader(o, r).run(); }

}  // namespace fm::evidence
