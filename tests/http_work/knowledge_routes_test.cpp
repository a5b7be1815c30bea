// Documents and searches over HTTP: commands out of requests, JSON out of answers.
#include "stub_work.hpp"

#include <boost/test/unit_test.hpp>

using fm::http::method;
using namespace stub;

BOOST_FIXTURE_TEST_SUITE(knowledge_routes, world)

BOOST_AUTO_TEST_CASE(a_file_is_ingested_with_200_or_201_and_names_its_job) {
  for (auto [path, status] : {std::pair{"/knowledge/ingest", 200}, std::pair{"/knowledge/documents", 201}}) {
    auto a = call(
        method::post, path,
        form({file_part("books/disk.md"), text_part("title", "Disks"), text_part("document_type", "markdown"),
              text_part("tags", "a,b"), text_part("scope", "case"), text_part("case_id", id_2)}));
    BOOST_TEST(a->sent->status == status);
    BOOST_TEST(seen->ingested.filename == "disk.md");
    BOOST_TEST(seen->ingested.title == "Disks");
    BOOST_TEST(seen->ingested.spool == "/tmp/spool-1");
    BOOST_TEST(seen->ingested.document_type == "markdown");
    BOOST_TEST(seen->ingested.scope == "case");
    BOOST_TEST(seen->ingested.case_id == id_2);
    BOOST_TEST(header_of(*a, "Location") == "/jobs/" + id_2);
    for (const auto* key :
         {"id", "title", "filename", "document_type", "status", "file_size", "chunk_count", "uploaded_at",
          "indexed_at", "tags", "scope", "collection_id", "case_id", "job_id"})
      BOOST_TEST(a->body().find(key), key);
    BOOST_TEST(a->body().find("chunk_count")->is_null());
  }
}

BOOST_AUTO_TEST_CASE(a_text_gets_a_name_from_its_title_and_its_type) {
  auto name = [&](const std::string& title, const std::string& type) {
    auto a =
        call(method::post, "/knowledge/documents",
             json_body(R"({"title":")" + title + R"(","content":"x","document_type":")" + type + R"("})"));
    BOOST_TEST(a->sent->status == 201);
    return seen->ingested.filename;
  };
  BOOST_TEST(name("Disk full", "other") == "Disk full.md");
  BOOST_TEST(name("Disk full", "html") == "Disk full.html");
  BOOST_TEST(name("run.sh", "code") == "run.sh.txt");
  BOOST_TEST(name("a/b", "markdown") == "b.md");
  BOOST_TEST(name("/", "markdown") == "document.md");
  std::string umlauts;
  for (int i = 0; i < 150; ++i) umlauts += "\xC3\xA4";
  BOOST_TEST(name("x" + umlauts, "markdown").size() == 199u + 3u);  // no half character
  call(method::post, "/knowledge/documents",
       json_body(R"({"title":"t","content":"text","tags":["a"],"metadata":{"k":1},"scope":"global"})"));
  BOOST_TEST(seen->ingested.text == "text");
  BOOST_TEST(seen->ingested.metadata == R"({"k":1})");
  BOOST_TEST(seen->ingested.scope == "global");
}

BOOST_AUTO_TEST_CASE(what_is_wrong_with_a_document_is_said_and_nothing_is_asked) {
  for (std::string body :
       {"{}", R"({"title":"t"})", R"({"title":"","content":"x"})", R"({"title":"t","content":""})",
        R"({"title":1,"content":"x"})", R"({"title":"t","content":"x","document_type":"odd"})",
        R"({"title":"t","content":"x","scope":"odd"})", R"({"title":"t","content":"x","scope":"case"})", "",
        "["})
    BOOST_TEST(call(method::post, "/knowledge/documents", json_body(body))->sent->status == 422, body);
  for (auto parts : {std::vector{text_part("title", "t")}, std::vector{file_part("")},
                     std::vector{file_part(), text_part("document_type", "odd")},
                     std::vector{file_part(), text_part("scope", "case")},
                     std::vector{file_part(), text_part("title", std::string(501, 't'))}})
    BOOST_TEST(call(method::post, "/knowledge/ingest", form(parts))->sent->status == 422);
  auto odd_case = form({file_part(), text_part("scope", "case"), text_part("case_id", "odd")});
  BOOST_TEST(call(method::post, "/knowledge/ingest", odd_case)->sent->status == 404);
  BOOST_TEST(seen->asked == 0);
}

