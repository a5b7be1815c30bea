#pragma once
// Rows of documents that only clients below /api/v1 know, or that answer otherwise there.
#include "fm/http/knowledge_routes.hpp"

#include <cstdint>

namespace fm::http {

/// `/documents*`, `/admin/kb/documents*`, and those of `/knowledge` with another status or more fields.
route_table knowledge_v1_routes(actors::system& sys, const document_library& library,
                                std::uint64_t most_document_bytes);

/// "the document ... was deleted"
response deleted_document(const done&, const request& r);

}  // namespace fm::http
