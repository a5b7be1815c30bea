#include "agent/asked_effect.hpp"

#include "agent/wording.hpp"

#include <algorithm>
#include <array>

namespace fm::agent {

namespace {

struct effect {
  std::string_view words;  // any of them in the question, separated by '|'
  std::string_view rules;  // what brings it about, between blanks
};

// The states of Kubernetes and the complaints of users, as the Kubernetes documentation and operators name
// them.
constexpr std::array effects = std::to_array<effect>({
    {"ContainerCreating|CreateContainer|ContainerConfig|container creating",
     " object_missing mount_failed pvc_pending sandbox_failed container_config_error config_problem "},
    {"ImagePull|ErrImage|pull the image|pulling", " image_pull image_suspect "},
    {"Pending|schedul",
     " unschedulable node_constraint anti_affinity large_request pvc_pending object_missing quota_exceeded "
     "quota_full quota_requires node_pressure node_not_ready node_cordoned preempted "},
    {"OOM|memory|leak",
     " oom_killed memory_exhausted memory_limit_reached memory_high memory_limit_low growing_value evicted "
     "node_pressure "},
    {"slow|latency|takes long|performance|delay|late",
     " slow_call slow_step pool_exhausted overloaded timeout database_unreachable upstream_down consumer_lag "
     "growing_value "
     "deadlock query_cancelled hpa_failed hpa_at_maximum rate_limited connections_exhausted packet_loss "},
    {"forbidden|permission|unauthori|not allowed",
     " rbac_forbidden permission_denied auth_failed object_missing "},
    {"replicas|scale|scaling|autoscal| hpa",
     " hpa_failed hpa_at_maximum autoscaler_conflict quota_exceeded quota_full quota_requires anti_affinity "
     "unschedulable "
     "scaled_to_zero large_request "},
    {"evict|preempt", " evicted node_pressure preempted "},
});

bool any_of_words(std::string_view question, std::string_view words) {
  while (!words.empty()) {
    auto bar = words.find('|');
    if (contains_folded(question, words.substr(0, bar))) return true;
    words = bar == std::string_view::npos ? std::string_view() : words.substr(bar + 1);
  }
  return false;
}

}  // namespace

fit fit_of(std::string_view question, std::string_view rule) {
  bool asked = false;
  for (const auto& e : effects) {
    if (!any_of_words(question, e.words)) continue;
    asked = true;
    auto at = e.rules.find(rule);
    if (at != std::string_view::npos && at > 0 && e.rules[at - 1] == ' ' && e.rules[at + rule.size()] == ' ')
      return fit::fits;
  }
  return asked ? fit::unlike : fit::unasked;
}

}  // namespace fm::agent
