#define BOOST_TEST_MODULE json
#include "fm/json/members.hpp"
#include "fm/json/value.hpp"

#include <boost/test/unit_test.hpp>

namespace json = fm::json;

BOOST_AUTO_TEST_CASE(a_text_read_and_written_is_the_same_text) {
  const std::string text = R"({"a":[1,-2,3.5,true,null],"b":{"c":"x\"y\u0001"},"big":18446744073709551615})";
  auto read = json::parse(text);
  BOOST_TEST_REQUIRE(static_cast<bool>(read), read.error);
  BOOST_TEST(json::write(read.root) == text);
}

BOOST_AUTO_TEST_CASE(a_character_is_escaped_wherever_it_stands) {
  for (std::size_t length = 1; length <= 33; ++length)
    for (std::size_t at = 0; at < length; ++at)
      for (int c = 1; c < 256; c += c < 40 || (c > 90 && c < 95) ? 1 : 37) {
        std::string text(length, 'x');
        text[at] = static_cast<char>(c & 0x7f);
        const auto written = json::write(json::value(text));
        const bool plain = text[at] >= 0x20 && text[at] != '"' && text[at] != '\\';
        BOOST_TEST_REQUIRE((written.size() == length + 2) == plain,
                           length << " at " << at << ": " << written);
        auto read = json::parse(written);
        BOOST_TEST_REQUIRE((read && *read.root.as_string() == text), written);
      }
  const std::string umlauts = "gr\u00fc\u00dfe aus \u6771\u4eac";
  BOOST_TEST(json::write(json::value(umlauts)) == '"' + umlauts + '"');
  BOOST_TEST(json::write(json::value("")) == "\"\"");
}

BOOST_AUTO_TEST_CASE(what_is_no_utf8_is_written_as_the_replacement_character) {
  for (const bool pretty : {false, true})
    for (std::size_t before = 0; before < 20; ++before) {
      const std::string ascii(before, 'a');
      for (const std::string bad :
           {"\xFF", "\xC3", "\xE2\x82", "\xED\xA0\x80", "\xC0\x80", "\xF4\x90\x80\x80"}) {
        json::value v;
        v.set(ascii + bad, ascii + bad + " äöü " + bad);
        const auto written = json::write(v, pretty);
        auto read = json::parse(written);
        BOOST_TEST_REQUIRE(static_cast<bool>(read), written);
        std::string marks;
        for (std::size_t i = 0; i < bad.size(); ++i) marks += "\xEF\xBF\xBD";
        BOOST_TEST(*read.root.find(ascii + marks)->as_string() == ascii + marks + " äöü " + marks);
      }
    }
}

BOOST_AUTO_TEST_CASE(duplicate_names_are_refused_in_small_and_in_large_objects) {
  BOOST_TEST(json::parse(R"({"a":1,"a":2})").error.find("twice") != std::string::npos);
  std::string many = "{";
  for (int i = 0; i < 40; ++i) many += "\"k" + std::to_string(i) + "\":0,";
  BOOST_TEST(static_cast<bool>(json::parse(many + "\"z\":1}")));
  BOOST_TEST(!json::parse(many + "\"k3\":1}"));
}

BOOST_AUTO_TEST_CASE(depth_and_length_are_bounded) {
  BOOST_TEST(!json::parse(std::string(65, '[') + std::string(65, ']')));
  BOOST_TEST(static_cast<bool>(json::parse(std::string(64, '[') + std::string(64, ']'))));
  BOOST_TEST(!json::parse("[1,2,3]", {.depth = 4, .bytes = 3}));
}

BOOST_AUTO_TEST_CASE(bad_text_is_refused_with_a_place) {
  auto read = json::parse("{\"a\": tru}");
  BOOST_TEST(!read);
  BOOST_TEST(read.offset > 0u);
  BOOST_TEST(!json::parse("{} {}"));
  BOOST_TEST(!json::parse("\"\xff\""));
  BOOST_TEST(!json::parse(""));
}
BOOST_AUTO_TEST_CASE(members_that_are_absent_or_of_another_type_are_as_if_nothing_was_said) {
  const auto v = json::parse(R"({"t":"x","n":-3,"b":true,"l":[1],"half":1.5})").root;
  BOOST_TEST(json::text_of(v, "t") == "x");
  BOOST_TEST(json::text_of(v, "n") == "");
  BOOST_TEST(json::integer_of(v, "n") == -3);
  BOOST_TEST(json::integer_of(v, "half") == 0);
  BOOST_TEST(json::flag_of(v, "b"));
  BOOST_TEST(!json::flag_of(v, "t"));
  BOOST_TEST(json::flag_of(v, "none", true));
  BOOST_TEST(json::list_of(v, "l").size() == 1u);
  BOOST_TEST(json::list_of(v, "t").empty());
  BOOST_TEST(json::text_of(json::value("no object"), "t") == "");
}
