// The SQL of the jobs module on SQLite.
#include "jobs_store.hpp"

#include <fm/jobs/ledger.hpp>
#include <fm/sqlite/open.hpp>
#include <fm/test/message_suite.hpp>
#include <fm/test/rows.hpp>
#include <fm/test/temp_folder.hpp>

#include <boost/test/unit_test.hpp>

using namespace fm;
namespace store = fm::jobs::store;

namespace {

std::unique_ptr<db::database> opened(const test::temp_folder& folder) {
  auto r = sqlite::open(folder / "fm.db", {store::schema()});
  if (!r) throw std::runtime_error(r.error().text);
  return std::move(*r);
}

struct jobs_on_disk {
  test::temp_folder folder;
  test::store_fixture on{opened(folder)};

  void add(const std::string& id) {
    on.write({jobs::insert_job({id, "analysis", "e-" + id, "ann", "c"}, 7)});
  }
  jobs::job_record get(const std::string& id) {
    return store::job_of(on.read(store::read_job(id)).rows.at(0));
  }
  std::vector<std::string> open() {
    std::vector<std::string> out;
    for (const auto& row : on.read(store::open_jobs(10)).rows) out.push_back(row.at(0).bytes);
    return out;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(jobs_store, jobs_on_disk)

BOOST_AUTO_TEST_CASE(a_new_job_waits_and_knows_whose_it_is) {
  add("a");
  auto job = get("a");
  BOOST_TEST(job.kind == "analysis");
  BOOST_TEST(job.subject == "e-a");
  BOOST_TEST(job.owner == "ann");
  BOOST_TEST(job.case_id == "c");
  BOOST_TEST(job.status == "pending");
  BOOST_TEST(job.created == 7);
  BOOST_TEST(open() == std::vector<std::string>{"a"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_claim_counts_a_try_and_an_ended_job_cannot_be_claimed) {
  add("a");
  auto first = on.write(store::claim("a", 8));
  BOOST_TEST(store::job_of(first.sets[0].rows.at(0)).tries == 1u);
  auto second = on.write(store::claim("a", 9));
  auto job = store::job_of(second.sets[0].rows.at(0));
  BOOST_TEST(job.tries == 2u);
  BOOST_TEST(job.status == "processing");
  job.status = "completed";
  job.result = "{}";
  job.percent = 100;
  on.write({store::finish(job, 10)});
  BOOST_TEST(on.write(store::claim("a", 11)).sets[0].rows.empty());
  BOOST_TEST(open().empty());
  auto ended = get("a");
  BOOST_TEST(ended.result == "{}");
  BOOST_TEST(ended.updated == 10);
}

BOOST_AUTO_TEST_CASE(steps_are_logged_once_and_read_back_by_the_next_claim) {
  add("a");
  on.write({store::begin_step("a", 1, "reading", 8)});
  on.write({store::begin_step("a", 1, "reading", 9)});
  BOOST_TEST(store::steps_of(on.write(store::claim("a", 9)).sets.at(1)).done.empty());
  on.write({store::end_step("a", 1, "{\"n\":1}", 10), store::begin_step("a", 2, "indexing", 10)});
  auto log = store::steps_of(on.write(store::claim("a", 11)).sets.at(1));
  BOOST_TEST(log.done == std::vector<std::uint32_t>{1}, boost::test_tools::per_element());
  BOOST_TEST(log.result == "{\"n\":1}");
}

BOOST_AUTO_TEST_CASE(a_closed_job_stays_closed) {
  add("a");
  on.write(store::claim("a", 8));
  on.write({jobs::close_job("a", "the evidence was deleted", 9)});
  auto late = get("a");
  BOOST_TEST(late.status == "failed");
  BOOST_TEST(late.error == "the evidence was deleted");
  late.status = "completed";
  on.write({store::finish(late, 10), store::save_progress(late, 10), store::put_down("a", 10),
            store::mark_cancelled("a", "no", 10)});
  BOOST_TEST(get("a").status == "failed");
  BOOST_TEST(get("a").error == "the evidence was deleted");
  BOOST_TEST(get("a").updated == 9);
}

BOOST_AUTO_TEST_CASE(a_job_that_was_put_down_waits_again_and_its_try_does_not_count) {
  add("a");
  on.write(store::claim("a", 8));
  on.write({store::put_down("a", 9)});
  BOOST_TEST(get("a").status == "pending");
  BOOST_TEST(get("a").tries == 0u);
}

BOOST_AUTO_TEST_CASE(a_cancelled_job_is_still_open_and_keeps_its_reason_over_progress) {
  add("a");
  auto job = store::job_of(on.write(store::claim("a", 8)).sets[0].rows.at(0));
  on.write({store::mark_cancelled("a", "cancelled by its owner", 9)});
  job.stage = "reading";
  on.write({store::save_progress(job, 10)});
  BOOST_TEST(get("a").cancelled);
  BOOST_TEST(get("a").stage == "cancelling");
  BOOST_TEST(get("a").error == "cancelled by its owner");
  BOOST_TEST(open().size() == 1u);
}

BOOST_AUTO_TEST_CASE(old_ended_jobs_are_forgotten_with_their_steps_and_open_ones_are_not) {
  add("a"), add("b"), add("c");
  on.write({store::begin_step("a", 1, "reading", 8)});
  on.write({jobs::close_job("a", "gone", 10), jobs::close_job("b", "gone", 30)});
  on.write({store::forget_ended(20)});
  BOOST_TEST(on.read(store::read_job("a")).rows.empty());
  BOOST_TEST(get("b").status == "failed");
  BOOST_TEST(get("c").status == "pending");
  BOOST_TEST(on.read(store::count_open()).rows.at(0).at(0).integer == 1);
}

BOOST_AUTO_TEST_CASE(two_jobs_of_one_id_are_a_conflict) {
  add("a");
  auto again = on.try_write({jobs::insert_job({"a", "analysis", "x", "ann", ""}, 7)});
  BOOST_TEST_REQUIRE(!again);
  BOOST_TEST((again.error().code == ec::conflict));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(every_message_survives_the_wire) { test::check_messages<jobs::messages>(); }
