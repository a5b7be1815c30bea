// Uploads in a real actor system: from the file to the digest, cancelled, resumed, parked.
#include <fm/test/work_world.hpp>

#include <boost/test/unit_test.hpp>

using namespace fm;
using namespace fm::test;

namespace {

std::string log_of(int lines, const std::string& what = "No space left on device") {
  std::string out;
  for (int i = 0; i < lines; ++i) {
    auto minutes = std::to_string(10 + i / 60 % 50), seconds = std::to_string(10 + i % 50);
    out += "2026-03-01T10:" + minutes + ":" + seconds;
    out += i % 3 == 0 ? "Z ERROR shop write failed: " + what + "\n" : "Z INFO shop order stored\n";
  }
  return out;
}

struct live {
  work_world w;
  std::string case_id;

  void begin() {
    w.start();
    must(w.ask(w.jobs.board, jobs::resume_all{}));
    case_id = w.new_case();
  }
  evidence::evidence_record get(const std::string& id, const std::string& user = "ann") {
    return must(w.ask(w.evidence.records, evidence::get_evidence{id, {}}, user));
  }
  evidence::case_analysed analyse(bool windowed = false) {
    evidence::analyse_case m;
    m.case_id = case_id;
    m.terms.windowed = windowed;
    m.terms.window_first = 1'772'359'200'000'000;  // 2026-03-01T10:00Z
    m.terms.window_last = m.terms.window_first + 60 * minute;
    return must(w.ask(w.evidence.analysis, m));
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(uploads_live, live)

BOOST_AUTO_TEST_CASE(an_upload_is_stored_analysed_and_answers_a_turn) {
  begin();
  auto e = w.upload(case_id, "shop.log", log_of(90));
  BOOST_TEST(e.status == "pending");
  BOOST_TEST(e.filename == e.id + ".log");
  BOOST_TEST(e.file_size > 0u);
  auto job = w.ended(e.job_id);
  BOOST_TEST(job.status == "completed");
  BOOST_TEST(job.percent == 100u);
  BOOST_TEST(job.subject == e.id);
  BOOST_TEST(job.result.find("\"kind\":\"log\"") != std::string::npos, job.result);
  BOOST_TEST(get(e.id).status == "processed");
  auto found = analyse();
  BOOST_TEST_REQUIRE(found.found.digests.size() == 1u);
  BOOST_TEST(found.ids.at(0) == e.id);
  BOOST_TEST(found.pending.empty());
  BOOST_TEST(found.found.digests[0].name == "shop.log");
  BOOST_TEST(found.found.digests[0].facts.at(0).rule == "disk_full");
  // A question about a time reads the file again and finds the same cause in the window.
  auto windowed = analyse(true);
  BOOST_TEST(windowed.found.digests.at(0).facts.at(0).rule == "disk_full");
}

BOOST_AUTO_TEST_CASE(a_picture_is_processed_and_says_that_nothing_could_be_read) {
  begin();
  auto e = w.upload(case_id, "shot.png", std::string("\x89PNG\r\n\x1a\n\0\0\0\0", 12));
  auto job = w.ended(e.job_id);
  BOOST_TEST(job.status == "completed");
  BOOST_TEST(job.result.find("\"readable\":false") != std::string::npos, job.result);
  auto kept = get(e.id);
  BOOST_TEST(kept.status == "processed");
  BOOST_TEST(kept.problem.find("nothing could be read from it") != std::string::npos, kept.problem);
  auto log = w.upload(case_id, "shop.log", log_of(30));
  w.ended(log.job_id);
  auto found = analyse();
  BOOST_TEST_REQUIRE(found.found.digests.size() == 1u);
  BOOST_TEST(found.found.digests[0].evidence == 1u);  // no gap
  BOOST_TEST(found.ids.at(0) == log.id);
  BOOST_TEST(found.found.notes.at(0).find("'shot.png' was left out") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_same_file_twice_shares_one_copy_until_the_last_is_deleted) {
  begin();
  auto first = w.upload(case_id, "a.log", log_of(30));
  auto second = w.upload(case_id, "b.log", log_of(30));
  BOOST_TEST(second.id != first.id);
  BOOST_TEST(second.duplicate_of == first.id);
  BOOST_TEST(first.duplicate_of == "");
  BOOST_TEST(w.stored("evidence").size() == 1u);
  auto other = w.new_case("eve");
  BOOST_TEST(w.upload(other, "c.log", log_of(30), "eve").duplicate_of == "");
  BOOST_TEST(w.stored("evidence").size() == 2u);
  must(w.ask(w.evidence.records, evidence::delete_evidence{first.id}));
  BOOST_TEST(w.stored("evidence").size() == 2u);
  BOOST_TEST(w.ended(second.job_id).status == "completed");
  must(w.ask(w.evidence.records, evidence::delete_evidence{second.id}));
  BOOST_TEST(w.stored("evidence").size() == 1u);
}

BOOST_AUTO_TEST_CASE(many_uploads_of_one_file_at_once_share_one_copy) {
  begin();
  std::vector<outcome<evidence::evidence_record>> all;
  std::mutex mutex;
  std::condition_variable changed;
  constexpr std::size_t uploads = 200;
  for (std::size_t i = 0; i < uploads; ++i) {
    evidence::upload_evidence m;
    m.case_id = case_id;
    m.spool = w.spool(log_of(20));
    m.original_filename = std::to_string(i) + ".log";
    call_context ctx;
    ctx.user = "ann";
    w.system().call(w.evidence.records, m, ctx, [&](auto r) {
      std::lock_guard lock(mutex);
      all.push_back(std::move(r));
      changed.notify_all();
    });
  }
  std::unique_lock lock(mutex);
  changed.wait_for(lock, std::chrono::seconds(60), [&] { return all.size() == uploads; });
  BOOST_TEST_REQUIRE(all.size() == uploads);
  std::size_t originals = 0;
  for (auto& r : all) originals += must(r).duplicate_of.empty();
  BOOST_TEST(originals == 1u);
  for (auto& r : all) BOOST_TEST(w.ended(r->job_id).status == "completed");
  BOOST_TEST(w.stored("evidence").size() == 1u);
  auto page = must(w.ask(w.evidence.records, evidence::list_evidence{case_id, 200, 0}));
  BOOST_TEST(page.total == uploads);
  BOOST_TEST(page.evidence.size() == uploads);
}

BOOST_AUTO_TEST_CASE(somebody_elses_case_and_evidence_are_not_there) {
  begin();
  auto e = w.upload(case_id, "a.log", log_of(30));
  auto refused = w.try_upload(case_id, "b.log", "x", "eve");
  BOOST_TEST_REQUIRE(!refused);
  BOOST_TEST((refused.error().code == ec::not_found));
  auto is_hidden = [&](auto r) { return !r && r.error().code == ec::not_found; };
  BOOST_TEST(is_hidden(w.ask(w.evidence.records, evidence::get_evidence{e.id, {}}, "eve")));
  BOOST_TEST(is_hidden(w.ask(w.evidence.records, evidence::delete_evidence{e.id}, "eve")));
  BOOST_TEST(is_hidden(w.ask(w.evidence.records, evidence::list_evidence{case_id, 50, 0}, "eve")));
  BOOST_TEST(is_hidden(w.ask(w.jobs.jobs, jobs::get_job{e.job_id}, "eve")));
  auto theirs = w.new_case("eve");
  BOOST_TEST(is_hidden(w.ask(w.evidence.records, evidence::link_evidence{e.id, theirs, false, {}}, "eve")));
  BOOST_TEST(is_hidden(w.ask(w.evidence.records, evidence::link_evidence{e.id, theirs, false, {}})));
  BOOST_TEST(must(w.ask(w.evidence.records, evidence::list_evidence{{}, 50, 0}, "eve")).total == 0u);
}

BOOST_AUTO_TEST_CASE(evidence_moves_to_another_case_and_a_closed_case_takes_none) {
  begin();
  auto e = w.upload(case_id, "a.log", log_of(30));
  auto other = w.new_case();
  auto moved = must(w.ask(w.evidence.records, evidence::link_evidence{e.id, other, true, "moved"}));
  BOOST_TEST(moved.case_id == other);
  BOOST_TEST(moved.description == "moved");
  BOOST_TEST(must(w.ask(w.evidence.records, evidence::list_evidence{case_id, 50, 0})).total == 0u);
  cases::close_case close;
  close.case_id = case_id;
  must(w.ask(w.cases.one, close));
  auto refused = w.try_upload(case_id, "b.log", "x");
  BOOST_TEST_REQUIRE(!refused);
  BOOST_TEST((refused.error().code == ec::conflict));
  auto linked = w.ask(w.evidence.records, evidence::link_evidence{e.id, case_id, false, {}});
  BOOST_TEST((!linked && linked.error().code == ec::conflict));
  BOOST_TEST(w.stored("evidence").size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_case_goes_with_its_evidence_files_and_jobs) {
  begin();
  std::vector<std::string> jobs;
  for (int i = 0; i < 5; ++i) jobs.push_back(w.upload(case_id, "a.log", log_of(30 + i)).job_id);
  auto kept = w.upload(w.new_case(), "same.log", log_of(30));  // shares a file with the first
  cases::delete_case m;
  m.case_id = case_id;
  must(w.ask(w.cases.one, m));
  BOOST_TEST(w.stored("evidence").size() == 1u);
  for (const auto& id : jobs) w.ended(id);
  BOOST_TEST(w.ended(kept.job_id).status == "completed");
  BOOST_TEST(must(w.ask(w.evidence.records, evidence::list_evidence{{}, 50, 0})).total == 1u);
}

BOOST_AUTO_TEST_CASE(a_job_that_is_cancelled_stops_its_worker_and_fails_its_evidence) {
  w.wrap_files = [](auto files) {
    return std::make_shared<slow_store>(std::move(files), std::chrono::milliseconds(5));
  };
  begin();
  auto e = w.upload(case_id, "big.log", log_of(1'000'000));
  w.wait_for(e.job_id, "ann", [](const jobs::job_record& j) { return j.percent > 0; });
  must(w.ask(w.jobs.board, jobs::cancel_job{e.job_id}));
  auto job = w.ended(e.job_id);
  BOOST_TEST(job.status == "failed");
  BOOST_TEST(job.error == "cancelled by its owner");
  BOOST_TEST(job.percent < 100u);
  auto kept = get(e.id);
  BOOST_TEST(kept.status == "failed");
  BOOST_TEST(kept.problem == "cancelled by its owner");
}

BOOST_AUTO_TEST_CASE(deleted_evidence_ends_its_job_while_it_runs) {
  w.wrap_files = [](auto files) {
    return std::make_shared<slow_store>(std::move(files), std::chrono::milliseconds(5));
  };
  begin();
  auto e = w.upload(case_id, "big.log", log_of(1'000'000));
  w.wait_for(e.job_id, "ann", [](const jobs::job_record& j) { return j.status == "processing"; });
  must(w.ask(w.evidence.records, evidence::delete_evidence{e.id}));
  auto job = w.ended(e.job_id);
  BOOST_TEST(job.status == "failed");
  BOOST_TEST(job.error == "the evidence was deleted");
  BOOST_TEST(w.stored("evidence").empty());
}

BOOST_AUTO_TEST_CASE(after_a_crash_every_job_goes_on) {
  w.how.most_running = 0;  // a crash before any job begins
  begin();
  auto first = w.upload(case_id, "a.log", log_of(30));
  w.end();
  w.wrap_files = [](auto files) {
    return std::make_shared<slow_store>(std::move(files), std::chrono::milliseconds(5));
  };
  w.how.most_running = 8;
  w.start();
  auto second = w.upload(case_id, "big.log", log_of(1'000'000));
  w.wait_for(second.job_id, "ann", [](const jobs::job_record& j) { return j.percent > 0; });
  w.end();  // a crash in the middle of one
  w.wrap_files = {};
  w.start();
  BOOST_TEST(must(w.ask(w.jobs.board, jobs::resume_all{})).open >= 1u);
  BOOST_TEST(w.ended(first.job_id).status == "completed");
  auto resumed = w.ended(second.job_id);
  BOOST_TEST(resumed.status == "completed");
  BOOST_TEST(resumed.tries == 2u);
  BOOST_TEST(analyse().found.digests.size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_stop_puts_running_jobs_down_without_counting_the_try) {
  w.wrap_files = [](auto files) {
    return std::make_shared<slow_store>(std::move(files), std::chrono::milliseconds(5));
  };
  begin();
  auto e = w.upload(case_id, "big.log", log_of(1'000'000));
  w.wait_for(e.job_id, "ann", [](const jobs::job_record& j) { return j.percent > 0; });
  must(w.ask(w.jobs.board, jobs::suspend_all{}));
  auto job = must(w.ask(w.jobs.jobs, jobs::get_job{e.job_id}));
  BOOST_TEST(job.status == "pending");
  BOOST_TEST(job.tries == 0u);
}

BOOST_AUTO_TEST_CASE(a_job_whose_file_is_lost_fails_at_once_and_says_so) {
  w.how.most_running = 0;
  begin();
  auto e = w.upload(case_id, "a.log", log_of(30));
  must(w.files->erase(e.storage_key));
  w.end();
  w.how.most_running = 8;
  w.start();
  must(w.ask(w.jobs.board, jobs::resume_all{}));
  auto job = w.ended(e.job_id);
  BOOST_TEST(job.status == "failed");
  BOOST_TEST(job.tries == 1u);
  BOOST_TEST(job.error.find("the stored file is missing") != std::string::npos, job.error);
  BOOST_TEST(w.files->trouble().find(e.storage_key) != std::string::npos, w.files->trouble());
  BOOST_TEST(get(e.id).status == "failed");
  // The turn goes on without the file.
  auto found = analyse();
  BOOST_TEST(found.found.digests.empty());
  BOOST_TEST(found.found.notes.at(0).find("'a.log' was left out") == 0u, found.found.notes.at(0));
}

BOOST_AUTO_TEST_CASE(files_that_no_row_names_are_swept_and_the_others_stay) {
  begin();
  auto e = w.upload(case_id, "a.log", log_of(30));
  must(w.files->write("evidence/" + case_id + "/orphan.log", "left by a crash"));
  must(w.files->write("documents/x/other", "not ours"));
  BOOST_TEST(must(w.ask(w.evidence.records, evidence::sweep{minute})).removed == 0u);  // too young
  BOOST_TEST(must(w.ask(w.evidence.records, evidence::sweep{})).removed == 1u);
  BOOST_TEST(w.stored("evidence") == std::vector<std::string>{e.storage_key},
             boost::test_tools::per_element());
  BOOST_TEST(w.stored("documents").size() == 1u);
}

BOOST_AUTO_TEST_CASE(documents_of_a_case_are_checked_against_each_other) {
  begin();
  auto pods = w.upload(case_id, "pods.txt",
                       "NAME     READY   STATUS             RESTARTS   AGE\n"
                       "shop-1   0/1     ImagePullBackOff   0          3d\n");
  auto log = w.upload(case_id, "shop.log", log_of(30, "connection refused"));
  w.ended(pods.job_id), w.ended(log.job_id);
  auto found = analyse();
  BOOST_TEST_REQUIRE(found.found.digests.size() == 2u);
  BOOST_TEST((found.found.digests[0].kind == evidence::kind::kubectl_table));
  BOOST_TEST(!found.found.digests[0].facts.empty());
}

BOOST_AUTO_TEST_SUITE_END()
