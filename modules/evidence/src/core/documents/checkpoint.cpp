#include "documents/checkpoint.hpp"

#include <utility>

namespace fm::evidence {

namespace {

// A line or node takes a microsecond or so; some checks of an object take fifty.
constexpr std::uint32_t ask_every = 256;

thread_local watched_analysis* current = nullptr;

}  // namespace

watched_analysis::watched_analysis(std::function<bool()> stopped)
    : stopped_(std::move(stopped)), outer_(std::exchange(current, this)) {}

watched_analysis::~watched_analysis() { current = outer_; }

void checkpoint() {
  if (current == nullptr || ++current->passed_ % ask_every != 0) return;
  if (current->stopped_ && current->stopped_()) throw analysis_stopped();
}

}  // namespace fm::evidence
