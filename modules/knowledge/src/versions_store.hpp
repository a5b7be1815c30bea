#pragma once
// The tables `document_versions` and `collections`, and changes of documents.
#include <fm/knowledge/messages.hpp>
#include <fm/providers/db.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace fm::knowledge::store {

/// Older versions of a document that are kept.
inline constexpr std::uint32_t most_versions = 50;

/// Writes down title, type, metadata, tags and collection of a document that still has this version.
db::operation change(const document_record& d, micros now);
/// Makes the content of `next` the present one; what `old` has becomes an older version. Fails with
/// `conflict` when the document has another version by now. The files of versions that are not kept any more
/// come back with the last operation (`files_of`).
std::vector<db::operation> replace_content(const document_record& old, const document_record& next,
                                           micros now);
/// Writes down that the files of a document go, those of its older versions too; before they are forgotten.
db::operation note_files(const std::string& id);
/// Forgets all older versions; their files come back (`files_of`).
db::operation drop_versions(const std::string& id);
std::vector<std::string> files_of(const db::row_set& rows);
/// Older versions, newest first.
db::operation versions(const std::string& id);
db::operation read_version(const std::string& id, std::uint32_t version);
version_record version_of(const db::row& row);
/// The present version.
version_record version_of(const document_record& d);

db::operation add_collection(const collection_record& c);
db::operation read_collection(const std::string& owner, const std::string& id);
/// A user's and the global ones.
db::operation collections(const std::string& owner);
db::operation count_collections(const std::string& owner);
/// Deletes a collection and takes its documents out of it.
std::vector<db::operation> remove_collection(const std::string& owner, const std::string& id);
db::operation remove_collections_of_case(const std::string& case_id);
collection_record collection_of(const db::row& row);

}  // namespace fm::knowledge::store
