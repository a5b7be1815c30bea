#include "evidence_v1.hpp"

#include "evidence_json.hpp"

#include <fm/http/fields.hpp>
#include <fm/http/json_response.hpp>
#include <fm/http/text.hpp>
#include <fm/http/uploads.hpp>

#include <string>
#include <utility>

namespace fm::http {

namespace {

constexpr micros upload_deadline = 300 * second;

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

/// The form's `source_metadata` is JSON in a text field; other fields of it are kept as they are.
std::string read_source(form_fields& f) {
  constexpr const char* name = "source_metadata";
  auto given = f.text(name, {.max = 20'000});
  if (!given || given->empty()) return {};
  auto read = json::parse(*given);
  if (!read) {
    f.add("json_invalid", name, "Input should be a JSON object: " + read.error);
    return {};
  }
  if (read.root.is_null()) return {};
  if (read.root.as_object() == nullptr) {
    f.add("dict_type", name, "Input should be a JSON object");
    return {};
  }
  return json::write(read.root);
}

parsed<evidence::upload_evidence> parse_data_upload(const exchange& x) {
  form_fields f(*x.request);
  evidence::upload_evidence m;
  read_upload(f, m);
  m.metadata = read_source(f);
  if (!f.ok()) return unprocessable(f.issues());
  auto id = path_id(x, 0, "case");
  if (auto* refused = std::get_if<response>(&id)) return std::move(*refused);
  m.case_id = std::move(std::get<std::string>(id));
  return m;
}

response data_uploaded(const evidence::evidence_record& e, const request& r) {
  json::value said;
  said.set("content", e.original_filename + " was added to the case" +
                          (e.duplicate_of.empty() ? "" : "; the same content was uploaded before") +
                          ". It is being analysed, and the next answer takes it into account.")
      .set("response_type", "ANSWER");
  json::value out;
  out.set("evidence_id", e.id)
      .set("file_id", e.id)
      .set("case_id", e.case_id)
      .set("file_name", e.original_filename)
      .set("filename", e.original_filename)
      .set("file_size", e.file_size)
      .set("content_type", e.file_type)
      .set("data_type", nullptr)
      .set("classification", nullptr)
      .set("processing_status", e.status)
      .set("uploaded_at", time_text(e.uploaded))
      .set("uploaded_at_turn", std::uint64_t{e.turn})
      .set("duplicate_of", text_or_null(e.duplicate_of))
      .set("job_id", text_or_null(e.job_id))
      .set("agent_response", std::move(said));
  return with_job(json_response(201, out), e.job_id, r);
}

bool is_form(const request& r) {
  auto type = r.header("content-type");
  auto bare = trimmed(type.substr(0, type.find(';')));
  return same_word(bare, "multipart/form-data") || same_word(bare, "application/x-www-form-urlencoded");
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

route v1_data_row(actors::system& sys, const evidence_records& records,
                  std::function<void(exchange)> data_item) {
  auto upload = ask<evidence::upload_evidence>(sys, records, parse_data_upload, data_uploaded, refuse_upload);
  route row;
  row.verb = method::post;
  row.pattern = "/api/v1/cases/{case_id}/data";
  row.operation = "addCaseDataV1";
  row.takes = data_item ? body_kind::json_or_form : body_kind::form;
  row.counts = budget::write;
  row.speaks = dialect::v1;
  row.deadline = upload_deadline;
  row.serve = [upload = std::move(upload), data_item = std::move(data_item)](exchange x) {
    if (!data_item || is_form(*x.request))
      upload(std::move(x));
    else
      data_item(std::move(x));
  };
  return row;
}

}  // namespace fm::http
