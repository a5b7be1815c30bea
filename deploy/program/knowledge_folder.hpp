#pragma once
// A folder of runbooks on disk.
#include "fm/knowledge/spawn.hpp"

#include <string>

namespace fm::program {

/// Every .md, .markdown, .txt, .rst, .adoc, .html and .htm file below `folder`, each at most 50 MB, in the
/// order of paths.
knowledge::folder_documents read_knowledge_folder(const std::string& folder);

}  // namespace fm::program
