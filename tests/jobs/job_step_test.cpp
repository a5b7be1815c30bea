// One job, fed by hand: every wait succeeds, fails or is withdrawn.
#include "job_step.hpp"

#include "jobs_support.hpp"

#include <fm/test/hand.hpp>

#include <boost/test/unit_test.hpp>

using namespace fm;
using namespace fm::jobs;
using fm::test::rows;
using fm::test::sets;

namespace {

struct one_job {
  test::hand<job_state> h{std::string("j"), patience{3, second}, all_kinds()};

  /// The answer to a claim, after `tries` tries.
  void claimed(job_record job, std::uint32_t tries = 1, std::vector<std::uint32_t> done = {}) {
    BOOST_TEST_REQUIRE(unit_name() == "jobs.claim");
    job.status = "processing";
    job.tries = tries;
    std::vector<db::row> steps;
    for (auto n : done) steps.push_back({n, "done", "{\"step\":" + std::to_string(n) + "}"});
    h.answer(h.at(), sets({rows({row_of(job)}), rows(steps)}));
  }
  void written() { h.answer(h.at(), sets({rows({}), rows({})})); }
  std::string unit_name(std::size_t i = 0) {
    auto* t = h.sent<db::transact>();
    return t && i < t->unit.size() ? t->unit[i].name : "";
  }
  /// The first parameters of the operation that ends the job: id, status, stage, percent, error.
  std::vector<db::value> finish() {
    auto* t = h.sent<db::transact>();
    BOOST_TEST_REQUIRE(t != nullptr);
    BOOST_TEST_REQUIRE(t->unit.back().name == "jobs.finish");
    return t->unit.back().params;
  }
  void start(job_record job = pending_job(), std::uint32_t tries = 1) {
    h.say(run_job{"j"});
    claimed(std::move(job), tries);
    BOOST_TEST_REQUIRE(unit_name() == "jobs.begin_step");
    written();
  }
  bool told_the_board(bool again = false) {
    for (std::size_t i = 0; i < h.out.size(); ++i)
      if (auto* e = h.sent<job_rested>(i)) return e->again == again;
    return false;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(job_steps, one_job)

BOOST_AUTO_TEST_CASE(an_analysis_is_claimed_logged_done_and_completed) {
  start();
  BOOST_TEST_REQUIRE(h.sent<work::run>() != nullptr);
  BOOST_TEST(h.sent<work::run>()->subject == "subject");
  h.answer(h.at(), work::result{"{\"kind\":\"log\"}"});
  BOOST_TEST(unit_name() == "jobs.end_step");
  auto end = finish();
  BOOST_TEST(end[1].bytes == "completed");
  BOOST_TEST(end[3].integer == 100);
  BOOST_TEST(end[5].bytes == "{\"kind\":\"log\"}");
  written();
  BOOST_TEST(told_the_board());
  BOOST_TEST(h.idle());
}

BOOST_AUTO_TEST_CASE(an_ingestion_has_two_steps_and_a_done_one_is_not_repeated) {
  start(pending_job("ingestion"));
  BOOST_TEST(h.sent<work::first>() != nullptr);
  h.answer(h.at(), work::result{"{\"step\":1}"});
  BOOST_TEST(unit_name() == "jobs.end_step");
  written();
  BOOST_TEST(unit_name() == "jobs.begin_step");
  BOOST_TEST(h.sent<db::transact>()->unit[1].params[2].integer == 50);  // half of it is done
  written();
  BOOST_TEST(h.sent<work::second>() != nullptr);
  h.answer(h.at(), work::result{"{\"step\":2}"});
  BOOST_TEST(finish()[5].bytes == "{\"step\":2}");
}

BOOST_AUTO_TEST_CASE(after_a_crash_the_job_goes_on_at_the_step_that_was_not_done) {
  h.say(run_job{"j"});
  claimed(pending_job("ingestion"), 2, {1});
  BOOST_TEST(h.sent<db::transact>()->unit[0].params[1].integer == 2);
  written();
  BOOST_TEST(h.sent<work::second>() != nullptr);
}

BOOST_AUTO_TEST_CASE(a_crash_between_the_last_step_and_the_end_repeats_nothing) {
  h.say(run_job{"j"});
  claimed(pending_job("ingestion"), 2, {1, 2});
  auto end = finish();
  BOOST_TEST(end[1].bytes == "completed");
  BOOST_TEST(end[5].bytes == "{\"step\":2}");
}

BOOST_AUTO_TEST_CASE(a_job_that_ended_meanwhile_is_left_alone) {
  h.say(run_job{"j"});
  h.answer(h.at(), sets({rows({}), rows({})}));
  BOOST_TEST(told_the_board());
  BOOST_TEST(h.idle());
}

BOOST_AUTO_TEST_CASE(a_second_start_of_a_running_job_does_nothing) {
  start();
  h.say(run_job{"j"});
  BOOST_TEST(h.sent<db::transact>() == nullptr);
}

BOOST_AUTO_TEST_CASE(what_may_succeed_later_is_tried_again_after_longer_and_longer_waits) {
  start();
  h.fails(h.at(), ec::unavailable);
  BOOST_TEST((h.out.at(0).what == output_kind::timer));
  BOOST_TEST(h.out.at(0).after == second);
  h.fire(h.at());
  claimed(pending_job(), 2);
  written();
  h.fails(h.at(), ec::timeout);
  BOOST_TEST(h.out.back().after == 2 * second);
  h.fire(h.at(h.out.size() - 1));
  claimed(pending_job(), 3);
  written();
  BOOST_TEST(h.sent<work::run>() != nullptr);
  h.answer(h.at(), work::result{"{}"});
  BOOST_TEST(finish()[1].bytes == "completed");
  BOOST_TEST(finish()[4].bytes == "");
}

BOOST_AUTO_TEST_CASE(after_its_tries_a_job_is_parked_with_the_reason_and_its_subject_is_told) {
  start(pending_job(), 3);
  h.fails(h.at(), ec::unavailable);
  BOOST_TEST_REQUIRE(h.sent<work::leave>() != nullptr);
  BOOST_TEST(h.sent<work::leave>()->reason == "given up after 3 tries: as the test says");
  h.answer(h.at(), done{});
  BOOST_TEST(finish()[1].bytes == "failed");
  BOOST_TEST(finish()[4].bytes == "given up after 3 tries: as the test says");
  written();
  BOOST_TEST(told_the_board());
}

BOOST_AUTO_TEST_CASE(what_can_never_succeed_is_not_tried_again) {
  start(pending_job("ingestion"));
  h.fails(h.at(), ec::invalid);
  BOOST_TEST_REQUIRE(h.sent<work::leave>() != nullptr);
  h.answer(h.at(), done{});
  BOOST_TEST(finish()[4].bytes == "as the test says");
}

BOOST_AUTO_TEST_CASE(work_that_hung_is_parked_at_once_for_it_would_hang_again) {
  start();
  h.fails(h.at(), ec::stuck, "the work was given up after 30 s");
  BOOST_TEST_REQUIRE(h.sent<work::leave>() != nullptr);
  BOOST_TEST(h.sent<work::leave>()->reason == "the work was given up after 30 s");
  h.answer(h.at(), done{});
  auto end = finish();
  BOOST_TEST(end[1].bytes == "failed");
}

BOOST_AUTO_TEST_CASE(a_subject_that_is_gone_does_not_keep_its_job_from_ending) {
  start();
  h.fails(h.at(), ec::not_found);
  h.fails(h.at(), ec::not_found);
  BOOST_TEST(finish()[1].bytes == "failed");
}

BOOST_AUTO_TEST_CASE(a_job_whose_subject_cannot_be_told_stays_open) {
  start();
  h.fails(h.at(), ec::not_found);
  h.fails(h.at(), ec::unavailable);
  auto wait = h.out.size() - 1;
  BOOST_TEST((h.out.at(wait).what == output_kind::timer));
  h.fire(h.at(wait));
  BOOST_TEST(told_the_board(true));
}

BOOST_AUTO_TEST_CASE(a_program_that_ends_during_every_try_does_not_try_for_ever) {
  h.say(run_job{"j"});
  claimed(pending_job(), 4);
  BOOST_TEST_REQUIRE(h.sent<work::leave>() != nullptr);
  BOOST_TEST(h.sent<work::leave>()->reason.find("ended during each of its 3 tries") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_kind_that_nobody_knows_ends_with_a_sentence) {
  h.say(run_job{"j"});
  claimed(pending_job("baking"));
  BOOST_TEST(finish()[4].bytes.find("'baking'") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_end_of_a_job_is_written_until_it_is_durable) {
  start();
  h.answer(h.at(), work::result{"{}"});
  h.fails(h.at(), ec::unavailable);
  BOOST_TEST((h.out.back().what == output_kind::timer));
  h.fire(h.at(h.out.size() - 1));
  BOOST_TEST(finish()[1].bytes == "completed");
  written();
  BOOST_TEST(told_the_board());
}

BOOST_AUTO_TEST_CASE(without_its_database_a_job_stays_open_and_the_board_looks_again) {
  h.say(run_job{"j"});
  h.fails(h.at(), ec::unavailable);
  BOOST_TEST((h.out.back().what == output_kind::timer));
  h.fire(h.at(h.out.size() - 1));
  BOOST_TEST(told_the_board(true));
  BOOST_TEST(h.idle());
}

BOOST_AUTO_TEST_CASE(a_deletion_ends_the_work_and_leaves_the_row_as_the_deletion_wrote_it) {
  start();
  h.say(stop_job{"j"});
  BOOST_TEST((h.out.at(0).what == output_kind::cancel));  // the worker is told
  BOOST_TEST_REQUIRE(h.sent<db::query>(1) != nullptr);
  auto closed = pending_job();
  closed.status = "failed";
  h.answer(h.at(1), rows({row_of(closed)}));
  BOOST_TEST(told_the_board());
  BOOST_TEST(unit_name() == "");
  BOOST_TEST(h.idle());
}

BOOST_AUTO_TEST_CASE(a_job_that_its_owner_cancels_tells_its_subject_and_fails) {
  start();
  h.say(stop_job{"j"});
  auto marked = pending_job();
  marked.status = "processing";
  marked.cancelled = true;
  marked.error = "cancelled by its owner";
  h.answer(h.at(1), rows({row_of(marked)}));
  BOOST_TEST_REQUIRE(h.sent<work::leave>() != nullptr);
  BOOST_TEST(h.sent<work::leave>()->reason == "cancelled by its owner");
  h.answer(h.at(), done{});
  BOOST_TEST(finish()[4].bytes == "cancelled by its owner");
}

BOOST_AUTO_TEST_CASE(a_cancel_that_was_marked_before_a_crash_is_carried_out_at_the_next_start) {
  h.say(run_job{"j"});
  auto marked = pending_job();
  marked.cancelled = true;
  marked.error = "cancelled by its owner";
  claimed(marked);
  BOOST_TEST(h.sent<work::leave>() != nullptr);
}

BOOST_AUTO_TEST_CASE(a_stop_between_two_waits_is_not_lost) {
  h.say(run_job{"j"});
  auto claim = h.at();
  h.say(stop_job{"j"});  // nothing to withdraw yet
  BOOST_TEST(h.out.empty());
  auto job = pending_job();
  job.status = "processing";
  job.tries = 1;
  h.answer(claim, sets({rows({row_of(job)}), rows({})}));
  BOOST_TEST_REQUIRE(h.sent<db::query>() != nullptr);
  h.answer(h.at(), rows({}));  // the row is gone
  BOOST_TEST(told_the_board());
}

BOOST_AUTO_TEST_CASE(before_the_program_stops_a_job_is_put_down) {
  start();
  h.say(stop_job{"j", true});
  BOOST_TEST((h.out.at(0).what == output_kind::cancel));
  BOOST_TEST(h.sent<db::transact>(1)->unit.at(0).name == "jobs.put_down");
  h.answer(h.at(1), sets({rows({})}));
  BOOST_TEST(told_the_board());
  BOOST_TEST(h.idle());
}

BOOST_AUTO_TEST_CASE(a_job_that_waits_to_try_again_is_put_down_at_once) {
  start();
  h.fails(h.at(), ec::busy);
  h.say(stop_job{"j", true});
  bool put_down = false;
  for (std::size_t i = 0; i < h.out.size(); ++i)
    if (auto* t = h.sent<db::transact>(i)) put_down = t->unit.at(0).name == "jobs.put_down";
  BOOST_TEST(put_down);
}

BOOST_AUTO_TEST_CASE(progress_is_live_and_written_at_most_twice_a_second) {
  start();
  auto later = [&] {
    for (int i = 0; i < 500; ++i) h.say(progressed{"j", 0});  // a millisecond each
  };
  later();
  h.say(progressed{"j", 10});
  BOOST_TEST(unit_name() == "jobs.save_progress");
  auto saving = h.at();
  later();
  h.say(progressed{"j", 20});
  BOOST_TEST(unit_name() == "");  // one at a time
  h.answer(saving, sets({rows({})}));
  h.say(progressed{"j", 25});
  BOOST_TEST(unit_name() == "jobs.save_progress");
  h.answer(h.at(), sets({rows({})}));
  h.say(progressed{"j", 30});
  BOOST_TEST(unit_name() == "");  // too soon
  h.say(progressed{"j", 25});     // never back
  h.say(get_job{"j"});
  BOOST_TEST_REQUIRE(h.sent<job_record>() != nullptr);
  BOOST_TEST(h.sent<job_record>()->percent == 30u);
  BOOST_TEST(h.sent<job_record>()->stage == "analysing");
}

BOOST_AUTO_TEST_CASE(somebody_else_does_not_see_a_running_job) {
  start();
  h.ctx.user = "eve";
  h.say(get_job{"j"});
  BOOST_TEST_REQUIRE(h.failed() != nullptr);
  BOOST_TEST((h.failed()->code == ec::not_found));
}

BOOST_AUTO_TEST_CASE(a_job_that_does_not_run_is_read_from_the_database) {
  h.say(get_job{"j"});
  BOOST_TEST_REQUIRE(h.sent<db::query>() != nullptr);
  h.answer(h.at(), rows({row_of(pending_job())}));
  BOOST_TEST(h.sent<job_record>()->status == "pending");
  h.say(stop_job{"j"});
  h.say(progressed{"j", 10});
  BOOST_TEST(unit_name() == "");
}

BOOST_AUTO_TEST_CASE(who_watches_a_running_job_is_told_of_progress_at_once_and_of_nothing_after_a_while) {
  start();
  h.say(watch_job{"j", "", 10 * second});
  BOOST_TEST_REQUIRE(h.sent<job_seen>() != nullptr);
  auto mark = h.sent<job_seen>()->mark;
  h.say(watch_job{"j", mark, 10 * second});
  BOOST_TEST((h.out.at(0).what == output_kind::timer));
  auto timer = h.at();
  h.say(progressed{"j", 60});
  h.fire(timer);
  BOOST_TEST_REQUIRE(h.sent<job_seen>() != nullptr);
  BOOST_TEST(h.sent<job_seen>()->job.percent == 60u);
  mark = h.sent<job_seen>()->mark;
  h.say(watch_job{"j", mark, 1});
  h.fire(h.at());
  BOOST_TEST(h.sent<job_seen>()->mark == mark);
  h.ctx.user = "eve";
  h.say(watch_job{"j", "", 0});
  BOOST_TEST((h.failed()->code == ec::not_found));
}

BOOST_AUTO_TEST_CASE(who_asks_a_job_to_work_that_works_already_waits_for_its_end) {
  start();
  auto work = h.at();
  h.say(run_job{"j"});
  BOOST_TEST((h.out.at(0).what == output_kind::timer));
  auto timer = h.at();
  h.answer(work, work::result{"{}"});
  written();
  h.fire(timer);
  BOOST_TEST(unit_name() == "jobs.claim");  // it looks whether there is more to do
}

BOOST_AUTO_TEST_SUITE_END()
