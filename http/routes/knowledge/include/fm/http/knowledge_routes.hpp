#pragma once
// The rows of documents and of the search in them, root dialect.
#include <fm/http/route.hpp>
#include <fm/knowledge/messages.hpp>

#include <cstdint>

namespace fm::http {

/// Who keeps documents.
using document_library =
    actors::handle<knowledge::ingest_document, knowledge::list_documents, knowledge::get_document,
                   knowledge::delete_document, knowledge::search_documents, knowledge::search_visible,
                   knowledge::purge_case, knowledge::sweep>;

/// Everything below /knowledge, and /search. A larger file than `most_document_bytes` is 400 here.
route_table knowledge_routes(actors::system& sys, const document_library& library,
                             std::uint64_t most_document_bytes = 50u << 20);

}  // namespace fm::http
