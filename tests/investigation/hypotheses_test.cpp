// The life of hypotheses: likelihoods, decay, verdicts, and whose word counts.
#include "investigation/likelihood.hpp"
#include "support.hpp"

#include <cmath>

using namespace fm::investigation;
using namespace fm::test;
using hs = hypothesis_status;

BOOST_AUTO_TEST_CASE(a_likelihood_rises_with_what_supports_and_falls_with_what_refutes) {
  struct row {
    double initial;
    std::size_t supporting, refuting;
    double likelihood;
  };
  for (const auto& r : std::vector<row>{{.5, 0, 0, .5},
                                        {.5, 1, 0, .65},
                                        {.5, 0, 1, .30},
                                        {.5, 2, 1, .60},
                                        {.5, 4, 0, 1},
                                        {.5, 0, 3, 0},
                                        {.9, 1, 0, 1},
                                        {.1, 0, 1, 0},
                                        {0, 1, 0, .15},
                                        {1, 0, 1, .8}}) {
    BOOST_TEST_INFO(r.initial << " +" << r.supporting << " -" << r.refuting);
    BOOST_TEST(std::abs(likelihood_of(r.initial, r.supporting, r.refuting) - r.likelihood) < 1e-9);
  }
}

BOOST_AUTO_TEST_CASE(a_change_counts_as_progress_from_five_hundredths_on) {
  BOOST_TEST(is_progress(.50, .55));
  BOOST_TEST(is_progress(.55, .50));
  BOOST_TEST(is_progress(.70, .65));
  BOOST_TEST(!is_progress(.50, .549));
  BOOST_TEST(!is_progress(.5, .5));
}

BOOST_AUTO_TEST_CASE(an_idle_likelihood_decays_from_the_second_idle_iteration_on) {
  BOOST_TEST(decayed(.8, 0) == .8);
  BOOST_TEST(decayed(.8, 1) == .8);
  BOOST_TEST(std::abs(decayed(.8, 2) - .8 * .7225) < 1e-9);
  BOOST_TEST(std::abs(decayed(.8, 3) - .8 * .614125) < 1e-9);
}

BOOST_AUTO_TEST_CASE(a_verdict_needs_its_likelihood_and_two_items_and_comes_from_active_only) {
  struct row {
    hs before;
    double likelihood;
    std::size_t supporting, refuting;
    hs after;
  };
  for (const auto& r : std::vector<row>{{hs::active, .70, 2, 0, hs::validated},
                                        {hs::active, .69, 2, 0, hs::active},
                                        {hs::active, .55 + .15, 2, 0, hs::validated},
                                        {hs::active, .95, 1, 0, hs::active},
                                        {hs::active, .20, 0, 2, hs::refuted},
                                        {hs::active, .20, 0, 1, hs::retired},
                                        {hs::active, .21, 0, 2, hs::retired},
                                        {hs::active, .30, 0, 0, hs::active},
                                        {hs::active, .29, 0, 0, hs::retired},
                                        {hs::active, .29, 5, 0, hs::retired},
                                        {hs::captured, .95, 5, 0, hs::captured},
                                        {hs::validated, .10, 0, 5, hs::validated},
                                        {hs::refuted, .95, 5, 0, hs::refuted},
                                        {hs::retired, .95, 5, 0, hs::retired},
                                        {hs::superseded, .95, 5, 0, hs::superseded}}) {
    BOOST_TEST_INFO(word(r.before) << " at " << r.likelihood);
    BOOST_TEST(checked(r.before, r.likelihood, r.supporting, r.refuting) == r.after);
  }
}

BOOST_AUTO_TEST_CASE(levels_begin_at_their_bands) {
  struct row {
    double likelihood;
    confidence_level level;
  };
  using cl = confidence_level;
  for (const auto& r : std::vector<row>{{1, cl::verified},
                                        {.85, cl::verified},
                                        {.84, cl::confident},
                                        {.70, cl::confident},
                                        {.69, cl::probable},
                                        {.50, cl::probable},
                                        {.49, cl::speculation},
                                        {.30, cl::speculation},
                                        {0, cl::speculation}})
    BOOST_TEST(level_of(r.likelihood) == r.level);
}

BOOST_AUTO_TEST_CASE(the_best_three_active_ones_above_a_fifth_are_worth_a_test) {
  std::vector<hypothesis> all{held("a", hs::active, .2),     held("b", hs::active, .21),
                              held("c", hs::captured, .9),   held("d", hs::active, .6),
                              held("e", hs::validated, .95), held("f", hs::active, .5)};
  auto ids = [&] {
    std::string out;
    for (const auto* h : testable(all)) out += h->id;
    return out;
  };
  BOOST_TEST(ids() == "dfb");
  all.push_back(held("g", hs::active, .55));
  BOOST_TEST(ids() == "dgf");
}

