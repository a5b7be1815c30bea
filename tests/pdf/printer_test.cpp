// Prints documents and reads the files back with other programs.
#include <fm/pdf/printer.hpp>
#include <fm/pdf/spawn.hpp>
#include <fm/test/temp_folder.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdio>
#include <fstream>

using namespace fm;
using document::block_kind;
using document::style;

namespace {

document::block block(block_kind kind, std::vector<document::rich> parts) {
  document::block b;
  b.kind = kind, b.parts = std::move(parts);
  return b;
}
document::page page_with(std::vector<document::block> blocks) {
  document::page p;
  p.title = "Incident report: Orders – “fail”", p.subject = "case 7", p.made = 1'764'000'000 * second;
  p.blocks = std::move(blocks);
  return p;
}

struct printed {
  test::temp_folder folder;
  pdf::printer printer;

  std::string print(const document::page& p) {
    auto r = printer.print(p, [] { return false; });
    BOOST_REQUIRE(r);
    std::ofstream(folder / "a.pdf", std::ios::binary) << *r;
    return *r;
  }
  std::string said_by(const std::string& command) {
    auto* pipe = popen((command + " 2>/dev/null").c_str(), "r");
    BOOST_REQUIRE(pipe);
    std::string out;
    char buffer[4096];
    for (std::size_t n = 0; (n = fread(buffer, 1, sizeof buffer, pipe)) > 0;) out.append(buffer, n);
    pclose(pipe);
    return out;
  }
  std::string text() { return said_by("pdftotext -layout '" + (folder / "a.pdf") + "' -"); }
  std::string info() { return said_by("pdfinfo '" + (folder / "a.pdf") + "'"); }
  std::size_t pages() {
    auto all = info();
    return std::stoul(all.substr(all.find("Pages:") + 6));
  }
};

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

BOOST_FIXTURE_TEST_SUITE(pdf_printer, printed)

BOOST_AUTO_TEST_CASE(every_kind_of_block_is_there_as_text) {
  document::block table = block(block_kind::table, {"Time", "What", "10:00", "disk full"});
  table.columns = 2;
  document::rich mixed;
  mixed.add("The cause is ").add("known", style::strong).add(" from ").add("E1:L3", style::code);
  print(page_with({block(block_kind::heading, {"Summary"}), block(block_kind::paragraph, {mixed}),
                   block(block_kind::bullets, {"first point", "Привет λ"}),
                   block(block_kind::numbers, {"step a", "step b"}), table,
                   block(block_kind::code, {"SELECT  1;\nexit"})}));
  const auto all = text();
  for (const auto* part :
       {"Incident report: Orders – “fail”", "Summary", "The cause is known from E1:L3", "• first point",
        "Привет λ", "1. step a", "2. step b", "Time", "10:00", "disk full", "SELECT", "exit", "Page 1 of 1"})
    BOOST_TEST(has(all, part), part << " is missing in\n" << all);
  const auto about = info();
  BOOST_TEST(has(about, "Incident report: Orders – “fail”"));
  BOOST_TEST(has(about, "case 7"));
  BOOST_TEST(has(about, "FaultMaven"));
  BOOST_TEST(has(said_by("pdffonts '" + (folder / "a.pdf") + "'"), "DejaVuSansMono"));
}

BOOST_AUTO_TEST_CASE(the_same_document_is_the_same_file) {
  auto p = page_with({block(block_kind::paragraph, {"x"})});
  BOOST_TEST((print(p) == print(p)));
}

BOOST_AUTO_TEST_CASE(long_words_and_long_tables_stay_on_their_pages) {
  document::block table = block(block_kind::table, {"Name", "Text"});
  table.columns = 2;
  for (int i = 0; i < 120; ++i) {
    table.parts.emplace_back("row " + std::to_string(i));
    table.parts.emplace_back(std::string(i == 60 ? 20'000 : 90, 'w'));
  }
  print(page_with({table, block(block_kind::paragraph, {std::string(3'000, 'x')}),
                   block(block_kind::code, {std::string(5'000, 'y')})}));
  BOOST_TEST(pages() > 3u);
  const auto all = text();
  for (const auto* part : {"row 0", "row 60", "row 119", "Page 2 of "}) BOOST_TEST(has(all, part), part);
  // No character is lost where words are broken.
  BOOST_TEST(std::count(all.begin(), all.end(), 'w') == 119 * 90 + 20'000 + 119 + 1);
  BOOST_TEST(std::count(all.begin(), all.end(), 'y') == 5'000);
}

BOOST_AUTO_TEST_CASE(what_the_fonts_lack_is_said) {
  print(page_with({block(block_kind::paragraph, {"磁盘 is 😀"})}));
  const auto all = text();
  BOOST_TEST(has(all, "[U+78C1 U+76D8] is [U+1F600]"), all);
  BOOST_TEST(has(all, "cannot show 3 characters"), all);
}

BOOST_AUTO_TEST_CASE(a_document_beyond_the_most_pages_says_so) {
  pdf::printer small(2);
  std::vector<document::block> many(500, block(block_kind::paragraph, {"one more line"}));
  auto r = small.print(page_with(many), [] { return false; });
  BOOST_REQUIRE(r);
  std::ofstream(folder / "a.pdf", std::ios::binary) << *r;
  BOOST_TEST(pages() == 2u);
  BOOST_TEST(has(text(), "Not complete: a PDF holds at most 2 pages"));
}

BOOST_AUTO_TEST_CASE(nobody_waits_any_more) {
  auto r = printer.print(page_with({block(block_kind::paragraph, {"x"})}), [] { return true; });
  BOOST_REQUIRE(!r);
  BOOST_TEST((r.error().code == ec::cancelled));
}

BOOST_AUTO_TEST_CASE(hostile_shapes_are_printed_as_far_as_they_go) {
  document::block odd = block(block_kind::table, {"a"});
  odd.columns = 3;
  document::block none = block(block_kind::table, {"a"});
  document::block deep = block(block_kind::heading, {"h"});
  deep.level = 99;
  print(page_with({odd, none, deep, block(block_kind::bullets, {}), block(block_kind::paragraph, {""}),
                   block(block_kind::code, {"\n\n"})}));
  BOOST_TEST(pages() == 1u);
}

BOOST_AUTO_TEST_CASE(the_gate_prints) {
  actors::system_config config;
  config.messages = actors::messages_of<document::messages>();
  actors::system sys(std::move(config));
  auto gate = pdf::spawn(sys);
  document::print_pdf m;
  m.page = page_with({block(block_kind::paragraph, {"from a worker"})});
  auto r = sys.ask(gate, m);
  BOOST_REQUIRE(r);
  BOOST_TEST(r->bytes.starts_with("%PDF-"));
}

BOOST_AUTO_TEST_SUITE_END()
