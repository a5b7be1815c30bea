#include "settings.hpp"

#include "command_line.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <string_view>

extern char** environ;

namespace fm::program {

namespace {

struct known {
  const char* name;
  const char* fallback;
  const char* meaning;
};
constexpr std::array all = std::to_array<known>({
    {"FM_TIME_ZONE", "UTC", "zone of times in evidence that name none: UTC, +02:00, Europe/Berlin"},
    {"FM_WORKERS", "2", "files analysed at the same time, 1 to 64"},
    {"FM_KNOWLEDGE", "", "folder of runbooks that investigate and search use when --kb is not given"},
    {"FM_DATASETS", "../shared/data", "folder of evaluation data that some tests read"},
});

}  // namespace

std::vector<setting> effective_settings() {
  std::vector<setting> out;
  for (const auto& k : all) {
    const char* given = std::getenv(k.name);
    out.push_back({k.name, given ? given : k.fallback, given ? "environment" : "default", k.meaning});
  }
  return out;
}

std::string setting_value(const std::string& name) {
  for (const auto& s : effective_settings())
    if (s.name == name) return s.value;
  return {};
}

std::vector<std::string> unknown_settings() {
  std::vector<std::string> out;
  for (char** e = environ; *e != nullptr; ++e) {
    std::string_view entry(*e);
    auto name = entry.substr(0, entry.find('='));
    if (!name.starts_with("FM_")) continue;
    if (std::none_of(all.begin(), all.end(), [&](const known& k) { return name == k.name; }))
      out.emplace_back(name);
  }
  std::sort(out.begin(), out.end());
  return out;
}

int config_command(std::span<char* const> words) {
  constexpr std::array<option, 1> options{{{"--help", "-h", false}}};
  auto given = parse_arguments(words, options);
  if (!given.error.empty() || !given.operands.empty()) {
    complain(given.error.empty() ? "config takes no operands" : given.error);
    return bad_input;
  }
  if (given.has("--help")) {
    std::puts(
        "usage: faultmaven config\nShows every setting with the value in force and where it comes from.");
    return ok;
  }
  for (const auto& s : effective_settings())
    std::printf("%-14s = %-20s # %s; %s\n", s.name.c_str(), s.value.c_str(), s.source.c_str(),
                s.meaning.c_str());
  for (const auto& name : unknown_settings())
    std::printf("# unknown: %s is set but means nothing\n", name.c_str());
  return ok;
}

}  // namespace fm::program
