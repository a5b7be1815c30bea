#pragma once
// Trouble in JSON or YAML that a tool reports: flags, states, errors, lags.
#include "documents/fact_draft.hpp"
#include "fm/yaml/node.hpp"

#include <vector>

namespace fm::evidence {

/// Walks the documents and adds a fact for each member that says trouble, with its path.
void read_status(const std::vector<yaml::node>& documents, const reading& r);

}  // namespace fm::evidence
