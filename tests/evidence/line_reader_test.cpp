#include "evidence/line_reader.hpp"

#include "reading_support.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace fm::evidence;

namespace {

struct kept_line {
  std::string text;
  std::uint64_t number;
  bool cut;
};

std::vector<kept_line> lines_of(const std::string& text, std::size_t source_block = std::string::npos) {
  memory_source memory(text, source_block);
  line_reader reader(memory, 4096);
  std::vector<kept_line> all;
  line_view line;
  while (reader.next(line)) all.push_back({std::string(line.text), line.number, line.cut});
  BOOST_TEST(reader.bytes() == text.size());
  return all;
}

// Gives the same bytes again and again without holding them.
struct endless_line final : byte_source {
  std::uint64_t left;
  explicit endless_line(std::uint64_t bytes) : left(bytes) {}
  std::size_t read(std::span<char> into) override {
    const auto n = static_cast<std::size_t>(std::min<std::uint64_t>(left, into.size()));
    std::fill_n(into.begin(), n, 'x');
    left -= n;
    if (left == 0 && n != 0) into[n - 1] = '\n';
    return n;
  }
};

}  // namespace

BOOST_AUTO_TEST_CASE(lines_end_with_lf_or_crlf_and_the_last_may_lack_its_end) {
  for (const std::size_t block : {1u, 2u, 5u, 1000u}) {
    const auto all = lines_of("one\r\ntwo\n\n\r\nlast", block);
    BOOST_TEST_REQUIRE(all.size() == 5u);
    BOOST_TEST(all[0].text == "one");
    BOOST_TEST(all[1].text == "two");
    BOOST_TEST(all[2].text.empty());
    BOOST_TEST(all[3].text.empty());
    BOOST_TEST(all[4].text == "last");
    for (std::size_t i = 0; i < all.size(); ++i) BOOST_TEST(all[i].number == i + 1);
  }
  BOOST_TEST(lines_of("").empty());
  BOOST_TEST(lines_of("a\n").size() == 1u);
}

BOOST_AUTO_TEST_CASE(every_line_of_a_long_text_is_given_once_and_whole) {
  std::string text;
  for (int i = 0; i < 20'000; ++i)
    text += std::string(static_cast<std::size_t>(i % 211), 'a') + std::to_string(i) + "\n";
  const auto all = lines_of(text);
  BOOST_TEST_REQUIRE(all.size() == 20'000u);
  std::string again;
  for (const auto& l : all) again += l.text + "\n";
  BOOST_TEST((again == text));
}

BOOST_AUTO_TEST_CASE(a_line_beyond_the_limit_is_cut_and_the_next_one_is_whole) {
  const auto limit = line_reader::longest_line;
  for (const std::size_t length : {limit - 1, limit, limit + 1, limit + 2, 3 * limit}) {
    const auto all = lines_of("before\n" + std::string(length, 'x') + "\nafter\n", 1000);
    BOOST_TEST_REQUIRE(all.size() == 3u);
    BOOST_TEST(all[1].text.size() == std::min(length, limit));
    BOOST_TEST(all[1].cut == (length > limit));
    BOOST_TEST(all[2].text == "after");
    BOOST_TEST(all[2].number == 3u);
  }
}

BOOST_AUTO_TEST_CASE(a_cut_does_not_split_a_character) {
  std::string text = "x";
  while (text.size() < line_reader::longest_line + 10) text += "ä";
  const auto all = lines_of(text);
  BOOST_TEST_REQUIRE(all.size() == 1u);
  BOOST_TEST(all[0].cut);
  BOOST_TEST(all[0].text.size() == line_reader::longest_line - 1);
}

BOOST_AUTO_TEST_CASE(a_line_of_fifty_megabytes_is_read_in_constant_memory) {
  endless_line source(50u << 20);
  line_reader reader(source, 4096);
  line_view line;
  BOOST_TEST_REQUIRE(reader.next(line));
  BOOST_TEST(line.cut);
  BOOST_TEST(line.text.size() == line_reader::longest_line);
  BOOST_TEST(!reader.next(line));
  BOOST_TEST(reader.bytes() == (50u << 20));
}

BOOST_AUTO_TEST_CASE(colours_are_removed_also_where_reads_end_inside_of_them) {
  const std::string text = "\x1B[32mINFO\x1B[0m started\n\x1B[1;31mERROR\x1B[m\x1B[K x\n";
  for (std::size_t block = 1; block < 12; ++block) {
    const auto all = lines_of(text, block);
    BOOST_TEST_REQUIRE(all.size() == 2u);
    BOOST_TEST(all[0].text == "INFO started");
    BOOST_TEST(all[1].text == "ERROR x");
  }
}

BOOST_AUTO_TEST_CASE(an_escape_that_is_no_colour_stays) {
  for (const std::string text : {"a\x1Bz", "a\x1B", "a\x1B[", "a\x1B[12", "a\x1B[\x01q"}) {
    const auto all = lines_of(text, 2);
    BOOST_TEST_REQUIRE(all.size() == 1u);
    BOOST_TEST(all[0].text == text);
  }
}
