#pragma once
// What can become of things in evidence, and the words that tell it.
#include <cstdint>
#include <string_view>

namespace fm::agent {

/// Bit k is the k-th kind of event: to start, to stop, to fail, to be refused ... A word may tell several.
using event_set = std::uint64_t;

/// The kinds of event that a word (lower case) tells in any of its forms: "stopped", "stopping", "shutdown".
event_set events_of(std::string_view word);

/// The kinds that a text tells without a verb of theirs: "deadline" of a time-out, "137" of a kill.
event_set events_shown(std::string_view meaning);

/// Kinds that are a failure in themselves, so that "failed" beside them denies nothing.
event_set failing_events();

}  // namespace fm::agent
