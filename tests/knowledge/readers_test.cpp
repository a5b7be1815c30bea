#include "knowledge/front_matter.hpp"
#include "knowledge/page.hpp"
#include "knowledge/slug.hpp"
#include "knowledge/utf8.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace {

using fm::knowledge::page;
using fm::knowledge::read_page;
using fm::knowledge::section;

const section& section_named(const page& p, std::string_view heading) {
  auto found = std::find_if(p.sections.begin(), p.sections.end(), [&](const section& s) {
    return !s.headings.empty() && s.headings.back() == heading;
  });
  BOOST_TEST_REQUIRE((found != p.sections.end()), "no section " << heading);
  return *found;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(readers)

BOOST_AUTO_TEST_CASE(markdown_sections_know_their_heading_path_anchor_and_lines) {
  page p = read_page(
      "a/b.md",
      "# Disk full\n\nIntro *text*.\n\n## What to do\n\n1. `df -h`\n2. Delete\n   logs\n\n### Later\n"
      "Grow it.\n\n## Other\n\nMore.\n");
  BOOST_TEST(p.title == "Disk full");
  BOOST_TEST_REQUIRE(p.sections.size() == 4u);
  const section& what = section_named(p, "What to do");
  BOOST_TEST(what.headings == (std::vector<std::string>{"Disk full", "What to do"}),
             boost::test_tools::per_element());
  BOOST_TEST(what.anchor == "what-to-do");
  BOOST_TEST(what.text == "1. df -h\n2. Delete\nlogs");
  BOOST_TEST_REQUIRE(what.lines.size() == 3u);
  BOOST_TEST(what.lines[0].first_source_line == 7u);
  BOOST_TEST(what.lines[2].first_source_line == 9u);
  const section& later = section_named(p, "Later");
  BOOST_TEST(later.headings == (std::vector<std::string>{"Disk full", "What to do", "Later"}),
             boost::test_tools::per_element());
  BOOST_TEST(section_named(p, "Other").headings.size() == 2u);
}

BOOST_AUTO_TEST_CASE(code_blocks_tables_links_and_entities_keep_their_text) {
  page p = read_page(
      "x.md",
      "# T\n\n```shell\nkubectl get pods -A\n  indented\n```\n\n| Code | Cause |\n|---|---|\n| 137 | killed "
      "|\n\nSee [the docs](http://example.org/secret-path) &amp; ![graph](a.png) <br> end.\n");
  const section& s = section_named(p, "T");
  BOOST_TEST(s.text ==
             "kubectl get pods -A\n  indented\nCode | Cause\n137 | killed\nSee the docs & graph  end.");
  BOOST_TEST((s.lines[0].kind == fm::knowledge::text_kind::code));
  BOOST_TEST(s.lines[0].first_source_line == 4u);
  BOOST_TEST(!s.lines[0].ends_block);
  BOOST_TEST(s.lines[1].ends_block);
  BOOST_TEST((s.lines[2].kind == fm::knowledge::text_kind::prose));
  BOOST_TEST(s.lines[3].first_source_line == 10u);
}

BOOST_AUTO_TEST_CASE(front_matter_gives_title_and_names_and_is_no_text) {
  page p = read_page(
      "KubeX.md",
      "---\ntitle: \"Kube X\"\nweight: 20\naliases:\n  - KubeY\n  - 'Kube Z'\ntags: [storage, disk]\n---\n\n"
      "## Meaning\n\nText.\n");
  BOOST_TEST(p.title == "Kube X");
  BOOST_TEST(p.names == (std::vector<std::string>{"KubeY", "Kube Z", "storage", "disk"}),
             boost::test_tools::per_element());
  BOOST_TEST_REQUIRE(p.sections.size() == 1u);
  BOOST_TEST(p.sections[0].headings.front() == "Kube X");
  BOOST_TEST(p.sections[0].lines[0].first_source_line == 12u);
  BOOST_TEST(fm::knowledge::read_front_matter("+++\ntitle = \"T\"\n+++\nx").title == "T");
  BOOST_TEST(fm::knowledge::read_front_matter("---\njust a rule\n\nand text").bytes == 0u);
}

BOOST_AUTO_TEST_CASE(html_in_markdown_gives_its_text_at_its_lines) {
  page p = read_page(
      "x.md", "# T\n\n<details>\n<summary>Full context</summary>\nHidden text.\n</details>\n\nAfter.\n");
  const section& s = section_named(p, "T");
  BOOST_TEST(s.text == "Full context\nHidden text.\nAfter.");
  BOOST_TEST(s.lines[0].first_source_line == 4u);
  BOOST_TEST(s.lines[1].first_source_line == 5u);
}

BOOST_AUTO_TEST_CASE(html_pages_lose_tags_scripts_and_navigation_but_keep_headings_and_lines) {
  page p = read_page(
      "x.html",
      "<!DOCTYPE html>\n<html><head><title>Page</title><style>p {color: red}</style></head>\n<body>\n"
      "<nav>Home | Docs</nav>\n<h2 class='a>b'>Restart &amp; wait</h2>\n<p>Run <b>this</b>\n   command:</p>\n"
      "<pre>systemctl restart x\n  "
      "--now</pre><script>alert('no')</script>\n<ul><li>one<li>two</ul>\n</body>");
  BOOST_TEST(p.title == "Page");
  const section& s = section_named(p, "Restart & wait");
  BOOST_TEST(s.anchor == "restart--wait");
  BOOST_TEST(s.text == "Run this command:\nsystemctl restart x\n  --now\n- one\n- two");
  BOOST_TEST(s.lines[0].first_source_line == 6u);
  BOOST_TEST(s.lines[0].last_source_line == 7u);
  BOOST_TEST((s.lines[1].kind == fm::knowledge::text_kind::code));
  for (const section& each : p.sections) {
    BOOST_TEST(each.text.find("Home") == std::string::npos);
    BOOST_TEST(each.text.find("color") == std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(plain_text_headings_are_underlined_numbered_or_in_capitals) {
  page p = read_page("x.txt",
                     "Backup guide\n============\n\nIntro.\n\nRESTORE A TABLE\n\nDo it.\n\n2.1 Check the "
                     "dump\n\nRead it.\n\n"
                     "1. a list item\n2. another\n\nSteps\n-----\nLast.\n");
  BOOST_TEST(p.title == "Backup guide");
  BOOST_TEST(section_named(p, "RESTORE A TABLE").text == "Do it.");
  BOOST_TEST(section_named(p, "2.1 Check the dump").text == "Read it.\n1. a list item\n2. another");
  BOOST_TEST(section_named(p, "Steps").lines[0].first_source_line == 19u);
}

BOOST_AUTO_TEST_CASE(anchors_are_those_of_github_and_unique_in_a_page) {
  BOOST_TEST(fm::knowledge::github_slug("What's new, `etcd` v3.5?") == "whats-new-etcd-v35");
  BOOST_TEST(fm::knowledge::github_slug("A_b - C") == "a_b---c");
  BOOST_TEST(fm::knowledge::github_slug("Störung") == "störung");
  page p = read_page("x.md", "# A\n\nx\n\n# A\n\ny\n\n# A-1\n\nz\n");
  BOOST_TEST_REQUIRE(p.sections.size() == 3u);
  BOOST_TEST(p.sections[0].anchor == "a");
  BOOST_TEST(p.sections[1].anchor == "a-1");
  BOOST_TEST(p.sections[2].anchor == "a-1-1");
}

BOOST_AUTO_TEST_CASE(a_page_without_headings_is_named_after_its_file) {
  page p = read_page("area/restart-the-queue.md", "Just text.\n");
  BOOST_TEST(p.title == "restart-the-queue");
  BOOST_TEST_REQUIRE(p.sections.size() == 1u);
  BOOST_TEST(p.sections[0].anchor.empty());
}

BOOST_AUTO_TEST_CASE(invalid_utf8_and_line_ends_are_tolerated) {
  BOOST_TEST(fm::knowledge::clean_utf8("\xEF\xBB\xBF"
                                       "a\r\nb\xFFz\x01\xC0\x80") ==
             "a\nb\xEF\xBF\xBDz \xEF\xBF\xBD\xEF\xBF\xBD");
  page p = read_page("x.md", "# H\r\n\r\nline\xE9 one\r\nline two\r\n");
  BOOST_TEST(section_named(p, "H").lines[1].first_source_line == 4u);
  BOOST_TEST(read_page("x.md", std::string_view("PK\0\1", 4)).sections.empty());
}

BOOST_AUTO_TEST_SUITE_END()
