// Ingresses: their class, backends and certificates.
#include "documents/cluster_view.hpp"

#include <algorithm>
#include <array>

namespace fm::evidence {
namespace {

/// Names that controllers give their own class; others must be among the files.
bool usual_class(std::string_view name) {
  static constexpr std::array<std::string_view, 16> usual{"nginx",
                                                          "traefik",
                                                          "alb",
                                                          "gce",
                                                          "gce-internal",
                                                          "haproxy",
                                                          "contour",
                                                          "kong",
                                                          "istio",
                                                          "cilium",
                                                          "public",
                                                          "azure-application-gateway",
                                                          "azure/application-gateway",
                                                          "openshift-default",
                                                          "webapprouting.kubernetes.azure.com",
                                                          "ingress-nginx"};
  return std::find(usual.begin(), usual.end(), name) != usual.end();
}

class ingress_check {
 public:
  ingress_check(const cluster_view& v, std::vector<fact>& out) : v_(v), out_(out) {}

  void run() {
    for (const auto& i : v_.of_kind("Ingress")) {
      ingress_class(i);
      if (const auto* backend = i.at({"spec", "defaultBackend"})) service(i, *backend);
      if (const auto* rules = i.at({"spec", "rules"}))
        for (const auto& r : rules->items)
          if (const auto* paths = at_path(&r, {"http", "paths"}))
            for (const auto& p : paths->items)
              if (const auto* backend = p.find("backend")) service(i, *backend);
      certificates(i);
    }
  }

 private:
  void ingress_class(const cluster_object& i) {
    const auto* name = i.at({"spec", "ingressClassName"});
    if (text_of(name).empty())
      if (const auto* notes = i.at({"metadata", "annotations"}))
        name = notes->find("kubernetes.io/ingress.class");
    const auto text = text_of(name);
    const bool classes = v_.any("ingressclass");
    if (text.empty()) {
      draft_of(i, "ingress_class_missing", role::cause, classes ? 0.55 : 0.4).add(out_);
      return;
    }
    if (v_.find("ingressclass", text, {}) || (usual_class(text) && !classes)) return;
    auto f = draft_of(i, "ingress_class_missing", role::cause, classes ? 0.88 : 0.7);
    put(f, "class", name).named(text).quote(name->line);
    if (const auto* near = v_.nearest("ingressclass", text, {}); near && near->file == i.file)
      f.slot("near", near->name, near->line);
    f.add(out_);
  }

  void service(const cluster_object& i, const yaml::node& backend) {
    const auto* name = at_path(&backend, {"service", "name"});
    if (!name) name = backend.find("serviceName");
    const auto text = text_of(name);
    if (text.empty()) return;
    const auto* known = v_.find("service", text, i.space());
    if (!known) {
      auto f = draft_of(i, "ingress_backend_missing", role::cause, v_.any("service") ? 0.88 : 0.6);
      put(f, "backend", name).named(text).quote(name->line);
      if (const auto* near = v_.nearest("service", text, i.space())) {
        f.weight(0.92).named(near->name);
        if (near->file == i.file) f.slot("near", near->name, near->line);
      }
      f.add(out_);
      return;
    }
    const auto* port = at_path(&backend, {"service", "port", "number"});
    if (!port) port = at_path(&backend, {"service", "port", "name"});
    if (!port) port = backend.find("servicePort");
    if (!port) return;
    for (const auto& s : v_.of_kind("Service")) {
      if (s.name() != text || !same_space(s.space(), i.space())) continue;
      const auto* ports = s.at({"spec", "ports"});
      if (!ports || ports->items.empty()) return;
      for (const auto& p : ports->items)
        if (text_of(p.find("port")) == port->text || p.string("name") == port->text) return;
      auto f = draft_of(i, "port_mismatch", role::cause, 0.88);
      put(f, "port", port).named(text).quote(port->line);
      if (s.file == i.file) put(f, "service_port", ports->items.front().find("port"));
      f.add(out_);
      return;
    }
  }

  void certificates(const cluster_object& i) {
    const auto* tls = i.at({"spec", "tls"});
    const auto* notes = i.at({"metadata", "annotations"});
    if (!tls) return;
    if (notes)
      for (const auto& m : notes->members)
        if (m.name.starts_with("cert-manager.io/")) return;
    for (const auto& t : tls->items) {
      const auto* secret = t.find("secretName");
      if (text_of(secret).empty() || v_.find("secret", secret->text, i.space())) continue;
      auto f = draft_of(i, "object_missing", role::cause, v_.any("secret") ? 0.7 : 0.45);
      f.slot("kind", "secret", secret->line);
      put(f, "object", secret).quote(secret->line).add(out_);
    }
  }

  const cluster_view& v_;
  std::vector<fact>& out_;
};

}  // namespace

void check_ingresses(const cluster_view& v, std::vector<fact>& out) { ingress_check(v, out).run(); }

}  // namespace fm::evidence
