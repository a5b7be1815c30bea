#pragma once
// Stands for the modules behind the routes: remembers the last commands and answers with one object of each.
#include <fm/http/evidence_routes.hpp>
#include <fm/http/job_routes.hpp>
#include <fm/http/knowledge_routes.hpp>
#include <fm/test/route_call.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace stub {
using namespace fm;

inline const std::string id_1 = "018f0000-0000-7000-8000-000000000001";
inline const std::string id_2 = "018f0000-0000-7000-8000-000000000002";

evidence::evidence_record an_evidence();
knowledge::document_record a_document();
jobs::job_record a_job();

/// What the stubs have seen, and what they are to say.
struct seen {
  std::optional<failure> says;
  evidence::upload_evidence upload;
  evidence::list_evidence listed;
  evidence::get_evidence got;
  evidence::get_details details;
  evidence::link_evidence link;
  knowledge::ingest_document ingested;
  knowledge::list_documents documents;
  knowledge::search_documents search;
  knowledge::update_document update;
  knowledge::update_documents updates;
  knowledge::delete_documents deletions;
  knowledge::create_collection collection;
  knowledge::similar_documents similar;
  knowledge::read_text text;
  knowledge::document_record document;
  jobs::job_record job = a_job();
  std::vector<jobs::job_record> news;  ///< what watching gives, one after the other; then `job`
  std::vector<jobs::watch_job> watched;
  std::string watcher;  ///< the user of the last watch
  int asked = 0;
};
using seen_ptr = std::shared_ptr<seen>;

/// The stubs in a system of their own, and the route tables over them.
class world {
 public:
  world();
  world(const world&) = delete;
  world& operator=(const world&) = delete;
  ~world();

  seen_ptr seen = std::make_shared<stub::seen>();
  std::string where = "/srv/files";
  http::route_table table;

  /// Spawns the stubs (again) and makes the tables.
  void fill();
  std::shared_ptr<test::kept_answer> call(http::method verb, const std::string& path,
                                          test::sent_request what = {});

 private:
  struct actors;
  std::unique_ptr<actors> actors_;
};

inline test::sent_request json_body(std::string body) {
  return {.body = std::move(body), .query = {}, .form = {}};
}
inline test::sent_request query(std::vector<std::pair<std::string, std::string>> q) {
  return {.body = {}, .query = std::move(q), .form = {}};
}
inline http::form_part file_part(std::string name = "app.log", std::string type = "text/plain") {
  http::form_part p;
  p.name = "file", p.is_file = true, p.file_name = std::move(name), p.content_type = std::move(type);
  p.spool = "/tmp/spool-1", p.bytes = 12;
  return p;
}
inline http::form_part text_part(std::string name, std::string value) {
  http::form_part p;
  p.name = std::move(name), p.value = std::move(value);
  return p;
}
inline test::sent_request form(std::vector<http::form_part> parts) {
  return {
      .body = {}, .query = {}, .form = std::move(parts), .content_type = "multipart/form-data; boundary=x"};
}
inline std::string header_of(const test::kept_answer& a, std::string_view name) {
  for (const auto& [key, value] : a.sent->headers)
    if (key == name) return value;
  return {};
}
/// A member of a nested JSON object as text; empty when it is not there.
inline std::string text_at(const json::value& v, const std::vector<std::string>& path) {
  const auto* at = &v;
  for (const auto& name : path)
    if (!(at = at->find(name))) return {};
  return at->as_string() ? *at->as_string() : json::write(*at);
}

}  // namespace stub
