// Documents in a real actor system: added, indexed, found, deleted; after a crash everything goes on.
#include <fm/test/work_world.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <set>

using namespace fm;
using namespace fm::test;

namespace {

std::string runbook(const std::string& subject) {
  return "# " + subject + "\n\nWhat to do when " + subject + " happens: look at it, then restart it.\n";
}

struct live {
  work_world w;

  void begin() {
    w.start();
    must(w.ask(w.knowledge.ingestion, knowledge::purge_closed{}));
    must(w.ask(w.jobs.board, jobs::resume_all{}));
  }
  knowledge::ingest_document document(const std::string& name, const std::string& text) {
    knowledge::ingest_document m;
    m.filename = name;
    m.text = text;
    return m;
  }
  knowledge::document_record add(knowledge::ingest_document m, const std::string& user = "ann",
                                 std::vector<std::string> roles = {}) {
    auto d = must(w.ask(w.knowledge.library, std::move(m), user, std::move(roles)));
    w.ended(d.job_id, user);
    return get(d.id, user);
  }
  knowledge::document_record get(const std::string& id, const std::string& user = "ann") {
    return must(w.ask(w.knowledge.library, knowledge::get_document{id}, user));
  }
  std::vector<knowledge::search_hit> search(const std::string& query, const std::string& user = "ann",
                                            knowledge::search_filter filter = {}) {
    return must(w.ask(w.knowledge.library, knowledge::search_documents{query, 10, filter}, user)).hits;
  }
  /// Other pages, so that words are not in every document.
  void fill(int n, const std::string& user = "ann") {
    for (int i = 0; i < n; ++i)
      add(document("other-" + std::to_string(i) + ".md", runbook("subject number " + std::to_string(i))),
          user);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(documents_live, live)

BOOST_AUTO_TEST_CASE(a_document_is_stored_indexed_and_found) {
  begin();
  fill(3);
  auto m = document("disk.md", runbook("disk full"));
  m.title = "When the disk is full";
  m.tags = {"storage"};
  auto d = add(m);
  BOOST_TEST(d.status == "indexed");
  BOOST_TEST(d.chunk_count == 1u);
  BOOST_TEST(d.indexed > 0);
  BOOST_TEST(d.content_hash.size() == 64u);
  auto hits = search("disk full");
  BOOST_TEST_REQUIRE(!hits.empty());
  BOOST_TEST(hits[0].found.document_id == d.id);
  BOOST_TEST(hits[0].found.chunk_index == 0u);
  BOOST_TEST(hits[0].found.path == "disk.md");
  BOOST_TEST(hits[0].title == "When the disk is full");
  BOOST_TEST(hits[0].found.score > 0);
  BOOST_TEST(hits[0].found.score <= 1);
  BOOST_TEST(search("kubernetes ingress certificate").empty());
}

BOOST_AUTO_TEST_CASE(everybody_sees_global_documents_and_nobody_those_of_others) {
  begin();
  add(document("ann.md", runbook("disk full")));
  auto global = document("all.md", runbook("disk full"));
  global.scope = "global";
  auto refused = w.ask(w.knowledge.library, global, "ann");
  BOOST_TEST((!refused && refused.error().code == ec::forbidden));
  auto g = add(global, "root", {"user", "admin"});
  auto mine = search("disk full");
  BOOST_TEST(mine.size() == 2u);
  auto theirs = search("disk full", "eve");
  BOOST_TEST_REQUIRE(theirs.size() == 1u);
  BOOST_TEST(theirs[0].found.document_id == g.id);
  BOOST_TEST(theirs[0].scope == "global");
  BOOST_TEST(get(g.id, "eve").title == "all.md");
  auto forbidden = w.ask(w.knowledge.library, knowledge::delete_document{g.id}, "eve");
  BOOST_TEST((!forbidden && forbidden.error().code == ec::forbidden));
  BOOST_TEST(must(w.ask(w.knowledge.library, knowledge::list_documents{}, "eve")).total == 0u);
  must(w.ask(w.knowledge.library, knowledge::delete_document{g.id}, "root", {"admin"}));
  BOOST_TEST(search("disk full", "eve").empty());
}

BOOST_AUTO_TEST_CASE(documents_of_a_case_serve_their_owner_and_go_with_the_case) {
  begin();
  auto case_id = w.new_case();
  auto m = document("case.md", runbook("broken pump"));
  m.scope = "case";
  m.case_id = case_id;
  auto d = add(m);
  add(document("own.md", runbook("broken pump")));
  auto foreign = w.ask(w.knowledge.library, m, "eve");
  BOOST_TEST((!foreign && foreign.error().code == ec::not_found));
  BOOST_TEST(search("broken pump").size() == 2u);
  knowledge::search_filter of_case;
  of_case.case_id = case_id;
  BOOST_TEST(search("broken pump", "ann", of_case).size() == 1u);
  knowledge::search_visible turn{case_id, {"broken pump"}, 3};
  BOOST_TEST(must(w.ask(w.knowledge.library, turn)).results.at(0).size() == 2u);
  turn.case_id = w.new_case();
  BOOST_TEST(must(w.ask(w.knowledge.library, turn)).results.at(0).size() == 1u);
  cases::delete_case gone;
  gone.case_id = case_id;
  must(w.ask(w.cases.one, gone));
  BOOST_TEST(search("broken pump").size() == 1u);
  BOOST_TEST(w.stored("documents").size() == 1u);
  auto missing = w.ask(w.knowledge.library, knowledge::get_document{d.id});
  BOOST_TEST((!missing && missing.error().code == ec::not_found));
}

BOOST_AUTO_TEST_CASE(documents_of_a_case_that_was_closed_go_at_the_next_start_at_the_latest) {
  begin();
  auto open = w.new_case(), closed = w.new_case();
  std::string gone, kept;
  for (const auto& id : {open, closed}) {
    auto m = document("case.md", runbook("broken pump"));
    m.scope = "case", m.case_id = id;
    (id == open ? kept : gone) = add(m).id;
  }
  cases::close_case close;
  close.case_id = closed;
  must(w.ask(w.cases.one, close));
  w.end();
  begin();
  BOOST_TEST(!w.ask(w.knowledge.library, knowledge::get_document{gone}));
  BOOST_TEST(get(kept).status == "indexed");
}

BOOST_AUTO_TEST_CASE(a_new_content_is_found_the_old_one_is_not_and_stays_readable) {
  begin();
  fill(3);
  auto d = add(document("book.md", runbook("broken pump")));
  knowledge::update_document m;
  m.change.document_id = d.id;
  m.has_content = true;
  m.content = runbook("certificate expired");
  auto updated = must(w.ask(w.knowledge.library, m));
  BOOST_TEST(updated.version == 2u);
  BOOST_TEST(w.ended(updated.job_id).status == "completed");
  BOOST_TEST(search("broken pump").empty());
  BOOST_TEST(search("certificate expired").size() == 1u);
  auto versions = must(w.ask(w.knowledge.library, knowledge::list_versions{d.id})).versions;
  BOOST_TEST(versions.size() == 2u);
  auto old = must(w.ask(w.knowledge.library, knowledge::read_text{d.id, 1}));
  BOOST_TEST(old.text == runbook("broken pump"));
  BOOST_TEST(must(w.ask(w.knowledge.library, knowledge::read_text{d.id})).text ==
             runbook("certificate expired"));
  auto foreign = w.ask(w.knowledge.library, knowledge::read_text{d.id, 1}, "eve");
  BOOST_TEST((!foreign && foreign.error().code == ec::not_found));
  BOOST_TEST(must(w.ask(w.knowledge.library, knowledge::sweep{})).removed == 0u);
  must(w.ask(w.knowledge.library, knowledge::delete_document{d.id}));
  BOOST_TEST(w.stored("documents").size() == 3u);
}

BOOST_AUTO_TEST_CASE(a_title_and_a_collection_count_in_the_search_soon) {
  begin();
  fill(3);
  auto d = add(document("disk.md", runbook("disk full")));
  knowledge::create_collection c;
  c.name = "Storage";
  must(w.ask(w.knowledge.library, c));
  knowledge::update_document m;
  m.change.document_id = d.id;
  m.change.title = {true, "Full volumes"};
  m.change.collection_id = {true, "col_storage"};
  must(w.ask(w.knowledge.library, m));
  must(w.ask(w.knowledge.ingestion, knowledge::refresh_index{{"ann", "user", ""}}));
  knowledge::search_filter in;
  in.collection_id = "col_storage";
  auto hits = search("disk full", "ann", in);
  BOOST_TEST_REQUIRE(hits.size() == 1u);
  BOOST_TEST(hits[0].title == "Full volumes");
  auto all = must(w.ask(w.knowledge.library, knowledge::list_collections{})).collections;
  BOOST_TEST(all.at(0).documents == 1u);
  auto stats = must(w.ask(w.knowledge.library, knowledge::get_stats{}));
  BOOST_TEST(stats.indexed == 4u);
}

BOOST_AUTO_TEST_CASE(a_deleted_document_is_not_found_from_then_on) {
  begin();
  fill(3);
  auto d = add(document("disk.md", runbook("disk full")));
  BOOST_TEST(search("disk full").size() == 1u);
  must(w.ask(w.knowledge.library, knowledge::delete_document{d.id}));
  BOOST_TEST(search("disk full").empty());
  BOOST_TEST(w.stored("documents").size() == 3u);
  add(document("late.md", runbook("something else")));
  BOOST_TEST(search("disk full").empty());
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_fails_with_a_sentence) {
  begin();
  auto pdf = add(document("guide.pdf", "%PDF-1.7 and so on"));
  BOOST_TEST(pdf.status == "failed");
  BOOST_TEST(pdf.problem == "PDF documents cannot be read: save it as text, Markdown or HTML and add that");
  auto job = w.ended(pdf.job_id);
  BOOST_TEST(job.status == "failed");
  BOOST_TEST(job.tries == 1u);
  BOOST_TEST(job.error == pdf.problem);
  must(w.ask(w.knowledge.library, knowledge::delete_document{pdf.id}));
  BOOST_TEST(w.stored("documents").empty());
}

BOOST_AUTO_TEST_CASE(the_text_of_a_pdf_is_taken_out_once_and_found) {
  std::atomic<int> taken{0};
  w.extract = [&](std::string_view format, std::string_view bytes, const auto&) -> outcome<std::string> {
    ++taken;
    BOOST_TEST(format == "pdf");
    BOOST_TEST(bytes.starts_with("%PDF-1.7"));
    if (bytes.ends_with("damaged")) return fail(ec::invalid, "the PDF cannot be read");
    return runbook("broken pump");
  };
  begin();
  fill(3);
  auto d = add(document("guide.pdf", "%PDF-1.7 and so on"));
  BOOST_TEST(d.status == "indexed");
  BOOST_TEST(search("broken pump").size() == 1u);
  BOOST_TEST(must(w.ask(w.knowledge.library, knowledge::read_text{d.id})).text == runbook("broken pump"));
  add(document("later.md", runbook("another thing")));
  must(w.ask(w.knowledge.ingestion, knowledge::refresh_index{{"ann", "user", ""}}));
  BOOST_TEST(search("broken pump").size() == 1u);
  BOOST_TEST(taken == 1);
  BOOST_TEST(must(w.ask(w.knowledge.library, knowledge::sweep{})).removed == 0u);
  auto damaged = add(document("damaged.pdf", "%PDF-1.7 damaged"));
  BOOST_TEST(damaged.problem == "the PDF cannot be read");
  BOOST_TEST(must(w.ask(w.knowledge.library, knowledge::read_text{damaged.id})).text == "");
  must(w.ask(w.knowledge.library, knowledge::delete_documents{{d.id, damaged.id}}));
  BOOST_TEST(w.stored("documents").size() == 4u);
}

BOOST_AUTO_TEST_CASE(a_document_beyond_the_limit_is_refused_and_leaves_nothing) {
  w.most_document_bytes = 1u << 20;
  begin();
  auto text = w.ask(w.knowledge.library, document("big.txt", std::string((1u << 20) + 1, 'x')));
  BOOST_TEST((!text && text.error().code == ec::too_large));
  BOOST_TEST(text.error().text.find("too large") != std::string::npos);
  knowledge::ingest_document file;
  file.filename = "big.txt";
  file.spool = w.spool(std::string((1u << 20) + 1, 'x'));
  auto spooled = w.ask(w.knowledge.library, file);
  BOOST_TEST((!spooled && spooled.error().code == ec::too_large));
  BOOST_TEST(w.stored("documents").empty());
  BOOST_TEST(must(w.ask(w.knowledge.library, knowledge::list_documents{})).total == 0u);
}

BOOST_AUTO_TEST_CASE(two_hundred_documents_at_once_are_all_found) {
  begin();
  constexpr std::size_t many = 200;
  std::vector<outcome<knowledge::document_record>> all;
  std::mutex mutex;
  std::condition_variable changed;
  for (std::size_t i = 0; i < many; ++i) {
    knowledge::ingest_document m;
    m.filename = "book-" + std::to_string(i) + ".md";
    m.spool = w.spool(runbook("pump" + std::to_string(i) + "x leaks"));
    call_context ctx;
    ctx.user = "ann";
    w.system().call(w.knowledge.library, m, ctx, [&](auto r) {
      std::lock_guard lock(mutex);
      all.push_back(std::move(r));
      changed.notify_all();
    });
  }
  std::unique_lock lock(mutex);
  changed.wait_for(lock, std::chrono::seconds(60), [&] { return all.size() == many; });
  BOOST_TEST_REQUIRE(all.size() == many);
  for (auto& r : all) BOOST_TEST(w.ended(must(r).job_id).status == "completed");
  knowledge::list_documents all_indexed;
  all_indexed.status = "indexed", all_indexed.limit = 200;
  auto page = must(w.ask(w.knowledge.library, all_indexed));
  BOOST_TEST(page.total == many);
  BOOST_TEST(search("pump17x leaks").at(0).found.path == "book-17.md");
}

BOOST_AUTO_TEST_CASE(after_a_crash_what_was_indexed_is_found_and_the_rest_is_indexed) {
  begin();
  fill(3);
  auto d = add(document("disk.md", runbook("disk full")));
  w.end();
  w.how.most_running = 0;
  begin();
  BOOST_TEST(search("disk full").at(0).found.document_id == d.id);
  // Acknowledged, and then the program ends before its job begins.
  auto m = document("pump.md", runbook("broken pump"));
  auto waiting = must(w.ask(w.knowledge.library, m));
  w.end();
  w.how.most_running = 8;
  w.start();
  auto rebuilt = must(w.ask(w.knowledge.ingestion, knowledge::refresh_index{{"ann", "user", ""}}));
  BOOST_TEST(rebuilt.documents == 4u);
  BOOST_TEST(search("broken pump").empty());
  must(w.ask(w.jobs.board, jobs::resume_all{}));
  BOOST_TEST(w.ended(waiting.job_id).status == "completed");
  BOOST_TEST(search("broken pump").size() == 1u);
}

BOOST_AUTO_TEST_CASE(what_is_altered_on_the_disk_is_never_shown_nor_indexed) {
  w.extract = [](std::string_view, std::string_view, const auto&) -> outcome<std::string> {
    return runbook("broken pump");
  };
  begin();
  fill(3);
  auto plain = add(document("disk.md", runbook("disk full")));
  auto pdf = add(document("pump.pdf", "%PDF-1.7 and so on"));
  must(w.files->write(plain.storage_key, runbook("disk gone")));
  must(w.files->write(pdf.text_key, runbook("broken bulb")));
  for (const auto& id : {plain.id, pdf.id}) {
    auto text = w.ask(w.knowledge.library, knowledge::read_text{id});
    BOOST_TEST((!text && text.error().code == ec::gone));
    BOOST_TEST(text.error().text.find("damaged") != std::string::npos);
  }
  w.end();
  w.start();
  auto rebuilt = must(w.ask(w.knowledge.ingestion, knowledge::refresh_index{{"ann", "user", ""}}));
  BOOST_TEST(rebuilt.documents == 3u);
  BOOST_TEST_REQUIRE(rebuilt.notes.size() == 2u);
  BOOST_TEST(rebuilt.notes[0].find("damaged") != std::string::npos);
  BOOST_TEST(rebuilt.notes[1].find("damaged") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_lost_file_is_a_note_at_start_and_the_others_are_found) {
  begin();
  fill(3);
  auto lost = add(document("disk.md", runbook("disk full")));
  must(w.files->erase(lost.storage_key));
  w.end();
  w.start();
  auto rebuilt = must(w.ask(w.knowledge.ingestion, knowledge::refresh_index{{"ann", "user", ""}}));
  BOOST_TEST(rebuilt.documents == 3u);
  BOOST_TEST_REQUIRE(rebuilt.notes.size() == 1u);
  BOOST_TEST(rebuilt.notes[0].find("'disk.md'") == 0u);
  BOOST_TEST(!search("subject number 1").empty());
}

BOOST_AUTO_TEST_CASE(files_that_no_row_names_are_swept) {
  begin();
  auto d = add(document("disk.md", runbook("disk full")));
  must(w.files->write("documents/ann/orphan.md", "left by a crash"));
  BOOST_TEST(must(w.ask(w.knowledge.library, knowledge::sweep{})).removed == 1u);
  BOOST_TEST(w.stored("documents") == std::vector<std::string>{d.storage_key},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_ingestion_that_is_cancelled_leaves_a_failed_document) {
  w.wrap_files = [](auto files) {
    return std::make_shared<slow_store>(std::move(files), std::chrono::milliseconds(20));
  };
  begin();
  auto m = document("long.txt", std::string());
  for (int i = 0; i < 200'000; ++i) m.text += "line " + std::to_string(i) + " of a long book\n";
  auto d = must(w.ask(w.knowledge.library, m));
  must(w.ask(w.jobs.board, jobs::cancel_job{d.job_id}));
  auto job = w.ended(d.job_id);
  BOOST_TEST(job.status == "failed");
  auto failed = get(d.id);
  BOOST_TEST(failed.status == "failed");
  BOOST_TEST(failed.problem == "cancelled by its owner");
  BOOST_TEST(search("long book").empty());
}

BOOST_AUTO_TEST_SUITE_END()
