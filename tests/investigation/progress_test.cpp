// Milestones, stages, outcomes, momentum, strategy; the conclusion; the stuck rules.
#include "investigation/progress.hpp"

#include "investigation/stuck.hpp"
#include "investigation/working_conclusion.hpp"
#include "support.hpp"

using namespace fm::investigation;
using fm::test::held;
using hs = hypothesis_status;
using many = std::vector<fm::investigation::hypothesis>;

namespace {

progress with(const std::vector<milestone>& all) {
  progress p;
  for (auto m : all) complete(p, m, 5);
  return p;
}

std::vector<turn_record> turns(const std::vector<bool>& moved) {
  std::vector<turn_record> out;
  for (bool m : moved) {
    turn_record t;
    t.progress = m;
    out.push_back(t);
  }
  return out;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_milestone_is_reached_once_and_stamps_its_group) {
  progress p;
  using m = milestone;
  for (auto one : {m::symptom_verified, m::scope_assessed, m::timeline_established}) {
    BOOST_TEST(complete(p, one, 5));
    BOOST_TEST(!complete(p, one, 6));
    BOOST_TEST(p.verification_completed == 0);
  }
  BOOST_TEST(complete(p, m::changes_identified, 7));
  BOOST_TEST(p.verification_completed == 7);
  BOOST_TEST(verification_complete(p));
  complete(p, m::root_cause_identified, 8);
  BOOST_TEST(p.investigation_completed == 8);
  complete(p, m::solution_applied, 9);
  BOOST_TEST(p.mitigation_applied);
  BOOST_TEST(p.resolution_completed == 0);
  complete(p, m::solution_verified, 10);
  BOOST_TEST(p.resolution_completed == 10);
}

BOOST_AUTO_TEST_CASE(the_stage_follows_from_the_milestones) {
  using m = milestone;
  BOOST_TEST(stage_of(with({})) == "symptom_verification");
  BOOST_TEST(stage_of(with({m::scope_assessed})) == "symptom_verification");
  BOOST_TEST(stage_of(with({m::symptom_verified})) == "hypothesis_formulation");
  BOOST_TEST(stage_of(with({m::root_cause_identified})) == "hypothesis_validation");
  for (auto one : {m::solution_proposed, m::solution_applied, m::solution_verified})
    BOOST_TEST(stage_of(with({one})) == "solution");
}

BOOST_AUTO_TEST_CASE(evidence_is_for_the_symptom_then_the_cause_then_the_resolution) {
  using m = milestone;
  using c = evidence_category;
  BOOST_TEST(category_of(with({})) == c::symptom_evidence);
  BOOST_TEST(category_of(with({m::solution_proposed})) == c::symptom_evidence);
  std::vector<m> verified{m::symptom_verified, m::scope_assessed, m::timeline_established,
                          m::changes_identified};
  BOOST_TEST(category_of(with(verified)) == c::causal_evidence);
  verified.push_back(m::solution_proposed);
  BOOST_TEST(category_of(with(verified)) == c::resolution_evidence);
}

BOOST_AUTO_TEST_CASE(the_outcome_of_a_turn_is_its_milestone_then_its_evidence) {
  BOOST_TEST(outcome_of(true, true) == "progress");
  BOOST_TEST(outcome_of(true, false) == "progress");
  BOOST_TEST(outcome_of(false, true) == "evidence_collected");
  BOOST_TEST(outcome_of(false, false) == "conversation");
}

BOOST_AUTO_TEST_CASE(momentum_looks_at_the_last_three_turns) {
  const many none, validated{held("v", hs::validated, .9)};
  BOOST_TEST(momentum_of({}, validated) == momentum::early);
  BOOST_TEST(momentum_of(turns({true, true}), none) == momentum::accelerating);
  BOOST_TEST(momentum_of(turns({false, true, true}), none) == momentum::accelerating);
  BOOST_TEST(momentum_of(turns({true, true, false, false}), none) == momentum::steady);
  BOOST_TEST(momentum_of(turns({true, false, false, false}), none) == momentum::stalled);
  BOOST_TEST(momentum_of(turns({false, false, false}), validated) == momentum::steady);
}

BOOST_AUTO_TEST_CASE(the_strategy_follows_from_time_and_urgency) {
  using t = temporal_state;
  using u = urgency;
  using s = strategy;
  struct row {
    t when;
    u how;
    s approach;
  };
  for (const auto& r : std::vector<row>{{t::ongoing, u::critical, s::mitigation_first},
                                        {t::ongoing, u::high, s::mitigation_first},
                                        {t::ongoing, u::medium, s::user_choice},
                                        {t::ongoing, u::low, s::user_choice},
                                        {t::historical, u::critical, s::user_choice},
                                        {t::historical, u::high, s::user_choice},
                                        {t::historical, u::medium, s::root_cause},
                                        {t::historical, u::low, s::root_cause},
                                        {t::ongoing, u::unknown, s::root_cause},
                                        {t::historical, u::unknown, s::root_cause}})
    BOOST_TEST(strategy_of(r.when, r.how) == r.approach, word(r.when) << " " << word(r.how));
}

BOOST_AUTO_TEST_CASE(metrics_count_what_is_there) {
  state s;
  s.current_turn = 4;
  s.progress = with({milestone::symptom_verified, milestone::scope_assessed});
  s.hypotheses = {held("a", hs::active, .5), held("b", hs::captured, .5)};
  s.requests = {{"x", request_state::provided, 1, 1},
                {"y", request_state::blocked, 3, 1},
                {"z", request_state::pending, 1, 1},
                {"w", request_state::pending, 1, 1}};
  const auto m = metrics_of(s);
  BOOST_TEST(m.completed_milestones == 2u);
  BOOST_TEST(m.pending_milestones == 6u);
  BOOST_TEST(m.completion_percent() == 25);
  BOOST_TEST(m.evidence_completeness == .25);
  BOOST_TEST(m.evidence_pending == 2u);
  BOOST_TEST(m.active_hypotheses == 1u);
  BOOST_TEST((m.blocked_reasons == std::vector<std::string>{"y"}));
  BOOST_TEST(m.next_critical_steps.size() == 3u);
  BOOST_TEST(m.generated_at_turn == 4u);
  BOOST_TEST(evidence_completeness({}, false) == 0);
  BOOST_TEST(evidence_completeness({}, true) == 1);
}

// -- the conclusion ----------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_conclusion_rests_on_the_best_active_or_validated_hypothesis) {
  many all{held("refuted", hs::refuted, .99), held("captured", hs::captured, .98),
           held("active", hs::active, .6), held("validated", hs::validated, .7)};
  BOOST_TEST(leading(all)->id == "validated");
  all[2].likelihood = .8;
  BOOST_TEST(leading(all)->id == "active");
  all[3].by_user = true;  // the user's word goes before a number
  BOOST_TEST(leading(all)->id == "validated");
  BOOST_TEST(!leading({all[0], all[1]}));
  all[3].by_user = false;
  all[3].likelihood = .97;
  all[2].stated_at_turn = 5;
  all[3].stated_at_turn = 4;  // with the evidence of turn 5 the agent does not state it any more
  BOOST_TEST(leading(all)->id == "active");
  all[1].by_user = true;
  all[1].status = hs::active;  // what the user holds to be so likely was not stated by the agent at all
  BOOST_TEST(leading(all)->id == "captured");
}

