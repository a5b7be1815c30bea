// Prints how fast lines are read, and how fast their heads: MB/s and ns a line, best of several runs.
#include "evidence/decoded_source.hpp"
#include "evidence/head_parser.hpp"
#include "evidence/line_reader.hpp"

#include <chrono>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace fm::evidence;

constexpr std::size_t input_bytes = 64u << 20;
constexpr int runs = 3;

std::string two_digits(int n) {
  return {static_cast<char>('0' + n / 10 % 10), static_cast<char>('0' + n % 10)};
}

// Calls `line` with a clock that moves on every `lines_a_second` lines until there is enough text.
template <class Line>
std::string generate(int lines_a_second, Line line) {
  std::mt19937 random(7);
  std::string text;
  text.reserve(input_bytes + 1024);
  for (int i = 0; text.size() < input_bytes; ++i) {
    const int second = i / lines_a_second;
    const auto clock =
        two_digits(second / 3600 % 24) + ":" + two_digits(second / 60 % 60) + ":" + two_digits(second % 60);
    text += line(clock, random);
    text += '\n';
  }
  return text;
}

const char* const levels[] = {"INFO", "INFO", "DEBUG", "WARN", "ERROR"};

std::string text_line(const std::string& clock, std::mt19937& random) {
  return "2025-07-07 " + clock + "." + std::to_string(100 + random() % 900) + " " + levels[random() % 5] +
         " [http-nio-" + std::to_string(random() % 64) + "] com.example.orders.OrderService: order " +
         std::to_string(random()) + " was sent to partition " + std::to_string(random() % 32);
}

std::string json_line(const std::string& clock, std::mt19937& random) {
  return R"({"timestamp":"2025-07-07T)" + clock + "." + std::to_string(100 + random() % 900) +
         R"(Z","level":")" + levels[random() % 5] +
         R"(","logger":"com.example.orders.OrderService","thread":"worker-)" + std::to_string(random() % 64) +
         R"(","message":"order was sent to partition )" + std::to_string(random() % 32) + R"(","order_id":)" +
         std::to_string(random()) + R"(,"customer":"c-)" + std::to_string(random()) +
         R"(","trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","duration_ms":12.5})";
}

std::string syslog_line(const std::string& clock, std::mt19937& random) {
  return "Jul  7 " + clock + " web-" + std::to_string(random() % 8) + " sshd[" +
         std::to_string(random() % 65536) + "]: Failed password for invalid user admin from 10.0." +
         std::to_string(random() % 256) + "." + std::to_string(random() % 256) + " port " +
         std::to_string(random() % 65536) + " ssh2";
}

template <class Work>
void measure(const char* what, const std::string& text, Work work) {
  double best = 1e9;
  std::uint64_t lines = 0;
  for (int i = 0; i < runs; ++i) {
    const auto start = std::chrono::steady_clock::now();
    lines = work();
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  std::printf("  %-28s %8.0f MB/s %8.1f ns/line  (%llu lines)\n", what,
              static_cast<double>(text.size()) / 1e6 / best, best * 1e9 / static_cast<double>(lines),
              static_cast<unsigned long long>(lines));
}

void bench(const char* name, const std::string& text) {
  std::printf("%s\n", name);
  line_view line;
  measure("decode", text, [&] {
    memory_source memory(text);
    decoded_source decoded(memory);
    std::vector<char> block(512 * 1024);
    std::uint64_t reads = 1;
    while (decoded.read(block) != 0) ++reads;
    return reads;
  });
  measure("lines", text, [&] {
    memory_source memory(text);
    line_reader reader(memory);
    while (reader.next(line)) continue;
    return line.number;
  });
  measure("decode + lines", text, [&] {
    memory_source memory(text);
    decoded_source decoded(memory);
    line_reader reader(decoded);
    while (reader.next(line)) continue;
    return line.number;
  });
  std::vector<std::string_view> sample;
  for (std::size_t at = 0; sample.size() < head_parser::most_sample_lines;) {
    const auto end = text.find('\n', at);
    sample.push_back(std::string_view(text).substr(at, end - at));
    at = end + 1;
  }
  std::uint64_t timed = 0;
  measure("decode + lines + heads", text, [&] {
    head_parser parser({time_zone{}, 1'760'000'000'000'000});
    parser.learn(sample);
    memory_source memory(text);
    decoded_source decoded(memory);
    line_reader reader(decoded);
    timed = 0;
    while (reader.next(line)) timed += parser.parse(line.text).time != no_time;
    return line.number;
  });
  std::printf("  %llu lines with a time\n", static_cast<unsigned long long>(timed));
}

}  // namespace

int main() {
  bench("text, 40 lines a second", generate(40, text_line));
  bench("text, 1 line a second", generate(1, text_line));
  bench("JSON lines", generate(40, json_line));
  bench("syslog", generate(40, syslog_line));
}
