#pragma once
// HAR: what a browser recorded of its requests.
#include "documents/fact_draft.hpp"
#include "fm/yaml/node.hpp"

namespace fm::evidence {

/// True for the root of a HAR file (`log.entries` with requests).
bool is_browser_record(const yaml::node& root);
/// Adds a fact for each request that failed or took long, with where its time went.
void read_browser_record(const yaml::node& root, const reading& r);

}  // namespace fm::evidence
