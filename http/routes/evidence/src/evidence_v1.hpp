#pragma once
// What evidence has below /api/v1 only (contract: clients' pages).
#include <fm/evidence/messages.hpp>
#include <fm/json/value.hpp>

namespace fm::http {

/// One uploaded file, flat.
json::value v1_uploaded_file_json(const evidence::evidence_details& d);

}  // namespace fm::http
