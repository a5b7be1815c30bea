#include "memory_shares.hpp"

#include <fm/budget/machine_memory.hpp>

#include <algorithm>

namespace fm::program {

namespace {

constexpr std::uint64_t megabyte = 1u << 20;
// Below it a single file cannot be read.
constexpr std::uint64_t least_memory = 64 * megabyte;
constexpr std::uint64_t unknown_machine = 1024 * megabyte;
constexpr std::uint64_t usual_turn = 512 * megabyte;

}  // namespace

memory_shares memory_shares_of(const settings::set& s) {
  const auto given = [&](const char* name) { return static_cast<std::uint64_t>(s.integer(name)) * megabyte; };
  auto all = given("FM_MEMORY_MB");
  if (all == 0) {
    const auto least = budget::limits_of_this_process().least();
    all = least == 0 ? unknown_machine : std::max(least_memory, least / 4);
  }
  auto turn = given("FM_TURN_MEMORY_MB");
  if (turn == 0) turn = std::min(usual_turn, all / 2);
  auto indexes = given("FM_INDEX_MEMORY_MB");
  if (indexes == 0) indexes = all / 2;
  memory_shares out;
  out.all = std::make_shared<budget::memory_budget>(all);
  out.per_turn = std::min(turn, all);
  out.indexes = indexes;
  return out;
}

}  // namespace fm::program
