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
  auto collection = form({file_part(), text_part("collection_id", "col_x")});
  BOOST_TEST(call(method::post, "/knowledge/ingest", collection)->sent->status == 404);
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

BOOST_AUTO_TEST_CASE(a_search_in_a_collection_finds_nothing_while_there_are_none) {
  auto a = call(method::post, "/search", json_body(R"({"query":"q","filters":{"collection_id":"col_x"}})"));
  BOOST_TEST(a->sent->status == 200);
  BOOST_TEST(a->body().find("results")->as_array()->empty());
  BOOST_TEST(seen->asked == 0);
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
