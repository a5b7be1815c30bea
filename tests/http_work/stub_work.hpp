#pragma once
// Stands for the modules behind the routes: remembers the last commands and answers with one object of each.
#include <fm/http/evidence_routes.hpp>
#include <fm/http/job_routes.hpp>
#include <fm/http/knowledge_routes.hpp>
#include <fm/test/actor_fixture.hpp>
#include <fm/test/route_call.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace stub {
using namespace fm;

inline const std::string id_1 = "018f0000-0000-7000-8000-000000000001";
inline const std::string id_2 = "018f0000-0000-7000-8000-000000000002";

inline evidence::evidence_record an_evidence() {
  evidence::evidence_record e;
  e.id = id_1, e.case_id = id_2, e.owner = "ann", e.filename = id_1 + ".log",
  e.original_filename = "a \"b\".log";
  e.file_type = "text/plain", e.file_size = 12, e.storage_key = "evidence/k", e.sha256 = "5a";
  e.evidence_type = "log", e.tags = {"x"}, e.job_id = id_2, e.uploaded = 1'000'000;
  return e;
}
inline knowledge::document_record a_document() {
  knowledge::document_record d;
  d.id = id_1, d.owner = "ann", d.title = "Disks", d.filename = "disk.md", d.document_type = "markdown";
  d.file_size = 12, d.tags = {"x"}, d.job_id = id_2, d.uploaded = 1'000'000;
  return d;
}
inline jobs::job_record a_job() {
  jobs::job_record j;
  j.id = id_1, j.kind = "analysis", j.subject = id_2, j.owner = "ann", j.status = "processing";
  j.stage = "analysing", j.percent = 40, j.created = j.updated = 1'000'000;
  return j;
}

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
  jobs::job_record job = a_job();
  int asked = 0;
};
using seen_ptr = std::shared_ptr<seen>;

template <class R>
outcome<R> say(const seen_ptr& s, R r) {
  ++s->asked;
  if (s->says) return *s->says;
  return r;
}

struct records {
  using takes = fm::takes<evidence::upload_evidence, evidence::list_evidence, evidence::get_evidence,
                          evidence::get_details, evidence::delete_evidence, evidence::link_evidence,
                          evidence::purge_case, evidence::sweep>;
  seen_ptr seen;
};
inline outcome<evidence::evidence_record> on(records& s, evidence::upload_evidence m, effects&) {
  s.seen->upload = std::move(m);
  return say(s.seen, an_evidence());
}
inline outcome<evidence::evidence_page> on(records& s, evidence::list_evidence m, effects&) {
  s.seen->listed = std::move(m);
  return say(s.seen, evidence::evidence_page{{an_evidence()}, 7});
}
inline outcome<evidence::evidence_record> on(records& s, evidence::get_evidence m, effects&) {
  s.seen->got = std::move(m);
  return say(s.seen, an_evidence());
}
inline outcome<evidence::evidence_details> on(records& s, evidence::get_details m, effects&) {
  s.seen->details = std::move(m);
  evidence::evidence_details d{an_evidence(), {}};
  d.found.resize(1);
  d.found[0].kind = evidence::kind::log;
  evidence::fact f;
  f.rule = "disk_full", f.role = evidence::role::cause, f.quote = "No space left", f.lines = {{3, 5}};
  f.slots = {{"path", "/var"}};
  d.found[0].facts = {f};
  return say(s.seen, d);
}
inline outcome<done> on(records& s, evidence::delete_evidence, effects&) { return say(s.seen, done{}); }
inline outcome<evidence::evidence_record> on(records& s, evidence::link_evidence m, effects&) {
  s.seen->link = std::move(m);
  return say(s.seen, an_evidence());
}
inline done on(records&, evidence::purge_case, effects&) { return {}; }
inline evidence::swept on(records&, evidence::sweep, effects&) { return {}; }

