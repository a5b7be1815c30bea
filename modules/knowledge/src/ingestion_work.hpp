#pragma once
// The work of the module that runs as jobs.

namespace fm::knowledge {

/// Reads a document and indexes it; the subject of the job is the document.
inline constexpr const char* ingestion_kind = "ingestion";

}  // namespace fm::knowledge
