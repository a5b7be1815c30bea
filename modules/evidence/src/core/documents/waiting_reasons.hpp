#pragma once
// What the STATUS of a pod or the reason of a waiting container means.
#include "fm/evidence/messages.hpp"

#include <string_view>

namespace fm::evidence {

struct waiting_reading {
  std::string_view rule;
  evidence::role role = evidence::role::symptom;
  double weight = 0;
  bool trouble = true;  ///< false: a state that every start passes through
};

/// Reads e.g. `CrashLoopBackOff`, `ErrImagePull`, `ContainerCreating`; an unknown reason is
/// `container_waiting`.
waiting_reading read_waiting_reason(std::string_view reason);

}  // namespace fm::evidence