BOOST_AUTO_TEST_CASE(a_document_that_is_too_large_is_400_at_the_root) {
  seen->says = fail(ec::too_large, "the document is too large: at most 50 MB are taken");
  auto a = call(method::post, "/knowledge/ingest", form({file_part()}));
  BOOST_TEST(a->sent->status == 400);
  BOOST_TEST(text_at(a->body(), {"detail"}).find("too large") != std::string::npos);
  for (const auto& row : table)
    if (row.operation == "ingestDocument" || row.operation == "createDocument") {
      BOOST_TEST(row.max_file_bytes == 50u << 20);
      BOOST_TEST(row.too_large_status == 400);
    }
  seen->says = fail(ec::forbidden, "only admins");
  BOOST_TEST(call(method::post, "/knowledge/ingest", form({file_part()}))->sent->status == 403);
}

BOOST_AUTO_TEST_CASE(documents_are_listed_read_and_deleted) {
  auto list = call(method::get, "/knowledge/documents",
                   query({{"limit", "3"}, {"offset", "1"}, {"status", "indexed"}}));
  BOOST_TEST(seen->documents.limit == 3u);
  BOOST_TEST(seen->documents.status == "indexed");
  BOOST_TEST(text_at(list->body(), {"total"}) == "7");
  BOOST_TEST(text_at(list->body(), {"offset"}) == "1");
  BOOST_TEST(list->body().find("documents")->as_array()->size() == 1u);
  for (auto [key, value] : {std::pair{"limit", "201"}, std::pair{"offset", "x"}, std::pair{"status", "odd"}})
    BOOST_TEST(call(method::get, "/knowledge/documents", query({{key, value}}))->sent->status == 422);
  BOOST_TEST(text_at(call(method::get, "/knowledge/documents/" + id_1)->body(), {"title"}) == "Disks");
  auto gone = call(method::del, "/knowledge/documents/" + id_1);
  BOOST_TEST(gone->sent->status == 200);
  BOOST_TEST(text_at(gone->body(), {"message"}).find("deleted") != std::string::npos);
  for (auto verb : {method::get, method::del})
    BOOST_TEST(call(verb, "/knowledge/documents/odd")->sent->status == 404);
}

BOOST_AUTO_TEST_CASE(a_search_takes_both_spellings_filters_and_limits) {
  for (std::string path : {"/knowledge/search", "/knowledge/documents/search", "/search"}) {
    auto a = call(method::post, path, json_body(R"({"query":"disk full","limit":5})"));
    BOOST_TEST(a->sent->status == 200);
    BOOST_TEST(seen->search.query == "disk full");
    BOOST_TEST(seen->search.limit == 5u);
    BOOST_TEST(text_at(a->body(), {"query"}) == "disk full");
    BOOST_TEST(text_at(a->body(), {"total"}) == "1");
    BOOST_TEST(text_at(a->body(), {"latency_ms"}) == "2");
    auto hit = a->body().find("results")->as_array()->at(0);
    BOOST_TEST(text_at(hit, {"id"}) == id_1 + "_chunk_3");
    BOOST_TEST(text_at(hit, {"filename"}) == "disk.md");
    BOOST_TEST(text_at(hit, {"content"}) == "Free it.");
    BOOST_TEST(text_at(hit, {"metadata", "score_kind"}) == "bm25");
  }
  call(method::post, "/search",
       json_body(R"({"query_text":"q","document_type":"pdf","tags":["a"],"filters":{"document_type":"html",
                     "document_id":"d","case_id":"c","scope":"user","min_score":0.5,"more":1}})"));
  BOOST_TEST(seen->search.query == "q");
  BOOST_TEST(seen->search.filter.document_type == "html");
  BOOST_TEST(seen->search.filter.tags.at(0) == "a");
  BOOST_TEST(seen->search.filter.document_id == "d");
  BOOST_TEST(seen->search.filter.case_id == "c");
  BOOST_TEST(seen->search.filter.scope == "user");
  BOOST_TEST(seen->search.filter.min_score == .5);
  call(method::post, "/search", json_body(R"({"query_text":"q","filters":null})"));
  BOOST_TEST(seen->search.limit == 10u);
}

BOOST_AUTO_TEST_CASE(a_search_and_an_upload_may_name_a_collection) {
  call(method::post, "/search", json_body(R"({"query":"q","filters":{"collection_id":"col_x"}})"));
  BOOST_TEST(seen->search.filter.collection_id == "col_x");
  call(method::post, "/knowledge/ingest", form({file_part(), text_part("collection_id", "col_x")}));
  BOOST_TEST(seen->ingested.collection_id == "col_x");
}

