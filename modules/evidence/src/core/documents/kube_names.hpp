#pragma once
// Names in Kubernetes: owners that a generated name tells.
#include <string>
#include <string_view>
#include <vector>

namespace fm::evidence {

/// The name of the controller that a pod's name tells: `web-7c67c65579-ch5p9` -> `web`, `db-0` -> `db`; else
/// the name.
std::string_view owner_of_pod(std::string_view pod);
/// The Deployment that a ReplicaSet's name tells; else the name.
std::string_view owner_of_replica_set(std::string_view replica_set);
/// `app=web,tier=x` as its values that name something (`pod-template-hash` and other hashes left out).
std::vector<std::string> label_names(std::string_view labels);

}  // namespace fm::evidence
