// What words mean: folded for a search, as a title, as the wish of a user.
#include "cases/folding.hpp"
#include "cases/title.hpp"
#include "cases/turn_words.hpp"
#include "cases/user_words.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace fm::cases;

BOOST_AUTO_TEST_CASE(letters_of_all_scripts_are_folded_and_nothing_else_changes) {
  BOOST_TEST(folded("Orders FAIL 42!") == "orders fail 42!");
  BOOST_TEST(folded("ÄÖÜ Ł Ÿ ΣΑΣ ЖУК Ⴀ Ա") == "äöü ł ÿ σασ жук ⴀ ա");
  BOOST_TEST(folded("ς") == "σ");
  BOOST_TEST(folded("漢字 \xF0\x9F\x90\x98") == "漢字 \xF0\x9F\x90\x98");
  BOOST_TEST(folded("\xF0\x90\x90\x80") == "\xF0\x90\x90\xA8");  // a capital letter of four bytes
  BOOST_TEST(folded("a\x1F"
                    "b") == "a b");
  for (const auto* broken : {"\xC3", "\xE2\x82", "\x80x", "\xFF"}) BOOST_TEST(folded(broken) == broken);
}

BOOST_AUTO_TEST_CASE(a_case_is_found_by_title_and_description_apart_and_a_long_one_as_a_whole) {
  auto found = search_texts_of("Orders", "FAIL", {"a", "b"});
  BOOST_TEST(!found.is_long);
  BOOST_TEST(found.head.find("orders fail") == std::string::npos);
  BOOST_TEST(found.head.find("fail") != std::string::npos);
  BOOST_TEST(found.head_tags.find(search_tag("b")) != std::string::npos);
  BOOST_TEST(search_texts_of("", "", {"ab"}).head_tags.find(search_tag("b")) == std::string::npos);
  auto of_umlauts = search_texts_of("T", std::string(1'497, 'x') + "ÄÄ end", {});
  BOOST_TEST(of_umlauts.is_long);
  BOOST_TEST(of_umlauts.head.size() == 1'499u);  // not in the middle of a character
  BOOST_TEST(of_umlauts.all.ends_with("ää end"));
}

BOOST_AUTO_TEST_CASE(an_automatic_title_names_the_day_in_utc_and_the_number) {
  BOOST_TEST(automatic_title(0, 1) == "Case-0101-1");
  BOOST_TEST(automatic_title(73 * 86'400'000'000 - 1, 12) == "Case-0314-12");
}

BOOST_AUTO_TEST_CASE(a_title_says_something_when_it_has_three_words_of_its_own) {
  BOOST_TEST(says_something("Orders fail often"));
  for (const auto* title : {"", "Orders fail", "New Case", "Untitled", "UNTITLED CASE", "Case-0314-1",
                            "case-0314-1 and more words"})
    BOOST_TEST(!says_something(title), title);
}

BOOST_AUTO_TEST_CASE(a_title_is_made_of_the_first_words_without_citations_and_marks) {
  BOOST_TEST(title_from("why does the orders service fail at noon every day?", 8) ==
             "Why does the orders service fail at noon");
  BOOST_TEST(title_from("**The pool** is too small [E1:L3-L9, E2:L1].", 8) == "The pool is too small");
  BOOST_TEST(title_from("keep [this] text", 8) == "Keep [this] text");
  BOOST_TEST(title_from("one two\nthree four", 3) == "One two three");
  BOOST_TEST(title_from("alone", 8).empty());
  BOOST_TEST(title_from(" \n", 8).empty());
  BOOST_TEST(title_from(std::string(300, 'x') + " " + std::string(300, 'y'), 8).size() == 255u);
}

BOOST_AUTO_TEST_CASE(the_sentences_of_the_clients_move_a_case_that_may_move_so) {
  auto to = [](std::string_view words, std::string_view status) {
    auto i = intent_of({}, words, status, false);
    return i.kind == "status_transition" ? i.to : std::string();
  };
  BOOST_TEST(to("I want to start a formal investigation to find the root cause.", "consulting") ==
             "investigating");
  BOOST_TEST(to("Close this case. I don't need further investigation.", "consulting") == "closed");
  BOOST_TEST(to("The issue is resolved. Generate final documentation with root cause and solution.",
                "investigating") == "resolved");
  BOOST_TEST(to("Close this case as unresolved. Summarize what we found so far.", "investigating") ==
             "closed");
  BOOST_TEST(to("Yes, start the investigation!", "consulting") == "investigating");
  BOOST_TEST(to("The issue is resolved.", "consulting").empty());  // it may not move so: words like others
  BOOST_TEST(to("Is the issue resolved?", "investigating").empty());
  BOOST_TEST(to("Why does it close?", "consulting").empty());
}

BOOST_AUTO_TEST_CASE(yes_and_no_count_while_something_waits_for_them) {
  auto yes = intent_of({}, " Yes! ", "consulting", true);
  BOOST_TEST(yes.kind == "confirmation");
  BOOST_TEST(yes.confirmed);
  auto no = intent_of({}, "No.", "consulting", true);
  BOOST_TEST(no.kind == "confirmation");
  BOOST_TEST(!no.confirmed);
  BOOST_TEST(intent_of({}, "yes", "consulting", false).kind == "conversation");
  BOOST_TEST(intent_of({}, "yes", "investigating", true).kind == "confirmation");
  BOOST_TEST(intent_of({}, "yes", "investigating", false).kind == "conversation");
  turn_intent named;
  named.kind = "conversation";
  BOOST_TEST(intent_of(named, "yes", "consulting", true).kind == "conversation");
}

BOOST_AUTO_TEST_CASE(a_transition_that_cannot_be_is_refused_with_what_can) {
  case_record c;
  turn_intent i;
  i.kind = "status_transition";
  i.to = "resolved";
  BOOST_TEST(refusal_of(i, c).find("allowed next: investigating, closed") != std::string::npos);
  i.to = "investigating";
  i.from = "inquiry";  // the word of 2026
  BOOST_TEST(refusal_of(i, c).empty());
  i.from = "resolved";
  BOOST_TEST(refusal_of(i, c).find("is consulting, not resolved") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_problem_is_stated_by_the_evidence_or_else_by_a_question_of_some_words) {
  fm::agent::investigation found;
  BOOST_TEST(
      statement_of("orders fail since noon", found).text.empty());  // no evidence, no problem to agree on
  found.evidence.emplace_back();
  BOOST_TEST(statement_of("why?", found).text.empty());
  BOOST_TEST(statement_of("orders fail since noon", found).text == "orders fail since noon");
  BOOST_TEST(!statement_of("orders fail since noon", found).shown);
  found.verdict = fm::agent::verdict::problem;
  found.conclusion.emplace_back();
  found.conclusion.front().text = "the pool is too small";
  BOOST_TEST(statement_of("why?", found).text == "the pool is too small");
  BOOST_TEST(statement_of("why?", found).shown);
}
