// Memory: its tiers, their bounds, and the text within its budget.
#include "investigation/memory.hpp"

#include "investigation/texts.hpp"
#include "support.hpp"

using namespace fm::investigation;
using fm::test::held;
using hs = hypothesis_status;

namespace {

/// A state after `turns` turns that were remembered and compressed by the rules.
state after(std::uint32_t turns, const std::string& words = "the pool is too small") {
  state s;
  for (std::uint32_t t = 1; t <= turns; ++t) {
    s.current_turn = t;
    remember(s.memory,
             {t, "question " + std::to_string(t) + " " + words, words, "insight " + std::to_string(t)});
    if (compresses(t, s.memory.hot.size())) compress(s, t);
  }
  return s;
}

}  // namespace

BOOST_AUTO_TEST_CASE(it_is_compressed_each_third_turn_and_beyond_five_hot_ones) {
  for (const auto& [turn, hot, yes] : std::vector<std::tuple<std::uint32_t, std::size_t, bool>>{
           {1, 1, false}, {2, 2, false}, {3, 3, true}, {4, 5, false}, {4, 6, true}, {6, 0, true}})
    BOOST_TEST(compresses(turn, hot) == yes, turn << " with " << hot);
}

BOOST_AUTO_TEST_CASE(the_newest_three_stay_hot_and_those_before_become_a_snapshot) {
  BOOST_TEST(after(3).memory.warm.empty());
  BOOST_TEST(after(5).memory.hot.size() == 5u);
  BOOST_TEST(view_of(after(5)).hot.size() == 3u);
  BOOST_TEST(view_of(after(5)).hot.front()->turn == 3u);
  auto s = after(6);
  BOOST_TEST(s.memory.hot.size() == 3u);
  BOOST_TEST_REQUIRE(s.memory.warm.size() == 1u);
  const auto& shot = s.memory.warm[0];
  BOOST_TEST(shot.first_turn == 1u);
  BOOST_TEST(shot.last_turn == 3u);
  BOOST_TEST(shot.tier == memory_tier::warm);
  BOOST_TEST((shot.insights == std::vector<std::string>{"insight 1", "insight 2", "insight 3"}));
  BOOST_TEST(shot.tokens == tokens_of(shot.summary) + 60u);
}

BOOST_AUTO_TEST_CASE(warm_and_cold_have_their_caps) {
  auto s = after(18);  // five snapshots: turns 1 to 15
  BOOST_TEST(s.memory.warm.size() == 5u);
  BOOST_TEST(s.memory.cold.empty());
  s = after(21);
  BOOST_TEST(s.memory.warm.size() == 5u);
  BOOST_TEST_REQUIRE(s.memory.cold.size() == 1u);
  BOOST_TEST(s.memory.cold[0].first_turn == 1u);
  BOOST_TEST(s.memory.cold[0].tier == memory_tier::cold);
  s = after(300);
  BOOST_TEST(s.memory.cold.size() == 10u);
  BOOST_TEST(s.memory.warm.back().last_turn == 297u);
}

BOOST_AUTO_TEST_CASE(a_snapshot_says_what_came_and_moved_in_its_turns_and_is_bounded) {
  state s;
  s.evidence = {{"e1", "", "", evidence_category::other, 2, {}, {}},
                {"e9", "", "", evidence_category::other, 9, {}, {}}};
  s.hypotheses = {held("h1", hs::active, .5)};
  s.hypotheses[0].last_progress_at_turn = 1;
  s.conclusion.confidence = .6;
  s.memory.confidence = .2;
  for (std::uint32_t t = 1; t <= 6; ++t) remember(s.memory, {t, std::string(900, 'q'), "", ""});
  compress(s, 7);
  const auto& shot = s.memory.warm.at(0);
  BOOST_TEST((shot.evidence_ids == std::vector<std::string>{"e1"}));
  BOOST_TEST((shot.hypothesis_updates == std::vector<std::string>{"h1"}));
  BOOST_TEST(std::abs(shot.confidence_delta - .4) < 1e-9);
  BOOST_TEST(shot.summary.size() <= snapshot_bytes);
  BOOST_TEST(shot.created == 7);
}

BOOST_AUTO_TEST_CASE(the_tiers_hold_what_is_weighed_and_what_is_judged) {
  auto s = after(4);
  for (int i = 0; i < 12; ++i) {
    s.hypotheses.push_back(held("v" + std::to_string(i), i % 2 ? hs::validated : hs::refuted, .9));
    s.evidence.push_back({"e" + std::to_string(i), "", "", evidence_category::other, 1, {}, {}});
  }
  s.hypotheses.push_back(held("low", hs::active, .4));
  s.hypotheses.push_back(held("high", hs::active, .6));
  s.hypotheses.push_back(held("not", hs::captured, .6));
  const auto v = view_of(s);
  BOOST_TEST(v.judged.size() == 10u);
  BOOST_TEST(v.evidence.size() == 5u);
  BOOST_TEST(v.evidence[0]->id == "e11");
  BOOST_TEST_REQUIRE(v.active.size() == 2u);
  BOOST_TEST(v.active[0]->id == "high");
  BOOST_TEST(v.insights.size() == 4u);
  // 200 a turn, 50 a hypothesis (of the judged ones five are shown), 20 an insight.
  BOOST_TEST(v.tokens == 3 * 200u + (2 + 5) * 50u + 4 * 20u);
  BOOST_TEST(view_of(after(30)).insights.size() == 5u);
}

BOOST_AUTO_TEST_CASE(tokens_are_quarters_of_bytes_rounded_up) {
  BOOST_TEST(tokens_of("") == 0u);
  BOOST_TEST(tokens_of("a") == 1u);
  BOOST_TEST(tokens_of("abcd") == 1u);
  BOOST_TEST(tokens_of("abcde") == 2u);
}

BOOST_AUTO_TEST_CASE(the_text_fits_its_budget_and_is_cut_at_whole_words) {
  BOOST_TEST(memory_text(state()).empty());
  for (std::uint32_t turns : {1u, 2u, 7u, 50u, 400u}) {
    auto s = after(turns, std::string(390, 'w'));
    for (int i = 0; i < 50; ++i)
      s.hypotheses.push_back(held(std::string(80, 'h') + std::to_string(i), hs::active, .5));
    for (std::size_t budget : {0u, 1u, 10u, 100u, 800u, 1'600u})
      BOOST_TEST(tokens_of(memory_text(s, budget)) <= budget, turns << " turns in " << budget);
  }
  auto s = after(4);
  const auto text = memory_text(s);
  BOOST_TEST(text.find("turn 4") != std::string::npos);
  BOOST_TEST(text.find("turn 1,") == std::string::npos);
  BOOST_TEST(text.find("the pool is too small") != std::string::npos);
  BOOST_TEST(text.find("phase intake") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(words_are_not_cut_unless_they_are_too_long) {
  struct row {
    std::string text;
    std::size_t most;
    std::string cut;
  };
  for (const auto& r : std::vector<row>{{"one two", 7, "one two"},
                                        {"one two three", 10, "one two..."},
                                        {"one two three", 9, "one..."},
                                        {"one two three", 7, "one..."},
                                        {"onetwothree", 7, "onet..."},
                                        {"one", 3, "one"},
                                        {"four", 3, ""},
                                        {"\xC3\xA4\xC3\xA4\xC3\xA4", 5, "\xC3\xA4..."}})
    BOOST_TEST(whole_words(r.text, r.most) == r.cut, r.text << " in " << r.most);
  BOOST_TEST(kept_text("a\x01"
                       "b\nc",
                       4) == "a b ");
}
