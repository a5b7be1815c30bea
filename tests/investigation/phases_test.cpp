// Phases, ways back, and how deep an iteration looks.
#include "investigation/phases.hpp"

#include "investigation/ooda.hpp"
#include "support.hpp"

using namespace fm::investigation;
using fm::test::held;
using hs = hypothesis_status;
using po = phase_outcome;

BOOST_AUTO_TEST_CASE(each_outcome_leads_to_its_phase) {
  struct row {
    phase now;
    po outcome;
    phase next;
  };
  for (const auto& r : std::vector<row>{{phase::intake, po::completed, phase::blast_radius},
                                        {phase::blast_radius, po::completed, phase::timeline},
                                        {phase::timeline, po::completed, phase::hypothesis},
                                        {phase::hypothesis, po::completed, phase::validation},
                                        {phase::validation, po::completed, phase::solution},
                                        {phase::solution, po::completed, phase::document},
                                        {phase::document, po::completed, phase::document},
                                        {phase::validation, po::hypothesis_refuted, phase::hypothesis},
                                        {phase::solution, po::hypothesis_refuted, phase::hypothesis},
                                        {phase::validation, po::scope_changed, phase::blast_radius},
                                        {phase::validation, po::timeline_wrong, phase::timeline},
                                        {phase::validation, po::need_more_data, phase::validation},
                                        {phase::timeline, po::escalation_needed, phase::timeline},
                                        {phase::hypothesis, po::stalled, phase::hypothesis}})
    BOOST_TEST(phase_after(r.now, r.outcome) == r.next, word(r.now));
}

BOOST_AUTO_TEST_CASE(a_phase_is_completed_by_its_milestone_or_its_hypothesis) {
  struct row {
    std::vector<milestone> reached;
    std::vector<fm::investigation::hypothesis> all;
    phase at;
  };
  using m = milestone;
  const std::vector<m> verified{m::symptom_verified, m::scope_assessed, m::timeline_established};
  auto caused = verified;
  caused.push_back(m::root_cause_identified);
  auto done = caused;
  done.push_back(m::solution_verified);
  for (const auto& r :
       std::vector<row>{{{}, {}, phase::intake},
                        {{m::scope_assessed}, {}, phase::intake},
                        {{m::symptom_verified}, {}, phase::blast_radius},
                        {{m::symptom_verified, m::scope_assessed}, {}, phase::timeline},
                        {verified, {}, phase::hypothesis},
                        {verified, {held("a", hs::captured, .9)}, phase::hypothesis},
                        {verified, {held("a", hs::active, .9)}, phase::validation},
                        {verified, {held("a", hs::validated, .4)}, phase::solution},
                        {{m::root_cause_identified}, {held("a", hs::active, .69)}, phase::validation},
                        {{m::root_cause_identified}, {held("a", hs::active, .70)}, phase::solution},
                        {done, {held("a", hs::validated, .9)}, phase::document}}) {
    state s;
    for (auto reached : r.reached) s.progress.reached[static_cast<std::size_t>(reached)] = true;
    s.hypotheses = r.all;
    advance_phase(s);
    BOOST_TEST(s.current_phase == r.at);
  }
}

BOOST_AUTO_TEST_CASE(an_investigation_without_an_explanation_goes_back) {
  struct row {
    phase now;
    std::vector<fm::investigation::hypothesis> all;
    std::string why;
  };
  const auto refuted = held("r", hs::refuted, .1), retired = held("t", hs::retired, .2);
  for (const auto& r :
       std::vector<row>{{phase::validation, {refuted}, "all_hypotheses_refuted"},
                        {phase::solution, {refuted, refuted}, "all_hypotheses_refuted"},
                        {phase::validation, {refuted, retired}, "insufficient_hypotheses"},
                        {phase::validation, {held("c", hs::captured, .5)}, "insufficient_hypotheses"},
                        {phase::validation, {}, "insufficient_hypotheses"},
                        {phase::solution, {}, ""},
                        {phase::validation, {refuted, held("a", hs::active, .4)}, ""},
                        {phase::solution, {refuted, held("v", hs::validated, .8)}, ""},
                        {phase::hypothesis, {refuted}, ""},
                        {phase::document, {refuted}, ""}}) {
    const auto why = loop_back_of(r.now, r.all);
    BOOST_TEST((why ? std::string(word(*why)) : "") == r.why);
  }
}

