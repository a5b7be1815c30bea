#include "evidence/template_miner.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using fm::evidence::mask;
using fm::evidence::miner_options;
using fm::evidence::template_miner;

BOOST_AUTO_TEST_SUITE(template_mining)

BOOST_AUTO_TEST_CASE(pieces_with_digits_are_variables_and_words_are_not) {
  BOOST_TEST(mask("Receiving block blk_-160 src: /10.25.19.10:54106 dest") ==
             "Receiving block <*> src: /<*> dest");
  BOOST_TEST(mask("took=12ms size=3.5 [worker-3] id=550e8400-e29b-41d4") == "took=<*> size=<*> [<*>] id=<*>");
  BOOST_TEST(mask("at 10:37:30,113 list 1,2,3") == "at <*> list <*>");
  BOOST_TEST(mask("  only   words  ") == "only words");
}

BOOST_AUTO_TEST_CASE(messages_that_differ_in_variables_only_share_a_template) {
  template_miner miner;
  auto a = miner.add("connection from 10.0.0.1:80 closed after 12 ms");
  auto b = miner.add("connection from 10.9.0.7:8080 closed after 9 ms");
  BOOST_TEST(a == b);
  BOOST_TEST(!miner.last_was_new());
  BOOST_TEST(miner.text(a) == "connection from <*> closed after <*> ms");
}

BOOST_AUTO_TEST_CASE(two_words_at_one_place_are_two_templates) {
  template_miner miner;
  auto opened = miner.add("session opened for user root");
  auto closed = miner.add("session closed for user root");
  BOOST_TEST(miner.root(opened) != miner.root(closed));
}

BOOST_AUTO_TEST_CASE(many_words_at_one_place_are_a_variable) {
  template_miner miner;
  std::vector<template_miner::id_type> ids;
  for (auto name : {"alice", "bob", "carol", "dave", "erin", "frank"})
    ids.push_back(miner.add("session opened for user " + std::string(name) + " by the gateway"));
  for (auto id : ids) BOOST_TEST(miner.root(id) == miner.root(ids.front()));
  BOOST_TEST(miner.text(ids.front()) == "session opened for user <*> by the gateway");
}

BOOST_AUTO_TEST_CASE(identifiers_at_one_place_are_a_variable_at_once) {
  template_miner miner;
  auto a = miner.add("deleted object media/cat.png from the bucket");
  auto b = miner.add("deleted object docs/plan.pdf from the bucket");
  BOOST_TEST(miner.root(a) == miner.root(b));
}

BOOST_AUTO_TEST_CASE(a_form_is_known_again_whatever_its_values_say) {
  template_miner miner;
  const std::pair<const char*, const char*> pairs[] = {
      {"loaded price=\"old and dear\" of shop", "loaded price=\"new and cheap\" of shop"},
      {"opened /var/lib/shop/orders.db for writing", "opened /srv/data/index.db for writing"},
      {"asked https://a.example.com/api/v1/x?page=2 twice", "asked https://b.example.org/api/v2/y twice"},
      {"user=alice went", "user=bob went"},
      {"moved 73ea37b0-27c7-4a02-af9a-2fc7a503e9af away", "moved 0fea37b0-17c7-4a02-bf9a-1fc7a503e9ae away"}};
  for (const auto& [first, second] : pairs) {
    const auto a = miner.add(first);
    BOOST_TEST(miner.last_was_new(), first);
    const auto b = miner.add(second);
    BOOST_TEST(!miner.last_was_new(), second);
    BOOST_TEST(miner.root(a) == miner.root(b));
  }
  // What is no value tells two statements apart, and a request keeps its method.
  BOOST_TEST(miner.root(miner.add("served \"GET /a\" well")) !=
             miner.root(miner.add("served \"PUT /a\" well")));
  BOOST_TEST(miner.root(miner.add("state = open now")) != miner.root(miner.add("state == open now")));
}

BOOST_AUTO_TEST_CASE(a_word_seen_as_a_value_is_a_name_elsewhere) {
  template_miner miner;
  miner.add("login ok user=root");
  miner.add("login ok user=ada");
  auto a = miner.add("shell granted to root");
  auto b = miner.add("shell granted to ada");
  BOOST_TEST(miner.root(a) != miner.root(b));
  miner.consolidate();
  BOOST_TEST(miner.root(a) == miner.root(b));
  BOOST_TEST(miner.text(a) == "shell granted to <*>");
}

BOOST_AUTO_TEST_CASE(verbs_are_no_names_however_many_there_are) {
  template_miner miner;
  std::vector<template_miner::id_type> ids;
  for (auto verb : {"opened", "closed", "paused", "resumed", "suspended"})
    ids.push_back(miner.add("the session was " + std::string(verb) + " again"));
  miner.consolidate();
  for (std::size_t i = 1; i < ids.size(); ++i) BOOST_TEST(miner.root(ids[i]) != miner.root(ids[0]));
}

BOOST_AUTO_TEST_CASE(the_first_word_tells_what_happened) {
  template_miner miner;
  auto a = miner.add("getTotalSteps = 12");
  auto b = miner.add("setTotalSteps = 12");
  miner.consolidate();
  BOOST_TEST(miner.root(a) != miner.root(b));
}

BOOST_AUTO_TEST_CASE(units_and_plurals_do_not_make_templates) {
  template_miner miner;
  auto a = miner.add("stored 3 packets in memory of 17 KB");
  auto b = miner.add("stored 1 packet in memory of 2 MB");
  BOOST_TEST(miner.root(a) == miner.root(b));
}

BOOST_AUTO_TEST_CASE(the_number_of_templates_and_words_is_bounded) {
  miner_options few;
  few.max_templates = 50;
  few.max_words = 200;
  template_miner miner(few);
  for (int i = 0; i < 5'000; ++i) {
    std::string word = "w";
    for (int n = i; n > 0; n /= 26) word.push_back(static_cast<char>('a' + n % 26));
    miner.add(word + " x" + word + " y" + word);
  }
  BOOST_TEST(miner.ids() <= 60u);
}

BOOST_AUTO_TEST_CASE(any_message_has_a_template) {
  template_miner miner;
  for (std::string text :
       {std::string(), std::string(" "), std::string(100'000, 'x'), std::string(5'000, ' ') + "end",
        std::string("\0\xff<*>", 5), std::string("<*>")}) {
    auto id = miner.add(text);
    BOOST_TEST(miner.root(id) < miner.ids());
  }
  std::string many;
  for (int i = 0; i < 3'000; ++i) many += "a ";
  BOOST_TEST(miner.text(miner.add(many)).size() < 1'000u);
}

BOOST_AUTO_TEST_SUITE_END()
