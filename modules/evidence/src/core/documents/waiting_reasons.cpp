#include "documents/waiting_reasons.hpp"

#include <array>
#include <utility>

namespace fm::evidence {

waiting_reading read_waiting_reason(std::string_view reason) {
  static constexpr std::array<std::pair<std::string_view, waiting_reading>, 28> known{{
      {"CrashLoopBackOff", {"crash_loop", role::symptom, 0.6, true}},
      {"ImagePullBackOff", {"image_pull", role::cause, 0.65, true}},
      {"ErrImagePull", {"image_pull", role::cause, 0.65, true}},
      {"InvalidImageName", {"image_pull", role::cause, 0.85, true}},
      {"ErrImageNeverPull", {"image_pull", role::cause, 0.8, true}},
      {"ImageInspectError", {"image_pull", role::cause, 0.7, true}},
      {"RegistryUnavailable", {"image_pull", role::cause, 0.8, true}},
      {"CreateContainerConfigError", {"container_config_error", role::symptom, 0.6, true}},
      {"CreateContainerError", {"container_start_error", role::symptom, 0.6, true}},
      {"RunContainerError", {"container_start_error", role::symptom, 0.6, true}},
      {"StartError", {"container_start_error", role::symptom, 0.6, true}},
      {"ContainerCannotRun", {"container_start_error", role::symptom, 0.6, true}},
      {"PostStartHookError", {"hook_failed", role::cause, 0.7, true}},
      {"OOMKilled", {"oom_killed", role::cause, 0.9, true}},
      {"Error", {"pod_failed", role::symptom, 0.55, true}},
      {"Failed", {"pod_failed", role::symptom, 0.55, true}},
      {"StartupFailed", {"pod_failed", role::symptom, 0.55, true}},
      {"Evicted", {"evicted", role::cause, 0.75, true}},
      {"DeadlineExceeded", {"deadline_exceeded", role::cause, 0.8, true}},
      {"Unknown", {"node_not_ready", role::symptom, 0.5, true}},
      {"NodeLost", {"node_not_ready", role::symptom, 0.6, true}},
      {"ContainerStatusUnknown", {"pod_failed", role::symptom, 0.45, true}},
      {"NodeAffinity", {"unschedulable", role::cause, 0.7, true}},
      {"UnexpectedAdmissionError", {"admission_denied", role::cause, 0.8, true}},
      {"ContainerCreating", {"container_waiting", role::symptom, 0.4, false}},
      {"PodInitializing", {"container_waiting", role::symptom, 0.2, false}},
      {"Pending", {"pod_pending", role::symptom, 0.5, false}},
      {"Terminating", {"container_waiting", role::context, 0.2, false}},
  }};
  for (const auto& [name, meaning] : known)
    if (reason == name) return meaning;
  return {"container_waiting", role::symptom, 0.4, true};
}

}  // namespace fm::evidence
