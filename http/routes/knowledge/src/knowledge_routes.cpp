#include "fm/http/knowledge_routes.hpp"

#include "document_json.hpp"
#include "knowledge_v1_routes.hpp"
#include "library_json.hpp"
#include "search_json.hpp"

#include <fm/http/fields.hpp>
#include <fm/http/json_response.hpp>
#include <fm/http/rows.hpp>
#include <fm/http/uploads.hpp>

#include <string>
#include <utility>

namespace fm::http {

namespace {

constexpr micros upload_deadline = 300 * second;

/// At the root a document that is too large is a 400 (contract README, choice 5).
response refuse_document(const failure& why) {
  return why.code == ec::too_large ? problem(400, why.text) : problem(why);
}

/// What an ingestion is answered with.
auto ingested(int status) {
  return [status](const knowledge::document_record& d, const request& r) {
    return with_job(json_response(status, document_json(d, r.speaks)), d.job_id, r);
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
    auto& asked = std::get<knowledge::search_documents>(read);
    auto query = asked.query;
    sys.call(
        library, std::move(asked), std::move(x.ctx),
        [out = std::move(x.out), query,
         speaks = x.request->speaks](outcome<knowledge::documents_found> found) {
          out->send(found ? json_response(200, search_json(query, *found, speaks)) : problem(found.error()));
        });
  };
}

/// A new content is ingested by a job; other changes are done.
std::function<void(exchange)> update(actors::system& sys, const document_library& library) {
  return [&sys, library](exchange x) {
    auto read = parse_update(x);
    if (auto* refused = std::get_if<response>(&read)) {
      x.out->send(std::move(*refused));
      return;
    }
    auto& change = std::get<knowledge::update_document>(read);
    const bool new_content = change.has_content;
    sys.call(library, std::move(change), std::move(x.ctx),
             [out = std::move(x.out), request = std::move(x.request),
              new_content](outcome<knowledge::document_record> d) {
               if (!d) {
                 out->send(refuse_update(d.error()));
                 return;
               }
               auto answer = json_response(200, updated_json(*d, new_content, request->speaks));
               out->send(new_content ? with_job(std::move(answer), d->job_id, *request) : std::move(answer));
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
        list_documents one;
        one.limit = 1;
        return one;
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
  out.set("version", FM_VERSION)
      .set("features", json_texts({"semantic_search", "document_ingestion", "collections"}));
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

void add_documents(route_table& rows, actors::system& sys, const document_library& library,
                   std::uint64_t most_document_bytes) {
  using namespace knowledge;
  auto add_upload = [&](std::string pattern, std::string operation, body_kind takes, int status) {
    auto row =
        write_row(method::post, std::move(pattern), std::move(operation),
                  ask<ingest_document>(sys, library, parse_ingest, ingested(status), refuse_document), takes);
    row.deadline = upload_deadline;
    row.max_file_bytes = most_document_bytes;
    row.too_large_status = 400;
    rows.push_back(std::move(row));
  };
  add_upload("/knowledge/ingest", "ingestDocument", body_kind::form, 200);
  add_upload("/knowledge/documents", "createDocument", body_kind::json_or_form, 201);
  const std::string one = "/knowledge/documents/{document_id}";
  rows.push_back(read_row("/knowledge/documents", "listDocuments",
                          ask<list_documents>(sys, library, parse_list_documents,
                                              [](const document_page& page, const request& r) {
                                                return json_response(200, document_page_json(page, r));
                                              })));
  rows.push_back(read_row(one, "getDocument",
                          ask<get_document>(sys, library, for_document<get_document>,
                                            [](const document_record& d, const request& r) {
                                              return json_response(200, document_json(d, r.speaks));
                                            })));
  rows.push_back(write_row(method::put, one, "updateDocument", update(sys, library)));
  rows.push_back(write_row(
      method::del, one, "deleteDocument",
      ask<delete_document>(sys, library, for_document<delete_document>, deleted_document), body_kind::none));
  rows.push_back(read_row(one + "/versions", "listDocumentVersions",
                          ask<list_versions>(sys, library, for_document<list_versions>,
                                             [](const version_list& all, const request& r) {
                                               return json_response(
                                                   200, versions_json(r.path_args.at(0), all, r.speaks));
                                             })));
  rows.push_back(read_row(
      one + "/versions/{version}", "getDocumentVersion",
      ask<read_text>(sys, library, parse_version, [](const document_text_found& d, const request& r) {
        return json_response(200, version_text_json(d, r.speaks));
      })));
  rows.push_back(write_row(
      method::post, "/knowledge/documents/bulk-update", "bulkUpdateDocuments",
      ask<update_documents>(sys, library, parse_bulk_update, [](const items_done& r, const request&) {
        return json_response(200, bulk_updated_json(r));
      })));
  rows.push_back(write_row(
      method::post, "/knowledge/documents/batch-delete", "batchDeleteDocuments",
      ask<delete_documents>(sys, library, parse_batch_delete, [](const items_done& r, const request&) {
        return json_response(200, batch_deleted_json(r));
      })));
}

void add_collections(route_table& rows, actors::system& sys, const document_library& library) {
  using namespace knowledge;
  const std::string all = "/knowledge/documents/collections";
  rows.push_back(read_row(
      all, "listCollections",
      ask<list_collections>(
          sys, library, [](const exchange&) -> parsed<list_collections> { return list_collections{}; },
          [](const collection_list& found, const request&) {
            json::array list;
            for (const auto& c : found.collections) list.push_back(collection_json(c));
            json::value out;
            auto count = static_cast<std::uint64_t>(list.size());
            out.set("collections", std::move(list)).set("count", count);
            return json_response(200, out);
          })));
  rows.push_back(write_row(
      method::post, all, "createCollection",
      ask<create_collection>(sys, library, parse_collection, [](const collection_record& c, const request&) {
        json::value out;
        out.set("collection_id", c.id)
            .set("message", "the collection " + c.id + " was created")
            .set("collection", collection_json(c));
        return json_response(200, out);
      })));
  rows.push_back(write_row(method::del, all + "/{collection_id}", "deleteCollection",
                           ask<delete_collection>(
                               sys, library,
                               [](const exchange& x) -> parsed<delete_collection> {
                                 return delete_collection{x.request->path_args.at(0)};
                               },
                               [](const done&, const request& r) {
                                 json::value out;
                                 out.set("message", "the collection " + r.path_args.at(0) +
                                                        " was deleted; its documents are kept");
                                 return json_response(200, out);
                               }),
                           body_kind::none));
}

void add_searches(route_table& rows, actors::system& sys, const document_library& library) {
  using namespace knowledge;
  for (auto [pattern, operation] : {std::pair{"/knowledge/search", "searchKnowledge"},
                                    std::pair{"/knowledge/documents/search", "searchKnowledgeAlias"},
                                    std::pair{"/search", "searchRoot"}}) {
    auto row = write_row(method::post, pattern, operation, search(sys, library));
    row.counts = budget::read;
    rows.push_back(std::move(row));
  }
  auto similar =
      ask<similar_documents>(sys, library, parse_similar, [](const similar_found& found, const request& r) {
        return json_response(200, similar_json(r.path_args.at(0), found, r.speaks));
      });
  rows.push_back(read_row("/search/similar/{document_id}", "similarDocuments", similar));
  rows.push_back(
      read_row("/knowledge/search/similar/{document_id}", "similarDocumentsKnowledge", std::move(similar)));
  auto stats = ask<get_stats>(
      sys, library, [](const exchange&) -> parsed<get_stats> { return get_stats{}; },
      [](const knowledge_stats& s, const request&) { return json_response(200, stats_json(s)); });
  rows.push_back(read_row("/knowledge/stats", "knowledgeStats", stats));
  rows.push_back(read_row("/knowledge/documents/stats", "knowledgeStatsAlias", std::move(stats)));
}

}  // namespace

response deleted_document(const done&, const request& r) {
  json::value out;
  out.set("message", "the document " + r.path_args.at(0) + " was deleted");
  return json_response(200, out);
}

route_table knowledge_routes(actors::system& sys, const document_library& library,
                             std::uint64_t most_document_bytes) {
  route_table rows;
  add_documents(rows, sys, library, most_document_bytes);
  add_collections(rows, sys, library);
  add_searches(rows, sys, library);
  rows.push_back(open_row("/knowledge/health", "knowledgeHealth", with_health(sys, library, health_json)));
  rows.push_back(open_row("/knowledge", "knowledgeInfo", with_health(sys, library, info_json)));
  for (auto& row : knowledge_v1_routes(sys, library, most_document_bytes)) rows.push_back(std::move(row));
  return rows;
}

}  // namespace fm::http