BOOST_AUTO_TEST_CASE(a_list_goes_on_behind_its_last_document) {
  auto a =
      call(method::get, "/knowledge/documents",
           query({{"cursor", id_2}, {"document_type", "pdf"}, {"scope", "case"}, {"collection_id", "c"}}));
  BOOST_TEST(text_at(a->body(), {"next_cursor"}) == id_1);
  BOOST_TEST(seen->documents.before == id_2);
  BOOST_TEST(seen->documents.document_type == "pdf");
  BOOST_TEST(seen->documents.scope == "case");
  BOOST_TEST(seen->documents.collection_id == "c");
  for (auto [key, value] :
       {std::pair{"cursor", "odd"}, std::pair{"scope", "odd"}, std::pair{"document_type", "odd"}})
    BOOST_TEST(call(method::get, "/knowledge/documents", query({{key, value}}))->sent->status == 422);
}

BOOST_AUTO_TEST_CASE(a_document_is_changed_and_a_new_content_names_its_job) {
  auto a = call(
      method::put, "/knowledge/documents/" + id_1,
      json_body(
          R"({"title":"t","tags":["a"],"metadata":{"k":1},"collection_id":"col_a","document_type":"html"})"));
  BOOST_TEST(a->sent->status == 200);
  BOOST_TEST(seen->update.change.document_id == id_1);
  BOOST_TEST(seen->update.change.title.text == "t");
  BOOST_TEST(seen->update.change.document_type.text == "html");
  BOOST_TEST(seen->update.change.tags.at(0) == "a");
  BOOST_TEST(seen->update.change.metadata.text == R"({"k":1})");
  BOOST_TEST(seen->update.change.collection_id.text == "col_a");
  BOOST_TEST(!seen->update.has_content);
  BOOST_TEST(header_of(*a, "Location") == "");
  BOOST_TEST(text_at(a->body(), {"document_id"}) == id_1);
  BOOST_TEST(text_at(a->body(), {"document", "title"}) == "Disks");
  auto content = call(method::put, "/knowledge/documents/" + id_1,
                      json_body(R"({"content":"new","collection_id":null})"));
  BOOST_TEST(seen->update.content == "new");
  BOOST_TEST(seen->update.change.collection_id.given);
  BOOST_TEST(seen->update.change.collection_id.text == "");
  BOOST_TEST(!seen->update.change.has_tags);
  BOOST_TEST(header_of(*content, "Location") == "/jobs/" + id_2);
  for (std::string body :
       {R"({"title":""})", R"({"content":""})", R"({"more":1})", R"({"tags":[1]})", "[]", ""})
    BOOST_TEST(call(method::put, "/knowledge/documents/" + id_1, json_body(body))->sent->status == 422, body);
  BOOST_TEST(call(method::put, "/knowledge/documents/odd", json_body("{}"))->sent->status == 404);
  seen->says = fail(ec::invalid, "the document is empty");
  BOOST_TEST(
      call(method::put, "/knowledge/documents/" + id_1, json_body(R"({"content":" "})"))->sent->status ==
      422);
}

BOOST_AUTO_TEST_CASE(several_documents_are_changed_and_deleted_with_a_result_for_each) {
  auto a = call(method::post, "/knowledge/documents/bulk-update",
                json_body(R"({"updates":[{"document_id":"x","title":"t"},{"document_id":"y","tags":[]}]})"));
  BOOST_TEST(a->sent->status == 200);
  BOOST_TEST(seen->updates.changes.at(1).document_id == "y");
  BOOST_TEST(seen->updates.changes.at(1).has_tags);
  BOOST_TEST(text_at(a->body(), {"updated"}) == "1");
  BOOST_TEST(text_at(a->body(), {"failed"}) == "1");
  BOOST_TEST(text_at(a->body(), {"message"}) == "1 document was updated, 1 was not: see results");
  auto second = a->body().find("results")->as_array()->at(1);
  BOOST_TEST(text_at(second, {"error"}) == "document not found");
  BOOST_TEST(text_at(second, {"success"}) == "false");
  auto d =
      call(method::post, "/knowledge/documents/batch-delete", json_body(R"({"document_ids":["x","y"]})"));
  BOOST_TEST(seen->deletions.document_ids.size() == 2u);
  BOOST_TEST(text_at(d->body(), {"deleted"}) == "1");
  BOOST_TEST(d->body().find("failed_ids")->as_array()->size() == 1u);
  std::string many = R"({"document_ids":["x")";
  for (int i = 0; i < 100; ++i) many += R"(,"x")";
  for (std::string body :
       {std::string("{}"), std::string(R"({"document_ids":[]})"), std::string(R"({"document_ids":"x"})"),
        std::string(R"({"document_ids":[1]})"), many + "]}"})
    BOOST_TEST(call(method::post, "/knowledge/documents/batch-delete", json_body(body))->sent->status == 422);
  for (std::string body : {"{}", R"({"updates":[]})", R"({"updates":[{}]})", R"({"updates":[1]})",
                           R"({"updates":[{"document_id":"x","title":""}]})"})
    BOOST_TEST(call(method::post, "/knowledge/documents/bulk-update", json_body(body))->sent->status == 422,
               body);
}

