#include "fm/budget/checkpoint.hpp"

#include <utility>

namespace fm::budget {

namespace {

// A line or node takes a microsecond or so; some checks of an object take fifty.
constexpr std::uint32_t ask_every = 256;

thread_local watched_work* current = nullptr;

}  // namespace

watched_work::watched_work(std::function<bool()> stopped)
    : stopped_(std::move(stopped)), outer_(std::exchange(current, this)) {}

watched_work::~watched_work() { current = outer_; }

void checkpoint() {
  if (current == nullptr || ++current->passed_ % ask_every != 0) return;
  if (current->stopped_ && current->stopped_()) throw work_stopped();
}

}  // namespace fm::budget
