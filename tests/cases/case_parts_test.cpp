// Data items and titles of a live case.
#include "case_support.hpp"
#include "cases/case_data.hpp"

using namespace fm::cases;
using fm::ec;
using fm::test::case_hand, fm::test::example_case, fm::test::names;
namespace db = fm::db;

namespace {

/// Answers what a search for a title reads.
void tell(case_hand& h, const std::vector<case_message>& questions,
          const std::vector<hypothesis_record>& hypotheses = {}) {
  BOOST_TEST_REQUIRE(h.out.size() == 2u);
  auto first = h.at(0), second = h.at(1);
  db::row_set asked, known;
  for (const auto& m : questions) asked.rows.push_back(store::insert_message(m).params);
  for (const auto& x : hypotheses) known.rows.push_back(store::insert_hypothesis(x).params);
  h.answer(first, asked);
  h.answer(second, known);
}

case_message question(const std::string& text) {
  return {"m1", "c1", "user", text, "", 1, "answered", "", 5};
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_key_is_never_used_again_within_its_case) {
  case_record c;
  c.context = R"({"note":"from the start","data_4":1})";
  BOOST_TEST(add_data_item(c, fm::json::object{}) == "data_5");
  BOOST_TEST(remove_data_item(c, "data_5"));
  BOOST_TEST(add_data_item(c, fm::json::object{}) == "data_6");
  BOOST_TEST(remove_data_item(c, "data_6"));
  BOOST_TEST(remove_data_item(c, "data_4"));
  BOOST_TEST(!remove_data_item(c, "data_4"));
  BOOST_TEST(remove_data_item(c, "note"));
  BOOST_TEST(c.context == "{}");
  BOOST_TEST(add_data_item(c, fm::json::object{}) == "data_7");
  case_record uncounted;
  uncounted.context = R"({"data_9":1})";
  BOOST_TEST(remove_data_item(uncounted, "data_9"));
  BOOST_TEST(add_data_item(uncounted, fm::json::object{}) == "data_10");
}

BOOST_AUTO_TEST_CASE(a_data_item_is_answered_once_it_is_stored_and_bounded_in_all) {
  case_hand h;
  h.say(add_data{"c1", R"({"a":1})"});
  h.load();
  BOOST_TEST((h.unit() == names{"cases.update_case", "cases.keep_details"}));
  h.stored(h.at());
  BOOST_TEST(h.sent<data_item>()->data_id == "data_1");
  h.say(add_data{"c1", "[1]"});
  BOOST_TEST((h.failed()->code == ec::invalid));
  h.say(add_data{"c1", R"({"a":")" + std::string(most_data_bytes, 'x') + R"("})"});
  BOOST_TEST((h.failed()->code == ec::too_large));
  h.say(remove_data{"c1", "data_2"});
  BOOST_TEST((h.failed()->code == ec::not_found));
  h.say(remove_data{"c1", "data_1"});
  h.stored(h.at());
  BOOST_TEST(h.sent<fm::done>());
  BOOST_TEST(h.state().row.context == "{}");
}

BOOST_AUTO_TEST_CASE(a_title_that_says_something_is_kept_unless_it_is_forced) {
  case_hand h;
  auto c = example_case();
  c.title = "Orders fail at noon";
  h.say(suggest_title{.case_id = "c1"});
  h.load(c);
  BOOST_TEST(h.sent<title_suggestion>()->title == c.title);
  BOOST_TEST(!h.sent<title_suggestion>()->generated);
  h.say(suggest_title{.case_id = "c1", .force = true});
  tell(h, {question("why is the pool exhausted every day at noon?")});
  BOOST_TEST(h.sent<title_suggestion>()->title == "Why is the pool exhausted every day at");
  BOOST_TEST(h.sent<title_suggestion>()->generated);
}

BOOST_AUTO_TEST_CASE(a_title_comes_from_the_best_of_what_the_case_holds) {
  case_hand h;
  h.say(suggest_title{.case_id = "c1"});
  h.load();
  hypothesis_record weak, strong, refuted;
  weak.title = "The disk is full";
  weak.confidence = .2;
  strong.title = "The pool is too small";
  strong.confidence = .8;
  refuted.title = "Nobody did it";
  refuted.confidence = .9;
  refuted.status = "refuted";
  tell(h, {question("why does it fail?")}, {weak, strong, refuted});
  BOOST_TEST(h.sent<title_suggestion>()->title == "The pool is too small");
  h.say(suggest_title{.case_id = "c1", .most_words = 3, .hint = "hinted words come first"});
  tell(h, {question("why does it fail?")}, {strong});
  BOOST_TEST(h.sent<title_suggestion>()->title == "Hinted words come");
  h.say(suggest_title{.case_id = "c1"});
  tell(h, {question("why does it fail?")}, {weak});
  BOOST_TEST(h.sent<title_suggestion>()->title == "Why does it fail");
}

BOOST_AUTO_TEST_CASE(a_case_is_renamed_when_asked_to_and_there_is_something_to_name) {
  case_hand h;
  auto c = example_case();
  c.title = "Case-0314-1";
  c.title_kind = "automatic";
  h.say(suggest_title{.case_id = "c1", .rename = true});
  h.load(c);
  tell(h, {});
  BOOST_TEST(h.sent<title_suggestion>()->title.empty());
  h.say(suggest_title{.case_id = "c1", .rename = true});
  tell(h, {question("why does it fail?")});
  BOOST_TEST((h.unit() == names{"cases.update_case"}));
  h.stored(h.at());
  BOOST_TEST(h.sent<title_suggestion>()->generated);
  BOOST_TEST(h.state().row.title == "Why does it fail");
  BOOST_TEST(h.state().row.title_kind == "derived");
}