BOOST_AUTO_TEST_CASE(collections_are_made_listed_and_deleted) {
  const std::string path = "/knowledge/documents/collections";
  auto a = call(method::post, path,
                json_body(R"({"name":"A","description":null,"scope":"case","case_id":")" + id_2 + "\"}"));
  BOOST_TEST(a->sent->status == 200);
  BOOST_TEST(seen->collection.case_id == id_2);
  BOOST_TEST(text_at(a->body(), {"collection_id"}) == "col_a");
  BOOST_TEST(text_at(a->body(), {"collection", "document_count"}) == "2");
  BOOST_TEST(text_at(call(method::get, path)->body(), {"count"}) == "1");
  BOOST_TEST(call(method::del, path + "/col_a")->sent->status == 200);
  for (std::string body :
       {"{}", R"({"name":""})", R"({"name":"x","scope":"odd"})", R"({"name":"x","scope":"case"})"})
    BOOST_TEST(call(method::post, path, json_body(body))->sent->status == 422, body);
  BOOST_TEST(
      call(method::post, path, json_body(R"({"name":"x","scope":"case","case_id":"odd"})"))->sent->status ==
      404);
  seen->says = fail(ec::invalid, "taken");
  BOOST_TEST(call(method::post, path, json_body(R"({"name":"x"})"))->sent->status == 400);
  seen->says = fail(ec::forbidden, "admins");
  BOOST_TEST(call(method::post, path, json_body(R"({"name":"x","scope":"global"})"))->sent->status == 403);
}

BOOST_AUTO_TEST_CASE(versions_figures_and_similar_documents_are_read) {
  auto versions = call(method::get, "/knowledge/documents/" + id_1 + "/versions");
  BOOST_TEST(text_at(versions->body(), {"count"}) == "1");
  BOOST_TEST(text_at(versions->body().find("versions")->as_array()->at(0), {"document_type"}) == "other");
  auto one = call(method::get, "/knowledge/documents/" + id_1 + "/versions/2");
  BOOST_TEST(seen->text.version == 2u);
  BOOST_TEST(text_at(one->body(), {"content"}) == "Free it.");
  for (std::string odd : {"0", "x", "-1", "1x"})
    BOOST_TEST(call(method::get, "/knowledge/documents/" + id_1 + "/versions/" + odd)->sent->status == 404);
  for (std::string path : {"/knowledge/stats", "/knowledge/documents/stats"}) {
    auto stats = call(method::get, path);
    BOOST_TEST(text_at(stats->body(), {"total_documents"}) == "5");
    BOOST_TEST(text_at(stats->body(), {"total_chunks"}) == "40");
  }
  for (std::string path : {"/search/similar/", "/knowledge/search/similar/"}) {
    auto similar = call(method::get, path + id_1, query({{"limit", "7"}}));
    BOOST_TEST(seen->similar.limit == 7u);
    BOOST_TEST(text_at(similar->body(), {"count"}) == "1");
    BOOST_TEST(text_at(similar->body().find("similar")->as_array()->at(0), {"title"}) == "Volumes");
    BOOST_TEST(call(method::get, path + id_1, query({{"limit", "51"}}))->sent->status == 422);
    BOOST_TEST(call(method::get, path + "odd")->sent->status == 404);
  }
}

