// Uploads and deletions, fed by hand: whatever fails, nothing is left half-way.
#include "records_step.hpp"

#include "digest_codec.hpp"
#include "evidence_support.hpp"

#include <fm/jobs/messages.hpp>
#include <fm/test/hand.hpp>

#include <boost/test/unit_test.hpp>

using namespace fm;
using namespace fm::evidence;
using fm::test::rows;
using fm::test::sets;

namespace {

struct records {
  test::hand<records_state> h{std::vector<std::string>{}};

  void say_upload() {
    upload_evidence m;
    m.case_id = "c", m.spool = "/tmp/spool-1", m.original_filename = "App.LOG", m.content_type = "Text/Plain";
    h.say(m);
  }
  /// Up to the unit that writes the rows; gives the key of the stored file.
  std::string upload_to_unit() {
    say_upload();
    BOOST_TEST_REQUIRE(h.sent<look_at_case>() != nullptr);
    h.answer(h.at(), case_of());
    auto* adopt = h.sent<blob::adopt>();
    BOOST_TEST_REQUIRE(adopt != nullptr);
    auto key = adopt->key;
    h.answer(h.at(), blob::stored{100, "5a"});
    BOOST_TEST_REQUIRE(h.sent<db::transact>() != nullptr);
    return key;
  }
  std::vector<std::string> names() {
    std::vector<std::string> out;
    if (auto* t = h.sent<db::transact>())
      for (const auto& op : t->unit) out.push_back(op.name);
    return out;
  }
  const blob::remove* removal() {
    for (std::size_t i = 0; i < h.out.size(); ++i)
      if (auto* r = h.sent<blob::remove>(i)) return r;
    return nullptr;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(evidence_records, records)

BOOST_AUTO_TEST_CASE(file_first_then_both_rows_in_one_unit_then_the_job_begins) {
  auto key = upload_to_unit();
  BOOST_TEST(key.starts_with("evidence/c/"));
  BOOST_TEST(key.ends_with(".log"));
  BOOST_TEST(names() == (std::vector<std::string>{"evidence.insert", "jobs.insert_job"}),
             boost::test_tools::per_element());
  h.answer(h.at(), sets({rows({{key, ""}}), rows({})}));
  BOOST_TEST_REQUIRE(h.sent<jobs::begin>(0) != nullptr);
  auto* e = h.sent<evidence_record>(1);
  BOOST_TEST_REQUIRE(e != nullptr);
  BOOST_TEST(e->job_id == h.sent<jobs::begin>(0)->job_id);
  BOOST_TEST(e->owner == "ann");
  BOOST_TEST(e->file_type == "text/plain");
  BOOST_TEST(e->original_filename == "App.LOG");
  BOOST_TEST(e->status == "pending");
  BOOST_TEST(h.idle());
}

BOOST_AUTO_TEST_CASE(nothing_is_stored_for_a_case_that_is_not_the_callers_or_closed) {
  say_upload();
  h.fails(h.at(), ec::not_found);
  BOOST_TEST((h.failed()->code == ec::not_found));
  say_upload();
  h.answer(h.at(), case_of("closed"));
  BOOST_TEST((h.failed()->code == ec::conflict));
  BOOST_TEST(h.failed()->text == "the case is closed: it takes no more evidence");
}

BOOST_AUTO_TEST_CASE(a_refused_type_is_refused_before_anything_is_asked) {
  upload_evidence m;
  m.content_type = "application/x-dosexec";
  h.say(m);
  BOOST_TEST((h.failed()->code == ec::invalid));
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_stored_leaves_no_row) {
  say_upload();
  h.answer(h.at(), case_of());
  h.fails(h.at(), ec::storage_full);
  BOOST_TEST((h.failed()->code == ec::storage_full));
  BOOST_TEST(h.idle());
}

BOOST_AUTO_TEST_CASE(a_unit_that_failed_for_sure_takes_its_file_along) {
  auto key = upload_to_unit();
  h.fails(h.at(), ec::storage_full);
  BOOST_TEST_REQUIRE(removal() != nullptr);
  BOOST_TEST(removal()->keys.at(0) == key);
  h.answer(h.at(), done{});
  BOOST_TEST((h.failed()->code == ec::storage_full));
}

BOOST_AUTO_TEST_CASE(an_upload_beyond_a_quota_is_undone_with_its_file_and_says_which) {
  const auto upload = [this](std::int64_t bytes, std::int64_t open_jobs) {
    auto key = upload_to_unit();
    h.answer(h.at(), sets({rows({{key, ""}}), rows({}), test::number(bytes), test::number(open_jobs)}));
    BOOST_TEST(
        names() == (std::vector<std::string>{"evidence.remove", "jobs.close_job", "files.note_removed"}),
        boost::test_tools::per_element());
    h.answer(h.at(), sets({rows({}), rows({}), rows({})}));
    BOOST_TEST_REQUIRE(removal() != nullptr);
    BOOST_TEST(removal()->keys.at(0) == key);
    h.answer(h.at(), done{});
    return *h.failed();
  };
  h.state().most_bytes = 150, h.state().most_open_jobs = 2;
  auto full = upload(250, 1);
  BOOST_TEST((full.code == ec::quota_exhausted));
  BOOST_TEST(full.text.find("FM_QUOTA_EVIDENCE_MB") != std::string::npos);
  auto busy = upload(100, 3);
  BOOST_TEST((busy.code == ec::rate_limited));
  BOOST_TEST(busy.text.find("FM_QUOTA_OPEN_JOBS") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_unit_whose_end_is_not_known_keeps_its_file_for_the_sweep) {
  for (auto code : {ec::timeout, ec::unavailable, ec::cancelled}) {
    upload_to_unit();
    h.fails(h.at(), code);
    BOOST_TEST(removal() == nullptr);
    BOOST_TEST((h.failed(h.out.size() - 1)->code == code));
  }
}

BOOST_AUTO_TEST_CASE(a_case_that_goes_during_the_upload_is_not_found) {
  upload_to_unit();
  h.fails(h.at(), ec::conflict);
  h.answer(h.at(), done{});
  BOOST_TEST((h.failed()->code == ec::not_found));
}

BOOST_AUTO_TEST_CASE(a_duplicate_names_the_older_file_and_its_own_copy_goes) {
  auto key = upload_to_unit();
  h.answer(h.at(), sets({rows({{"evidence/c/older.log", "older"}}), rows({})}));
  BOOST_TEST_REQUIRE(removal() != nullptr);
  BOOST_TEST(removal()->keys.at(0) == key);
  h.fails(h.at(1), ec::unavailable);  // the copy stays for the sweep
  auto* e = h.sent<evidence_record>();
  BOOST_TEST_REQUIRE(e != nullptr);
  BOOST_TEST(e->duplicate_of == "older");
  BOOST_TEST(e->storage_key == "evidence/c/older.log");
}

BOOST_AUTO_TEST_CASE(a_deletion_ends_the_job_in_the_same_unit_and_removes_the_file_afterwards) {
  h.say(delete_evidence{"e"});
  h.answer(h.at(), rows({row_of(some_evidence())}));
  BOOST_TEST(
      names() == (std::vector<std::string>{"evidence.remove", "jobs.close_job", "evidence.uses_of_file",
                                           "files.note_removed", "auth.insert_audit"}),
      boost::test_tools::per_element());
  BOOST_TEST(removal() == nullptr);
  h.answer(h.at(), sets({rows({}), rows({}), rows({})}));
  BOOST_TEST(h.sent<jobs::stop_job>(0)->job_id == "j-e");
  BOOST_TEST_REQUIRE(removal() != nullptr);
  h.fails(h.at(1), ec::unavailable);
  BOOST_TEST(h.sent<done>() != nullptr);  // the rows are gone: that counts
}

BOOST_AUTO_TEST_CASE(a_file_that_another_evidence_uses_stays) {
  h.say(delete_evidence{"e"});
  h.answer(h.at(), rows({row_of(some_evidence())}));
  h.answer(h.at(), sets({rows({}), rows({}), rows({{"evidence/c/e.log"}})}));
  BOOST_TEST(removal() == nullptr);
  BOOST_TEST(h.sent<done>(1) != nullptr);
}

BOOST_AUTO_TEST_CASE(a_deletion_that_fails_deletes_no_file) {
  h.say(delete_evidence{"e"});
  h.answer(h.at(), rows({row_of(some_evidence())}));
  h.fails(h.at(), ec::unavailable);
  BOOST_TEST(removal() == nullptr);
  BOOST_TEST((h.failed()->code == ec::unavailable));
}

BOOST_AUTO_TEST_CASE(somebody_elses_evidence_is_not_there) {
  h.ctx.user = "eve";
  h.say(get_evidence{"e", ""});
  h.answer(h.at(), rows({row_of(some_evidence())}));
  BOOST_TEST((h.failed()->code == ec::not_found));
  BOOST_TEST(h.failed()->text == "evidence not found");
  h.say(delete_evidence{"e"});
  h.answer(h.at(), rows({row_of(some_evidence())}));
  BOOST_TEST((h.failed()->code == ec::not_found));
  h.say(link_evidence{"e", "d", false, ""});
  h.answer(h.at(), rows({row_of(some_evidence())}));
  BOOST_TEST((h.failed()->code == ec::not_found));
  h.ctx.user = "ann";
  h.say(get_evidence{"e", "another case"});
  h.answer(h.at(), rows({row_of(some_evidence())}));
  BOOST_TEST((h.failed()->code == ec::not_found));
}

BOOST_AUTO_TEST_CASE(details_hold_what_was_found_when_this_program_found_it) {
  digest found;
  found.kind = kind::log, found.lines = 12;
  auto stored = [&](std::int64_t fingerprint, const char* refusal) {
    return rows({{"e", fingerprint, refusal, db::value::blob(encode_digest(found))}});
  };
  auto details = [&](db::row_set digests) {
    h.say(get_details{"e", "c"});
    h.answer(h.at(), rows({row_of(some_evidence())}));
    h.answer(h.at(), std::move(digests));
    h.answer(h.at(), case_hypotheses{});
    return *h.sent<evidence_details>();
  };
  BOOST_TEST(details(stored(digest_fingerprint(), "")).found.at(0).lines == 12u);
  BOOST_TEST(details(stored(digest_fingerprint() + 1, "")).found.empty());
  BOOST_TEST(details(stored(digest_fingerprint(), "is a picture")).found.empty());
  BOOST_TEST(details(rows({})).record.id == "e");
  h.say(get_details{"e", "another case"});
  h.answer(h.at(), rows({row_of(some_evidence())}));
  BOOST_TEST((h.failed()->code == ec::not_found));
}

BOOST_AUTO_TEST_CASE(details_name_the_hypotheses_that_rest_on_the_evidence) {
  digest found;
  found.facts.resize(2);
  found.facts[0].rule = "disk_full", found.facts[0].subject = "/var";
  found.facts[1].rule = "slow_query", found.facts[1].quote = "Query took 31.2 s: select 1";
  auto hypothesis = [](std::string id, std::string title, std::string description, std::string origin) {
    case_hypothesis one;
    one.id = id, one.title = title, one.description = description, one.origin = origin;
    return one;
  };
  case_hypotheses all{
      {hypothesis("h1", "The disk /var is full", "", "agent:disk_full:The disk /var is full"),
       hypothesis("h2", "The disk /home is full", "", "agent:disk_full:The disk /home is full"),
       hypothesis("h3", "A query is slow", "for: Query took 31.2 s: select 1", "agent:pool:x"),
       hypothesis("h4", "I saw it in app.log", "", "user"), hypothesis("h5", "Bad luck", "", "user")}};
  h.say(get_details{"e", ""});
  h.answer(h.at(), rows({row_of(some_evidence())}));
  h.answer(h.at(), rows({{"e", digest_fingerprint(), "", db::value::blob(encode_digest(found))}}));
  BOOST_TEST(h.sent<look_at_hypotheses>()->case_id == "c");
  h.answer(h.at(), all);
  auto* d = h.sent<evidence_details>();
  BOOST_TEST_REQUIRE(d != nullptr);
  BOOST_TEST_REQUIRE(d->cited_by.size() == 3u);
  BOOST_TEST(d->cited_by[0].id == "h1");
  BOOST_TEST(d->cited_by[0].facts.at(0) == 0u);
  BOOST_TEST(d->cited_by[1].id == "h3");
  BOOST_TEST(d->cited_by[1].facts.at(0) == 1u);
  BOOST_TEST(d->cited_by[2].id == "h4");
  BOOST_TEST(d->cited_by[2].facts.empty());
  h.say(get_details{"e", ""});
  h.answer(h.at(), rows({row_of(some_evidence())}));
  h.answer(h.at(), rows({}));
  h.fails(h.at(), ec::not_found);  // the case goes meanwhile
  BOOST_TEST(h.sent<evidence_details>()->cited_by.empty());
}

BOOST_AUTO_TEST_CASE(an_evidence_that_moves_takes_its_job_along) {
  h.say(link_evidence{"e", "d", false, ""});
  h.answer(h.at(), rows({row_of(some_evidence())}));
  h.answer(h.at(), case_of());
  BOOST_TEST(h.sent<db::transact>()->unit.at(1).name == "jobs.move_job");
  BOOST_TEST(h.sent<db::transact>()->unit.at(1).params.at(1).bytes == "d");
  auto moved = some_evidence();
  moved.case_id = "d";
  h.answer(h.at(), sets({rows({row_of(moved)}), rows({})}));
  BOOST_TEST(h.sent<evidence_record>()->case_id == "d");
}

BOOST_AUTO_TEST_CASE(a_list_reads_page_and_total_at_the_same_time) {
  list_evidence m;
  m.limit = 1;
  h.say(m);
  BOOST_TEST_REQUIRE(h.out.size() == 2u);
  auto page = h.at(0), total = h.at(1);
  h.answer(total, test::number(9));
  h.answer(page, rows({row_of(some_evidence("a")), row_of(some_evidence("b"))}));
  auto* all = h.sent<evidence_page>();
  BOOST_TEST_REQUIRE(all != nullptr);
  BOOST_TEST(all->total == 9u);
  BOOST_TEST(all->evidence.size() == 1u);
  BOOST_TEST(all->more);
  BOOST_TEST((all->evidence.at(0) == some_evidence("a")));
}

BOOST_AUTO_TEST_CASE(evidence_that_goes_while_it_is_moved_is_not_found) {
  h.say(link_evidence{"e", "d", false, ""});
  h.answer(h.at(), rows({row_of(some_evidence())}));
  h.answer(h.at(), case_of());
  h.answer(h.at(), sets({rows({}), rows({})}));
  BOOST_TEST((h.failed()->code == ec::not_found));
}

BOOST_AUTO_TEST_CASE(a_case_is_purged_until_nothing_is_left) {
  h.say(purge_case{"c"});
  h.answer(h.at(), rows({row_of(some_evidence("a")), row_of(some_evidence("b"))}));
  BOOST_TEST(names().size() == 8u);
  h.answer(h.at(), sets(std::vector<db::row_set>(8)));
  auto last = h.out.size() - 1;
  BOOST_TEST(h.sent<blob::remove>(last)->keys.size() == 2u);
  h.answer(h.at(last), done{});
  h.answer(h.at(), rows({}));
  BOOST_TEST(h.sent<done>() != nullptr);
}

BOOST_AUTO_TEST_CASE(a_sweep_sets_aside_what_no_row_names_and_deletes_nothing) {
  h.say(sweep{0});
  h.answer(h.at(), rows({}));  // nothing was written down to be removed
  BOOST_TEST(h.sent<blob::list>()->folder == "evidence");
  h.answer(h.at(), blob::listing{{"evidence/c/b", "evidence/c/a", "evidence/c/c"}});
  BOOST_TEST(h.sent<blob::list_aside>()->folder == "evidence");
  h.answer(h.at(), blob::listing{{"evidence/c/x"}});
  h.answer(h.at(), rows({{"evidence/c/c"}, {"evidence/c/a"}}));
  BOOST_TEST(h.sent<blob::set_aside>()->keys == std::vector<std::string>{"evidence/c/b"},
             boost::test_tools::per_element());
  h.answer(h.at(), blob::aside{1, 0});
  BOOST_TEST(h.sent<swept>()->removed == 1u);
}

BOOST_AUTO_TEST_CASE(a_sweep_brings_back_what_a_row_names_again_and_looks_for_the_rest) {
  h.say(sweep{0});
  h.answer(h.at(), rows({}));  // nothing was written down to be removed
  h.answer(h.at(), blob::listing{{"evidence/c/a"}});
  h.answer(h.at(), blob::listing{{"evidence/c/b"}});
  h.answer(h.at(), rows({{"evidence/c/a"}, {"evidence/c/b"}, {"evidence/c/lost"}}));
  BOOST_TEST(h.sent<blob::bring_back>()->keys == std::vector<std::string>{"evidence/c/b"},
             boost::test_tools::per_element());
  h.answer(h.at(), done{});
  BOOST_TEST(h.sent<blob::look_for>()->keys == (std::vector<std::string>{"evidence/c/b", "evidence/c/lost"}),
             boost::test_tools::per_element());
  h.answer(h.at(), blob::listing{{"evidence/c/lost"}});
  BOOST_TEST(h.sent<swept>()->removed == 0u);
}

BOOST_AUTO_TEST_CASE(a_program_is_refused_whatever_it_is_declared_as) {
  upload_evidence m;
  m.case_id = "c", m.original_filename = "app.log", m.content_type = "text/plain", m.spool = "/tmp/x";
  h.say(m);
  h.answer(h.at(), case_of());
  h.answer(h.at(), blob::stored{4, "5a",
                                "\x7F"
                                "ELF"});
  BOOST_TEST_REQUIRE(h.sent<blob::remove>() != nullptr);
  h.answer(h.at(), done{});
  BOOST_TEST((h.failed()->code == ec::invalid));
  BOOST_TEST(h.failed()->text.find("ELF") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_sweep_removes_what_was_written_down_unless_a_row_names_it) {
  h.say(sweep{0});
  h.answer(h.at(), rows({{"documents/ann/d"}, {"evidence/c/gone"}, {"evidence/c/shared"}}));
  h.answer(h.at(), blob::listing{{"evidence/c/gone", "evidence/c/shared", "evidence/c/stray"}});
  h.answer(h.at(), blob::listing{});
  h.answer(h.at(), rows({{"evidence/c/shared"}}));
  BOOST_TEST(removal()->keys == std::vector<std::string>{"evidence/c/gone"},
             boost::test_tools::per_element());
  h.answer(h.at(), done{});
  BOOST_TEST(names() == (std::vector<std::string>{"files.forget_removed", "files.forget_removed"}),
             boost::test_tools::per_element());
  h.answer(h.at(), sets({rows({}), rows({})}));
  BOOST_TEST(h.sent<blob::set_aside>()->keys == std::vector<std::string>{"evidence/c/stray"},
             boost::test_tools::per_element());
  h.answer(h.at(), blob::aside{1, 0});
  BOOST_TEST(h.sent<swept>()->removed == 1u);
}

BOOST_AUTO_TEST_CASE(a_sweep_that_cannot_remove_a_file_keeps_what_was_written_down) {
  h.say(sweep{0});
  h.answer(h.at(), rows({{"evidence/c/gone"}}));
  h.answer(h.at(), blob::listing{});
  h.answer(h.at(), blob::listing{});
  h.answer(h.at(), rows({}));
  h.fails(h.at(), ec::unavailable);
  BOOST_TEST((h.failed()->code == ec::unavailable));
}

BOOST_AUTO_TEST_CASE(a_sweep_that_cannot_ask_for_rows_removes_nothing) {
  h.say(sweep{0});
  h.answer(h.at(), rows({}));  // nothing was written down to be removed
  h.answer(h.at(), blob::listing{{"evidence/c/b"}});
  h.fails(h.at(), ec::unavailable);
  BOOST_TEST(removal() == nullptr);
  BOOST_TEST((h.failed()->code == ec::unavailable));
}

BOOST_AUTO_TEST_SUITE_END()
