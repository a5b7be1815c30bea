// References of workloads to objects that nothing satisfies.
#include "documents/cluster_view.hpp"

#include <algorithm>
#include <array>

namespace fm::evidence {
namespace {

/// One reference: what kind (lower case), how the file spells it, and where.
struct reference {
  std::string_view kind;
  std::string_view word;  ///< stands in `word_line`
  std::uint64_t word_line = 0;
  const yaml::node* name = nullptr;
  const yaml::node* key = nullptr;
  std::string_view volume;
  std::uint64_t volume_line = 0;
};

bool optional(const yaml::node& n) { return n.string("optional") == "true"; }

template <std::size_t N>
bool one_of(std::string_view s, const std::array<std::string_view, N>& list) {
  return std::find(list.begin(), list.end(), s) != list.end();
}

class reference_finder {
 public:
  explicit reference_finder(const workload& w) : w_(w) {}

  std::vector<reference> run() {
    for (const auto* c : w_.containers()) container(*c);
    if (const auto* volumes = w_.pods.spec->find("volumes"))
      for (const auto& v : volumes->items) volume(v);
    if (const auto* secrets = w_.pods.spec->find("imagePullSecrets"))
      for (const auto& s : secrets->items)
        if (const auto* name = s.find("name"))
          out_.push_back({"secret", "imagePullSecrets", 0, name, nullptr, {}, 0});
    for (const auto& m : w_.pods.spec->members) {
      if (m.name == "serviceAccountName" || m.name == "serviceAccount")
        out_.push_back({"serviceaccount", "serviceAccount", m.line, &m.value, nullptr, {}, 0});
      if (m.name == "priorityClassName")
        out_.push_back({"priorityclass", "priorityClass", m.line, &m.value, nullptr, {}, 0});
    }
    return std::move(out_);
  }

 private:
  void named(const yaml::node& holder, std::string_view kind, std::string_view word, std::uint64_t line,
             const yaml::node* volume = nullptr, std::string_view name_field = "name") {
    if (optional(holder)) return;
    const auto* name = holder.find(name_field);
    if (!name || !name->is_scalar() || name->text.empty()) return;
    reference r{kind, word, line, name, holder.find("key"), {}, 0};
    if (volume) {
      r.volume = volume->text;
      r.volume_line = volume->line;
    }
    out_.push_back(r);
  }

  void container(const yaml::node& c) {
    if (const auto* env = c.find("env"))
      for (const auto& e : env->items)
        if (const auto* from = e.find("valueFrom"))
          for (const auto& m : from->members) {
            if (m.name == "configMapKeyRef") named(m.value, "configmap", "configMap", m.line);
            if (m.name == "secretKeyRef") named(m.value, "secret", "secret", m.line);
          }
    if (const auto* all = c.find("envFrom"))
      for (const auto& e : all->items)
        for (const auto& m : e.members) {
          if (m.name == "configMapRef") named(m.value, "configmap", "configMap", m.line);
          if (m.name == "secretRef") named(m.value, "secret", "secret", m.line);
        }
  }

  void volume(const yaml::node& v) {
    const auto* name = v.find("name");
    for (const auto& m : v.members) source(m, name);
  }

  void source(const yaml::member& m, const yaml::node* volume) {
    if (m.name == "configMap") named(m.value, "configmap", "configMap", m.line, volume);
    if (m.name == "secret") {
      named(m.value, "secret", "secret", m.line, volume, "secretName");
      named(m.value, "secret", "secret", m.line, volume);
    }
    if (m.name == "persistentVolumeClaim")
      named(m.value, "persistentvolumeclaim", "persistentVolumeClaim", m.line, volume, "claimName");
    if (m.name != "projected") return;
    if (const auto* sources = m.value.find("sources"))
      for (const auto& s : sources->items)
        for (const auto& part : s.members)
          if (part.name == "configMap" || part.name == "secret")
            named(part.value, part.name == "secret" ? "secret" : "configmap", part.name, part.line, volume);
  }

  const workload& w_;
  std::vector<reference> out_;
};

/// Objects that every cluster has or that are made by others.
bool always_there(std::string_view kind, std::string_view name) {
  if (kind == "configmap") return name == "kube-root-ca.crt" || name == "openshift-service-ca.crt";
  if (kind == "serviceaccount") return name == "default";
  if (kind == "priorityclass") return name.starts_with("system-");
  if (kind == "secret") return has(name, "-token-") || name.starts_with("sh.helm.release");
  return false;
}

/// True when the object has that key, or when that cannot be told.
bool has_key(const cluster_view& v, std::string_view kind, std::string_view name, std::string_view space,
             std::string_view key) {
  for (const auto& o : v.objects) {
    if (lower(o.object->kind) != kind || o.name() != name || !same_space(o.space(), space)) continue;
    bool told = false;
    for (auto part : {"data", "stringData", "binaryData"})
      if (const auto* data = o.object->root->find(part)) {
        told = told || data->is_mapping();
        if (data->find(key)) return true;
      }
    return !told;
  }
  return true;
}

class reference_check {
 public:
  reference_check(const cluster_view& v, std::vector<fact>& out) : v_(v), out_(out) {}

  void run() {
    for (const auto& w : v_.workloads) {
      if (w.well) continue;
      for (const auto& r : reference_finder(w).run()) check(w, r);
    }
    for (const auto& o : v_.of_kind("PersistentVolumeClaim"))
      storage_class(o, o.at({"spec", "storageClassName"}));
    for (const auto& o : v_.of_kind("StatefulSet"))
      if (const auto* claims = o.at({"spec", "volumeClaimTemplates"}))
        for (const auto& c : claims->items) storage_class(o, at_path(&c, {"spec", "storageClassName"}));
    namespaces();
  }