BOOST_AUTO_TEST_CASE(without_a_hypothesis_a_conclusion_says_what_the_phase_is_about) {
  std::string before;
  for (std::size_t p = 0; p < words<phase>::all.size(); ++p) {
    const auto c = conclude({}, static_cast<phase>(p), {}, 3);
    BOOST_TEST(c.placeholder);
    BOOST_TEST(c.confidence == 0);
    BOOST_TEST(c.level == confidence_level::speculation);
    BOOST_TEST(!c.can_proceed);
    BOOST_TEST(c.statement != before);
    before = c.statement;
  }
  const auto said = conclude({}, phase::intake, {"Something fails.", "", -1, {"logs"}}, 3);
  BOOST_TEST(!said.placeholder);
  BOOST_TEST(said.statement == "Something fails.");
  BOOST_TEST(said.confidence == 0);
  BOOST_TEST((said.next_evidence == std::vector<std::string>{"logs"}));
  const auto well = conclude({held("a", hs::active, .4)}, phase::intake, {"All is well.", "", .8, {}}, 3);
  BOOST_TEST(well.statement == "All is well.");
  BOOST_TEST(well.confidence == .8);
  BOOST_TEST(!well.can_proceed);
  BOOST_TEST(
      conclude({held("a", hs::active, .5)}, phase::intake, {"All is well.", "", .8, {}}, 3).confidence == .5);
}

