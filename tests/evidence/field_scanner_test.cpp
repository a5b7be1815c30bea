#include "evidence/field_scanner.hpp"

#include <boost/test/unit_test.hpp>

using namespace fm::evidence;

namespace {

std::string value_of(std::string_view line, std::string_view key) {
  std::vector<std::pair<std::string_view, std::string_view>> all;
  fields(line, all);
  for (const auto& [k, v] : all)
    if (k == key) return std::string(v);
  return "(none)";
}

}  // namespace

BOOST_AUTO_TEST_CASE(scalars_of_a_json_line_are_listed_and_nested_values_passed_over) {
  const std::string_view line =
      R"({"a":"x", "n" : -1.5e3 ,"t":true,"z":null,"o":{"a":{"b":"}"}},"l":[1,"]",{}],"last":"q\"uote"})";
  std::vector<std::pair<std::string_view, std::string_view>> all;
  fields(line, all);
  BOOST_TEST_REQUIRE(all.size() == 5u);
  BOOST_TEST(value_of(line, "a") == "x");
  BOOST_TEST(value_of(line, "n") == "-1.5e3");
  BOOST_TEST(value_of(line, "t") == "true");
  BOOST_TEST(value_of(line, "z") == "null");
  BOOST_TEST(value_of(line, "last") == R"(q\"uote)");
}

BOOST_AUTO_TEST_CASE(logfmt_pairs_are_listed_with_quoted_values) {
  const std::string_view line =
      R"(time=2025-07-07T05:54:40Z level=error msg="it \"broke\"" code=5 empty= bare)";
  BOOST_TEST(value_of(line, "level") == "error");
  BOOST_TEST(value_of(line, "msg") == R"(it \"broke\")");
  BOOST_TEST(value_of(line, "code") == "5");
  BOOST_TEST(value_of(line, "empty") == "");
  BOOST_TEST(value_of("just a sentence with a=b in it", "a") == "(none)");
  BOOST_TEST(value_of("key=value and nothing known", "key") == "(none)");
}

BOOST_AUTO_TEST_CASE(at_most_64_fields_are_listed) {
  std::string line = "{";
  for (int i = 0; i < 200; ++i) line += "\"k" + std::to_string(i) + "\":" + std::to_string(i) + ",";
  line += "\"z\":0}";
  std::vector<std::pair<std::string_view, std::string_view>> all;
  fields(line, all);
  BOOST_TEST(all.size() == 64u);
}

BOOST_AUTO_TEST_CASE(every_prefix_of_a_json_line_is_survived) {
  const std::string line = R"({"a":"x\u0041","n":-1,"o":{"k":[1,{"q":"}"}]},"t":true})";
  for (std::size_t n = 0; n <= line.size(); ++n) {
    json_fields scan(std::string_view(line).substr(0, n));
    field f;
    std::size_t count = 0;
    while (scan.next(f)) ++count;
    BOOST_TEST(count <= 4u);
    BOOST_TEST(scan.complete() == (n == line.size()));
  }
}

BOOST_AUTO_TEST_CASE(nesting_ten_thousand_deep_is_passed_over) {
  const std::string line =
      R"({"deep":)" + std::string(10'000, '[') + std::string(10'000, ']') + R"(,"msg":"end"})";
  BOOST_TEST(value_of(line, "msg") == "end");
  const std::string open = R"({"deep":)" + std::string(10'000, '{');
  BOOST_TEST(value_of(open, "msg") == "(none)");
}

BOOST_AUTO_TEST_CASE(escapes_are_undone_and_broken_ones_kept) {
  const std::pair<std::string_view, std::string_view> examples[] = {
      {R"(a\nb\t\"c\"\\)", "a\nb\t\"c\"\\"},
      {R"(caf\u00e9)", "café"},
      {R"(\ud834\udd1e)", "𝄞"},
      {R"(\ud834x)", "\xEF\xBF\xBDx"},
      {R"(\u12)", R"(\u12)"},
      {R"(\q)", R"(\q)"},
      {R"(\u001b[32mINFO\u001b[0m x\u001bz)", "INFO x\x1Bz"},
      {"end\\", "end\\"},
      {R"(\uZZZZ)", R"(\uZZZZ)"},
  };
  for (const auto& [in, expected] : examples) {
    std::string out;
    append_unescaped(in, out);
    BOOST_TEST(out == expected);
  }
}
