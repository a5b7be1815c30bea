#pragma once
// Kubernetes objects as YAML or JSON.
#include "documents/fact_draft.hpp"
#include "fm/yaml/node.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fm::evidence {

/// One object; `root` points into the manifest that it came from.
struct kube_object {
  std::string kind;
  std::string name;
  std::string space;  ///< the namespace; empty when the object states none
  std::uint32_t name_line = 0;
  const yaml::node* root = nullptr;
};

/// All objects of one file; lists are taken apart.
struct manifest {
  std::vector<yaml::node> documents;
  std::vector<kube_object> objects;
  std::vector<std::string> notes;  ///< what could not be read
};
/// Reads YAML or JSON; a document with an error is left out from there on, the next ones are read.
manifest read_manifest(const text_lines& lines);

/// The YAML or JSON documents of a text, the same way; wrappers of tools around them are left out.
std::vector<yaml::node> read_tree(const text_lines& lines, std::vector<std::string>& notes);

/// What the status of objects that were read back shows.
void manifest_status(const manifest& m, const reading& r);

/// The node below these names, or nullptr.
const yaml::node* at_path(const yaml::node* n, std::initializer_list<std::string_view> names);

/// The part of a workload that holds its pods' specification, or nullptr when the object runs no pods.
struct pod_template {
  const yaml::node* spec = nullptr;      ///< `containers`, `volumes` ...
  const yaml::node* metadata = nullptr;  ///< labels; nullptr when there are none
};
pod_template template_of(const kube_object& o);

/// The names that a question may use for the object.
std::vector<std::string> names_of(const kube_object& o);

}  // namespace fm::evidence
