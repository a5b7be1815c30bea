// What models and people send as arguments: what is taken, and what is said about the rest.
#include "tools/schema_check.hpp"

#include "tools/catalog.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>
#include <set>

using namespace fm;
using namespace fm::agent;
using namespace fm::agent::tools;
namespace data = boost::unit_test::data;

namespace {

const json::value& schema() {
  static const auto read = json::parse(R"({"type":"object","properties":{
    "name":{"type":"string","minLength":1,"maxLength":5},
    "count":{"type":"integer","minimum":1,"maximum":200},
    "share":{"type":"number","minimum":0},
    "deep":{"type":"boolean"},
    "level":{"type":"string","enum":["info","warning","error","critical"]},
    "list":{"type":"array","maxItems":2,"items":{"type":"integer"}},
    "side":{"type":"object","properties":{"from":{"type":"string"}},"additionalProperties":false}},
    "required":["name"],"additionalProperties":false})");
  BOOST_REQUIRE(bool(read));
  return read.root;
}

struct sample {
  const char* given;
  const char* taken;  // the arguments as they are understood, or the findings
};
std::ostream& operator<<(std::ostream& out, const sample& s) { return out << s.given; }

std::string said(const checked_arguments& c) {
  if (c.findings.empty()) return json::write(c.arguments);
  std::string out;
  for (const auto& f : c.findings) {
    for (const auto& p : f.path) out += p + ".";
    out += f.type + " ";
  }
  return out;
}

const sample samples[] = {
    // as the schema says
    {R"({"name":"a","count":7,"share":0.5,"deep":true,"level":"error","list":[1,2],"side":{"from":"x"}})",
     R"({"name":"a","count":7,"share":0.5,"deep":true,"level":"error","list":[1,2],"side":{"from":"x"}})"},
    // what cannot be mistaken
    {R"({"name":"a","count":"120"})", R"({"name":"a","count":120})"},
    {R"({"name":"a","count":7.0})", R"({"name":"a","count":7})"},
    {R"({"name":"a","deep":"True"})", R"({"name":"a","deep":true})"},
    {R"({"name":"a","level":"WARN"})", R"({"name":"a","level":"warning"})"},
    {R"({"name":"a","level":"Error"})", R"({"name":"a","level":"error"})"},
    {R"({"name":"a","level":""})", R"({"name":"a"})"},
    {R"({"name":"a","level":null,"count":{}})", R"({"name":"a"})"},
    {R"({"name":"a","side":"{\"from\":\"x\"}"})", R"({"name":"a","side":{"from":"x"}})"},
    {R"("{\"name\":\"a\"}")", R"({"name":"a"})"},
    {R"({"name":"a","list":["1"]})", R"({"name":"a","list":[1]})"},
    {R"({"name":"äöüßé"})", R"({"name":"äöüßé"})"},  // characters, not bytes
    // what can
    {"", "name.missing "},
    {"{}", "name.missing "},
    {"null", "name.missing "},
    {R"({"name":null})", "name.missing "},
    {R"({"name":""})", "name.string_too_short "},
    {R"({"name":"abcdef"})", "name.string_too_long "},
    {R"({"name":7})", "name.string_type "},
    {R"({"name":{}})", "name.string_type "},
    {R"({"name":"a","count":"many"})", "count.int_type "},
    {R"({"name":"a","count":"1 2"})", "count.int_type "},
    {R"({"name":"a","count":1.5})", "count.int_type "},
    {R"({"name":"a","count":[1]})", "count.int_type "},
    {R"({"name":"a","count":0})", "count.greater_than_equal "},
    {R"({"name":"a","count":201})", "count.less_than_equal "},
    {R"({"name":"a","count":99999999999999999999})", "count.int_type "},
    {R"({"name":"a","share":-1})", "share.greater_than_equal "},
    {R"({"name":"a","deep":1})", "deep.bool_type "},
    {R"({"name":"a","level":"fatal"})", "level.enum "},
    {R"({"name":"a","level":"in"})", "level.enum "},
    {R"({"name":"a","list":[1,2,3]})", "list.too_long "},
    {R"({"name":"a","list":{"0":1}})", "list.list_type "},
    {R"({"name":"a","side":{"form":"x"}})", "side.form.extra_forbidden "},
    {R"({"name":"a","side":[]})", "side.dict_type "},
    {R"({"name":"a","other":1,"count":-3})", "other.extra_forbidden count.greater_than_equal "},
    {"[]", "dict_type "},
    {"7", "dict_type "},
    {"{\"name\":", "json_invalid "},
    {"{\"name\":\"a\",\"name\":\"b\"}", "json_invalid "},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(schema_check)

BOOST_DATA_TEST_CASE(arguments_are_taken_or_refused, data::make(samples), s) {
  const auto c = check_arguments(schema(), s.given);
  BOOST_TEST(said(c) == s.taken);
}

BOOST_AUTO_TEST_CASE(a_finding_says_what_would_be_right) {
  const auto text = [](const char* given) { return check_arguments(schema(), given).findings.at(0).message; };
  BOOST_TEST(text(R"({"name":"a","count":"x"})") == "should be a whole number from 1 to 200, not \"x\"");
  BOOST_TEST(text(R"({"name":"a","level":"loud"})") ==
             "should be one of 'info', 'warning', 'error', 'critical', not \"loud\"");
  BOOST_TEST(text(R"({"name":"a","nmae":"b"})").find("there are 'name', 'count'") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(hostile_arguments_cost_little) {
  BOOST_TEST(check_arguments(schema(), std::string(5'000'000, '{')).findings.at(0).type == "too_long");
  BOOST_TEST(check_arguments(schema(), std::string(10'000, '[')).findings.at(0).type == "json_invalid");
  std::string many = "{";
  for (int i = 0; i < 3'000; ++i) many += "\"k" + std::to_string(i) + "\":1,";
  BOOST_TEST(check_arguments(schema(), many + "\"name\":\"a\"}").findings.size() <= 50u);
  const auto quoted =
      check_arguments(schema(), "{\"name\":\"a\",\"count\":\"" + std::string(9'000, 'x') + "\"}");
  BOOST_TEST(quoted.findings.at(0).message.size() < 300u);
}

BOOST_AUTO_TEST_CASE(every_tool_has_a_name_a_schema_and_limits) {
  std::set<std::string> names;
  for (const auto& t : catalog()) {
    BOOST_TEST(names.insert(t.name).second);
    BOOST_TEST(t.name.size() <= 64u);
    BOOST_TEST(t.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string::npos);
    const auto read = json::parse(t.parameters);
    BOOST_TEST(bool(read));
    BOOST_TEST(*read.root.find("type")->as_string() == "object");
    BOOST_TEST((*read.root.find("additionalProperties") == json::value(false)));
    for (const auto& [name, own] : *read.root.find("properties")->as_object())
      BOOST_TEST((own.find("description") != nullptr && own.find("type") != nullptr), t.name + "." + name);
    BOOST_TEST(t.deadline == usual_deadline);
    BOOST_TEST(t.most_output_bytes == usual_output_bytes);
    BOOST_TEST(find_tool(t.name) == &t);
  }
  BOOST_TEST(find_tool("grep") == nullptr);
  BOOST_TEST(unknown_tool(std::string(5'000, 'x')).text.size() < 300u);
  BOOST_TEST(unknown_tool("grep").text.find("not found; there are search_evidence, read_lines") !=
             std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
