#pragma once
// The work of the module that runs as jobs.

namespace fm::cases {

/// A turn that takes long; the subject of the job is the message that asks.
inline constexpr const char* turn_kind = "turn";

}  // namespace fm::cases
