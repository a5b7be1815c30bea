#include "documents/kube_names.hpp"

#include "documents/text.hpp"

#include <algorithm>

namespace fm::evidence {
namespace {

/// The alphabet of names that Kubernetes generates (no vowels, no 0, 1, 3).
bool generated(std::string_view s) {
  return std::all_of(s.begin(), s.end(), [](char c) {
    return std::string_view("bcdfghjklmnpqrstvwxz2456789").find(c) != std::string_view::npos;
  });
}

/// The hash of a ReplicaSet: newer ones use the same alphabet, older ones are decimal.
bool hash(std::string_view s) { return s.size() >= 6 && s.size() <= 10 && (generated(s) || all_digits(s)); }

}  // namespace

std::string_view owner_of_replica_set(std::string_view name) {
  const auto dash = name.rfind('-');
  if (dash == std::string_view::npos || dash == 0 || !hash(name.substr(dash + 1))) return name;
  return name.substr(0, dash);
}

std::string_view owner_of_pod(std::string_view pod) {
  const auto dash = pod.rfind('-');
  if (dash == std::string_view::npos || dash == 0) return pod;
  const auto last = pod.substr(dash + 1);
  if (last.size() == 5 && generated(last)) return owner_of_replica_set(pod.substr(0, dash));
  if (last.size() <= 3 && all_digits(last)) return pod.substr(0, dash);
  return pod;
}

std::vector<std::string> label_names(std::string_view labels) {
  std::vector<std::string> out;
  for (auto label : split(labels, ',')) {
    label = trim(label);
    const auto key = before(label, "=");
    const auto value = after(label, "=");
    if (value.empty() || key.ends_with("-hash") || key.ends_with("-uid") || key.ends_with("generation"))
      continue;
    static constexpr std::string_view naming[] = {"app",
                                                  "name",
                                                  "app.kubernetes.io/name",
                                                  "app.kubernetes.io/instance",
                                                  "k8s-app",
                                                  "component",
                                                  "service",
                                                  "run",
                                                  "job-name",
                                                  "app.kubernetes.io/component"};
    if (std::find(std::begin(naming), std::end(naming), key) != std::end(naming)) out.emplace_back(value);
  }
  return out;
}

}  // namespace fm::evidence
