#pragma once
// The JSON of changes, versions, collections and figures of documents.
#include <fm/http/route.hpp>
#include <fm/json/value.hpp>
#include <fm/knowledge/messages.hpp>

namespace fm::http {

parsed<knowledge::update_document> parse_update(const exchange& x);
parsed<knowledge::update_documents> parse_bulk_update(const exchange& x);
parsed<knowledge::delete_documents> parse_batch_delete(const exchange& x);
parsed<knowledge::create_collection> parse_collection(const exchange& x);
parsed<knowledge::similar_documents> parse_similar(const exchange& x);
/// Of the document and the version of the path.
parsed<knowledge::read_text> parse_version(const exchange& x);

json::value updated_json(const knowledge::document_record& d, bool new_content, dialect speaks);
json::value bulk_updated_json(const knowledge::items_done& r);
json::value batch_deleted_json(const knowledge::items_done& r);
json::value collection_json(const knowledge::collection_record& c);
json::value versions_json(const std::string& document_id, const knowledge::version_list& all, dialect speaks);
json::value version_text_json(const knowledge::document_text_found& d, dialect speaks);
json::value stats_json(const knowledge::knowledge_stats& s);
json::value similar_json(const std::string& document_id, const knowledge::similar_found& found,
                         dialect speaks);

/// What a refused content is answered with: 422.
response refuse_update(const failure& why);

}  // namespace fm::http