BOOST_AUTO_TEST_CASE(the_best_validated_one_has_seven_tenths) {
  std::vector<hypothesis> all{held("a", hs::validated, .69), held("b", hs::active, .99)};
  BOOST_TEST(!best_validated(all));
  all.push_back(held("c", hs::validated, .70));
  all.push_back(held("d", hs::validated, .80));
  BOOST_TEST(best_validated(all)->id == "d");
}

BOOST_AUTO_TEST_CASE(one_that_rests_on_evidence_is_active_at_once_and_a_guess_from_phase_three_on) {
  std::vector<hypothesis> all;
  restate(all, {stated("seen", .5, {"e1:3"}), stated("guess", .5)}, phase::timeline, 1);
  BOOST_TEST(all[0].status == hs::active);
  BOOST_TEST(all[0].systematic);
  BOOST_TEST(all[0].promoted_at_turn == 1u);
  BOOST_TEST(all[1].status == hs::captured);
  BOOST_TEST(!all[1].systematic);
  restate(all, {stated("guess", .5)}, phase::hypothesis, 2);
  BOOST_TEST(all[1].status == hs::active);
  restate(all, {stated("late", .5)}, phase::validation, 3);
  BOOST_TEST(all[2].status == hs::active);
}

BOOST_AUTO_TEST_CASE(a_captured_one_that_is_not_stated_again_is_promoted_when_its_phase_has_come) {
  std::vector<hypothesis> all;
  restate(all, {stated("guess", .5)}, phase::intake, 1);
  end_iteration(all, phase::timeline, 2);
  BOOST_TEST(all[0].status == hs::captured);
  end_iteration(all, phase::hypothesis, 3);
  BOOST_TEST(all[0].status != hs::captured);
}

BOOST_AUTO_TEST_CASE(the_same_evidence_is_not_counted_twice_and_new_evidence_once) {
  std::vector<hypothesis> all;
  restate(all, {stated("a", .55, {"e1:3", "e1:3"})}, phase::hypothesis, 1);
  BOOST_TEST(all[0].supporting.size() == 1u);
  for (std::uint32_t t = 2; t < 6; ++t) restate(all, {stated("a", .55, {"e1:3"})}, phase::hypothesis, t);
  BOOST_TEST(all[0].likelihood == .55);
  BOOST_TEST(all[0].last_progress_at_turn == 1u);
  BOOST_TEST(all[0].status == hs::active);
  restate(all, {stated("a", .55, {"e1:3", "e2:9"})}, phase::hypothesis, 6);
  BOOST_TEST(std::abs(all[0].likelihood - .70) < 1e-9);
  BOOST_TEST(all[0].status == hs::validated);
  BOOST_TEST(all[0].validated_at_turn == 6u);
  BOOST_TEST(all[0].initial_likelihood == .55);
  restate(all, {stated("a", .55, {"e2:9"})}, phase::hypothesis, 7);
  BOOST_TEST(std::abs(all[0].likelihood - .70) < 1e-9);
  restate(all, {stated("a", .55, {"e2:9"}, {"e3:1"})}, phase::hypothesis, 8);
  BOOST_TEST(std::abs(all[0].likelihood - .50) < 1e-9);
  BOOST_TEST(all[0].status == hs::active);  // new evidence reopens what the rules had decided
}

BOOST_AUTO_TEST_CASE(what_the_agent_weighs_anew_counts_with_all_that_it_cites) {
  std::vector<hypothesis> all;
  restate(all, {stated("a", .9, {"e1:3", "e1:4"})}, phase::hypothesis, 1);
  BOOST_TEST(all[0].status == hs::validated);
  restate(all, {stated("a", .4, {"e1:3", "e1:4"}, {"e2:1"})}, phase::hypothesis, 2);
  BOOST_TEST(all[0].likelihood == .4);
  BOOST_TEST(all[0].status == hs::active);
  restate(all, {stated("a", .1, {}, {"e2:1", "e2:2"})}, phase::hypothesis, 3);
  BOOST_TEST(all[0].status == hs::refuted);
  BOOST_TEST(all[0].trajectory.size() == 3u);
}

