#include "evidence_v1.hpp"

#include "evidence_json.hpp"

#include <fm/http/json_response.hpp>

#include <string>
#include <utility>

namespace fm::http {

namespace {

/// The words of the clients of 2025 for what a fact is about.
std::string_view category_word(const evidence::evidence_details& d, evidence::role r) {
  switch (d.found[0].kind) {
    case evidence::kind::manifest:
    case evidence::kind::json_document:
    case evidence::kind::yaml_document:
    case evidence::kind::config:
      return "configuration";
    default:
      return r == evidence::role::cause || r == evidence::role::symptom ? "symptoms" : "environment";
  }
}

}  // namespace

json::value v1_uploaded_file_json(const evidence::evidence_details& d) {
  auto out = uploaded_file_json(d.record);
  json::array derived;
  for (std::size_t i = 0; i < shown_facts(d); ++i) {
    const auto& f = d.found[0].facts[i];
    json::value one;
    one.set("evidence_id", derived_id(d.record, i))
        .set("summary", f.quote)
        .set("category", category_word(d, f.role))
        .set("related_hypothesis_ids", citing_ids(d, i));
    derived.push_back(std::move(one));
  }
  out.set("case_id", d.record.case_id)
      .set("description", text_or_null(d.record.description))
      .set("tags", json_texts(d.record.tags))
      .set("kind", kind_of(d))
      .set("derived_evidence", std::move(derived));
  return out;
}

}  // namespace fm::http