 private:
  void check(const workload& w, const reference& r) {
    const auto name = text_of(r.name);
    if (name.empty() || has(name, "{{") || has(name, "$") || always_there(r.kind, name)) return;
    if (v_.find(r.kind, name, w.space())) {
      if (r.key && !has_key(v_, r.kind, name, w.space(), r.key->text)) {
        auto f = draft_of(w, "object_missing", role::cause, 0.9);
        f.slot("kind", r.word, r.word_line);
        put(f, "object", r.name);
        put(f, "key", r.key).named(name).quote(r.key->line).add(out_);
      }
      return;
    }
    if (r.kind == "persistentvolumeclaim" && w.object->kind == "StatefulSet" &&
        v_.find("volumeclaimtemplate", name, w.space()))
      return;
    auto f = draft_of(w, "object_missing", role::cause, 0.6);
    f.slot("kind", r.word, r.word_line).named(name);
    put(f, "object", r.name).slot("volume", r.volume, r.volume_line).quote(r.name->line);
    double weight = r.kind == "priorityclass" ? 0.65 : r.word == "imagePullSecrets" ? 0.5 : 0.62;
    // A set of other objects without it says more than an object read back, whose references were seldom read
    // too.
    const auto* status = w.object->root->find("status");
    const bool read_back = status && !status->members.empty();
    if (v_.any(r.kind)) weight = std::max(weight, 0.75);
    if (read_back) weight = 0.3;
    if (v_.objects.size() == 1 && !w.waiting) weight = std::min(weight, 0.35);
    if (w.waiting) weight = std::max(weight, 0.8);
    if (const auto* near = v_.nearest(r.kind, name, w.space())) {
      weight = read_back && !w.waiting ? 0.6 : 0.92;
      similar(f, *near, w, "near");
    } else if (const auto* elsewhere = v_.find(r.kind, name, {})) {
      weight = read_back && !w.waiting ? 0.6 : 0.92;
      similar(f, *elsewhere, w, "elsewhere");
    } else if (const auto* other = v_.find(r.kind == "configmap" ? "secret" : "configmap", name, w.space());
               other && (r.kind == "configmap" || r.kind == "secret")) {
      weight = read_back && !w.waiting ? 0.6 : 0.92;
      similar(f, *other, w, "other_kind");
    }
    f.weight(weight).add(out_);
  }

  /// Names the object that was probably meant; it is cited when it stands in the same file.
  void similar(fact_draft& f, const known_object& near, const cluster_object& from, std::string_view slot) {
    f.named(near.name);
    if (near.file == from.file) {
      f.slot(slot, near.name, near.line);
      return;
    }
    fact_draft there(near.file->evidence, near.file->lines, "similar_object", role::context, 0.3);
    there.about(near.name).named(from.name()).slot("object", near.name, near.line).quote(near.line).add(out_);
  }

  void storage_class(const cluster_object& o, const yaml::node* name) {
    const auto text = text_of(name);
    if (text.empty() || v_.find("storageclass", text, {})) return;
    for (const auto& pv : v_.of_kind("PersistentVolume"))
      if (text_of(pv.at({"spec", "storageClassName"})) == text) return;
    if (text_of(o.at({"status", "phase"})) == "Bound") return;
    static constexpr std::array<std::string_view, 18> usual{
        "standard",         "default",     "gp2",        "gp3",         "hostpath",        "local-path",
        "standard-rwo",     "premium-rwo", "managed",    "managed-csi", "managed-premium", "azurefile",
        "do-block-storage", "longhorn",    "ceph-block", "nfs-client",  "rook-ceph-block", "efs-sc"};
    if (one_of(text, usual) && !v_.any("storageclass")) return;
    auto f = draft_of(o, "object_missing", role::cause, v_.any("storageclass") ? 0.85 : 0.62);
    f.slot("kind", "storageClass", name->line).named(text);
    if (const auto* near = v_.nearest("storageclass", text, {})) similar(f, *near, o, "near");
    put(f, "object", name).slot("claim", o.name(), o.object->name_line).quote(name->line);
    // The pods that wait for the claim.
    for (const auto& w : v_.workloads)
      if (const auto* volumes = w.pods.spec->find("volumes"))
        for (const auto& volume : volumes->items)
          if (text_of(at_path(&volume, {"persistentVolumeClaim", "claimName"})) == o.name())
            f.named(w.name());
    f.add(out_);
  }

  /// A namespace that is written like another one that is given; for a delivery also one that is not given at
  /// all.
  void namespaces() {
    if (!v_.any("namespace")) return;
    for (const auto& o : v_.of_kind("Application")) {
      const auto* space = o.at({"spec", "destination", "namespace"});
      if (text_of(space).empty() || v_.find("namespace", text_of(space), {})) continue;
      auto f = draft_of(o, "object_missing", role::cause, 0.65);
      f.slot("kind", "namespace", space->line);
      put(f, "object", space).quote(space->line).add(out_);
    }
    for (const auto& o : v_.objects) {
      const auto* space = o.at({"metadata", "namespace"});
      if (text_of(space).empty() || v_.find("namespace", text_of(space), {})) continue;
      const auto* near = v_.nearest("namespace", text_of(space), {});
      if (!near || edit_distance(near->name, text_of(space), 2) > 2) continue;
      auto f = draft_of(o, "object_missing", role::cause, 0.7);
      f.slot("kind", "namespace", space->line);
      similar(f, *near, o, "near");
      put(f, "object", space).quote(space->line).add(out_);
    }
  }

  const cluster_view& v_;
  std::vector<fact>& out_;
};

}  // namespace

void check_references(const cluster_view& v, std::vector<fact>& out) { reference_check(v, out).run(); }

}  // namespace fm::evidence
