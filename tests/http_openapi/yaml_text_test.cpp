// YAML that is written is read back as the same value, whatever its texts look like.
#include "yaml_text.hpp"

#include <boost/test/unit_test.hpp>

using fm::json::value;

namespace {

value again(const value& v) {
  auto read = fm::yaml::parse(fm::http::yaml_text(v));
  BOOST_REQUIRE_MESSAGE(read && read.documents.size() == 1, read.error << fm::http::yaml_text(v));
  return fm::http::json_of(read.documents.front());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(yaml_text)

BOOST_AUTO_TEST_CASE(plain_scalars_have_the_types_of_the_core_schema) {
  const auto read = fm::yaml::parse("[1, -2.5, true, null, ~, yes, '1', \"true\", 1.0.0]");
  const auto list = fm::http::json_of(read.documents.front());
  const auto& all = *list.as_array();
  BOOST_TEST((all[0] == value(1)));
  BOOST_TEST((all[1] == value(-2.5)));
  BOOST_TEST((all[2] == value(true)));
  BOOST_TEST((all[3].is_null() && all[4].is_null()));
  for (std::size_t i = 5; i < all.size(); ++i) BOOST_TEST((all[i].as_string() != nullptr));
}

BOOST_AUTO_TEST_CASE(a_merge_gives_what_the_mapping_has_not) {
  const auto read = fm::yaml::parse("{a: &x {p: 1, q: 2}, b: {<<: *x, q: 3}}");
  const auto v = fm::http::json_of(read.documents.front());
  BOOST_TEST((*v.find("b") == value().set("q", 3).set("p", 1)));
}

BOOST_AUTO_TEST_CASE(texts_that_could_be_misread_come_back) {
  value list;
  for (const char* text : {"",
                           "true",
                           "no",
                           "12",
                           "1e5",
                           "- a",
                           "a: b",
                           "a #b",
                           "#",
                           "a\nb",
                           "\"",
                           "'",
                           "{}",
                           "[",
                           "null",
                           "~",
                           "text/plain; charset=utf-8",
                           "/cases/{id}",
                           " a",
                           "a ",
                           "*a",
                           "&a",
                           "@a",
                           "%a",
                           "\xC3\xA9",
                           "a\tb"})
    list.push(value(text));
  BOOST_TEST((again(list) == list));
}

BOOST_AUTO_TEST_CASE(nested_and_empty_containers_come_back) {
  value v;
  v.set("empty", value(fm::json::array{})).set("none", value(fm::json::object{})).set("n", value());
  value inner;
  inner.push(value().set("a", 1).set("b", value().set("c", 2.5)));
  inner.push(value(fm::json::array{value(1), value(fm::json::array{value(2)})}));
  v.set("list", inner).set("200", "a status");
  BOOST_TEST((again(v) == v));
}

BOOST_AUTO_TEST_SUITE_END()
