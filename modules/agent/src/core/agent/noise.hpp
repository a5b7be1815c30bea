#pragma once
// Trouble that every busy system shows, told from trouble that matters.
#include "agent/hypotheses.hpp"

#include <fm/agent/messages.hpp>

#include <vector>

namespace fm::agent {

/// Whether a finding is usual noise for somebody who asks for health: a few records of a log that states
/// much normal work and goes on with it afterwards, and that a single request or client can bring about, or
/// that are warnings.
bool is_noise(const candidate& c, const std::vector<evidence::digest>& digests);

/// Whether a log states normal work: half of its lines have a level below warning or tell of a request that
/// was served, or it is a log of timed lines that report health, such as a server that is ready.
bool shows_normal_work(const evidence::digest& d);

}  // namespace fm::agent
