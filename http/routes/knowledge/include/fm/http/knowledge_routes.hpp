#pragma once
// The rows of documents and of the search in them, in both dialects.
#include <fm/http/route.hpp>
#include <fm/knowledge/messages.hpp>

#include <cstdint>

namespace fm::http {

/// Who keeps documents.
using document_library =
    actors::handle<knowledge::ingest_document, knowledge::list_documents, knowledge::get_document,
                   knowledge::delete_document, knowledge::search_documents, knowledge::search_visible,
                   knowledge::purge_case, knowledge::sweep, knowledge::update_document,
                   knowledge::update_documents, knowledge::delete_documents, knowledge::list_versions,
                   knowledge::read_text, knowledge::similar_documents, knowledge::get_stats,
                   knowledge::create_collection, knowledge::list_collections, knowledge::delete_collection>;

/// Everything below /knowledge and /search, and what clients below /api/v1 call beside that. A larger file
/// than `most_document_bytes` is 400 at the root and 413 below /api/v1.
route_table knowledge_routes(actors::system& sys, const document_library& library,
                             std::uint64_t most_document_bytes = 50u << 20);

}  // namespace fm::http