BOOST_AUTO_TEST_CASE(a_conclusion_names_its_caveats_and_up_to_three_alternatives) {
  struct row {
    const char* what;
    double likelihood;
    std::size_t supporting;
    std::uint32_t idle;
    std::vector<double> others;
    std::size_t caveats, alternatives;
    bool can_proceed;
  };
  for (const auto& r : std::vector<row>{{"sure", .70, 2, 0, {}, 0, 0, true},
                                        {"below 0.70", .69, 2, 0, {}, 1, 0, false},
                                        {"one item", .70, 1, 0, {}, 1, 0, true},
                                        {"an alternative at 0.30", .70, 2, 0, {.30}, 1, 1, true},
                                        {"another at 0.29", .70, 2, 0, {.29}, 0, 0, true},
                                        {"four alternatives", .70, 2, 0, {.3, .4, .5, .6}, 1, 3, true},
                                        {"idle for two", .70, 2, 2, {}, 0, 0, true},
                                        {"idle for three", .70, 2, 3, {}, 1, 0, true},
                                        {"all of it", .5, 1, 3, {.4}, 4, 1, false}}) {
    many all{held("best", hs::active, r.likelihood, "code", r.idle)};
    for (std::size_t i = 0; i < r.supporting; ++i) all[0].supporting.push_back(std::to_string(i));
    for (double other : r.others) all.push_back(held("o" + std::to_string(other), hs::active, other));
    const auto c = conclude(all, phase::validation, {"It is this.", "best", -1, {}}, 3);
    BOOST_TEST(c.caveats.size() == r.caveats, r.what);
    BOOST_TEST(c.alternatives.size() == r.alternatives, r.what);
    BOOST_TEST(c.can_proceed == r.can_proceed, r.what);
    BOOST_TEST(c.statement == "It is this.");
    BOOST_TEST(c.hypothesis_id == "best");
  }
  const auto other = conclude({held("a", hs::validated, .9)}, phase::solution, {"It is b.", "b", -1, {}}, 3);
  BOOST_TEST(other.statement == "statement of a");  // what was said speaks of another one
}

BOOST_AUTO_TEST_CASE(the_next_step_depends_on_how_likely_the_best_is) {
  BOOST_TEST(next_step({}) == "Generate hypotheses");
  BOOST_TEST(next_step({held("a", hs::captured, .9)}) == "Generate hypotheses");
  BOOST_TEST(next_step({held("a", hs::active, .49)}) == "Gather evidence");
  BOOST_TEST(next_step({held("a", hs::active, .50)}) == "Keep collecting evidence");
  BOOST_TEST(next_step({held("a", hs::active, .69)}) == "Keep collecting evidence");
  BOOST_TEST(next_step({held("a", hs::active, .70)}) == "Propose a solution");
}

