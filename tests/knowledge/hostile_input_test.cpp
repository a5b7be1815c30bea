#include "knowledge/chunker.hpp"
#include "knowledge/page.hpp"
#include "knowledge/search_index.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>

namespace {

using namespace fm::knowledge;

std::string repeated(std::string_view piece, std::size_t times) {
  std::string out;
  out.reserve(piece.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += piece;
  return out;
}

// Far above what linear work takes even with sanitizers, far below what quadratic work takes.
constexpr double most_seconds = 120;

void reads_in_time(std::string_view what, std::string_view path, const std::string& bytes) {
  auto start = std::chrono::steady_clock::now();
  page p = read_page(path, bytes);
  std::vector<chunk> chunks = cut_into_chunks(p);
  std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  BOOST_TEST(took.count() < most_seconds, what << " took " << took.count() << " s");
  for (const chunk& c : chunks)
    BOOST_TEST_REQUIRE(c.text.size() <= chunk_limits{}.most + chunk_limits{}.overlap + 2);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(hostile_input)

BOOST_AUTO_TEST_CASE(hostile_markdown_is_read_in_linear_time) {
  reads_in_time("100k nested lists on a line", "x.md", repeated("- ", 100000) + "x\n");
  reads_in_time("100k nested quotes", "x.md", repeated(">", 100000) + "x\n" + repeated("> y\n", 100000));
  std::string stairs;
  for (std::size_t i = 0; i < 2000; ++i) stairs += std::string(2 * i, ' ') + "- x\n";
  reads_in_time("lists nested by indentation", "x.md", stairs);
  reads_in_time("one line of 5 MB", "x.md", repeated("word ", 1000000));
  reads_in_time("one word of 5 MB", "x.md", std::string(5000000, 'a'));
  reads_in_time("open brackets", "x.md", repeated("[", 1000000));
  reads_in_time("open brackets in paragraphs", "x.md", repeated(repeated("[", 30000) + "\n\n", 30));
  reads_in_time("open links in paragraphs", "x.md", repeated(repeated("[a](", 8000) + "\n\n", 30));
  reads_in_time("open emphasis in paragraphs", "x.md", repeated(repeated("*a _b ", 5000) + "\n\n", 30));
  reads_in_time("open code spans in paragraphs", "x.md", repeated(repeated("`a ``b ", 4000) + "\n\n", 30));
  reads_in_time("open tags in paragraphs", "x.md", repeated(repeated("<a ", 10000) + "\n\n", 30));
  reads_in_time("entities", "x.md", repeated(repeated("&a", 15000) + "\n\n", 30));
  reads_in_time("wide table with many short rows", "x.md",
                repeated("|a", 8000) + "\n" + repeated("|-", 8000) + "\n" + repeated("|x\n", 5000));
  reads_in_time("many equal headings", "x.md", repeated("# Same\n\nx\n\n", 100000));
  reads_in_time("many reference definitions", "x.md", repeated("[a]: /b\n\n[a] [b]\n\n", 100000));
  reads_in_time("unclosed fence", "x.md", "```\n" + repeated("code\n", 500000));
}

BOOST_AUTO_TEST_CASE(hostile_html_is_read_in_linear_time) {
  reads_in_time("open angle brackets", "x.html", repeated("<", 3000000));
  reads_in_time("open tags", "x.html", repeated("<div ", 600000));
  reads_in_time("open quotes", "x.html", repeated("<a b=\"", 300000));
  reads_in_time("open scripts", "x.html", repeated("<script>", 300000));
  reads_in_time("open comments", "x.html", repeated("<!--", 500000));
  reads_in_time("unclosed headings", "x.html", repeated("<h1>x", 300000));
  reads_in_time("nested navigation", "x.html", repeated("<nav>", 300000) + repeated("</nav>", 300000));
  reads_in_time("ampersands", "x.html", repeated("&", 3000000));
  reads_in_time("a title without end", "x.html", "<title>" + repeated("word ", 1000000));
}

BOOST_AUTO_TEST_CASE(a_hostile_query_is_answered_in_time) {
  search_index::builder builder;
  for (int i = 0; i < 50; ++i) {
    builder.add({"p" + std::to_string(i) + ".md",
                 "# Page " + std::to_string(i) + "\n\n" + repeated("word text ", 500)});
  }
  search_index index = builder.build();
  auto start = std::chrono::steady_clock::now();
  for (const std::string& query :
       {repeated("a1b2 ", 1000000), std::string(5000000, 'x'), repeated("W", 100000),
        repeated("word ", 100000), repeated("\xFF\xFE", 100000), repeated("Ab", 300000)}) {
    index.search(query, {.always = true});
  }
  std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  BOOST_TEST(took.count() < most_seconds);
}

BOOST_AUTO_TEST_CASE(a_document_beyond_the_limit_is_cut_at_a_line) {
  read_limits limits;
  limits.bytes = 100;
  page p = read_page("x.txt", repeated("0123456\n", 50), limits);
  BOOST_TEST_REQUIRE(!p.sections.empty());
  BOOST_TEST(p.sections[0].lines.size() == 12u);
}

BOOST_AUTO_TEST_SUITE_END()
