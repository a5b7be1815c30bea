#pragma once
// Which kind of model the evidence is for.
#include <fm/agent/messages.hpp>

#include <vector>

namespace fm::agent {

/// `code` when more than half of the lines of the evidence are source code, configuration, manifests or
/// changes to them, by what a file was recognised as and by the end of its name.
model_task task_of(const std::vector<evidence::digest>& files);

}  // namespace fm::agent
