#include "documents/exit_codes.hpp"

namespace fm::evidence {

exit_reading read_exit(std::string_view reason, std::string_view code) {
  if (reason == "OOMKilled") return {"oom_killed", role::cause, 0.95, false};
  if (reason == "StartError" || reason == "ContainerCannotRun" || reason == "RunContainerError")
    return {"container_start_error", role::cause, 0.9, false};
  if (reason == "DeadlineExceeded") return {"deadline_exceeded", role::cause, 0.85, false};
  if (reason == "Evicted") return {"evicted", role::cause, 0.88, false};
  if (code == "0" || reason == "Completed") return {"exit_code", role::context, 0.2, true};
  // 255 with the reason Unknown: the node or its runtime restarted.
  if (reason == "Unknown" || reason == "ContainerStatusUnknown")
    return {"exit_code", role::context, 0.15, false};
  // Shells: 127 command not found, 126 not executable; 128 + n: ended by signal n (6 abort, 9 kill, 11
  // segment).
  if (code == "127" || code == "126") return {"exit_code", role::cause, 0.75, false};
  if (code == "139" || code == "134") return {"exit_code", role::cause, 0.7, false};
  if (code == "143") return {"exit_code", role::symptom, 0.3, false};
  return {"exit_code", role::symptom, 0.5, false};
}

}  // namespace fm::evidence
