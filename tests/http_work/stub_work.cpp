// The stubs themselves, apart from the header: message types take minutes to compile with sanitizers.
#include "stub_work.hpp"

#include <fm/evidence/spawn.hpp>
#include <fm/jobs/spawn.hpp>
#include <fm/knowledge/spawn.hpp>
#include <fm/test/actor_fixture.hpp>

#include <memory>
#include <string>
#include <utility>

namespace stub {

evidence::evidence_record an_evidence() {
  evidence::evidence_record e;
  e.id = id_1, e.case_id = id_2, e.owner = "ann", e.filename = id_1 + ".log",
  e.original_filename = "a \"b\".log";
  e.file_type = "text/plain", e.file_size = 12, e.storage_key = "evidence/k", e.sha256 = "5a";
  e.evidence_type = "log", e.tags = {"x"}, e.job_id = id_2, e.uploaded = 1'000'000;
  return e;
}
knowledge::document_record a_document() {
  knowledge::document_record d;
  d.id = id_1, d.owner = "ann", d.title = "Disks", d.filename = "disk.md", d.document_type = "markdown";
  d.file_size = 12, d.tags = {"x"}, d.job_id = id_2, d.uploaded = 1'000'000;
  return d;
}
jobs::job_record a_job() {
  jobs::job_record j;
  j.id = id_1, j.kind = "analysis", j.subject = id_2, j.owner = "ann", j.status = "processing";
  j.stage = "analysing", j.percent = 40, j.created = j.updated = 1'000'000;
  return j;
}

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
outcome<evidence::evidence_record> on(records& s, evidence::upload_evidence m, effects&) {
  s.seen->upload = std::move(m);
  return say(s.seen, an_evidence());
}
outcome<evidence::evidence_page> on(records& s, evidence::list_evidence m, effects&) {
  s.seen->listed = std::move(m);
  return say(s.seen, evidence::evidence_page{{an_evidence()}, 7, true});
}
outcome<evidence::evidence_record> on(records& s, evidence::get_evidence m, effects&) {
  s.seen->got = std::move(m);
  return say(s.seen, an_evidence());
}
outcome<evidence::evidence_details> on(records& s, evidence::get_details m, effects&) {
  s.seen->details = std::move(m);
  evidence::evidence_details d{an_evidence(), {}, {{"h1", "The disk is full", "active", .5, {0}}}};
  d.found.resize(1);
  d.found[0].kind = evidence::kind::log;
  evidence::fact f;
  f.rule = "disk_full", f.role = evidence::role::cause, f.quote = "No space left", f.lines = {{3, 5}};
  f.slots = {{"path", "/var"}};
  d.found[0].facts = {f};
  return say(s.seen, d);
}
outcome<done> on(records& s, evidence::delete_evidence, effects&) { return say(s.seen, done{}); }
outcome<evidence::evidence_record> on(records& s, evidence::link_evidence m, effects&) {
  s.seen->link = std::move(m);
  return say(s.seen, an_evidence());
}
done on(records&, evidence::purge_case, effects&) { return {}; }
evidence::swept on(records&, evidence::sweep, effects&) { return {}; }

struct library {
  using takes =
      fm::takes<knowledge::ingest_document, knowledge::list_documents, knowledge::get_document,
                knowledge::delete_document, knowledge::search_documents, knowledge::search_visible,
                knowledge::purge_case, knowledge::sweep, knowledge::update_document,
                knowledge::update_documents, knowledge::delete_documents, knowledge::list_versions,
                knowledge::read_text, knowledge::similar_documents, knowledge::get_stats,
                knowledge::create_collection, knowledge::list_collections, knowledge::delete_collection>;
  seen_ptr seen;
};
outcome<knowledge::document_record> on(library& s, knowledge::ingest_document m, effects&) {
  s.seen->ingested = std::move(m);
  return say(s.seen, a_document());
}
outcome<knowledge::document_page> on(library& s, knowledge::list_documents m, effects&) {
  s.seen->documents = std::move(m);
  return say(s.seen, knowledge::document_page{{s.seen->document}, 7, true});
}
outcome<knowledge::document_record> on(library& s, knowledge::get_document, effects&) {
  return say(s.seen, s.seen->document);
}
outcome<knowledge::document_record> on(library& s, knowledge::update_document m, effects&) {
  s.seen->update = std::move(m);
  return say(s.seen, s.seen->document);
}
knowledge::items_done one_of_two() { return {{{id_1, ""}, {id_2, "document not found"}}}; }
outcome<knowledge::items_done> on(library& s, knowledge::update_documents m, effects&) {
  s.seen->updates = std::move(m);
  return say(s.seen, one_of_two());
}
outcome<knowledge::items_done> on(library& s, knowledge::delete_documents m, effects&) {
  s.seen->deletions = std::move(m);
  return say(s.seen, one_of_two());
}
outcome<knowledge::version_list> on(library& s, knowledge::list_versions, effects&) {
  knowledge::version_record v;
  v.version = 2, v.title = "Disks", v.filename = "disk.md", v.document_type = "guide", v.added = 1'000'000;
  return say(s.seen, knowledge::version_list{{v}});
}
outcome<knowledge::document_text_found> on(library& s, knowledge::read_text m, effects&) {
  s.seen->text = std::move(m);
  knowledge::document_text_found d;
  d.document = s.seen->document, d.version.version = 2, d.text = "Free it.";
  return say(s.seen, d);
}
outcome<knowledge::similar_found> on(library& s, knowledge::similar_documents m, effects&) {
  s.seen->similar = std::move(m);
  return say(s.seen, knowledge::similar_found{{{id_2, "Volumes", "markdown", {"x"}, .5, "Free"}}});
}
outcome<knowledge::knowledge_stats> on(library& s, knowledge::get_stats, effects&) {
  return say(s.seen, knowledge::knowledge_stats{5, 3, 1, 1, 40});
}
knowledge::collection_record a_collection() {
  knowledge::collection_record c;
  c.id = "col_a", c.name = "A", c.created = 1'000'000, c.documents = 2;
  return c;
}
outcome<knowledge::collection_record> on(library& s, knowledge::create_collection m, effects&) {
  s.seen->collection = std::move(m);
  return say(s.seen, a_collection());
}
outcome<knowledge::collection_list> on(library& s, knowledge::list_collections, effects&) {
  return say(s.seen, knowledge::collection_list{{a_collection()}});
}
outcome<done> on(library& s, knowledge::delete_collection, effects&) { return say(s.seen, done{}); }
outcome<done> on(library& s, knowledge::delete_document, effects&) { return say(s.seen, done{}); }
outcome<knowledge::documents_found> on(library& s, knowledge::search_documents m, effects&) {
  s.seen->search = std::move(m);
  knowledge::search_hit hit;
  hit.found.document_id = id_1, hit.found.chunk_index = 3, hit.found.path = "disk.md",
  hit.found.text = "Free it.";
  hit.found.score = .75, hit.found.headings = {"Disks"}, hit.title = "Disks", hit.document_type = "markdown";
  return say(s.seen, knowledge::documents_found{{hit}, 2'500});
}
knowledge::passages_found on(library&, knowledge::search_visible, effects&) { return {}; }
done on(library&, knowledge::purge_case, effects&) { return {}; }
knowledge::swept on(library&, knowledge::sweep, effects&) { return {}; }

struct one_job {
  using takes = fm::takes<jobs::run_job, jobs::stop_job, jobs::progressed, jobs::get_job, jobs::watch_job>;
  one_job(std::string, seen_ptr s) : seen(std::move(s)) {}
  seen_ptr seen;
};
jobs::job_rested on(one_job&, jobs::run_job, effects&) { return {}; }
void on(one_job&, jobs::stop_job, effects&) {}
void on(one_job&, jobs::progressed, effects&) {}
outcome<jobs::job_record> on(one_job& s, jobs::get_job, effects&) { return say(s.seen, s.seen->job); }

struct board {
  using takes = fm::takes<jobs::begin, jobs::cancel_job, jobs::drive_job, jobs::resume_all, jobs::suspend_all,
                          jobs::get_job, jobs::watch_job, jobs::stop_job, jobs::progressed>;
  seen_ptr seen;
};
void on(board&, jobs::begin, effects&) {}
void on(board&, jobs::drive_job, effects&) {}
void on(board&, jobs::stop_job, effects&) {}
void on(board&, jobs::progressed, effects&) {}
jobs::resumed on(board&, jobs::resume_all, effects&) { return {}; }
done on(board&, jobs::suspend_all, effects&) { return {}; }
outcome<jobs::job_record> on(board& s, jobs::cancel_job, effects&) { return say(s.seen, s.seen->job); }
outcome<jobs::job_record> on(board& s, jobs::get_job, effects&) { return say(s.seen, s.seen->job); }
// No job of the stubs has an actor: the board is asked.
outcome<jobs::job_seen> on(board& s, jobs::watch_job m, effects& fx) {
  s.seen->watched.push_back(m);
  s.seen->watcher = fx.ctx().user;
  auto job = s.seen->job;
  if (!s.seen->news.empty()) {
    job = s.seen->news.front();
    s.seen->news.erase(s.seen->news.begin());
  }
  return say(s.seen, jobs::job_seen{job, std::to_string(job.percent) + "-" + job.status});
}
outcome<jobs::job_seen> on(one_job&, jobs::watch_job, effects&) { return fail(ec::internal); }

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
  outcome<bool> holds(const std::string&) override { return fail(ec::unsupported); }
  outcome<done> verify(const std::string&, const std::string&) override { return fail(ec::unsupported); }
  outcome<blob::aside> set_aside(const std::vector<std::string>&) override { return fail(ec::unsupported); }
  outcome<blob::listing> keys_aside(const std::string&) override { return fail(ec::unsupported); }
  outcome<done> bring_back(const std::vector<std::string>&) override { return fail(ec::unsupported); }
  outcome<blob::listing> forget_aside(micros) override { return fail(ec::unsupported); }
  void note_trouble(const std::string&, const std::string&) override {}
  std::string trouble() const override { return {}; }
  std::unique_ptr<blob::reader> open(const std::string&) override { return nullptr; }
  std::string local_path(const std::string& key) const override {
    return where_.empty() ? std::string() : where_ + "/" + key;
  }

 private:
  std::string where_;
};

/// Finds every file as it was uploaded.
struct file_checks {
  using takes = fm::takes<blob::verify>;
};
done on(file_checks&, blob::verify, effects&) { return {}; }

struct world::actors
    : test::actor_fixture<blob::messages, evidence::messages, knowledge::messages, jobs::messages> {};

world::world() : actors_(std::make_unique<actors>()) {
  seen->document = a_document();
  fill();
}
world::~world() = default;

void world::fill() {
  auto& sys = actors_->sys;
  auto r = sys.spawn<records>("records", seen);
  auto c = sys.spawn<file_checks>("file checks");
  auto l = sys.spawn<library>("library", seen);
  auto b = sys.spawn<board>("board", seen);
  auto j = sys.family<one_job>("job", {}, seen);
  for (auto part : {http::evidence_routes(sys, r, c, std::make_shared<files>(where)),
                    http::knowledge_routes(sys, l), http::job_routes(sys, j, b)})
    for (auto& row : part) table.push_back(row);
  std::vector<http::route_table> all{std::move(table)};
  http::add_v1(all);
  table = std::move(all.at(0));
  for (auto& row : all.at(1)) table.push_back(std::move(row));
}

std::shared_ptr<test::kept_answer> world::call(http::method verb, const std::string& path,
                                               test::sent_request what) {
  return test::call_row(table, verb, path, std::move(what), [this] { actors_->run(); });
}

}  // namespace stub
