// Access rights of pods that speak to the Kubernetes API.
#include "documents/cluster_view.hpp"
#include "documents/script_text.hpp"

#include <algorithm>
#include <array>

namespace fm::evidence {
namespace {

/// What a command asks the API for; the views stand in the script's line.
struct api_call {
  std::uint64_t line = 0;
  std::string_view text;
  std::string_view verb;      ///< as written; empty when unknown
  std::string_view resource;  ///< as written; empty when unknown
  bool kubectl = false;
  bool listed = false;  ///< kubectl asks for all of them, or for those that a selector finds
};

std::string plural(std::string_view r) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 16> shorts{
      {{"po", "pods"},
       {"svc", "services"},
       {"deploy", "deployments"},
       {"cm", "configmaps"},
       {"no", "nodes"},
       {"ns", "namespaces"},
       {"pv", "persistentvolumes"},
       {"pvc", "persistentvolumeclaims"},
       {"sa", "serviceaccounts"},
       {"ds", "daemonsets"},
       {"sts", "statefulsets"},
       {"rs", "replicasets"},
       {"ing", "ingresses"},
       {"ev", "events"},
       {"ep", "endpoints"},
       {"hpa", "horizontalpodautoscalers"}}};
  auto name = lower(before(before(r, "/"), "."));
  for (const auto& [s, l] : shorts)
    if (name == s) return std::string(l);
  if (name.ends_with("ss")) return name + "es";
  if (!name.ends_with('s')) name += 's';
  return name;
}

/// True when no word from `i` on names an object: only options and what a shell does with the output.
bool names_nothing(const std::vector<std::string_view>& words, std::size_t i) {
  for (; i < words.size(); ++i) {
    const auto w = words[i];
    if (w.find_first_of("|>&;)") != std::string_view::npos) return true;
    if (!w.starts_with('-')) return false;
    if (w == "-n" || w == "--namespace" || w == "-o" || w == "-l" || w == "--selector" || w == "--context")
      ++i;
  }
  return true;
}

std::vector<api_call> calls_of(const std::vector<script_line>& script) {
  std::vector<api_call> out;
  for (const auto& s : statements_of(script)) {
    const auto at = s.text.find("kubectl ");
    if (at != std::string_view::npos) {
      api_call c{s.line, s.text, {}, {}, true};
      const auto words = split_words(s.text.substr(at + 8));
      for (std::size_t i = 0; i < words.size(); ++i) {
        const auto w = words[i];
        if (w.starts_with('-')) {
          if ((w == "-n" || w == "--namespace" || w == "-o" || w == "-l" || w == "--context") &&
              i + 1 < words.size())
            ++i;
          continue;
        }
        if (c.verb.empty()) {
          c.verb = w;
          continue;
        }
        c.resource = w.substr(0, w.find_first_of("/,;|>&)\"'`"));
        c.listed = c.resource.size() == w.size() && names_nothing(words, i + 1);
        break;
      }
      out.push_back(c);
    } else if (has(s.text, "kubernetes.default") || has(s.text, "KUBERNETES_SERVICE_HOST") ||
               has(s.text, "serviceaccount/token")) {
      api_call c{s.line, s.text, {}, {}, false};
      if (has(s.text, "/api/v1/") || has(s.text, "/apis/")) {
        auto path = after(s.text, has(s.text, "/api/v1/") ? "/api/v1/" : "/apis/");
        path = path.substr(0, path.find_first_of(" \"'?;"));
        const auto parts = split(path, '/');
        if (parts[0] == "namespaces" && parts.size() > 2)
          c.resource = parts[2];
        else
          c.resource = parts[0];
      }
      out.push_back(c);
    }
  }
  return out;
}

class access_check {
 public:
  access_check(const cluster_view& v, std::vector<fact>& out) : v_(v), out_(out) {}

  void run() {
    bindings_ = v_.of_kind("RoleBinding");
    for (auto& b : v_.of_kind("ClusterRoleBinding")) bindings_.push_back(b);
    roles_ = v_.of_kind("Role");
    for (auto& r : v_.of_kind("ClusterRole")) roles_.push_back(r);
    for (const auto& w : v_.workloads) {
      std::vector<script_line> script;
      for (const auto* c : w.containers())
        for (auto l : script_of(*c, w.file->lines)) script.push_back(l);
      for (const auto& call : calls_of(script)) allowed(w, call);
    }
    for (const auto& b : bindings_) binding(b);
  }

 private:
  static bool lists(const yaml::node* list, std::string_view wanted) {
    if (!list) return false;
    return std::any_of(list->items.begin(), list->items.end(),
                       [&](const yaml::node& i) { return i.text == "*" || i.text == wanted; });
  }

