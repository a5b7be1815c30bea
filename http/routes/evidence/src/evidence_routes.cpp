#include "fm/http/evidence_routes.hpp"

#include "evidence_json.hpp"
#include "evidence_v1.hpp"

#include <fm/http/health_row.hpp>
#include <fm/http/json_response.hpp>
#include <fm/http/rows.hpp>
#include <fm/http/uploads.hpp>

#include <string>
#include <utility>

namespace fm::http {

namespace {

constexpr micros upload_deadline = 300 * second;

/// A command about one evidence, named by a path argument.
template <class M>
auto for_evidence(std::size_t at) {
  return [at](const exchange& x) -> parsed<M> {
    auto id = path_id(x, at, "evidence");
    if (auto* refused = std::get_if<response>(&id)) return std::move(*refused);
    M m;
    m.evidence_id = std::move(std::get<std::string>(id));
    return m;
  };
}
/// The same, of the case of the path.
template <class M>
parsed<M> of_case(const exchange& x) {
  auto case_id = path_id(x, 0, "case");
  if (auto* refused = std::get_if<response>(&case_id)) return std::move(*refused);
  auto command = for_evidence<M>(1)(x);
  if (auto* m = std::get_if<M>(&command)) m->case_id = std::move(std::get<std::string>(case_id));
  return command;
}

response uploaded(const evidence::evidence_record& e, const request& r) {
  return with_job(json_response(201, evidence_json(e)), e.job_id, r);
}

response page(const evidence::evidence_page& p, const request& r) {
  return json_response(200, evidence_page_json(p, r));
}

response case_item(const evidence::evidence_record& e, const request&) {
  json::value out;
  out.set("case_id", e.case_id).set("evidence_id", e.id).set("evidence", evidence_json(e));
  return json_response(200, out);
}

response file_list(const evidence::evidence_page& p, const request& r) {
  json::array all;
  for (const auto& e : p.evidence) all.push_back(uploaded_file_json(e));
  json::value out;
  out.set("case_id", r.path_args.at(0)).set("files", std::move(all)).set("count", p.total);
  return json_response(200, out);
}

response linked(const evidence::evidence_record& e, const request&) {
  json::value out;
  out.set("evidence_id", e.id)
      .set("case_id", e.case_id)
      .set("message", "the evidence belongs to case " + e.case_id + " now");
  return json_response(200, out);
}

/// The file as it was uploaded; never shown inside of a page.
response download(const std::string& path, const evidence::evidence_record& e) {
  response r;
  r.content_type = e.file_type;
  r.file = path;
  r.header("ETag", '"' + e.sha256 + '"');
  r.header("Cache-Control", "private, no-cache");
  r.header("Content-Disposition", attachment(e.original_filename));
  r.header("Content-Security-Policy", "sandbox; default-src 'none'");
  return r;
}

/// Finds the row, then compares the file with it, then sends it: what was altered is not handed out.
std::function<void(exchange)> downloading(actors::system& sys, const evidence_records& records,
                                          const file_checks& checks,
                                          std::shared_ptr<const blob::store> files) {
  using evidence::get_evidence;
  return [&sys, records, checks, files](exchange x) {
    auto command = for_evidence<get_evidence>(0)(x);
    if (auto* refused = std::get_if<response>(&command)) {
      x.out->send(std::move(*refused));
      return;
    }
    auto ctx = x.ctx;
    sys.call(records, std::move(std::get<get_evidence>(command)), std::move(x.ctx),
             [&sys, checks, files, ctx, out = x.out](outcome<evidence::evidence_record> found) {
               if (!found) {
                 out->send(problem(found.error()));
                 return;
               }
               auto path = files->local_path(found->storage_key);
               if (path.empty()) {
                 out->send(problem(fail(ec::unavailable, "the file is not on this machine")));
                 return;
               }
               blob::verify check{found->storage_key, found->sha256};
               sys.call(checks, std::move(check), ctx,
                        [out, path, e = std::move(*found)](outcome<done> as_uploaded) {
                          out->send(as_uploaded ? download(path, e) : problem(as_uploaded.error()));
                        });
             });
  };
}

route upload_row(std::string pattern, std::string operation, std::function<void(exchange)> serve) {
  return {.verb = method::post,
          .pattern = std::move(pattern),
          .operation = std::move(operation),
          .takes = body_kind::form,
          .counts = budget::write,
          .deadline = upload_deadline,
          .serve = std::move(serve)};
}

}  // namespace

route_table evidence_routes(actors::system& sys, const evidence_records& records, const file_checks& checks,
                            std::shared_ptr<const blob::store> files) {
  using namespace evidence;
  auto upload = ask<upload_evidence>(sys, records, parse_upload, uploaded, refuse_upload);
  auto upload_to_case = ask<upload_evidence>(sys, records, parse_case_upload, uploaded, refuse_upload);
  route_table rows;
  rows.push_back(upload_row("/evidence/upload", "uploadEvidence", upload));
  rows.push_back(upload_row("/evidence", "uploadEvidenceAlias", upload));
  rows.push_back(upload_row("/cases/{case_id}/evidence", "uploadCaseEvidence", upload_to_case));
  rows.push_back(read_row("/evidence", "listEvidence", ask<list_evidence>(sys, records, parse_list, page)));
  rows.push_back(read_row("/evidence/case/{case_id}", "listEvidenceOfCase",
                          ask<list_evidence>(sys, records, parse_case_list, page)));
  rows.push_back(read_row("/evidence/{evidence_id}", "getEvidence",
                          ask<get_evidence>(sys, records, for_evidence<get_evidence>(0),
                                            [](const evidence_record& e, const request&) {
                                              return json_response(200, evidence_json(e));
                                            })));
  rows.push_back(read_row("/evidence/{evidence_id}/download", "downloadEvidence",
                          downloading(sys, records, checks, std::move(files))));
  rows.push_back(read_row("/cases/{case_id}/evidence/{evidence_id}", "getCaseEvidence",
                          ask<get_evidence>(sys, records, of_case<get_evidence>, case_item)));
  rows.push_back(read_row("/cases/{case_id}/uploaded-files", "listUploadedFiles",
                          ask<list_evidence>(sys, records, parse_files, file_list)));
  rows.push_back(read_row(
      "/cases/{case_id}/uploaded-files/{file_id}", "getUploadedFile",
      ask<get_details>(sys, records, of_case<get_details>, [](const evidence_details& d, const request& r) {
        return json_response(
            200, r.speaks == dialect::v1 ? v1_uploaded_file_json(d) : uploaded_file_detail_json(d));
      })));
  rows.push_back({.verb = method::del,
                  .pattern = "/evidence/{evidence_id}",
                  .operation = "deleteEvidence",
                  .counts = budget::write,
                  .serve = ask<delete_evidence>(sys, records, for_evidence<delete_evidence>(0),
                                                [](const done&, const request&) { return no_content(); })});
  rows.push_back({.verb = method::post,
                  .pattern = "/evidence/{evidence_id}/link",
                  .operation = "linkEvidence",
                  .takes = body_kind::json,
                  .counts = budget::write,
                  .serve = ask<link_evidence>(sys, records, parse_link, linked)});
  rows.push_back(
      health_row(sys, records, "/evidence/health", "evidenceHealth", "evidence", list_evidence{{}, 1}));
  return rows;
}

}  // namespace fm::http
