#pragma once
// The JSON of documents (contract: DocumentResponse and its neighbours).
#include <fm/http/route.hpp>
#include <fm/json/value.hpp>
#include <fm/knowledge/messages.hpp>

#include <array>
#include <string_view>

namespace fm::http {

inline constexpr std::array<std::string_view, 7> document_types = {"pdf",  "docx", "txt",  "markdown",
                                                                   "html", "code", "other"};
inline constexpr std::array<std::string_view, 3> knowledge_scopes = {"user", "global", "case"};

json::value document_json(const knowledge::document_record& d);
json::value document_page_json(const knowledge::document_page& page, const request& r);

/// A file in a form, or a text in JSON, by what the client sent.
parsed<knowledge::ingest_document> parse_ingest(const exchange& x);
parsed<knowledge::list_documents> parse_list_documents(const exchange& x);

}  // namespace fm::http
