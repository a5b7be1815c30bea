#include "fm/budget/machine_memory.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>
#include <string_view>

namespace fm::budget {

namespace {

std::string text_of(const std::string& path) {
  std::ifstream in(path);
  std::ostringstream all;
  all << in.rdbuf();
  return in ? all.str() : std::string();
}

/// The number that a text begins with; 0 for "max" and for nonsense.
std::uint64_t number_at(std::string_view text) {
  const auto start = text.find_first_not_of(" \t");
  if (start == std::string_view::npos) return 0;
  std::uint64_t n = 0;
  const auto read = std::from_chars(text.data() + start, text.data() + text.size(), n);
  return read.ec == std::errc() ? n : 0;
}

/// 0 is no limit.
std::uint64_t lesser(std::uint64_t a, std::uint64_t b) {
  if (a == 0 || b == 0) return std::max(a, b);
  return std::min(a, b);
}

std::uint64_t memory_of_machine(const std::string& root) {
  constexpr std::string_view name = "MemTotal:";
  const auto text = text_of(root + "/proc/meminfo");
  const auto at = text.find(name);
  return at == std::string::npos ? 0 : number_at(std::string_view(text).substr(at + name.size())) * 1024;
}

/// The least limit of a group and of all above it: each bounds what is below.
std::uint64_t least_upwards(const std::string& mount, std::string group, const char* file) {
  std::uint64_t least = 0;
  for (;;) {
    least = lesser(least, number_at(text_of(mount + group + "/" + file)));
    const auto cut = group.rfind('/');
    if (cut == std::string::npos || group.empty()) return least;
    group.resize(cut);
  }
}

/// In a container the path of `/proc/self/cgroup` may be that of the host; then the mount itself is the
/// group, which the walk upwards ends with.
std::uint64_t limit_of_control_group(const std::string& root) {
  std::istringstream lines(text_of(root + "/proc/self/cgroup"));
  std::uint64_t least = 0;
  for (std::string line; std::getline(lines, line);) {
    const auto first = line.find(':'), second = line.find(':', first + 1);
    if (first == std::string::npos || second == std::string::npos) continue;
    const auto controllers = "," + line.substr(first + 1, second - first - 1) + ",";
    auto group = line.substr(second + 1);
    if (group == "/") group.clear();
    if (controllers == ",,")
      least = lesser(least, least_upwards(root + "/sys/fs/cgroup", group, "memory.max"));
    else if (controllers.find(",memory,") != std::string::npos)
      least = lesser(least, least_upwards(root + "/sys/fs/cgroup/memory", group, "memory.limit_in_bytes"));
  }
  return least;
}

}  // namespace

std::uint64_t memory_limits::least() const { return lesser(lesser(machine, control_group), address_space); }

memory_limits limits_of_this_process(const std::string& root) {
  memory_limits out;
  out.machine = memory_of_machine(root);
  out.control_group = limit_of_control_group(root);
  rlimit space{};
  if (::getrlimit(RLIMIT_AS, &space) == 0 && space.rlim_cur != RLIM_INFINITY)
    out.address_space = space.rlim_cur;
  return out;
}

}  // namespace fm::budget
