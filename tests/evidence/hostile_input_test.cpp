// Nothing that a file can hold makes the readers fail, hang or look outside of their input.
#include "evidence/decoded_source.hpp"
#include "evidence/field_scanner.hpp"
#include "evidence/line_reader.hpp"
#include "reading_support.hpp"

#include <boost/test/unit_test.hpp>

#include <memory>
#include <random>

using namespace fm::evidence;

namespace {

// A line in memory of exactly its size, so that the address sanitizer sees every byte read beyond it.
struct exact_line {
  explicit exact_line(std::string_view text) : size(text.size()), bytes(new char[text.size()]) {
    std::copy(text.begin(), text.end(), bytes.get());
  }
  std::string_view view() const { return {bytes.get(), size}; }
  std::size_t size;
  std::unique_ptr<char[]> bytes;
};

void check(head_parser& parser, std::string_view text) {
  const exact_line line(text);
  const auto h = parser.parse(line.view());
  // Reading every view proves that it is valid.
  std::uint64_t sum = 0;
  for (const auto part : {h.message, h.component, h.source})
    for (const char c : part) sum += static_cast<unsigned char>(c);
  BOOST_TEST(sum < (1ull << 40));
  BOOST_TEST(h.message.size() <= 2 * text.size() + 64);
  std::vector<std::pair<std::string_view, std::string_view>> pairs;
  fields(line.view(), pairs);
  BOOST_TEST(pairs.size() <= 64u);
}

const std::vector<std::string> seeds{
    R"({"log":"{\"level\":\"warn\",\"msg\":\"a \\\"slow\\\" query\"}\n","stream":"stdout","time":"2025-07-07T12:00:01Z"})",
    "2025-07-07T12:00:00.000000001Z stdout F I0707 11:59:59.999999       1 main.go:12] ready",
    "[pod/web-6c8868cb6d-qcv2t/app] ERROR:app:cannot connect",
    R"({"t":{"$date":"2025-07-07T12:00:00.000+00:00"},"s":"W","c":"NETWORK","msg":"slow \u00e9","attr":{"x":[1,"a"]}})",
    R"(time="2025-07-07T12:00:00Z" level=error msg="failed \"to\" pull" error="not found" component=kubelet)",
    "Jul  7 12:00:00 web-1 sshd(pam_unix)[124]: authentication failure; rhost=10.0.0.1",
    R"(<34>1 2025-07-07T12:00:00.000Z db-1 su 77 ID47 [x@1 k="a\]b" l="c"][y] 'su root' failed)",
    R"(10.0.0.1 - - [07/Jul/2025:12:00:00 +0000] "GET /x HTTP/1.1" 502 157 "-" "curl/8")",
    "2025-07-07 12:00:00.000 UTC [123] app@shop FATAL:  sorry, too many clients already",
    "1:M 07 Jul 2025 12:00:00.000 # OOM command not allowed",
    "2025-07-07 12:00:00.000  WARN 1 --- [nio-8080-exec-1] o.s.w.Dispatcher      : no mapping",
    "[Fri Jul 11 13:23:24.123456 2025] [core:error] [pid 1:tid 2] AH00126: Invalid URI",
    "- 1117838570 2005.06.03 R02-M1 2005-06-03-15.42.50.363779 R02-M1 RAS KERNEL INFO corrected",
    "06/20/2025 10:37:30 AM E/Tag(  12): text",
    "Thu, 27 Feb 2025 07:30:28 +0100 [ERROR] <0.1.2> x",
};

}  // namespace

BOOST_AUTO_TEST_CASE(every_prefix_of_a_line_is_read_within_its_bounds) {
  for (const auto& seed : seeds)
    for (std::size_t n = 0; n <= seed.size(); ++n) {
      head_parser parser({time_zone{}, 1'760'000'000'000'000});
      check(parser, std::string_view(seed).substr(0, n));
    }
}

BOOST_AUTO_TEST_CASE(lines_with_random_changes_are_read_within_their_bounds) {
  std::mt19937 random(20250707);
  head_parser learned({time_zone{}, 1'760'000'000'000'000});
  learned.learn(std::vector<std::string_view>(seeds.begin(), seeds.end()), seeds.back());
  constexpr std::string_view nasty = "\"\\[]{}():|<>-, \t\x00\xFF=09AZ\x1B";
  for (int i = 0; i < 30'000; ++i) {
    auto line = seeds[random() % seeds.size()];
    for (auto changes = random() % 6; changes > 0 && !line.empty(); --changes) {
      const auto at = random() % line.size();
      switch (random() % 4) {
        case 0:
          line[at] = nasty[random() % nasty.size()];
          break;
        case 1:
          line.erase(at, random() % 8);
          break;
        case 2:
          line.insert(at, line.substr(random() % line.size(), random() % 40));
          break;
        default:
          line[at] = static_cast<char>(random());
          break;
      }
    }
    check(learned, line);
  }
}

BOOST_AUTO_TEST_CASE(random_bytes_are_read_as_something) {
  std::mt19937 random(42);
  for (int i = 0; i < 200; ++i) {
    std::string bytes(random() % 5000, '\0');
    for (auto& c : bytes) c = static_cast<char>(random() % (i % 2 == 0 ? 256 : 128));
    memory_source memory(bytes, 1 + random() % 600);
    decoded_source decoded(memory);
    line_reader reader(decoded, 4096);
    head_parser parser;
    line_view line;
    while (reader.next(line)) check(parser, line.text);
  }
}

BOOST_AUTO_TEST_CASE(a_sample_of_hostile_lines_is_learned) {
  const std::string brackets(60'000, '[');
  const std::string quotes(60'000, '"');
  const std::string digits(60'000, '1');
  const std::string colons(60'000, ':');
  const std::string spaces(60'000, ' ');
  const std::string deep = R"({"msg":)" + std::string(10'000, '{') + "}";
  const std::string escapes = R"({"msg":")" + std::string(30'000, '\\') + R"("})";
  const std::string pairs = [] {
    std::string s;
    while (s.size() < 60'000) s += "a=b ";
    return s;
  }();
  const std::vector<std::string_view> all{brackets, quotes, digits, colons, spaces, deep, escapes, pairs};
  for (int i = 0; i < 20; ++i) {
    head_parser parser;
    parser.learn(all, deep);
    for (const auto line : all) check(parser, line);
  }
  // Milliseconds when linear, minutes when quadratic.
}

BOOST_AUTO_TEST_CASE(times_at_the_edges_of_their_ranges_do_not_overflow) {
  head_parser parser({time_zone{}, std::numeric_limits<micros>::max() / 4});
  for (const std::string_view line :
       {"2100-12-31T23:59:60.999999999-15:59 x", "1970-01-01T00:00:00+15:59 x", "4102444800 x y z",
        "Feb 29 23:59:59 host a[1]: b", "00:00:00 a", "23:59:60 b"})
    check(parser, line);
}
