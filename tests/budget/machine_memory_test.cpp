#include "fm/budget/machine_memory.hpp"

#include <fm/test/temp_folder.hpp>

#include <boost/test/unit_test.hpp>
#include <sys/resource.h>

#include <filesystem>
#include <fstream>
#include <string>

using namespace fm::budget;

namespace {

struct machine {
  fm::test::temp_folder folder;

  void write(const std::string& path, const std::string& text) {
    const std::filesystem::path file = root() + path;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
  }
  std::string root() const { return folder.path().string(); }
  memory_limits limits() const { return limits_of_this_process(root()); }
};
constexpr std::uint64_t mb = 1u << 20;

}  // namespace

BOOST_FIXTURE_TEST_SUITE(machine_memory, machine)

BOOST_AUTO_TEST_CASE(the_memory_of_the_machine_is_known) {
  write("/proc/meminfo", "MemTotal:        2048 kB\nMemFree:  1 kB\n");
  BOOST_TEST(limits().machine == 2048u * 1024);
  BOOST_TEST(limits().control_group == 0u);
}

BOOST_AUTO_TEST_CASE(version_2_of_the_groups_is_bounded_by_the_least_on_the_way_up) {
  write("/proc/self/cgroup", "0::/system.slice/app.service\n");
  write("/sys/fs/cgroup/system.slice/app.service/memory.max", "max\n");
  write("/sys/fs/cgroup/system.slice/memory.max", std::to_string(300 * mb) + "\n");
  BOOST_TEST(limits().control_group == 300 * mb);
  write("/sys/fs/cgroup/system.slice/app.service/memory.max", std::to_string(200 * mb) + "\n");
  BOOST_TEST(limits().control_group == 200 * mb);
}

BOOST_AUTO_TEST_CASE(a_container_sees_its_own_group_as_the_root) {
  write("/proc/self/cgroup", "0::/\n");
  write("/sys/fs/cgroup/memory.max", std::to_string(100 * mb));
  BOOST_TEST(limits().control_group == 100 * mb);
}

BOOST_AUTO_TEST_CASE(version_1_of_the_groups_is_read_too) {
  write("/proc/self/cgroup", "12:cpu,cpuacct:/x\n7:memory:/docker/abc\n");
  write("/sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
  write("/sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes", std::to_string(64 * mb) + "\n");
  BOOST_TEST(limits().control_group == 64 * mb);
}

BOOST_AUTO_TEST_CASE(the_least_of_what_is_known_counts) {
  BOOST_TEST((memory_limits{8 * mb, 0, 0}.least()) == 8 * mb);
  BOOST_TEST((memory_limits{8 * mb, 2 * mb, 4 * mb}.least()) == 2 * mb);
  BOOST_TEST((memory_limits{0, 0, 4 * mb}.least()) == 4 * mb);
  BOOST_TEST(memory_limits{}.least() == 0u);
}

BOOST_AUTO_TEST_CASE(a_limit_of_the_address_space_is_seen) {
  rlimit before{};
  ::getrlimit(RLIMIT_AS, &before);
  rlimit narrow = before;
  narrow.rlim_cur = std::uint64_t{1} << 46;
  if (before.rlim_max != RLIM_INFINITY && before.rlim_max < narrow.rlim_cur) return;
  BOOST_TEST(::setrlimit(RLIMIT_AS, &narrow) == 0);
  BOOST_TEST(limits().address_space == narrow.rlim_cur);
  ::setrlimit(RLIMIT_AS, &before);
}

BOOST_AUTO_TEST_SUITE_END()