// -- the stuck rules ---------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(the_stuck_rules_are_looked_at_in_their_order) {
  struct row {
    std::uint32_t idle;
    many all;
    std::size_t blocked;
    std::string kind;
  };
  const auto over = held("r", hs::refuted, .1), gone = held("t", hs::retired, .2);
  for (const auto& r : std::vector<row>{{0, {}, 0, ""},
                                        {2, {}, 2, ""},
                                        {3, {}, 0, "no_progress"},
                                        {4, {over}, 3, "no_progress"},
                                        {2, {over, gone}, 0, "hypothesis_space_exhausted"},
                                        {0, {over}, 3, "hypothesis_space_exhausted"},
                                        {0, {over, held("c", hs::captured, .5)}, 0, ""},
                                        {0, {over, held("a", hs::active, .5)}, 0, ""},
                                        {0, {held("v", hs::validated, .9)}, 0, ""},
                                        {0, {}, 3, "critical_evidence_missing"}}) {
    const auto kind = stuck_kind(r.idle, r.all, r.blocked);
    BOOST_TEST((kind ? std::string(word(*kind)) : "") == r.kind);
  }
}

BOOST_AUTO_TEST_CASE(degraded_mode_is_entered_once_acknowledged_and_left_with_progress) {
  state s;
  s.current_turn = 3;
  s.idle = 3;
  apply_stuck_rules(s, false, 10);
  BOOST_TEST(s.degraded.open);
  BOOST_TEST(s.degraded.kind == degraded_kind::no_progress);
  BOOST_TEST(s.degraded.entered == 10);
  BOOST_TEST(!s.degraded.fallback.empty());
  BOOST_TEST(waits_for_acknowledgement(s));
  BOOST_TEST(s.escalation.suggested_at_turn == 3u);
  s.current_turn = s.idle = 4;
  s.hypotheses = {held("r", hs::refuted, .1)};
  apply_stuck_rules(s, false, 20);
  BOOST_TEST(s.degraded.entered == 10);
  BOOST_TEST(s.escalation.suggested_at_turn == 3u);
  acknowledge(s, "go on");
  BOOST_TEST(s.idle == 0u);
  BOOST_TEST(!waits_for_acknowledgement(s));
  BOOST_TEST(s.degraded.user_choice == "go on");
  for (s.idle = 1; s.idle < 3; ++s.idle) apply_stuck_rules(s, false, 30);
  BOOST_TEST(!waits_for_acknowledgement(s));
  apply_stuck_rules(s, false, 30);  // the third idle turn after the answer
  BOOST_TEST(waits_for_acknowledgement(s));
  BOOST_TEST(s.degraded.entered == 10);
  s.idle = 0;
  apply_stuck_rules(s, true, 40);
  BOOST_TEST(s.degraded.open);  // there is progress, but no hypothesis is left
  s.hypotheses.clear();
  apply_stuck_rules(s, true, 40);
  BOOST_TEST(!s.degraded.open);
  BOOST_TEST(s.degraded.exited == 40);
  BOOST_TEST(!s.escalation.suggested);
}

BOOST_AUTO_TEST_CASE(what_is_asked_for_three_times_more_in_vain_is_blocked_and_evidence_provides_it) {
  std::vector<evidence_request> all;
  enter_requests(all, {"logs", "metrics"}, false, 1);
  BOOST_TEST((all[0].state == request_state::pending));
  enter_requests(all, {"logs"}, false, 2);
  BOOST_TEST(all.size() == 1u);  // nobody asks for the metrics any more
  BOOST_TEST((all[0].state == request_state::pending));
  enter_requests(all, {"logs"}, false, 3);
  BOOST_TEST((all[0].state == request_state::pending));
  enter_requests(all, {"logs"}, false, 4);
  BOOST_TEST((all[0].state == request_state::blocked));
  BOOST_TEST(all[0].first_turn == 1u);
  enter_requests(all, {"logs", "traces"}, true, 5);
  BOOST_TEST((all[0].state == request_state::pending));  // something came, and it is still asked for
  enter_requests(all, {"traces"}, true, 6);
  BOOST_TEST((all[0].state == request_state::provided));
  std::vector<std::string> lots;
  for (int i = 0; i < 100; ++i) lots.push_back("request " + std::to_string(i));
  enter_requests(all, lots, false, 7);
  BOOST_TEST(all.size() == most_requests);
}
