#pragma once
// The JSON of searches (contract: KnowledgeSearchRequest, KnowledgeSearchResponse).
#include <fm/http/route.hpp>
#include <fm/json/value.hpp>
#include <fm/knowledge/messages.hpp>

#include <string>

namespace fm::http {

parsed<knowledge::search_documents> parse_search(const request& r);
json::value search_json(const std::string& query, const knowledge::documents_found& found, dialect speaks);

}  // namespace fm::http
