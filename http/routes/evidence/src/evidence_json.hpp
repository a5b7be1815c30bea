#pragma once
// The JSON of evidence (contract: EvidenceResponse and its neighbours).
#include <fm/evidence/messages.hpp>
#include <fm/http/fields.hpp>
#include <fm/http/route.hpp>
#include <fm/json/value.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace fm::http {

json::value evidence_json(const evidence::evidence_record& e);
json::value evidence_page_json(const evidence::evidence_page& page, const request& r);
/// The same as a file of a case.
json::value uploaded_file_json(const evidence::evidence_record& e);
json::value uploaded_file_detail_json(const evidence::evidence_details& d);

/// Id of a fact that was derived from a file, and those of the hypotheses that rest on it.
std::string derived_id(const evidence::evidence_record& e, std::size_t fact);
json::value citing_ids(const evidence::evidence_details& d, std::size_t fact);
/// What the file turned out to be; null until it was read.
json::value kind_of(const evidence::evidence_details& d);
/// How many facts an answer shows.
std::size_t shown_facts(const evidence::evidence_details& d);

/// File and description, which every form of an upload has.
void read_upload(form_fields& f, evidence::upload_evidence& m);
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
