// The board, fed by hand.
#include "board_step.hpp"

#include "jobs_support.hpp"

#include <fm/test/hand.hpp>

#include <boost/test/unit_test.hpp>

using namespace fm;
using namespace fm::jobs;
using fm::test::rows;
using fm::test::sets;

namespace {

/// The board asks the job, and the job has ended.
void rests(test::hand<board_state>& h, const std::string& id, bool again = false) {
  h.say(drive_job{id});
  BOOST_TEST_REQUIRE(h.sent<run_job>() != nullptr);
  BOOST_TEST(h.sent<run_job>()->job_id == id);
  h.answer(h.at(), job_rested{again});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(board_steps)

BOOST_AUTO_TEST_CASE(a_job_whose_actor_dies_gives_its_place_back_after_a_while) {
  test::hand<board_state> h(std::size_t{1});
  h.say(begin{"a"});
  h.say(drive_job{"a"});
  h.fails(h.at(), ec::unavailable, "the receiver has ended");
  BOOST_TEST((h.out.at(0).what == output_kind::timer));
  auto timer = h.at();
  h.say(begin{"b"});
  BOOST_TEST(h.out.empty());  // the place is not free yet
  h.fire(timer);
  BOOST_TEST(h.sent<db::query>()->read.name == "jobs.open_jobs");
  h.answer(h.at(), rows({{"a"}, {"b"}}));
  BOOST_TEST(h.sent<drive_job>()->job_id == "a");
}

BOOST_AUTO_TEST_CASE(a_job_without_an_actor_is_watched_in_the_database) {
  test::hand<board_state> h(std::size_t{0});
  auto job = pending_job();
  h.say(watch_job{"j", "", 10 * second});
  h.answer(h.at(), rows({row_of(job)}));
  BOOST_TEST_REQUIRE(h.sent<job_seen>() != nullptr);
  auto mark = h.sent<job_seen>()->mark;
  h.say(watch_job{"j", mark, 10 * second});
  h.answer(h.at(), rows({row_of(job)}));
  BOOST_TEST((h.out.at(0).what == output_kind::timer));
  h.fire(h.at());
  job.status = "failed";
  h.answer(h.at(), rows({row_of(job)}));
  BOOST_TEST(h.sent<job_seen>()->job.status == "failed");
  BOOST_TEST(h.sent<job_seen>()->mark != mark);
  h.ctx.user = "eve";
  h.say(watch_job{"j", "", 0});
  h.answer(h.at(), rows({row_of(job)}));
  BOOST_TEST((h.failed()->code == ec::not_found));
}

BOOST_AUTO_TEST_CASE(no_more_jobs_run_than_allowed_and_the_rest_is_looked_up_when_one_ends) {
  test::hand<board_state> h(std::size_t{2});
  for (std::string id : {"a", "b", "c"}) {
    h.say(begin{id});
    if (id == "c") {
      BOOST_TEST(h.out.empty());
    } else {
      BOOST_TEST_REQUIRE(h.sent<drive_job>() != nullptr);
      BOOST_TEST(h.sent<drive_job>()->job_id == id);
      // It goes on when whoever began it has its answer.
      BOOST_TEST(h.out[0].ctx->deadline == 0);
      BOOST_TEST(h.out[0].ctx->request_id == id);
    }
  }
  h.say(begin{"a"});
  BOOST_TEST(h.out.empty());
  rests(h, "a");
  BOOST_TEST_REQUIRE(h.sent<db::query>() != nullptr);
  BOOST_TEST(h.sent<db::query>()->read.name == "jobs.open_jobs");
  h.answer(h.at(), rows({{"b"}, {"c"}}));
  BOOST_TEST_REQUIRE(h.sent<drive_job>() != nullptr);
  BOOST_TEST(h.sent<drive_job>()->job_id == "c");
  // Nothing waits any more: the next end looks nothing up.
  rests(h, "b");
  BOOST_TEST(h.sent<db::query>() == nullptr);
  BOOST_TEST(h.idle());
}

BOOST_AUTO_TEST_CASE(what_waits_is_not_forgotten_when_the_database_does_not_answer) {
  test::hand<board_state> h(std::size_t{1});
  h.say(begin{"a"});
  h.say(begin{"b"});
  rests(h, "a");
  h.fails(h.at(), ec::unavailable);
  auto timer = h.at();
  BOOST_TEST((h.out.at(0).what == output_kind::timer));
  rests(h, "x");
  BOOST_TEST(h.sent<db::query>() == nullptr);  // somebody looks already
  h.fire(timer);
  BOOST_TEST_REQUIRE(h.sent<db::query>() != nullptr);
  h.answer(h.at(), rows({{"b"}}));
  BOOST_TEST(h.sent<drive_job>()->job_id == "b");
}

BOOST_AUTO_TEST_CASE(a_job_that_begins_while_the_board_looks_is_found_by_another_look) {
  test::hand<board_state> h(std::size_t{1});
  h.say(begin{"a"});
  h.say(begin{"b"});
  rests(h, "a");
  auto look = h.at();
  h.say(begin{"c"});  // there is room
  BOOST_TEST(h.sent<drive_job>()->job_id == "c");
  h.answer(look, rows({{"b"}, {"c"}}));
  BOOST_TEST(h.sent<drive_job>() == nullptr);
  rests(h, "c");
  BOOST_TEST_REQUIRE(h.sent<db::query>() != nullptr);
  h.answer(h.at(), rows({{"b"}}));
  BOOST_TEST(h.sent<drive_job>()->job_id == "b");
}

BOOST_AUTO_TEST_CASE(at_start_old_jobs_are_forgotten_and_open_ones_go_on) {
  test::hand<board_state> h(std::size_t{2});
  h.say(resume_all{});
  BOOST_TEST(h.sent<db::transact>()->unit.at(0).name == "jobs.forget_ended");
  h.answer(h.at(), sets({rows({})}));
  h.answer(h.at(), test::number(3));
  BOOST_TEST(h.sent<db::query>()->read.name == "jobs.open_jobs");
  h.answer(h.at(), rows({{"a"}, {"b"}, {"c"}}));
  BOOST_TEST(h.sent<drive_job>(0)->job_id == "a");
  BOOST_TEST(h.sent<drive_job>(1)->job_id == "b");
  BOOST_TEST_REQUIRE(h.sent<resumed>(2) != nullptr);
  BOOST_TEST(h.sent<resumed>(2)->open == 3u);
}

BOOST_AUTO_TEST_CASE(a_start_without_its_database_says_so) {
  test::hand<board_state> h(std::size_t{2});
  h.say(resume_all{});
  h.fails(h.at(), ec::unavailable);
  BOOST_TEST_REQUIRE(h.failed() != nullptr);
}

BOOST_AUTO_TEST_CASE(before_the_stop_running_jobs_are_put_down_and_no_other_begins) {
  test::hand<board_state> h(std::size_t{2});
  h.say(begin{"a"});
  h.say(suspend_all{});
  BOOST_TEST_REQUIRE(h.sent<stop_job>() != nullptr);
  BOOST_TEST(h.sent<stop_job>()->suspend);
  auto look = h.at(1);
  h.say(begin{"b"});
  BOOST_TEST(h.out.empty());
  h.fire(look);
  look = h.at();
  rests(h, "a", true);
  BOOST_TEST(h.out.size() == 1u);  // its own end
  h.fire(look);
  BOOST_TEST(h.sent<done>() != nullptr);
}

BOOST_AUTO_TEST_CASE(only_the_owner_sees_and_cancels_a_job) {
  test::hand<board_state> h(std::size_t{2});
  h.ctx.user = "eve";
  h.say(get_job{"j"});
  h.answer(h.at(), rows({row_of(pending_job())}));
  BOOST_TEST((h.failed()->code == ec::not_found));
  BOOST_TEST(h.failed()->text == "job not found");
  h.say(cancel_job{"j"});
  h.answer(h.at(), rows({row_of(pending_job())}));
  BOOST_TEST((h.failed()->code == ec::not_found));
  h.ctx.user = "";
  h.say(get_job{"j"});
  h.answer(h.at(), rows({row_of(pending_job())}));
  BOOST_TEST((h.failed()->code == ec::not_found));
  h.ctx.user = "ann";
  h.say(get_job{"nothing"});
  h.answer(h.at(), rows({}));
  BOOST_TEST((h.failed()->code == ec::not_found));
}

BOOST_AUTO_TEST_CASE(a_job_that_waits_without_need_goes_on_when_somebody_looks) {
  test::hand<board_state> h(std::size_t{2});
  h.say(get_job{"j"});
  h.answer(h.at(), rows({row_of(pending_job())}));
  BOOST_TEST(h.sent<drive_job>(0) != nullptr);
  BOOST_TEST(h.sent<job_record>(1)->status == "pending");
  auto ended = pending_job();
  ended.status = "completed";
  h.say(get_job{"j"});
  h.answer(h.at(), rows({row_of(ended)}));
  BOOST_TEST(h.sent<job_record>(0)->status == "completed");
}

BOOST_AUTO_TEST_CASE(a_running_job_is_stopped_after_its_row_says_why) {
  test::hand<board_state> h(std::size_t{2});
  h.say(begin{"j"});
  auto job = pending_job();
  job.status = "processing";
  h.say(cancel_job{"j"});
  h.answer(h.at(), rows({row_of(job)}));
  BOOST_TEST(h.sent<db::transact>()->unit.at(0).name == "jobs.mark_cancelled");
  job.cancelled = true;
  h.answer(h.at(), sets({rows({}), rows({row_of(job)})}));
  BOOST_TEST_REQUIRE(h.sent<stop_job>(0) != nullptr);
  BOOST_TEST(!h.sent<stop_job>(0)->suspend);
  BOOST_TEST(h.sent<job_record>(1)->cancelled);
}

BOOST_AUTO_TEST_CASE(a_waiting_job_is_started_to_be_cancelled_and_an_ended_one_stays_as_it_is) {
  test::hand<board_state> h(std::size_t{2});
  auto job = pending_job();
  h.say(cancel_job{"j"});
  h.answer(h.at(), rows({row_of(job)}));
  job.cancelled = true;
  h.answer(h.at(), sets({rows({}), rows({row_of(job)})}));
  BOOST_TEST(h.sent<drive_job>(0) != nullptr);
  job.status = "completed";
  h.say(cancel_job{"j"});
  h.answer(h.at(), rows({row_of(job)}));
  BOOST_TEST(h.sent<job_record>(0)->status == "completed");
  // It ended between the look and the mark.
  auto still = pending_job();
  h.say(cancel_job{"j"});
  h.answer(h.at(), rows({row_of(still)}));
  h.answer(h.at(), sets({rows({}), rows({row_of(job)})}));
  BOOST_TEST(h.sent<job_record>(0)->status == "completed");
}

BOOST_AUTO_TEST_SUITE_END()
