#pragma once
// The tables `documents` and `search_queries`: operations out of the module's types, and rows back. All SQL
// stands in `knowledge_schema.cpp`.
#include <fm/knowledge/messages.hpp>
#include <fm/providers/db.hpp>
#include <fm/providers/orphans.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace fm::knowledge::store {

const db::schema& schema();

db::operation insert(const document_record& d);
db::operation read(const std::string& id);
/// One row more than the limit, when there is one.
db::operation list(const std::string& owner, const list_documents& m);
db::operation count(const std::string& owner, const list_documents& m);
db::operation stats(const std::string& owner);
knowledge_stats stats_of(const db::row& row);
/// Of a case scope, oldest first.
db::operation of_case(const std::string& case_id, std::uint32_t limit);
db::operation remove(const std::string& id);
// The steps of an ingestion; they fail with `conflict` when the document has another version by now.
db::operation set_processing(const document_record& d);
/// It was read: from now on the index of its scope holds it.
db::operation set_read(const document_record& d, const document_parsed& read, const std::string& text_key);
db::operation set_indexed(const document_record& d, micros now);
/// Ends in failure what is not indexed, unless it has another job by now.
db::operation set_failed(const std::string& id, const std::string& problem, const std::string& job_id);
/// Documents that the index of a scope holds, after `after`, by id.
db::operation of_scope(const index_scope& scope, const std::string& after, std::uint32_t limit);
/// The scopes of a user that have documents in their index, and the global one when it has.
db::operation scopes_of(const std::string& owner);
/// Bytes, older versions included, and number of documents of an owner: one row.
db::operation usage(const std::string& owner);
/// Owner and id of every case that has documents.
db::operation cases();
/// Where the files lie.
inline constexpr const char* folder = "documents";
/// How the rows name them; also those of older versions.
providers::named_files files();

document_record record_of(const db::row& row);
std::vector<document_record> records_of(const db::row_set& rows);
stored_document stored_of(const db::row& row);
index_scope scope_of(const db::row& row);

/// What is remembered of a search.
struct search_note {
  std::string id;
  std::string query;
  std::string user;
  std::uint64_t results = 0;
  std::vector<std::string> top;  ///< ids of passages
  micros took = 0;
  micros at = 0;
};
/// How many searches of one user are remembered.
inline constexpr std::uint32_t most_searches = 1'000;
/// Remembers a search and forgets the oldest of very many.
std::vector<db::operation> note_search(const search_note& n);

}  // namespace fm::knowledge::store
