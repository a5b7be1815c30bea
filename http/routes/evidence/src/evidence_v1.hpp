#pragma once
// What evidence has below /api/v1 only (contract: clients' pages).
#include "fm/http/evidence_routes.hpp"

#include <fm/json/value.hpp>

namespace fm::http {

/// One uploaded file, flat.
json::value v1_uploaded_file_json(const evidence::evidence_details& d);
/// `POST /api/v1/cases/{case_id}/data`: a form is the upload of a file, JSON is what `data_item` takes.
route v1_data_row(actors::system& sys, const evidence_records& records,
                  std::function<void(exchange)> data_item);

}  // namespace fm::http
