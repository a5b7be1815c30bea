// Analyses for jobs and for turns, fed by hand.
#include "analysis_step.hpp"

#include "digest_codec.hpp"
#include "evidence_support.hpp"

#include <fm/test/hand.hpp>

#include <boost/test/unit_test.hpp>

using namespace fm;
using namespace fm::evidence;
using fm::test::rows;
using fm::test::sets;

namespace {

digest log_digest(const std::string& name) {
  digest d;
  d.evidence = 1, d.name = name, d.kind = kind::log, d.lines = 12;
  fact f;
  f.rule = "disk_full", f.evidence = 1, f.lines = {{3, 3}};
  d.facts = {f};
  return d;
}
db::row_set stored(const digest& d, std::int64_t fingerprint = digest_fingerprint(),
                   const std::string& refusal = "") {
  return rows({{"e", fingerprint, refusal, db::value::blob(encode_digest(d))}});
}
evidence_record with_content(const std::string& id, const std::string& content) {
  auto e = some_evidence(id);
  e.sha256 = content;
  return e;
}
file_read read_of(digest d) {
  file_read r;
  r.found = std::move(d);
  return r;
}

struct analysis {
  test::hand<analysis_state> h;

  void begin_run() {
    h.say(run_analysis{"e"});
    h.answer(h.at(), rows({row_of(some_evidence())}));
    BOOST_TEST(h.sent<db::transact>()->unit.at(0).params.at(1).bytes == "processing");
    h.answer(h.at(), sets({rows({})}));
    is_as_stored();
    BOOST_TEST_REQUIRE(h.sent<read_file>() != nullptr);
  }
  /// The next file is compared with its row, and is what it should be.
  void is_as_stored() {
    const auto last = h.out.size() - 1;
    BOOST_TEST_REQUIRE(h.sent<blob::verify>(last) != nullptr);
    BOOST_TEST(!h.sent<blob::verify>(last)->sha256.empty());
    h.answer(h.at(last), done{});
  }
  void say_case(bool windowed = false, const std::string& zone = "UTC") {
    analyse_case m;
    m.case_id = "c", m.terms.windowed = windowed, m.terms.zone = zone, m.terms.now = 5;
    h.say(m);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(analysis_steps, analysis)

BOOST_AUTO_TEST_CASE(a_job_reads_the_stored_file_and_keeps_what_it_shows) {
  begin_run();
  auto* read = h.sent<read_file>();
  BOOST_TEST(read->source.path == "evidence/c/e.log");
  BOOST_TEST(read->source.name == "app.log");
  BOOST_TEST(read->source.bytes == 100u);
  BOOST_TEST(read->terms.now == 77);  // years are told by the upload
  h.answer(h.at(), read_of(log_digest("app.log")));
  auto* unit = h.sent<db::transact>();
  BOOST_TEST_REQUIRE(unit != nullptr);
  BOOST_TEST(unit->unit.at(0).name == "evidence.keep_digest");
  BOOST_TEST(decode_digest(unit->unit.at(0).params.at(3).bytes)->facts.at(0).rule == "disk_full");
  BOOST_TEST(unit->unit.at(1).name == "evidence.set_processed");
  h.answer(h.at(), sets({rows({}), rows({})}));
  BOOST_TEST_REQUIRE(h.sent<analysis_done>() != nullptr);
  BOOST_TEST(h.sent<analysis_done>()->result.find("\"facts\":1") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_read_is_worth_another_try_and_no_text_is_a_result) {
  begin_run();
  file_read lost;
  lost.error = "cannot be opened: it is not there", lost.unreadable = true;
  h.answer(h.at(), lost);
  BOOST_TEST((h.failed()->code == ec::unavailable));
  BOOST_TEST(h.failed()->text == "the stored file cannot be opened: it is not there");
  begin_run();
  file_read picture;
  picture.error = "is a PNG picture";
  h.answer(h.at(), picture);
  auto* unit = h.sent<db::transact>();
  BOOST_TEST_REQUIRE(unit != nullptr);
  BOOST_TEST(unit->unit.at(0).params.at(2).bytes == "is a PNG picture");
  BOOST_TEST(unit->unit.at(1).name == "evidence.set_processed");
}

BOOST_AUTO_TEST_CASE(evidence_that_is_deleted_meanwhile_is_not_found_at_every_wait) {
  h.say(run_analysis{"e"});
  h.answer(h.at(), rows({}));
  BOOST_TEST((h.failed()->code == ec::not_found));
  begin_run();
  h.answer(h.at(), read_of(log_digest("app.log")));
  h.fails(h.at(), ec::conflict);  // the digest has no evidence any more
  BOOST_TEST((h.failed()->code == ec::not_found));
}

BOOST_AUTO_TEST_CASE(failures_of_the_database_and_the_worker_reach_the_job) {
  h.say(run_analysis{"e"});
  h.fails(h.at(), ec::unavailable);
  BOOST_TEST((h.failed()->code == ec::unavailable));
  begin_run();
  h.fails(h.at(), ec::busy);
  BOOST_TEST((h.failed()->code == ec::busy));
  begin_run();
  h.answer(h.at(), read_of(log_digest("app.log")));
  h.fails(h.at(), ec::timeout);
  BOOST_TEST((h.failed(h.out.size() - 1)->code == ec::timeout));
}

BOOST_AUTO_TEST_CASE(a_file_at_which_its_reader_hung_is_not_read_again) {
  begin_run();
  h.fails(h.at(), ec::stuck);
  auto* unit = h.sent<db::transact>();
  BOOST_TEST_REQUIRE(unit != nullptr);
  BOOST_TEST(unit->unit.at(0).name == "evidence.keep_digest");
  const auto why = unit->unit.at(0).params.at(2).bytes;
  BOOST_TEST(why.starts_with("could not be read when it came"));
  h.answer(h.at(), sets({rows({})}));
  BOOST_TEST((h.failed(h.out.size() - 1)->code == ec::stuck));

  auto failed = some_evidence();
  failed.status = "failed";
  for (bool windowed : {false, true}) {
    say_case(windowed);
    h.answer(h.at(), rows({row_of(failed)}));
    BOOST_TEST_REQUIRE(h.sent<db::query>() != nullptr);
    h.answer(h.at(), stored(digest{}, digest_fingerprint(), why));
    BOOST_TEST_REQUIRE(h.sent<case_analysed>() != nullptr);
    BOOST_TEST(h.sent<case_analysed>()->found.notes.at(0).find(
                   "was left out: it could not be read when it came") != std::string::npos);
  }
  // Another program may read it better.
  say_case();
  h.answer(h.at(), rows({row_of(failed)}));
  h.answer(h.at(), stored(digest{}, digest_fingerprint() + 1, why));
  is_as_stored();
  BOOST_TEST(h.sent<read_file>() != nullptr);
}

BOOST_AUTO_TEST_CASE(a_job_that_failed_for_good_is_said_at_its_evidence) {
  h.say(abandon_analysis{"e", "given up"});
  BOOST_TEST(h.sent<db::transact>()->unit.at(0).name == "evidence.set_failed");
  BOOST_TEST(h.sent<db::transact>()->unit.at(0).params.at(1).bytes == "given up");
  h.answer(h.at(), sets({rows({})}));
  BOOST_TEST(h.sent<done>() != nullptr);
}

BOOST_AUTO_TEST_CASE(stored_digests_of_logs_serve_a_turn_without_reading_a_file) {
  say_case();
  h.answer(h.at(), rows({row_of(with_content("e", "1")), row_of(with_content("f", "2"))}));
  h.answer(h.at(), stored(log_digest("app.log")));
  is_as_stored();
  h.answer(h.at(), stored(log_digest("app.log")));
  is_as_stored();
  auto* all = h.sent<case_analysed>();
  BOOST_TEST_REQUIRE(all != nullptr);
  BOOST_TEST(all->found.digests.size() == 2u);
  BOOST_TEST(all->found.digests[1].evidence == 2u);
  BOOST_TEST(all->found.digests[1].facts.at(0).evidence == 2u);
  BOOST_TEST(all->ids == (std::vector<std::string>{"e", "f"}), boost::test_tools::per_element());
  BOOST_TEST(all->pending.size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_digest_of_another_program_or_a_damaged_one_is_made_again) {
  say_case();
  h.answer(h.at(), rows({row_of(some_evidence())}));
  h.answer(h.at(), stored(log_digest("app.log"), digest_fingerprint() + 1));
  is_as_stored();
  BOOST_TEST(h.sent<read_file>() != nullptr);
  h.answer(h.at(), read_of(log_digest("app.log")));
  BOOST_TEST(h.sent<case_analysed>() != nullptr);
  say_case();
  h.answer(h.at(), rows({row_of(some_evidence())}));
  h.answer(h.at(), rows({{"e", digest_fingerprint(), "", db::value::blob("half")}}));
  is_as_stored();
  BOOST_TEST(h.sent<read_file>() != nullptr);
}

BOOST_AUTO_TEST_CASE(a_window_or_another_zone_reads_the_files_again) {
  say_case(true);
  h.answer(h.at(), rows({row_of(some_evidence())}));
  is_as_stored();
  BOOST_TEST_REQUIRE(h.sent<read_file>() != nullptr);
  BOOST_TEST(h.sent<read_file>()->terms.windowed);
  BOOST_TEST(h.sent<read_file>()->terms.now == 77);
  h.answer(h.at(), read_of(log_digest("app.log")));
  say_case(false, "Europe/Berlin");
  h.answer(h.at(), rows({row_of(some_evidence())}));
  is_as_stored();
  BOOST_TEST_REQUIRE(h.sent<read_file>() != nullptr);
  BOOST_TEST(h.sent<read_file>()->terms.zone == "Europe/Berlin");
}

BOOST_AUTO_TEST_CASE(documents_are_related_by_a_worker_that_reads_them) {
  auto manifest = log_digest("pod.yaml");
  manifest.kind = kind::manifest;
  say_case();
  h.answer(h.at(), rows({row_of(with_content("e", "1")), row_of(with_content("f", "2"))}));
  h.answer(h.at(), stored(log_digest("app.log")));
  is_as_stored();
  h.answer(h.at(), stored(manifest));
  is_as_stored();
  auto* relate = h.sent<relate_documents>();
  BOOST_TEST_REQUIRE(relate != nullptr);
  BOOST_TEST(relate->documents.size() == 1u);
  BOOST_TEST(relate->documents.at(0).evidence == 2u);
  BOOST_TEST(relate->documents.at(0).source.path == "evidence/c/f.log");
  documents_related related;
  related.notes = {{2, "a note"}};
  h.answer(h.at(), related);
  BOOST_TEST(h.sent<case_analysed>()->found.digests.at(1).notes.back() == "a note");
}

BOOST_AUTO_TEST_CASE(a_hundred_copies_of_one_file_are_read_once) {
  std::vector<db::row> copies;
  for (int i = 0; i < 100; ++i) copies.push_back(row_of(with_content("e" + std::to_string(i), "the same")));
  say_case();
  h.answer(h.at(), rows(copies));
  BOOST_TEST(h.out.size() == 1u);
  auto manifest = log_digest("pod.yaml");
  manifest.kind = kind::manifest;
  h.answer(h.at(), stored(manifest));
  is_as_stored();
  auto* relate = h.sent<relate_documents>();
  BOOST_TEST_REQUIRE(relate != nullptr);
  BOOST_TEST(relate->documents.size() == 1u);
  h.answer(h.at(), documents_related{});
  auto* all = h.sent<case_analysed>();
  BOOST_TEST_REQUIRE(all != nullptr);
  BOOST_TEST(all->ids.size() == 100u);
  BOOST_TEST(all->found.digests.size() == 100u);
  BOOST_TEST(all->found.digests[99].facts.empty());
  BOOST_TEST(all->found.digests[99].notes.at(0).find("same content as E1") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_is_no_text_or_is_lost_is_a_note_and_leaves_no_gap) {
  say_case();
  h.answer(h.at(), rows({row_of(with_content("a", "1")), row_of(with_content("b", "2")),
                         row_of(with_content("e", "3"))}));
  h.answer(h.at(), stored(digest{}, digest_fingerprint(), "is a PNG picture"));
  h.answer(h.at(), rows({}));
  is_as_stored();
  auto reading = h.at(0);  // b has no digest yet
  BOOST_TEST_REQUIRE(h.sent<read_file>(0) != nullptr);
  h.answer(h.at(1), stored(log_digest("app.log")));
  is_as_stored();
  h.fails(reading, ec::unavailable);
  auto* all = h.sent<case_analysed>(h.out.size() - 1);
  BOOST_TEST_REQUIRE(all != nullptr);
  BOOST_TEST(all->ids == std::vector<std::string>{"e"}, boost::test_tools::per_element());
  BOOST_TEST(all->found.digests.at(0).evidence == 1u);
  BOOST_TEST(all->found.notes.at(0) == "'app.log' was left out: it is a PNG picture");
  BOOST_TEST(all->found.notes.at(1) == "'app.log' was left out: it could not be read: as the test says");
}

BOOST_AUTO_TEST_CASE(pictures_are_handed_over_beside_what_has_lines) {
  say_case();
  h.answer(h.at(), rows({row_of(with_content("a", "1")), row_of(with_content("b", "1")),
                         row_of(with_content("e", "3"))}));
  digest of_picture;
  of_picture.picture = {"image/png", 640, 480, 900, "1", ""};
  h.answer(h.at(), stored(of_picture, digest_fingerprint(), "is a picture"));
  h.answer(h.at(), stored(log_digest("app.log")));
  is_as_stored();
  auto* all = h.sent<case_analysed>(h.out.size() - 1);
  BOOST_TEST_REQUIRE(all != nullptr);
  BOOST_TEST(all->ids == std::vector<std::string>{"e"}, boost::test_tools::per_element());
  BOOST_TEST(all->found.notes.empty());
  BOOST_TEST_REQUIRE(all->found.pictures.size() == 2u);
  BOOST_TEST(all->found.pictures[0].id == "a");
  BOOST_TEST(all->found.pictures[1].id == "b");
  BOOST_TEST((all->found.pictures[1].is == of_picture.picture));
}

BOOST_AUTO_TEST_CASE(a_turn_that_is_late_or_withdrawn_reads_no_further) {
  say_case(true);
  h.answer(h.at(), rows({row_of(some_evidence())}));
  h.fails(h.at(), ec::timeout);
  BOOST_TEST((h.failed(h.out.size() - 1)->code == ec::timeout));
  say_case(true);
  h.answer(h.at(), rows({row_of(some_evidence())}));
  is_as_stored();
  h.fails(h.at(), ec::timeout);
  BOOST_TEST((h.failed(h.out.size() - 1)->code == ec::timeout));
  BOOST_TEST(h.idle());
}

BOOST_AUTO_TEST_CASE(only_a_few_files_are_read_at_the_same_time) {
  std::vector<db::row> many;
  for (int i = 0; i < 20; ++i)
    many.push_back(row_of(with_content("e" + std::to_string(i), std::to_string(i))));
  say_case(true);
  h.answer(h.at(), rows(many));
  is_as_stored();
  const auto first = h.at(0);
  for (int i = 1; i < 8; ++i) is_as_stored();
  BOOST_TEST(h.out.size() == 1u);
  BOOST_TEST(h.sent<read_file>() != nullptr);
  h.answer(first, read_of(log_digest("app.log")));
  BOOST_TEST(h.out.size() == 1u);
  is_as_stored();
  BOOST_TEST(h.sent<read_file>() != nullptr);
}

BOOST_AUTO_TEST_CASE(a_file_that_is_missing_or_altered_ends_its_job_and_is_a_note_of_the_turn) {
  h.say(run_analysis{"e"});
  h.answer(h.at(), rows({row_of(some_evidence())}));
  h.answer(h.at(), sets({rows({})}));
  h.fails(h.at(), ec::gone);
  BOOST_TEST((h.failed()->code == ec::gone));
  // What was found in it before does not help: nobody could look up the lines.
  say_case();
  h.answer(h.at(), rows({row_of(some_evidence())}));
  h.answer(h.at(), stored(log_digest("app.log")));
  h.fails(h.at(), ec::gone);
  auto* all = h.sent<case_analysed>(h.out.size() - 1);
  BOOST_TEST_REQUIRE(all != nullptr);
  BOOST_TEST(all->ids.empty());
  BOOST_TEST(all->found.notes.at(0) == "'app.log' was left out: it could not be read: as the test says");
}

BOOST_AUTO_TEST_CASE(a_case_with_very_many_files_says_that_it_was_cut) {
  std::vector<db::row> many;
  for (int i = 0; i < 1'001; ++i)
    many.push_back(row_of(with_content("e" + std::to_string(i), std::to_string(i))));
  say_case();
  h.answer(h.at(), rows(many));
  for (int i = 0; i < 1'000; ++i) {
    h.answer(h.at(), stored(log_digest("app.log")));
    is_as_stored();
  }
  auto* all = h.sent<case_analysed>();
  BOOST_TEST_REQUIRE(all != nullptr);
  BOOST_TEST(all->ids.size() == 1'000u);
  BOOST_TEST(all->found.notes.at(0) == "only the first 1000 files of the case were read");
}

BOOST_AUTO_TEST_SUITE_END()
