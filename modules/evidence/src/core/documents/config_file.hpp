#pragma once
// Configuration files: INI, properties, environment files, nginx-like.
#include "documents/fact_draft.hpp"

namespace fm::evidence {

/// Adds what a configuration shows: endpoints (context), placeholders, keys given twice, ports taken twice.
void read_config(const reading& r);

}  // namespace fm::evidence
