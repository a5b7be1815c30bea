// Whole turns: the engines in their order.
#include "investigation/turn.hpp"

#include "investigation/stuck.hpp"
#include "support.hpp"

using namespace fm::investigation;
using namespace fm::test;
using hs = hypothesis_status;

namespace {

/// A case that is fed turn by turn.
struct fed {
  state s;
  std::uint32_t number = 0;

  turn_input next() { return fm::test::turn(s, ++number); }
  turn_effect idle(std::vector<stated_hypothesis> stated_now = {}) {
    auto in = next();
    in.found.hypotheses = std::move(stated_now);
    return enter_turn(s, in);
  }
};

const std::vector<milestone> verified{milestone::symptom_verified, milestone::scope_assessed,
                                      milestone::timeline_established};

}  // namespace

BOOST_AUTO_TEST_CASE(the_third_turn_without_progress_is_stuck_and_degraded) {
  fed f;
  for (int i = 0; i < 2; ++i) BOOST_TEST(!f.idle().stuck);
  BOOST_TEST(!f.s.degraded.open);
  BOOST_TEST(f.idle().stuck);
  BOOST_TEST(f.s.degraded.open);
  BOOST_TEST(f.s.escalation.suggested);
  auto in = f.next();
  in.found.files = {{"e1", "app.log", "log"}};
  const auto effect = enter_turn(f.s, in);
  BOOST_TEST(effect.progress);
  BOOST_TEST(effect.outcome == "evidence_collected");
  BOOST_TEST(f.s.idle == 0u);
  BOOST_TEST(!f.s.degraded.open);
}

BOOST_AUTO_TEST_CASE(while_consulting_turns_count_and_the_loop_does_not) {
  fed f;
  for (int i = 0; i < 4; ++i) {
    auto in = f.next();
    in.stage = case_stage::consulting;
    in.found.milestones = verified;
    in.found.hypotheses = {stated("a", .6, {"e1:1"})};
    enter_turn(f.s, in);
  }
  BOOST_TEST(f.s.idle == 3u);
  BOOST_TEST(!f.s.degraded.open);
  BOOST_TEST(f.s.ooda.iteration == 0u);
  BOOST_TEST(f.s.current_phase == phase::intake);
  BOOST_TEST(f.s.hypotheses[0].iterations_without_progress == 0u);
  begin(f.s, 99);
  BOOST_TEST(f.s.idle == 0u);
  BOOST_TEST(f.s.started == 99);
  BOOST_TEST(f.s.hypotheses.size() == 1u);
  BOOST_TEST(!f.s.progress.has(milestone::symptom_verified));
}

BOOST_AUTO_TEST_CASE(an_investigation_moves_through_its_phases_and_back) {
  fed f;
  auto in = f.next();
  in.found.milestones = {milestone::symptom_verified};
  enter_turn(f.s, in);
  BOOST_TEST(f.s.current_phase == phase::blast_radius);
  BOOST_TEST(f.s.ooda.depth == intensity::light);
  in = f.next();
  in.found.milestones = verified;
  in.found.hypotheses = {stated("a", .5, {"e1:1"})};
  enter_turn(f.s, in);
  BOOST_TEST(f.s.current_phase == phase::validation);
  BOOST_TEST(f.s.ooda.depth == intensity::medium);
  BOOST_TEST(f.s.ooda.iteration == 2u);
  BOOST_TEST(f.s.ooda.phase_iteration == 0u);
  in = f.next();
  in.found.hypotheses = {stated("a", .1, {"e1:1"}, {"e2:1", "e2:2"})};
  enter_turn(f.s, in);
  BOOST_TEST(f.s.hypotheses[0].status == hs::refuted);
  BOOST_TEST(f.s.current_phase == phase::hypothesis);
  BOOST_TEST(f.s.loop_backs == 1u);
  BOOST_TEST(f.s.degraded.kind == degraded_kind::hypothesis_space_exhausted);
  in = f.next();
  in.found.files = {{"e3", "db.log", "log"}};
  in.found.hypotheses = {stated("b", .8, {"e3:1", "e3:2"})};
  enter_turn(f.s, in);
  BOOST_TEST(f.s.current_phase == phase::solution);
  BOOST_TEST(!f.s.degraded.open);
  BOOST_TEST(f.s.conclusion.hypothesis_id == "b");
}

BOOST_AUTO_TEST_CASE(the_fourth_way_back_is_degraded_mode) {
  fed f;
  for (int round = 0; round < 4; ++round) {
    const auto id = "h" + std::to_string(round);
    auto in = f.next();
    in.found.milestones = verified;
    in.found.files = {{id, "x.log", "log"}};
    in.found.hypotheses = {stated(id, .5, {id + ":1"})};
    enter_turn(f.s, in);
    BOOST_TEST(f.s.current_phase == phase::validation);
    in = f.next();
    in.found.files = {{id + "'", "y.log", "log"}};
    in.found.hypotheses = {stated(id, .1, {}, {id + ":2", id + ":3"})};
    enter_turn(f.s, in);
    BOOST_TEST(f.s.loop_backs == std::min(round + 1, 3));
  }
  BOOST_TEST(f.s.loop_back_reason == "max_loops_exceeded");
  BOOST_TEST(f.s.degraded.open);
  BOOST_TEST(f.s.current_phase == phase::validation);
}

