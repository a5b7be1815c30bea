#include "fm/yaml/node.hpp"

#include <boost/test/unit_test.hpp>

namespace yaml = fm::yaml;

BOOST_AUTO_TEST_SUITE(yaml_reader)

BOOST_AUTO_TEST_CASE(every_node_knows_the_line_where_it_begins_and_ends) {
  const auto read = yaml::parse("a: 1\nb:\n  - x\n  - y: |\n      one\n      two\nc: \"q\"\n");
  BOOST_TEST_REQUIRE(static_cast<bool>(read), read.error);
  const auto& root = read.documents.at(0);
  BOOST_TEST(root.find("a")->line == 1u);
  BOOST_TEST(root.find("b")->items[0].line == 3u);
  const auto* block = root.find("b")->items[1].find("y");
  BOOST_TEST(block->text == "one\ntwo\n");
  BOOST_TEST(block->block);
  BOOST_TEST(block->line == 4u);
  BOOST_TEST(block->end_line == 6u);
  BOOST_TEST(root.find("c")->quoted);
  BOOST_TEST(root.find("c")->line == 7u);
}

BOOST_AUTO_TEST_CASE(documents_before_an_error_are_kept_and_the_error_has_its_line) {
  const auto read = yaml::parse("a: 1\n---\nb: [1, 2\nc: : :\n");
  BOOST_TEST(!read);
  BOOST_TEST(read.documents.size() >= 1u);
  BOOST_TEST(read.documents[0].string("a") == "1");
  BOOST_TEST(read.line >= 3u);
}

BOOST_AUTO_TEST_CASE(tags_are_ignored_and_null_is_told_from_a_quoted_word) {
  const auto read = yaml::parse("a: !!python/object:x.Y\n  b: null\n  c: 'null'\n  d:\n");
  BOOST_TEST_REQUIRE(static_cast<bool>(read), read.error);
  const auto* a = read.documents[0].find("a");
  BOOST_TEST(a->find("b")->is_null());
  BOOST_TEST(!a->find("c")->is_null());
  BOOST_TEST(a->find("d")->is_null());
  BOOST_TEST(a->string("b").empty());
}

BOOST_AUTO_TEST_CASE(a_name_given_twice_is_kept_twice_and_the_last_one_counts) {
  const auto read = yaml::parse("a: 1\na: 2\n");
  BOOST_TEST(read.documents[0].members.size() == 2u);
  BOOST_TEST(read.documents[0].string("a") == "2");
}

BOOST_AUTO_TEST_CASE(aliases_are_copied_within_bounds_and_an_alias_bomb_is_refused) {
  const auto few = yaml::parse("a: &x {k: v}\nb: *x\n");
  BOOST_TEST_REQUIRE(static_cast<bool>(few), few.error);
  BOOST_TEST(few.documents[0].find("b")->string("k") == "v");
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 30; ++i) {
    const auto p = std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int j = 0; j < 10; ++j) bomb += "*a" + p + (j < 9 ? ", " : "]\n");
  }
  BOOST_TEST(!yaml::parse(bomb));
  BOOST_TEST(!yaml::parse("a: *nothing\n"));
  BOOST_TEST(!yaml::parse("a: &x [*x]\n"));
}

BOOST_AUTO_TEST_CASE(depth_length_and_number_of_nodes_are_bounded) {
  BOOST_TEST(!yaml::parse(std::string(5000, '[')));
  BOOST_TEST(!yaml::parse(std::string(65, '[') + std::string(65, ']')));
  BOOST_TEST(static_cast<bool>(yaml::parse(std::string(60, '[') + std::string(60, ']'))));
  BOOST_TEST(!yaml::parse("a: b\n", {.depth = 4, .bytes = 3, .nodes = 10, .copied = 10}));
  BOOST_TEST(!yaml::parse("[1,2,3,4,5]", {.depth = 4, .bytes = 100, .nodes = 4, .copied = 10}));
}

BOOST_AUTO_TEST_CASE(numbering_can_begin_in_the_middle_of_a_file) {
  const auto read = yaml::parse("a: 1\nb: 2\n", {}, 100);
  BOOST_TEST(read.documents[0].find("b")->line == 101u);
}

BOOST_AUTO_TEST_SUITE_END()
