// Markdown: what a reader of Markdown makes of hostile text.
#include "reports/markdown.hpp"

#include "knowledge/page.hpp"
#include "reports/page_json.hpp"

#include <boost/test/unit_test.hpp>

using namespace fm;
using document::block_kind;
using document::rich;
using document::style;
using reports::escaped;
using reports::markdown_of;

namespace {

const std::vector<std::string> hostile = {"# no heading",
                                          "- no list",
                                          "1. no number",
                                          "1) no number",
                                          "> no quote",
                                          "`no code`",
                                          "**no strong**",
                                          "_no emphasis_",
                                          "[no](javascript:alert(1))",
                                          "![no](http://x/y.png)",
                                          "<script>alert(1)</script>",
                                          "<!-- no comment",
                                          "a | b | c",
                                          "~~no strike~~",
                                          "&lt;b&gt; &#60;",
                                          "```",
                                          "---",
                                          "===",
                                          "\\",
                                          "a\\",
                                          "+ no",
                                          "http://x.example/?a=1&b=2",
                                          "www.example.com",
                                          "me@example.com",
                                          "[x]: http://ref",
                                          "$no math$",
                                          "#",
                                          "a #",
                                          "* * *",
                                          "snake_case and __init__",
                                          "ends with `",
                                          "``two``",
                                          "\t tab",
                                          "line\nbreak",
                                          "| --- |",
                                          "[^1]: no footnote"};

document::block of(block_kind kind, std::vector<rich> parts) {
  document::block b;
  b.kind = kind, b.parts = std::move(parts);
  return b;
}
rich code(std::string text) { return rich().add(std::move(text), style::code); }

document::page page(std::string title, std::vector<document::block> blocks) {
  document::page p;
  p.title = std::move(title), p.blocks = std::move(blocks);
  return p;
}

/// Without what a reader joins or drops.
std::string squeezed(std::string_view text) {
  std::string out;
  for (char c : text)
    if (c != ' ' && c != '\n' && c != '\t') out += c;
  return out;
}

/// All text that a Markdown reader sees, without markup.
std::string read_back(const std::string& markdown) {
  auto read = knowledge::read_page("r.md", markdown);
  std::string out;
  for (const auto& s : read.sections) {
    if (!s.headings.empty()) out += s.headings.back() + "\n";
    out += s.text + "\n";
  }
  return squeezed(out);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(report_markdown)

BOOST_AUTO_TEST_CASE(each_block_has_its_form) {
  auto table = of(block_kind::table, {"Time", "What", "1", "a|b"});
  table.columns = 2;
  auto heading = of(block_kind::heading, {"Summary"});
  auto deep = of(block_kind::heading, {"Deep"});
  deep.level = 2;
  rich mixed("cause ");
  mixed.add("known", style::strong).add(": ").add("E1:L3", style::code);
  BOOST_TEST(
      markdown_of(page(
          "A title", {heading, of(block_kind::paragraph, {mixed}), deep, of(block_kind::bullets, {"x", "y"}),
                      of(block_kind::numbers, {"x", "y"}), table, of(block_kind::code, {"a\n``` b"})})) ==
      "# A title\n\n## Summary\n\ncause **known**: `E1:L3`\n\n### Deep\n\n- x\n- y\n\n1. x\n2. y\n\n"
      "| Time | What |\n| --- | --- |\n| 1 | a\\|b |\n\n````text\na\n``` b\n````\n");
}

BOOST_AUTO_TEST_CASE(hostile_text_stays_text_wherever_it_stands) {
  for (const auto& text : hostile) {
    auto table = of(block_kind::table, {"Head", "Other", text, "cell"});
    table.columns = 2;
    const auto markdown =
        markdown_of(page(text, {of(block_kind::paragraph, {text}), of(block_kind::bullets, {text}), table,
                                of(block_kind::paragraph, {"the end"})}));
    const auto wanted = squeezed(text);
    const auto seen = read_back(markdown);
    std::size_t count = 0;
    for (std::size_t at = 0; (at = seen.find(wanted, at)) != std::string::npos; at += wanted.size()) ++count;
    BOOST_TEST(count >= 4u, "'" << text << "' is seen " << count << " times in\n"
                                << markdown << "\nas\n"
                                << seen);
    BOOST_TEST(seen.find("theend") != std::string::npos, markdown);
    BOOST_TEST(seen.find("cell") != std::string::npos, markdown);
  }
}

BOOST_AUTO_TEST_CASE(no_tag_and_no_link_comes_through) {
  for (const auto& text : hostile) {
    const auto out = escaped(text);
    for (std::size_t i = 0; i < out.size(); ++i)
      if (out[i] == '<' || out[i] == '[' || out[i] == '`') BOOST_TEST((i > 0 && out[i - 1] == '\\'), out);
  }
}

BOOST_AUTO_TEST_CASE(code_keeps_its_letters) {
  BOOST_TEST(markdown_of(page("t", {of(block_kind::paragraph, {code("a`b")})})) == "# t\n\n``a`b``\n");
  BOOST_TEST(markdown_of(page("t", {of(block_kind::paragraph, {code("`x`")})})) == "# t\n\n`` `x` ``\n");
  BOOST_TEST(markdown_of(page("t", {of(block_kind::paragraph, {code("<b> *x*")})})) == "# t\n\n`<b> *x*`\n");
  auto table = of(block_kind::table, {"h", code("a|b")});
  table.columns = 1;
  BOOST_TEST(markdown_of(page("t", {table})).find("`a\\|b`") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(control_characters_reach_no_terminal) {
  const auto out = markdown_of(page("a\x1b[31m", {of(block_kind::code, {"x\x1b]0;y\x07z\r\nw"}),
                                                  of(block_kind::paragraph, {std::string("n\0l", 3)})}));
  for (char c : out) BOOST_TEST((c == '\n' || static_cast<unsigned char>(c) >= 0x20));
}

BOOST_AUTO_TEST_CASE(words_that_need_no_escape_have_none) {
  BOOST_TEST(escaped("report_export at 10:00 - E1 (ok), 50% & more!") ==
             "report_export at 10:00 - E1 (ok), 50% & more!");
}

BOOST_AUTO_TEST_CASE(a_document_survives_storage) {
  auto table = of(block_kind::table, {"a", "b"});
  table.columns = 2;
  auto p = page("t \"x\" ü",
                {of(block_kind::heading, {"h"}), table, of(block_kind::paragraph, {code("c"), rich()})});
  p.subject = "s", p.made = 17;
  auto back = reports::page_of(reports::json_of(p));
  BOOST_REQUIRE(back);
  BOOST_TEST((*back == p));
}

BOOST_AUTO_TEST_CASE(what_is_no_document_is_none) {
  for (
      const auto* text :
      {"", "{}", "[]",
       R"({"title":"t","subject":"s","made":1,"blocks":[{"kind":99,"level":1,"columns":0,"parts":[]}]})",
       R"({"title":"t","subject":"s","made":1,"blocks":[{"kind":1,"level":1,"columns":0,"parts":[[7,"x"]]}]})",
       R"({"title":"t","subject":"s","made":1,"blocks":[{"kind":1,"level":1,"columns":0,"parts":["x"]}]})"})
    BOOST_TEST(!reports::page_of(text), text);
}

BOOST_AUTO_TEST_SUITE_END()
