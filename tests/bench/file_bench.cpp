// Prints what a file costs beside its bytes: the intercept of the time of the processor over parts of 1, 10
// and 100 MB of a log, the least of many runs.
//
// usage: file_bench LOG (of at least 100 MB, from generate_log)
#include "evidence/analyse.hpp"
#include "evidence/decoded_source.hpp"

#include <time.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

namespace {

using namespace fm::evidence;

constexpr std::array<std::size_t, 3> megabytes{1, 10, 100};
constexpr int rounds = 8;
/// Runs of each part in a round, about as long together: where the least of few runs is taken, the noise of
/// the machine weighs more than what is sought.
constexpr std::array<int, 3> runs{50, 6, 1};

/// Of this thread: what others do on the machine meanwhile is not the file's.
double processor_milliseconds() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) / 1e6;
}

double milliseconds_of(std::string_view text) {
  const auto start = processor_milliseconds();
  memory_source memory(text);
  const auto done = analyse_file(1, "part.log", memory, {}, {});
  if (!done.error.empty()) std::fprintf(stderr, "file_bench: %s\n", done.error.c_str());
  return processor_milliseconds() - start;
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
  for (int round = 0; round < rounds; ++round)
    for (std::size_t k = 0; k < megabytes.size(); ++k)
      for (int i = 0; i < runs[k]; ++i)
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
