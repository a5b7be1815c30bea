#include "documents/cluster_model.hpp"

#include "documents/cluster_view.hpp"
#include "documents/describe_tree.hpp"
#include "documents/kube_names.hpp"
#include "documents/rule_traits.hpp"
#include "documents/table_rows.hpp"

#include <algorithm>
#include <utility>

namespace fm::evidence {
namespace {

constexpr std::size_t most_facts = 2000;
constexpr std::size_t most_known = 50'000;

void remember(cluster_view& v, std::string_view type, std::string_view name, std::string_view space,
              const cluster_file* file, std::uint64_t line) {
  if (name.empty() || v.known.size() >= most_known) return;
  v.known.emplace(lower(type), known_object{std::string(name), std::string(space), file, line});
}

/// The kind that a table's rows are about, as the model names it.
std::string_view kind_of_rows(std::string_view type) {
  if (type == "pvc") return "persistentvolumeclaim";
  if (type == "pv") return "persistentvolume";
  return type;
}

void take_manifest(cluster_view& v, cluster_file& f) {
  f.objects = read_manifest(f.lines);
  for (const auto& o : f.objects.objects) {
    remember(v, o.kind, o.name, o.space, &f, o.name_line);
    const auto* claims =
        o.kind == "StatefulSet" ? at_path(o.root, {"spec", "volumeClaimTemplates"}) : nullptr;
    if (claims)
      for (const auto& c : claims->items)
        if (const auto* metadata = c.find("metadata"))
          remember(v, "volumeclaimtemplate", metadata->string("name"), o.space, &f, metadata->line);
    // What other objects make: certificates and sealed or external secrets become secrets.
    if (o.kind == "Certificate")
      if (const auto* made = at_path(o.root, {"spec", "secretName"}))
        remember(v, "secret", made->text, o.space, &f, made->line);
    if (o.kind == "SealedSecret" || o.kind == "ExternalSecret") {
      const auto* target = at_path(o.root, {"spec", "target", "name"});
      remember(v, "secret", target ? text_of(target) : std::string_view(o.name), o.space, &f, o.name_line);
    }
  }
}

}  // namespace

struct cluster_model::state {
  cluster_view view;
};

cluster_model::cluster_model() : state_(std::make_unique<state>()) {}
cluster_model::~cluster_model() = default;
cluster_model::cluster_model(cluster_model&&) noexcept = default;
cluster_model& cluster_model::operator=(cluster_model&&) noexcept = default;

void cluster_model::add(std::uint32_t evidence, kind what, std::string_view name, std::string_view text) {
  const auto own = read_document(evidence, what, name, text).facts;
  add(evidence, what, std::string(text), own);
}

void cluster_model::add(std::uint32_t evidence, kind what, std::string text, const std::vector<fact>& own) {
  const bool table = what == kind::kubectl_table || what == kind::kubectl_events;
  if (!table && what != kind::kubectl_describe && what != kind::manifest) return;
  auto& v = state_->view;
  v.files.push_back(std::make_unique<cluster_file>(evidence, std::move(text)));
  auto& f = *v.files.back();
  if (what == kind::manifest) take_manifest(v, f);
  if (what == kind::kubectl_describe)
    for (const auto& o : read_describe(f.lines)) remember(v, o.type, o.name, o.space, &f, o.name_line);
  if (what == kind::kubectl_table)
    for (const auto& row : read_table(f.lines))
      if (!row.type.empty() && row.type != "event" && row.type != "lineage")
        remember(v, kind_of_rows(row.type), row.get("NAME"), row.get("NAMESPACE"), &f, row.line);

  for (const auto& fact : own) {
    if (rule_is(fact.rule, rule_property::volume_taken)) v.volumes_in_use.insert(fact.get("volume"));
    v.driver_missing = v.driver_missing || rule_is(fact.rule, rule_property::driver_absent);
    const bool works = rule_is(fact.rule, rule_property::workload_well);
    const bool fails = fact.role != role::healthy && fact.role != role::context && fact.weight > 0.3;
    if (!works && !fails) continue;
    auto& names = works ? v.well : v.failing;
    names.insert(fact.subject);
    names.emplace(owner_of_pod(fact.subject));
    // A container that has run once had all that it refers to.
    if (!rule_is(fact.rule, rule_property::waiting)) continue;
    v.waiting.insert(fact.subject);
    v.waiting.emplace(owner_of_pod(fact.subject));
  }
}

std::vector<fact> cluster_model::facts() const {
  auto& v = state_->view;
  v.build();
  std::vector<fact> out;
  std::vector<embedded_line> texts;
  check_references(v, out);
  check_services(v, out);
  check_ingresses(v, out);
  check_policies(v, out);
  check_access(v, out);
  check_capacity(v, out);
  check_placement(v, out);
  check_probes(v, out);
  check_containers(v, out);
  check_storage(v, out);
  check_commands(v, out, texts);
  merge_facts(out, most_facts);
  std::stable_sort(out.begin(), out.end(),
                   [](const fact& a, const fact& b) { return a.evidence < b.evidence; });
  return out;
}

std::vector<embedded_line> cluster_model::embedded() const {
  auto& v = state_->view;
  v.build();
  std::vector<fact> facts;
  std::vector<embedded_line> out;
  check_commands(v, facts, out);
  return out;
}

}  // namespace fm::evidence
