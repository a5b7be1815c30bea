#pragma once
// Who cannot reach whom, over all files of an incident: what a service says of its own end comes before what
// others say of not reaching it.
#include <fm/evidence/messages.hpp>

#include <vector>

namespace fm::evidence {

/// Where one service (of a file's name, a prefix or a component) ends with an error of its own, and others
/// fail to reach it by its name, its error becomes a cause and theirs symptoms.
void relate_dependencies(std::vector<digest>& digests);

}  // namespace fm::evidence
