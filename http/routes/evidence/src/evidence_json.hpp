#pragma once
// The JSON of evidence (contract: EvidenceResponse and its neighbours).
#include <fm/evidence/messages.hpp>
#include <fm/http/route.hpp>
#include <fm/json/value.hpp>

namespace fm::http {

json::value evidence_json(const evidence::evidence_record& e);
json::value evidence_page_json(const evidence::evidence_page& page, const request& r);
/// The same as a file of a case.
json::value uploaded_file_json(const evidence::evidence_record& e);
json::value uploaded_file_detail_json(const evidence::evidence_details& d);

/// An unknown type is 422 on the evidence routes and `other` on the case route (domain.md 7).
parsed<evidence::upload_evidence> parse_upload(const exchange& x);
parsed<evidence::upload_evidence> parse_case_upload(const exchange& x);
parsed<evidence::list_evidence> parse_list(const exchange& x);
/// With the case of the path.
parsed<evidence::list_evidence> parse_case_list(const exchange& x);
/// All files of the case of the path.
parsed<evidence::list_evidence> parse_files(const exchange& x);
parsed<evidence::link_evidence> parse_link(const exchange& x);

/// The id of the path argument; an id that is no UUID names nothing: 404.
parsed<std::string> path_id(const exchange& x, std::size_t at, std::string_view what);
/// What a refused type is answered with: 422.
response refuse_upload(const failure& why);

}  // namespace fm::http
