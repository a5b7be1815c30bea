#pragma once
// What the free texts inside of documents show.
#include "documents/document_reader.hpp"

#include <vector>

namespace fm::evidence {

/// Adds what the rules of logs say of free texts; lines that a document's own rule has explained are left
/// alone.
void add_embedded_facts(const std::vector<embedded_line>& embedded, std::vector<fact>& facts);

}  // namespace fm::evidence