BOOST_AUTO_TEST_CASE(it_goes_back_three_times_and_not_a_fourth) {
  state s;
  s.hypotheses = {held("r", hs::refuted, .1)};
  for (std::uint32_t n = 1; n <= 3; ++n) {
    s.current_phase = phase::validation;
    s.ooda.phase_iteration = 5;
    BOOST_TEST(loop_back(s));
    BOOST_TEST(s.loop_backs == n);
    BOOST_TEST(s.current_phase == phase::hypothesis);
    BOOST_TEST(s.ooda.phase_iteration == 0u);
    BOOST_TEST(s.loop_back_reason == "all_hypotheses_refuted");
  }
  s.current_phase = phase::solution;
  BOOST_TEST(!loop_back(s));
  BOOST_TEST(s.current_phase == phase::solution);
  BOOST_TEST(s.loop_backs == 3u);
  BOOST_TEST(s.loop_back_reason == "max_loops_exceeded");
}

BOOST_AUTO_TEST_CASE(each_phase_has_its_intensity_and_its_iterations) {
  struct row {
    phase p;
    std::uint32_t least, most;
    std::vector<intensity> by_iteration;  ///< from the first on
  };
  using i = intensity;
  for (const auto& r : std::vector<row>{{phase::intake, 0, 0, {i::none, i::none}},
                                        {phase::blast_radius, 1, 2, {i::light, i::light}},
                                        {phase::timeline, 1, 2, {i::light, i::light}},
                                        {phase::hypothesis, 2, 3, {i::light, i::light, i::medium}},
                                        {phase::validation, 3, 6, {i::medium, i::medium, i::full, i::full}},
                                        {phase::solution, 2, 4, {i::medium, i::medium, i::medium}},
                                        {phase::document, 1, 1, {i::light}}}) {
    BOOST_TEST(bounds_of(r.p).least == r.least);
    BOOST_TEST(bounds_of(r.p).most == r.most);
    for (std::uint32_t n = 0; n < r.by_iteration.size(); ++n)
      BOOST_TEST(intensity_of(r.p, n + 1) == r.by_iteration[n], word(r.p) << " " << n + 1);
  }
}

BOOST_AUTO_TEST_CASE(the_investigation_as_a_whole_deepens_with_its_iterations) {
  using i = intensity;
  const std::vector<i> by_iteration{i::none,   i::light,  i::light, i::medium,
                                    i::medium, i::medium, i::full,  i::full};
  for (std::uint32_t n = 0; n < by_iteration.size(); ++n) BOOST_TEST(overall_intensity(n) == by_iteration[n]);
}

BOOST_AUTO_TEST_CASE(
    another_iteration_follows_below_the_least_while_anchored_or_until_something_is_validated) {
  const std::vector<fm::investigation::hypothesis> open{held("a", hs::active, .9)};
  const std::vector<fm::investigation::hypothesis> unsure{held("a", hs::validated, .69)};
  const std::vector<fm::investigation::hypothesis> found{held("a", hs::validated, .70)};
  struct row {
    phase p;
    std::uint32_t iteration;
    bool anchored;
    const std::vector<fm::investigation::hypothesis>* all;
    bool on;
  };
  for (const auto& r : std::vector<row>{{phase::hypothesis, 1, false, &open, true},
                                        {phase::hypothesis, 2, false, &open, false},
                                        {phase::hypothesis, 2, true, &open, true},
                                        {phase::hypothesis, 3, true, &open, false},
                                        {phase::validation, 2, false, &found, true},
                                        {phase::validation, 3, false, &found, false},
                                        {phase::validation, 3, false, &unsure, true},
                                        {phase::validation, 5, false, &open, true},
                                        {phase::validation, 6, false, &open, false},
                                        {phase::solution, 2, false, &open, false},
                                        {phase::document, 1, true, &open, false},
                                        {phase::intake, 0, true, &open, false}})
    BOOST_TEST(goes_on(r.p, r.iteration, r.anchored, *r.all) == r.on, word(r.p) << " " << r.iteration);
}

BOOST_AUTO_TEST_CASE(the_next_step_of_the_loop_follows_from_what_is_known) {
  state s;
  BOOST_TEST(step_of(s) == ooda_step::observe);
  s.seen = {"e1"};
  BOOST_TEST(step_of(s) == ooda_step::orient);
  s.hypotheses = {held("a", hs::active, .69)};
  BOOST_TEST(step_of(s) == ooda_step::decide);
  s.hypotheses[0].likelihood = .70;
  BOOST_TEST(step_of(s) == ooda_step::act);
}