BOOST_AUTO_TEST_CASE(one_that_the_agent_states_no_more_is_idle_decays_and_retires) {
  std::vector<hypothesis> all;
  restate(all, {stated("a", .6, {"e1:3"}), stated("b", .6, {"e1:4"})}, phase::hypothesis, 1);
  end_iteration(all, phase::hypothesis, 1);
  BOOST_TEST(all[0].iterations_without_progress == 0u);
  for (std::uint32_t t = 2; t <= 3; ++t) {
    restate(all, {stated("b", .6, {"e1:4"})}, phase::hypothesis, t);
    end_iteration(all, phase::hypothesis, t);
  }
  BOOST_TEST(all[0].iterations_without_progress == 2u);
  BOOST_TEST(std::abs(all[0].likelihood - .6 * .7225) < 1e-9);
  BOOST_TEST(all[0].status == hs::active);
  end_iteration(all, phase::hypothesis, 4);
  BOOST_TEST(all[0].status == hs::retired);  // 0.6 × 0.85² × 0.85³ is 0.27
  // What is stated from evidence has nothing new either, but does not fade.
  BOOST_TEST(all[1].iterations_without_progress == 3u);
  restate(all, {stated("a", .6, {"e1:3"})}, phase::hypothesis, 5);
  BOOST_TEST(all[0].status == hs::active);
  BOOST_TEST(all[0].likelihood == .6);
}

BOOST_AUTO_TEST_CASE(the_users_word_is_never_changed_by_a_rule) {
  for (auto verdict : {hs::validated, hs::refuted, hs::retired, hs::superseded, hs::active, hs::captured}) {
    std::vector<hypothesis> all;
    restate(all, {stated("a", .6, {"e1:3"})}, phase::hypothesis, 1);
    decide(all[0], verdict, 2);
    restate(all, {stated("a", .95, {"e1:3", "e2:1", "e3:1"})}, phase::hypothesis, 3);
    BOOST_TEST(all[0].status == verdict);
    restate(all, {stated("a", .05, {}, {"e4:1", "e4:2", "e4:3"})}, phase::validation, 4);
    for (std::uint32_t t = 5; t < 20; ++t) end_iteration(all, phase::validation, t);
    BOOST_TEST(all[0].status == verdict);
  }
}

BOOST_AUTO_TEST_CASE(rows_bring_what_the_user_wrote_and_what_the_state_does_not_know) {
  std::vector<hypothesis> all;
  restate(all, {stated("a", .6, {"e1:3"}), stated("b", .6, {"e1:4"})}, phase::hypothesis, 1);
  std::vector<known_hypothesis> rows{{"a", "agent:a", "A", hs::refuted, .6},
                                     {"c", "user", "C", hs::captured, -1},
                                     {"d", "agent:d", "D", hs::active, .8}};
  reconcile(all, rows, 2);
  BOOST_TEST_REQUIRE(all.size() == 3u);  // b has no row any more
  BOOST_TEST(all[0].by_user);
  BOOST_TEST(all[0].status == hs::refuted);
  BOOST_TEST(all[1].by_user);
  BOOST_TEST(all[1].likelihood == .5);
  BOOST_TEST(!all[2].by_user);
  // One that was kept by an earlier program counts its evidence as weighed when it is stated again.
  restate(all, {stated("d", .8, {"e1:1", "e1:2"})}, phase::hypothesis, 3);
  BOOST_TEST(all[2].likelihood == .8);
  BOOST_TEST(all[2].status == hs::validated);
}

BOOST_AUTO_TEST_CASE(a_likelihood_of_the_users_stays_until_there_is_more_evidence) {
  std::vector<hypothesis> all;
  restate(all, {stated("a", .6, {"e1:3"})}, phase::hypothesis, 1);
  reconcile(all, {{"a", "agent:a", "A", hs::active, .4}}, 2);
  restate(all, {stated("a", .6, {"e1:3"})}, phase::hypothesis, 2);
  BOOST_TEST(all[0].likelihood == .4);
  BOOST_TEST(!all[0].by_user);
  restate(all, {stated("a", .6, {"e1:3", "e2:1"})}, phase::hypothesis, 3);
  BOOST_TEST(std::abs(all[0].likelihood - .55) < 1e-9);
}

BOOST_AUTO_TEST_CASE(of_too_many_hypotheses_those_go_that_are_over) {
  std::vector<hypothesis> all;
  for (std::size_t i = 0; i < most_hypotheses; ++i)
    all.push_back(held("h" + std::to_string(i), i == 7 ? hs::retired : hs::active, .5));
  restate(all, {stated("new", .5)}, phase::hypothesis, 1);
  BOOST_TEST(all.size() == most_hypotheses);
  BOOST_TEST(!find(all, "h7"));
  BOOST_TEST(find(all, "new"));
}
