#include "knowledge_v1_routes.hpp"

#include "document_json.hpp"
#include "document_v1_json.hpp"

#include <fm/http/json_response.hpp>
#include <fm/http/uploads.hpp>

#include <string>
#include <utility>

namespace fm::http {

namespace {

constexpr micros upload_deadline = 300 * second;
constexpr const char* mount = "/api/v1";

auto ingested(int status) {
  return [status](const knowledge::document_record& d, const request& r) {
    return with_job(json_response(status, document_json(d, dialect::v1)), d.job_id, r);
  };
}

/// The dashboard's page of everybody's documents.
parsed<knowledge::ingest_document> parse_global(const exchange& x) {
  auto command = parse_ingest(x);
  if (auto* m = std::get_if<knowledge::ingest_document>(&command)) {
    m->scope = "global";
    m->case_id.clear();
  }
  return command;
}
parsed<knowledge::list_documents> parse_global_list(const exchange& x) {
  auto command = parse_list_documents(x);
  if (auto* m = std::get_if<knowledge::list_documents>(&command)) m->global = true;
  return command;
}

response page(const knowledge::document_page& p, const request& r) {
  return json_response(200, document_page_json(p, r));
}

}  // namespace

route_table knowledge_v1_routes(actors::system& sys, const document_library& library,
                                std::uint64_t most_document_bytes) {
  using namespace knowledge;
  route_table rows;
  auto add = [&](method verb, const std::string& pattern, std::string operation, access needs,
                 body_kind takes, std::function<void(exchange)> serve) -> route& {
    rows.push_back({.verb = verb,
                    .pattern = mount + pattern,
                    .operation = std::move(operation) + "V1",
                    .needs = needs,
                    .takes = takes,
                    .counts = verb == method::get ? budget::read : budget::write,
                    .speaks = dialect::v1,
                    .serve = std::move(serve)});
    return rows.back();
  };
  // Below /api/v1 a document that is too large is a 413 (contract README, choice 5).
  auto add_upload = [&](const std::string& pattern, std::string operation, access needs, body_kind takes,
                        std::function<void(exchange)> serve) {
    auto& row = add(method::post, pattern, std::move(operation), needs, takes, std::move(serve));
    row.deadline = upload_deadline;
    row.max_file_bytes = most_document_bytes;
  };
  auto remove = ask<delete_document>(sys, library, for_document<delete_document>, deleted_document);
  auto create = ask<ingest_document>(sys, library, parse_ingest, ingested(201));
  add_upload("/knowledge/ingest", "ingestDocument", access::bearer, body_kind::form,
             ask<ingest_document>(sys, library, parse_ingest, ingested(200)));
  add_upload("/knowledge/documents", "createDocument", access::bearer, body_kind::json_or_form, create);
  add(method::get, "/knowledge/documents/{document_id}", "getDocument", access::bearer, body_kind::none,
      ask<read_text>(sys, library, for_document<read_text>, [](const document_text_found& d, const request&) {
        return json_response(200, document_with_text_json(d));
      }));

  add(method::get, "/documents", "listOwnDocuments", access::bearer, body_kind::none,
      ask<list_documents>(sys, library, parse_list_documents, page));
  add_upload("/documents/upload", "uploadDocument", access::bearer, body_kind::form, create);
  add(method::del, "/documents/{document_id}", "deleteOwnDocument", access::bearer, body_kind::none, remove);

  add(method::get, "/admin/kb/documents", "listGlobalDocuments", access::admin, body_kind::none,
      ask<list_documents>(sys, library, parse_global_list, page));
  add_upload("/admin/kb/documents", "uploadGlobalDocument", access::admin, body_kind::form,
             ask<ingest_document>(sys, library, parse_global, ingested(201)));
  add(method::del, "/admin/kb/documents/{document_id}", "deleteGlobalDocument", access::admin,
      body_kind::none, std::move(remove));
  return rows;
}

}  // namespace fm::http
