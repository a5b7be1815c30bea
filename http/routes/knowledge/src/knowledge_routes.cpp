#include "fm/http/knowledge_routes.hpp"

#include "document_json.hpp"
#include "search_json.hpp"

#include <fm/http/fields.hpp>
#include <fm/http/json_response.hpp>
#include <fm/http/uploads.hpp>

#include <string>
#include <utility>

namespace fm::http {

namespace {

constexpr micros upload_deadline = 300 * second;

template <class M>
parsed<M> for_document(const exchange& x) {
  M m;
  m.document_id = x.request->path_args.at(0);
  if (!is_uuid(m.document_id)) return problem(404, "document " + m.document_id + " not found");
  return m;
}

/// At the root a document that is too large is a 400 (contract README, choice 5).
response refuse_document(const failure& why) {
  return why.code == ec::too_large ? problem(400, why.text) : problem(why);
}

/// What an ingestion is answered with.
auto ingested(int status) {
  return [status](const knowledge::document_record& d, const request& r) {
    return with_job(json_response(status, document_json(d)), d.job_id, r);
  };
}

/// The query stands in the answer as it was asked.
std::function<void(exchange)> search(actors::system& sys, const document_library& library) {
  return [&sys, library](exchange x) {
    auto read = parse_search(*x.request);
    if (auto* refused = std::get_if<response>(&read)) {
      x.out->send(std::move(*refused));
      return;
    }
    auto& asked = std::get<asked_search>(read);
    auto query = asked.command.query;
    if (asked.nowhere) {
      x.out->send(json_response(200, search_json(query, {})));
      return;
    }
    sys.call(library, std::move(asked.command), std::move(x.ctx),
             [out = std::move(x.out), query](outcome<knowledge::documents_found> found) {
               out->send(found ? json_response(200, search_json(query, *found)) : problem(found.error()));
             });
  };
}

/// Whether the module works, by a question that it can always answer.
std::function<void(exchange)> with_health(actors::system& sys, const document_library& library,
                                          json::value (*body)(const char* status)) {
  using knowledge::list_documents;
  return ask<list_documents>(
      sys, library,
      [](const exchange&) -> parsed<list_documents> {
        return list_documents{{}, 1, 0};
      },
      [body](const knowledge::document_page&, const request&) { return json_response(200, body("healthy")); },
      [body](const failure&) { return json_response(200, body("unhealthy")); });
}

json::value health_json(const char* status) {
  json::value out;
  out.set("status", status).set("service", "knowledge");
  return out;
}

json::value info_json(const char* status) {
  auto out = health_json(status);
  out.set("version", FM_VERSION).set("features", json_texts({"semantic_search", "document_ingestion"}));
  return out;
}

route open_row(std::string pattern, std::string operation, std::function<void(exchange)> serve) {
  return {.verb = method::get,
          .pattern = std::move(pattern),
          .operation = std::move(operation),
          .needs = access::open,
          .counts = budget::free,
          .deadline = 3 * second,
          .serve = std::move(serve)};
}

}  // namespace

route_table knowledge_routes(actors::system& sys, const document_library& library,
                             std::uint64_t most_document_bytes) {
  using namespace knowledge;
  route_table rows;
  auto add_upload = [&](std::string pattern, std::string operation, body_kind takes, int status) {
    rows.push_back(
        {.verb = method::post,
         .pattern = std::move(pattern),
         .operation = std::move(operation),
         .takes = takes,
         .counts = budget::write,
         .deadline = upload_deadline,
         .max_file_bytes = most_document_bytes,
         .too_large_status = 400,
         .serve = ask<ingest_document>(sys, library, parse_ingest, ingested(status), refuse_document)});
  };
  add_upload("/knowledge/ingest", "ingestDocument", body_kind::form, 200);
  add_upload("/knowledge/documents", "createDocument", body_kind::json_or_form, 201);
  rows.push_back({.verb = method::get,
                  .pattern = "/knowledge/documents",
                  .operation = "listDocuments",
                  .serve = ask<list_documents>(sys, library, parse_list_documents,
                                               [](const document_page& page, const request& r) {
                                                 return json_response(200, document_page_json(page, r));
                                               })});
  rows.push_back({.verb = method::get,
                  .pattern = "/knowledge/documents/{document_id}",
                  .operation = "getDocument",
                  .serve = ask<get_document>(sys, library, for_document<get_document>,
                                             [](const document_record& d, const request&) {
                                               return json_response(200, document_json(d));
                                             })});
  rows.push_back({.verb = method::del,
                  .pattern = "/knowledge/documents/{document_id}",
                  .operation = "deleteDocument",
                  .counts = budget::write,
                  .serve = ask<delete_document>(
                      sys, library, for_document<delete_document>, [](const done&, const request& r) {
                        json::value out;
                        out.set("message", "the document " + r.path_args.at(0) + " was deleted");
                        return json_response(200, out);
                      })});
  for (auto [pattern, operation] :
       {std::pair{"/knowledge/search", "searchKnowledge"},
        std::pair{"/knowledge/documents/search", "searchKnowledgeAlias"}, std::pair{"/search", "searchRoot"}})
    rows.push_back({.verb = method::post,
                    .pattern = pattern,
                    .operation = operation,
                    .takes = body_kind::json,
                    .serve = search(sys, library)});
  rows.push_back(open_row("/knowledge/health", "knowledgeHealth", with_health(sys, library, health_json)));
  rows.push_back(open_row("/knowledge", "knowledgeInfo", with_health(sys, library, info_json)));
  return rows;
}

}  // namespace fm::http
