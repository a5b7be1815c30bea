#pragma once
// The work of the module that runs as jobs.

namespace fm::evidence {

/// Reads an upload; the subject of the job is the evidence.
inline constexpr const char* analysis_kind = "analysis";

}  // namespace fm::evidence
