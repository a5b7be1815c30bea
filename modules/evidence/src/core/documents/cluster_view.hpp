#pragma once
// The objects of an incident, ready for the checks of the cluster model.
#include "documents/manifest.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace fm::evidence {

/// One file; its objects point into it, so that it never moves.
struct cluster_file {
  cluster_file(std::uint32_t e, std::string t);
  cluster_file(const cluster_file&) = delete;
  cluster_file& operator=(const cluster_file&) = delete;

  std::uint32_t evidence;
  std::string text;
  text_lines lines;
  manifest objects;
};

/// An object with its file.
struct cluster_object {
  const cluster_file* file = nullptr;
  const kube_object* object = nullptr;
  const std::string& name() const { return object->name; }
  const std::string& space() const { return object->space; }
  const yaml::node* at(std::initializer_list<std::string_view> names) const {
    return at_path(object->root, names);
  }
};

/// An object that runs pods.
struct workload : cluster_object {
  pod_template pods;
  std::int64_t replicas = 1;
  const yaml::node* replicas_node = nullptr;
  std::vector<std::string> names;
  bool well = false;     ///< some file shows it running and ready
  bool failing = false;  ///< some file shows it waiting or failing
  bool waiting = false;  ///< some file shows that its containers cannot be made
  /// Its containers, init containers first.
  std::vector<const yaml::node*> containers() const;
  /// The value of a label of its pods, or the empty text.
  std::string_view label(std::string_view key) const;
};

/// An object whose existence some file shows.
struct known_object {
  std::string name;
  std::string space;
  const cluster_file* file = nullptr;
  std::uint64_t line = 0;
};

/// A host that a container's environment, script or ConfigMap speaks to.
struct host_reference {
  const workload* from = nullptr;
  cluster_object where;  ///< the object that says so: the workload, or a ConfigMap that it uses
  std::string host;
  std::int64_t port = 0;      ///< 0: not given
  std::uint64_t line = 0;     ///< where `host` stands
  std::string_view variable;  ///< the environment variable, or empty
};

/// Two namespaces that can be the same one: a file does not always state it.
bool same_space(std::string_view a, std::string_view b);
/// The text of a scalar node, or the empty text.
std::string_view text_of(const yaml::node* n);
std::int64_t number_of(const yaml::node* n, std::int64_t otherwise);
/// True when the labels satisfy a selector's `matchLabels` and `matchExpressions`; an empty selector matches
/// all.
bool selects(const yaml::node* selector, const yaml::node* labels);

class cluster_view {
 public:
  std::vector<std::unique_ptr<cluster_file>> files;
  std::vector<cluster_object> objects;
  std::vector<workload> workloads;
  std::multimap<std::string, known_object> known;  ///< by kind in lower case
  std::set<std::string> well;                      ///< names of what some file shows working
  std::set<std::string> failing;                   ///< names of what some file shows waiting or failing
  std::set<std::string> waiting;                   ///< names of pods whose containers cannot be made
  std::set<std::string> volumes_in_use;            ///< volumes that events call attached to another node
  bool driver_missing = false;                     ///< some event misses a CSI driver on a node

  /// Fills `objects` and `workloads` from the files.
  void build();
  std::vector<cluster_object> of_kind(std::string_view kind) const;
  /// The known object of that kind (lower case) and name in a namespace that can be `space`, or nullptr.
  const known_object* find(std::string_view kind, std::string_view name, std::string_view space) const;
  bool any(std::string_view kind) const { return known.contains(std::string(kind)); }
  /// The known object of that kind whose name is most like `name`, or nullptr.
  const known_object* nearest(std::string_view kind, std::string_view name, std::string_view space) const;
  /// Workloads whose pods a plain label map selects.
  std::vector<const workload*> selected(const yaml::node* labels, std::string_view space) const;
  /// The hosts that the workloads name, first 5,000.
  const std::vector<host_reference>& hosts() const { return hosts_; }

 private:
  std::vector<host_reference> hosts_;
};

/// A fact about an object of the model.
fact_draft draft_of(const cluster_object& o, std::string_view rule, role r, double weight);
fact_draft draft_of(const workload& w, std::string_view rule, role r, double weight);
/// Adds a slot from a scalar node, with its line.
fact_draft& put(fact_draft& f, std::string_view slot, const yaml::node* n);

void check_references(const cluster_view& v, std::vector<fact>& out);
void check_services(const cluster_view& v, std::vector<fact>& out);
void check_ingresses(const cluster_view& v, std::vector<fact>& out);
void check_policies(const cluster_view& v, std::vector<fact>& out);
void check_access(const cluster_view& v, std::vector<fact>& out);
void check_capacity(const cluster_view& v, std::vector<fact>& out);
void check_placement(const cluster_view& v, std::vector<fact>& out);
void check_probes(const cluster_view& v, std::vector<fact>& out);
void check_containers(const cluster_view& v, std::vector<fact>& out);
void check_storage(const cluster_view& v, std::vector<fact>& out);
void check_commands(const cluster_view& v, std::vector<fact>& out, std::vector<embedded_line>& embedded);

}  // namespace fm::evidence