  static bool verb_allowed(const yaml::node* verbs, const api_call& call) {
    const auto verb = call.verb;
    if (verb.empty()) return true;
    // Whoever may get an object by its name may not list them all.
    if (verb == "get" && call.kubectl) return lists(verbs, call.listed ? "list" : "get");
    if (verb == "get" || verb == "describe" || verb == "logs" || verb == "top")
      return lists(verbs, "get") || lists(verbs, "list");
    if (verb == "apply" || verb == "set" || verb == "scale" || verb == "annotate" || verb == "label" ||
        verb == "edit" || verb == "rollout")
      return lists(verbs, "patch") || lists(verbs, "update");
    if (verb == "run" || verb == "exec") return lists(verbs, "create");
    return lists(verbs, verb);
  }

  /// The bindings of a service account; the last is a role that is not among the files.
  struct grants {
    std::vector<const cluster_object*> bound;
    std::vector<const cluster_object*> roles;
    bool unknown = false;
  };

  grants grants_of(std::string_view account, std::string_view space) const {
    grants g;
    for (const auto& b : bindings_) {
      const auto* subjects = b.object->root->find("subjects");
      if (!subjects) continue;
      const bool bound =
          std::any_of(subjects->items.begin(), subjects->items.end(), [&](const yaml::node& s) {
            if (s.string("kind") == "Group") return s.string("name").starts_with("system:serviceaccounts");
            return s.string("kind") == "ServiceAccount" && s.string("name") == account &&
                   same_space(s.string("namespace"), space);
          });
      if (!bound) continue;
      g.bound.push_back(&b);
      const auto* name = b.at({"roleRef", "name"});
      const auto kind = text_of(b.at({"roleRef", "kind"}));
      bool found = false;
      for (const auto& r : roles_)
        if (r.name() == text_of(name) && r.object->kind == kind) {
          g.roles.push_back(&r);
          found = true;
        }
      // Roles such as `view` and `cluster-admin` come with the cluster.
      if (!found && kind == "ClusterRole") g.unknown = true;
    }
    return g;
  }

  void allowed(const workload& w, const api_call& call) {
    const auto* named = w.pods.spec->find("serviceAccountName");
    const auto account = text_of(named).empty() ? std::string_view("default") : text_of(named);
    const auto g = grants_of(account, w.space());
    if (g.unknown) return;
    const auto resource = call.resource.empty() ? std::string() : plural(call.resource);
    bool right_verb = false;
    for (const auto* r : g.roles)
      if (const auto* rules = r->object->root->find("rules"))
        for (const auto& rule : rules->items) {
          const bool about = resource.empty() || lists(rule.find("resources"), resource) ||
                             (call.verb == "logs" && lists(rule.find("resources"), "pods/log"));
          if (about && verb_allowed(rule.find("verbs"), call)) return;
          right_verb = right_verb || about;
        }
    // Public paths such as /healthz and /version need no rights.
    if (!call.kubectl && resource.empty() && !has(call.text, "/api")) return;
    auto f = draft_of(w, "rbac_forbidden", role::cause, g.bound.empty() ? 0.85 : 0.9);
    if (named) put(f, "user", named);
    f.slot("verb", call.verb, call.line).slot("resource", call.resource, call.line).named(account);
    for (const auto* r : g.roles) {
      f.named(r->name());
      if (r->file == w.file) f.slot("role", r->name(), r->object->name_line);
    }
    f.quote(call.line, call.text).add(out_);
  }

  void binding(const cluster_object& b) {
    const auto* name = b.at({"roleRef", "name"});
    const auto* kind = b.at({"roleRef", "kind"});
    const bool there = std::any_of(roles_.begin(), roles_.end(), [&](const cluster_object& r) {
      return r.name() == text_of(name) && r.object->kind == text_of(kind) &&
             (r.object->kind == "ClusterRole" || same_space(r.space(), b.space()));
    });
    if (!there && text_of(kind) == "Role") {
      auto f = draft_of(b, "object_missing", role::cause, 0.85);
      put(f, "kind", kind);
      put(f, "object", name).quote(name ? name->line : b.object->name_line).add(out_);
    }
    const auto* subjects = b.object->root->find("subjects");
    if (!subjects) return;
    for (const auto& s : subjects->items) {
      if (s.string("kind") != "ServiceAccount" || s.string("name") == "default" || s.string("name").empty())
        continue;
      if (!v_.any("serviceaccount") || v_.find("serviceaccount", s.string("name"), s.string("namespace")))
        continue;
      auto f = draft_of(b, "object_missing", role::cause, 0.8);
      put(f, "kind", s.find("kind"));
      put(f, "object", s.find("name")).named(s.string("name")).quote(s.find("name")->line).add(out_);
    }
  }

  const cluster_view& v_;
  std::vector<fact>& out_;
  std::vector<cluster_object> bindings_;
  std::vector<cluster_object> roles_;
};

}  // namespace

void check_access(const cluster_view& v, std::vector<fact>& out) { access_check(v, out).run(); }

}  // namespace fm::evidence
