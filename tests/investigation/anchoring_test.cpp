// Anchoring: when it is noticed, and what is done about it.
#include "investigation/anchoring.hpp"

#include "support.hpp"

using namespace fm::investigation;
using fm::test::held;
using hs = hypothesis_status;
using many = std::vector<fm::investigation::hypothesis>;

BOOST_AUTO_TEST_CASE(four_live_ones_of_one_category_two_idle_ones_or_an_idle_top_are_anchored) {
  struct row {
    const char* what;
    many all;
    bool anchored;
  };
  const auto live = [](const char* id, const char* category = "network") {
    return held(id, hs::active, .5, category);
  };
  for (const auto& r : std::vector<row>{
           {"none", {}, false},
           {"four of one category", {live("a"), live("b"), live("c"), live("d")}, true},
           {"three of one category", {live("a"), live("b"), live("c"), live("d", "code")}, false},
           {"four, one retired",
            {live("a"), live("b"), live("c"), held("d", hs::retired, .1, "network")},
            false},
           {"four, one refuted",
            {live("a"), live("b"), live("c"), held("d", hs::refuted, .1, "network")},
            false},
           {"four without a category", {live("a", ""), live("b", ""), live("c", ""), live("d", "")}, false},
           {"two idle for three, not the top",
            {held("t", hs::active, .9, "data"), held("a", hs::active, .5, "code", 3),
             held("b", hs::active, .5, "network", 3)},
            true},
           {"two idle for two",
            {held("t", hs::active, .9, "data"), held("a", hs::active, .5, "code", 2),
             held("b", hs::active, .5, "network", 2)},
            false},
           {"the top idle for three at 0.69", {held("a", hs::active, .69, "code", 3)}, true},
           {"the top idle for three at 0.70", {held("a", hs::active, .70, "code", 3)}, false},
           {"the top idle for two", {held("a", hs::active, .5, "code", 2)}, false}})
    BOOST_TEST(anchored(r.all).empty() != r.anchored, r.what);
}

BOOST_AUTO_TEST_CASE(the_loop_does_not_look_before_its_third_iteration) {
  const many all{held("a", hs::active, .5, "code", 3)};
  BOOST_TEST(!anchored(all).empty());
  BOOST_TEST(anchored_in_loop(all, 2).empty());
  BOOST_TEST(!anchored_in_loop(all, 3).empty());
}

BOOST_AUTO_TEST_CASE(idle_ones_of_the_dominant_category_retire_and_others_are_asked_for) {
  many all{held("idle2", hs::active, .5, "network", 2),  held("idle1", hs::active, .5, "network", 1),
           held("other", hs::active, .5, "code", 5),     held("validated", hs::validated, .8, "network", 5),
           held("users", hs::active, .5, "network", 5),  held("stated", hs::active, .5, "network", 5),
           held("guessed", hs::active, .5, "network", 5)};
  all[4].by_user = true;
  all[5].supporting = {"e1:1"};
  all[5].stated_at_turn = all[6].stated_at_turn = 9;
  anchoring_state state;
  loosen(all, state, 9);
  BOOST_TEST(state.excluded_category == "network");
  BOOST_TEST(state.wanted == 2u);
  for (const auto& [id, status] : std::vector<std::pair<std::string, hs>>{{"idle2", hs::retired},
                                                                          {"idle1", hs::active},
                                                                          {"other", hs::active},
                                                                          {"validated", hs::validated},
                                                                          {"users", hs::active},
                                                                          {"stated", hs::active},
                                                                          {"guessed", hs::retired}})
    BOOST_TEST(find(all, id)->status == status, id);
}

BOOST_AUTO_TEST_CASE(of_several_dominant_categories_the_first_in_the_alphabet_is_taken) {
  BOOST_TEST(dominant_category({held("a", hs::active, .5, "network"), held("b", hs::active, .5, "code")}) ==
             "code");
  BOOST_TEST(dominant_category({}).empty());
}