BOOST_AUTO_TEST_CASE(the_clients_pages_of_documents_below_api_v1) {
  seen->document.document_type = "playbook";
  seen->document.metadata = R"({"category":"storage","source_url":"https://x","more":1})";
  auto one = call(method::get, "/api/v1/knowledge/documents/" + id_1);
  for (const auto* key : {"id", "document_id", "content", "category", "source_url", "description",
                          "created_at", "updated_at", "tags", "status", "title"})
    BOOST_TEST(one->body().find(key), key);
  BOOST_TEST(text_at(one->body(), {"document_type"}) == "playbook");
  BOOST_TEST(text_at(one->body(), {"category"}) == "storage");
  BOOST_TEST(one->body().find("description")->is_null());
  BOOST_TEST(text_at(call(method::get, "/knowledge/documents/" + id_1)->body(), {"document_type"}) ==
             "other");
  auto list = call(method::get, "/api/v1/documents", query({{"limit", "20"}, {"document_type", "playbook"}}));
  BOOST_TEST(seen->documents.document_type == "playbook");
  BOOST_TEST(!seen->documents.global);
  BOOST_TEST(text_at(list->body(), {"total_count"}) == "7");
  auto item = list->body().find("documents")->as_array()->at(0);
  BOOST_TEST(text_at(item, {"document_id"}) == id_1);
  BOOST_TEST(item.find("tags")->as_array());
  call(method::get, "/api/v1/admin/kb/documents");
  BOOST_TEST(seen->documents.global);
  for (auto [path, scope] :
       {std::pair{"/api/v1/documents/upload", "user"}, std::pair{"/api/v1/admin/kb/documents", "global"}}) {
    auto up =
        call(method::post, path,
             form({file_part("disk.md"), text_part("title", "Disks"), text_part("document_type", "guide"),
                   text_part("tags", "a"), text_part("source_url", "https://x"),
                   text_part("description", "d"), text_part("category", "c")}));
    BOOST_TEST(up->sent->status == 201);
    BOOST_TEST(seen->ingested.scope == scope);
    BOOST_TEST(seen->ingested.document_type == "guide");
    BOOST_TEST(seen->ingested.metadata == R"({"category":"c","source_url":"https://x","description":"d"})");
  }
  for (std::string path : {"/api/v1/documents/", "/api/v1/admin/kb/documents/"})
    BOOST_TEST(call(method::del, path + id_1)->sent->status == 200);
  // Null is absent there, also where it means something at the root.
  call(method::put, "/api/v1/knowledge/documents/" + id_1,
       json_body(R"({"title":null,"collection_id":null,"more":1})"));
  BOOST_TEST(!seen->update.change.title.given);
  BOOST_TEST(!seen->update.change.collection_id.given);
  for (const auto& row : table) {
    if (row.pattern.find("/admin/kb/") != std::string::npos) BOOST_TEST((row.needs == http::access::admin));
    if (row.pattern == "/api/v1/knowledge/ingest") BOOST_TEST(row.too_large_status == 413);
  }
  seen->says = fail(ec::too_large, "the document is too large");
  BOOST_TEST(call(method::post, "/api/v1/knowledge/ingest", form({file_part()}))->sent->status == 413);
}

BOOST_AUTO_TEST_CASE(what_is_wrong_with_a_search_is_said) {
  for (std::string body :
       {"{}", R"({"query":""})", R"({"query":1})", R"({"query":"q","limit":0})",
        R"({"query":"q","limit":51})", R"({"query":"q","filters":[]})",
        R"({"query":"q","filters":{"min_score":2}})", R"({"query":"q","filters":{"scope":"odd"}})",
        R"({"query":"q","tags":"a"})", "", "{"})
    BOOST_TEST(call(method::post, "/search", json_body(body))->sent->status == 422, body);
  BOOST_TEST(call(method::post, "/search", json_body(R"({"query":")" + std::string(1'001, 'q') + R"("})"))
                 ->sent->status == 422);
  BOOST_TEST(seen->asked == 0);
  seen->says = fail(ec::busy, "so");
  BOOST_TEST(call(method::post, "/search", json_body(R"({"query":"q"})"))->sent->status == 503);
}

BOOST_AUTO_TEST_CASE(the_module_says_what_it_offers) {
  BOOST_TEST(text_at(call(method::get, "/knowledge/health")->body(), {"service"}) == "knowledge");
  auto info = call(method::get, "/knowledge");
  for (const auto* key : {"service", "status", "version", "features"})
    BOOST_TEST(info->body().find(key), key);
  seen->says = fail(ec::unavailable, "so");
  BOOST_TEST(text_at(call(method::get, "/knowledge")->body(), {"status"}) == "unhealthy");
}

BOOST_AUTO_TEST_SUITE_END()
