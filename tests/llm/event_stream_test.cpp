#include "fm/llm/event_stream.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>
#include <vector>

namespace {

using events = std::vector<std::pair<std::string, std::string>>;

/// The events of a text that comes in pieces of `size` bytes.
events read(std::string_view text, std::size_t size) {
  fm::llm::event_stream stream;
  events out;
  for (std::size_t at = 0; at < text.size(); at += size)
    BOOST_REQUIRE(stream.feed(text.substr(at, size), [&](std::string_view name, std::string_view data) {
      out.emplace_back(name, data);
    }));
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(event_streams)

BOOST_AUTO_TEST_CASE(events_are_the_same_however_their_bytes_are_cut_and_their_lines_end) {
  const std::string text =
      "\xEF\xBB\xBF: hello\n\nevent: delta\ndata: {\"a\":1}\n\ndata:two\ndata: lines\nid: 7\nretry: 9\n\n"
      "data\n\nevent: empty\n\ndata: last\n\n";
  const events expected{{"delta", "{\"a\":1}"}, {"", "two\nlines"}, {"", ""}, {"", "last"}};
  for (const std::string ending : {"\n", "\r\n", "\r"}) {
    std::string as;
    for (const char c : text) c == '\n' ? as += ending : as += c;
    for (std::size_t size = 1; size <= as.size(); ++size)
      BOOST_TEST_CONTEXT("pieces of " << size) BOOST_CHECK(read(as, size) == expected);
  }
}

BOOST_AUTO_TEST_CASE(what_has_no_empty_line_behind_it_is_no_event) {
  BOOST_TEST(read("data: a\n\ndata: b\n", 3).size() == 1u);
  fm::llm::event_stream stream;
  BOOST_TEST(stream.feed("data: b\n", [](auto, auto) {}));
  BOOST_TEST(stream.pending());
}

BOOST_AUTO_TEST_CASE(an_event_without_an_end_does_not_fill_the_memory) {
  fm::llm::event_stream one_line, many_lines;
  const std::string block(1u << 20, 'x');
  bool takes = true;
  for (int i = 0; i < 9 && takes; ++i)
    takes = one_line.feed((i == 0 ? "data: " : "") + block, [](auto, auto) {});
  BOOST_TEST(!takes);
  takes = true;
  for (int i = 0; i < 9 && takes; ++i) takes = many_lines.feed("data: " + block + "\n", [](auto, auto) {});
  BOOST_TEST(!takes);
}

BOOST_AUTO_TEST_SUITE_END()
