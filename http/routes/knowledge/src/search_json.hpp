#pragma once
// The JSON of searches (contract: KnowledgeSearchRequest, KnowledgeSearchResponse).
#include <fm/http/route.hpp>
#include <fm/json/value.hpp>
#include <fm/knowledge/messages.hpp>

#include <string>
#include <vector>

namespace fm::http {

/// A search as the client asked for it.
struct asked_search {
  knowledge::search_documents command;
  bool nowhere = false;  ///< it names a collection, and there are none
};
parsed<asked_search> parse_search(const request& r);
json::value search_json(const std::string& query, const knowledge::documents_found& found);

}  // namespace fm::http