BOOST_AUTO_TEST_CASE(three_requests_in_vain_are_evidence_that_is_missing) {
  fed f;
  for (int i = 0; i < 4; ++i) {
    auto in = f.next();
    in.found.questions = {"logs", "metrics", "traces"};
    in.moved = true;  // so that it is not stuck for want of progress
    enter_turn(f.s, in);
    BOOST_TEST(f.s.degraded.open == (i == 3));
  }
  BOOST_TEST(f.s.degraded.kind == degraded_kind::critical_evidence_missing);
  BOOST_TEST(f.s.metrics.evidence_blocked == 3u);
}

BOOST_AUTO_TEST_CASE(the_same_statement_of_the_same_evidence_keeps_its_hypothesis) {
  fed f;
  for (int i = 0; i < 8; ++i) f.idle({stated("a", .9, {"e1:1", "e1:2"})});
  BOOST_TEST(f.s.hypotheses[0].likelihood == .9);
  BOOST_TEST(f.s.hypotheses[0].status == hs::validated);
  BOOST_TEST(f.s.hypotheses[0].supporting.size() == 2u);
  BOOST_TEST(f.s.anchoring.excluded_category.empty());
  BOOST_TEST(f.s.conclusion.caveats.size() == 1u);  // nothing new for some turns
}

BOOST_AUTO_TEST_CASE(guesses_that_get_nowhere_are_let_go_and_others_are_asked_for) {
  fed f;
  auto guesses = [] {
    return std::vector<stated_hypothesis>{stated("a", .6), stated("b", .6), stated("c", .6), stated("d", .6)};
  };
  auto in = f.next();
  in.found.milestones = verified;
  in.found.hypotheses = guesses();
  enter_turn(f.s, in);
  BOOST_TEST(f.s.anchoring.detected);
  BOOST_TEST(f.s.anchoring.excluded_category.empty());  // the loop looks from the third iteration on
  f.idle(guesses());
  f.idle(guesses());
  BOOST_TEST(f.s.anchoring.excluded_category == "network");
  BOOST_TEST(f.s.anchoring.wanted == 2u);
  for (const auto& h : f.s.hypotheses) BOOST_TEST(h.status == hs::retired);
}

BOOST_AUTO_TEST_CASE(an_action_of_the_user_is_a_turn_without_an_iteration) {
  fed f;
  f.idle({stated("a", .6, {"e1:1"})});
  auto in = f.next();
  in.looked = false;
  in.rows.clear();
  in.moved = true;
  in.outcome = "hypothesis_validated";
  decide(f.s.hypotheses[0], hs::validated, in.turn);
  const auto effect = enter_turn(f.s, in);
  BOOST_TEST(effect.progress);
  BOOST_TEST(effect.outcome == "hypothesis_validated");
  BOOST_TEST(f.s.ooda.iteration == 1u);
  BOOST_TEST(f.s.conclusion.hypothesis_id == "a");
  BOOST_TEST((f.s.turns.back().hypotheses == std::vector<std::string>{"a"}));
  f.idle();
  BOOST_TEST(f.s.hypotheses[0].status == hs::validated);
}

BOOST_AUTO_TEST_CASE(what_happened_last_more_than_a_day_ago_is_historical) {
  fed f;
  constexpr micros day = 86'400'000'000;
  auto in = f.next();
  in.urgent = urgency::high;
  in.found.first = in.found.last = in.now - day;
  enter_turn(f.s, in);
  BOOST_TEST(f.s.temporal == temporal_state::ongoing);
  BOOST_TEST(f.s.approach == strategy::mitigation_first);
  fed g;
  in.found.first = in.found.last = in.now - day - 1;
  enter_turn(g.s, in);
  BOOST_TEST(g.s.temporal == temporal_state::historical);
  BOOST_TEST(g.s.approach == strategy::user_choice);
}

BOOST_AUTO_TEST_CASE(a_copy_of_a_case_speaks_of_its_own_rows) {
  fed f;
  auto in = f.next();
  in.found.files = {{"e1", "app.log", "log"}};
  in.found.hypotheses = {stated("a", .6, {"e1:1"})};
  in.found.supports = {{"e1", "a"}};
  enter_turn(f.s, in);
  rename_hypotheses(f.s, {{"a", "z"}});
  BOOST_TEST(f.s.hypotheses[0].id == "z");
  BOOST_TEST(f.s.evidence[0].supports[0] == "z");
  BOOST_TEST(f.s.turns[0].hypotheses[0] == "z");
  BOOST_TEST(f.s.conclusion.hypothesis_id == "z");
}
