#include "fm/actors/clock.hpp"

#include <chrono>

namespace fm::actors {
namespace {
template <class Clock>
micros read() {
  return std::chrono::duration_cast<std::chrono::microseconds>(Clock::now().time_since_epoch()).count();
}
}  // namespace

micros wall_clock() { return read<std::chrono::system_clock>(); }
micros steady_clock() { return read<std::chrono::steady_clock>(); }

}  // namespace fm::actors