struct library {
  using takes = fm::takes<knowledge::ingest_document, knowledge::list_documents, knowledge::get_document,
                          knowledge::delete_document, knowledge::search_documents, knowledge::search_visible,
                          knowledge::purge_case, knowledge::sweep>;
  seen_ptr seen;
};
inline outcome<knowledge::document_record> on(library& s, knowledge::ingest_document m, effects&) {
  s.seen->ingested = std::move(m);
  return say(s.seen, a_document());
}
inline outcome<knowledge::document_page> on(library& s, knowledge::list_documents m, effects&) {
  s.seen->documents = std::move(m);
  return say(s.seen, knowledge::document_page{{a_document()}, 7});
}
inline outcome<knowledge::document_record> on(library& s, knowledge::get_document, effects&) {
  return say(s.seen, a_document());
}
inline outcome<done> on(library& s, knowledge::delete_document, effects&) { return say(s.seen, done{}); }
inline outcome<knowledge::documents_found> on(library& s, knowledge::search_documents m, effects&) {
  s.seen->search = std::move(m);
  knowledge::search_hit hit;
  hit.found.document_id = id_1, hit.found.chunk_index = 3, hit.found.path = "disk.md",
  hit.found.text = "Free it.";
  hit.found.score = .75, hit.found.headings = {"Disks"}, hit.title = "Disks", hit.document_type = "markdown";
  return say(s.seen, knowledge::documents_found{{hit}, 2'500});
}
inline knowledge::passages_found on(library&, knowledge::search_visible, effects&) { return {}; }
inline done on(library&, knowledge::purge_case, effects&) { return {}; }
inline knowledge::swept on(library&, knowledge::sweep, effects&) { return {}; }

struct one_job {
  using takes = fm::takes<jobs::run_job, jobs::stop_job, jobs::progressed, jobs::get_job>;
  one_job(std::string, seen_ptr s) : seen(std::move(s)) {}
  seen_ptr seen;
};
inline void on(one_job&, jobs::run_job, effects&) {}
inline void on(one_job&, jobs::stop_job, effects&) {}
inline void on(one_job&, jobs::progressed, effects&) {}
inline outcome<jobs::job_record> on(one_job& s, jobs::get_job, effects&) { return say(s.seen, s.seen->job); }

struct board {
  using takes = fm::takes<jobs::begin, jobs::cancel_job, jobs::job_ended, jobs::resume_all, jobs::suspend_all,
                          jobs::get_job, jobs::stop_job, jobs::progressed>;
  seen_ptr seen;
};
inline void on(board&, jobs::begin, effects&) {}
inline void on(board&, jobs::job_ended, effects&) {}
inline void on(board&, jobs::stop_job, effects&) {}
inline void on(board&, jobs::progressed, effects&) {}
inline jobs::resumed on(board&, jobs::resume_all, effects&) { return {}; }
inline done on(board&, jobs::suspend_all, effects&) { return {}; }
inline outcome<jobs::job_record> on(board& s, jobs::cancel_job, effects&) { return say(s.seen, s.seen->job); }
inline outcome<jobs::job_record> on(board& s, jobs::get_job, effects&) { return say(s.seen, s.seen->job); }

/// Files that lie on this machine, or do not.
class files final : public blob::store {
 public:
  explicit files(std::string where) : where_(std::move(where)) {}
  outcome<blob::stored> take(const std::string&, const std::string&) override {
    return fail(ec::unsupported);
  }
  outcome<blob::stored> write(const std::string&, std::string_view) override { return fail(ec::unsupported); }
  outcome<done> erase(const std::string&) override { return fail(ec::unsupported); }
  outcome<blob::listing> keys(const std::string&, micros) override { return fail(ec::unsupported); }
  std::unique_ptr<blob::reader> open(const std::string&) override { return nullptr; }
  std::string local_path(const std::string& key) const override {
    return where_.empty() ? std::string() : where_ + "/" + key;
  }

 private:
  std::string where_;
};

struct world : test::actor_fixture<evidence::messages, knowledge::messages, jobs::messages> {
  seen_ptr seen = std::make_shared<stub::seen>();
  std::string where = "/srv/files";
  http::route_table table;

  world() { fill(); }
  void fill() {
    auto r = sys.spawn<records>("records", seen);
    auto l = sys.spawn<library>("library", seen);
    auto b = sys.spawn<board>("board", seen);
    auto j = sys.family<one_job>("job", {}, seen);
    for (auto part : {http::evidence_routes(sys, r, std::make_shared<files>(where)),
                      http::knowledge_routes(sys, l), http::job_routes(sys, j, b)})
      for (auto& row : part) table.push_back(row);
  }
  std::shared_ptr<test::kept_answer> call(http::method verb, const std::string& path,
                                          test::sent_request what = {}) {
    return test::call_row(table, verb, path, std::move(what), [this] { run(); });
  }
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
