// Prints what a file costs beside its bytes: the intercept of the time over parts of 1, 10 and 100 MB of a
// log.
//
// usage: file_bench LOG (of at least 100 MB, from generate_log)
#include "evidence/analyse.hpp"
#include "evidence/decoded_source.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

namespace {

using namespace fm::evidence;

constexpr std::array<std::size_t, 3> megabytes{1, 10, 100};
constexpr int runs = 7;

double milliseconds_of(std::string_view text) {
  const auto start = std::chrono::steady_clock::now();
  memory_source memory(text);
  const auto done = analyse_file(1, "part.log", memory, {}, {});
  if (!done.error.empty()) std::fprintf(stderr, "file_bench: %s\n", done.error.c_str());
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: file_bench LOG\n", stderr);
    return 1;
  }
  std::ifstream file(argv[1], std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  if (text.size() < megabytes.back() * 1'000'000) {
    std::fputs("file_bench: the log is shorter than 100 MB\n", stderr);
    return 1;
  }
  // Whoever is first compiles the rules.
  milliseconds_of(std::string_view(text).substr(0, 10'000'000));
  std::array<double, megabytes.size()> best{};
  best.fill(1e9);
  for (int i = 0; i < runs; ++i)
    for (std::size_t k = 0; k < megabytes.size(); ++k)
      best[k] =
          std::min(best[k], milliseconds_of(std::string_view(text).substr(0, megabytes[k] * 1'000'000)));
  double mean_x = 0, mean_y = 0, above = 0, below = 0;
  for (std::size_t k = 0; k < megabytes.size(); ++k)
    mean_x += static_cast<double>(megabytes[k]) / 3, mean_y += best[k] / 3;
  for (std::size_t k = 0; k < megabytes.size(); ++k) {
    const auto x = static_cast<double>(megabytes[k]) - mean_x;
    above += x * (best[k] - mean_y), below += x * x;
  }
  const auto slope = above / below;
  std::printf("%.3f ms a megabyte, %.3f ms a file (1 MB %.3f ms, 10 MB %.3f ms, 100 MB %.3f ms)\n", slope,
              mean_y - slope * mean_x, best[0], best[1], best[2]);
  return 0;
}
