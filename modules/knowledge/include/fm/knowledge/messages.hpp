#pragma once
// What the knowledge module says and is asked. Plain structs; no behaviour, no CAF.
#include "fm/actors/context.hpp"
#include "fm/actors/message_list.hpp"
#include "fm/actors/outcome.hpp"
#include "fm/knowledge/case_port.hpp"
#include "fm/knowledge/document.hpp"
#include "fm/knowledge/library_messages.hpp"

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace fm::knowledge {

/// A part of a runbook or document that answers a query.
struct passage {
  std::string path;                   ///< relative to the knowledge folder, `/` between parts
  std::vector<std::string> headings;  ///< from the page's title down to the section
  std::string anchor;            ///< the section's heading as a GitHub-style slug; empty for the page's start
  std::string text;              ///< plain text of the passage
  std::uint64_t first_line = 0;  ///< 1-based lines of the source file
  std::uint64_t last_line = 0;
  double score = 0;               ///< calibrated relevance, 0..1, falls with the rank
  std::string document_id;        ///< of a stored document; empty for a file of a folder
  std::uint32_t chunk_index = 0;  ///< the passage's place in its document
  bool operator==(const passage&) const = default;
};

/// The answer to `load_runbooks`.
struct runbooks_loaded {
  std::uint64_t chunks = 0;
  std::vector<std::string> notes;  ///< files that were left out, and why
};

/// Asks a worker to index a folder of runbooks in place of what was indexed before; fails with `invalid` when
/// there is nothing to index.
struct load_runbooks {
  using reply_type = runbooks_loaded;
  static constexpr auto timeout = 600 * second;
  std::string folder;
};

/// The answer to `search_runbooks`: per query the passages that answer it, best first; none when none does.
struct passages_found {
  std::vector<std::vector<passage>> results;
};

/// Asks for passages; without an index every query finds nothing.
struct search_runbooks {
  using reply_type = passages_found;
  static constexpr auto timeout = 30 * second;
  std::vector<std::string> queries;
  std::uint32_t limit = 10;
};

// -- what a server keeps. Who asks is said by the context; a caller sees own documents, global ones, and
// those of own cases; anything else is `not_found`.

/// Stores a document and begins its ingestion; durable when answered. Fails with `forbidden` when somebody
/// who is no admin writes to the global scope, `not_found` for a case that is not the caller's, `too_large`
/// beyond the limit for documents.
struct ingest_document {
  using reply_type = document_record;
  static constexpr auto timeout = 240 * second;
  std::string spool;  ///< path of the spooled file; empty when `text` is the document
  std::string text;
  std::string title;  ///< empty: the file name
  std::string filename;
  std::string document_type = "other";
  std::vector<std::string> tags;
  std::string metadata;  ///< JSON object or empty
  std::string scope = "user";
  std::string case_id;
  std::string collection_id;  ///< of a collection of that scope; empty for none
};

struct document_page {
  std::vector<document_record> documents;
  std::uint64_t total = 0;  ///< of all pages
  bool more = false;        ///< something follows this page
};

/// The documents that the caller added, or all of the global scope; newest first. Empty members take all.
struct list_documents {
  using reply_type = document_page;
  std::string status;
  std::uint32_t limit = 50;
  std::uint64_t offset = 0;
  bool global = false;  ///< those of the global scope, whoever added them
  std::string document_type;
  std::string scope;
  std::string collection_id;
  std::string before;  ///< id of the last document of the page before
};

struct get_document {
  using reply_type = document_record;
  std::string document_id;
};

/// Deletes a document in any state with its file; it is not found any more when this is answered.
struct delete_document {
  using reply_type = done;
  std::string document_id;
};

/// Which documents a search looks at; empty members take all that the caller may see.
struct search_filter {
  std::string document_type;
  std::vector<std::string> tags;  ///< each must be there
  std::string document_id;
  std::string case_id;
  std::string scope;
  std::string collection_id;
  double min_score = 0;
};

/// A passage with what is known of its document.
struct search_hit {
  passage found;
  std::string title;
  std::string document_type;
  std::vector<std::string> tags;
  std::string scope;
  std::string case_id;
  std::string collection_id;
};

struct documents_found {
  std::vector<search_hit> hits;  ///< best first
  micros took = 0;
};

/// Searches what the caller may see.
struct search_documents {
  using reply_type = documents_found;
  std::string query;
  std::uint32_t limit = 10;
  search_filter filter;
};

/// For a turn: per query the passages of the caller's, the global and the case's documents.
struct search_visible {
  using reply_type = passages_found;
  std::string case_id;
  std::vector<std::string> queries;
  std::uint32_t limit = 3;
};

/// Removes all documents of a case, whoever asks; answered when rows and files are gone.
struct purge_case {
  using reply_type = done;
  static constexpr auto timeout = 120 * second;
  std::string case_id;
};

struct swept {
  std::uint64_t removed = 0;  ///< files that no row named
};

/// Removes files that no row names and that are older than `grace`.
struct sweep {
  using reply_type = swept;
  static constexpr auto timeout = 300 * second;
  micros grace = 0;
};

struct rebuilt {
  std::uint64_t documents = 0;
  std::uint64_t chunks = 0;
  std::vector<std::string> notes;  ///< documents that could not be read, and why
};

/// Takes away what a stop of the program left: the documents of cases that are closed. Asked once at start.
struct purge_closed {
  using reply_type = done;
  static constexpr auto timeout = 3'600 * second;
};

struct ingestion_step_done {
  std::string result;  ///< JSON object
};

/// First step of the job of a document: reads it and counts its passages. Fails with `invalid` for what
/// cannot be read as text.
struct read_document {
  using reply_type = ingestion_step_done;
  static constexpr auto timeout = 600 * second;
  std::string document_id;
};

/// Second step: answered when searches find it.
struct index_document {
  using reply_type = ingestion_step_done;
  static constexpr auto timeout = 1'800 * second;
  std::string document_id;
};

/// Told when a job of a document has failed for good; of no effect when another has taken its place.
struct abandon_ingestion {
  using reply_type = done;
  std::string document_id;
  std::string reason;
  std::string job_id;
};

// -- between the module's own actors and workers

/// A document as a worker reads it.
struct stored_document {
  std::string id;
  std::string filename;
  std::string title;
  std::string document_type;
  std::vector<std::string> tags;
  std::string storage_key;    ///< of the text that is read
  std::string sha256;         ///< of its bytes; empty where it is not known
  bool extracted = false;     ///< that text was taken out of the file that the user gave
  std::uint32_t version = 1;  ///< of the document
  std::string collection_id;
};

struct document_parsed {
  std::uint32_t chunks = 0;
  bool extracted = false;  ///< the text lies under `text_key` now
  std::string text_hash;   ///< SHA-256 of that text
};

/// Asks a worker to read one document; fails with `invalid` for what cannot be read as text.
struct parse_document {
  using reply_type = document_parsed;
  static constexpr auto timeout = 600 * second;
  stored_document document;
  std::string text_key;  ///< where the text goes that is taken out of a file which is no text itself
};

/// Asks a worker to build one index out of these documents, in place of the one there was. The answer says
/// how many were read.
struct build_index {
  using reply_type = rebuilt;
  static constexpr auto timeout = 1'700 * second;
  index_scope scope;
  std::vector<stored_document> documents;
};

/// Brings the index of a scope up to what is stored; several at once are one build.
struct refresh_index {
  using reply_type = rebuilt;
  static constexpr auto timeout = 1'750 * second;
  index_scope scope;
};

/// Takes documents out of the search at once, before the next build leaves them out.
struct hide_documents {
  using reply_type = done;
  index_scope scope;
  std::vector<std::string> ids;
  std::uint32_t up_to_version = every_version;  ///< a newer one is found all the same
};

struct hits_found {
  std::vector<documents_found> results;  ///< per query
  index_gaps gaps{};
};

/// Says which scopes a user has documents in, the global one among them; their indexes are loaded on demand.
struct know_scopes {
  using reply_type = done;
  std::string user;
  std::vector<index_scope> scopes;
};

/// Asks a worker to search the indexes that a user may see.
struct search_indexes {
  using reply_type = hits_found;
  std::string user;
  std::vector<std::string> queries;
  std::uint32_t limit = 10;
  std::uint32_t per_document = 1;  ///< most passages of one document
  bool only_case = false;          ///< of the case scopes, look at `filter.case_id` alone, beside the others
  search_filter filter;
};

/// Asks a worker for the documents that are most like one, among those that a user may see.
struct find_similar {
  using reply_type = similar_found;
  std::string user;
  index_scope scope;  ///< of the document
  std::string document_id;
  std::uint32_t limit = 5;
};

/// Asks a worker for the text of a stored file, cut to `most_bytes` at a character.
struct load_text {
  using reply_type = text_loaded;
  std::string storage_key;
  std::string sha256;  ///< of its bytes: `gone` when they are others; empty where it is not known
  std::uint64_t most_bytes = 0;
};

using messages =
    message_list<runbooks_loaded, load_runbooks, passages_found, search_runbooks, document_record,
                 ingest_document, document_page, list_documents, get_document, delete_document,
                 documents_found, search_documents, search_visible, purge_case, swept, sweep, rebuilt,
                 purge_closed, ingestion_step_done, read_document, index_document, abandon_ingestion,
                 document_parsed, parse_document, build_index, refresh_index, hide_documents, hits_found,
                 search_indexes, update_document, items_done, update_documents, delete_documents,
                 version_list, list_versions, document_text_found, read_text, collection_record,
                 create_collection, collection_list, list_collections, delete_collection, knowledge_stats,
                 get_stats, index_memory, measure_indexes, know_scopes, similar_found, similar_documents,
                 find_similar, text_loaded, load_text, case_standing, look_at_case>;
template <class T>
requires listed<T, messages> messages message_list_of(const T*);

}  // namespace fm::knowledge
