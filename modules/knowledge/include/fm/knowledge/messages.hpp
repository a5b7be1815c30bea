#pragma once
// What the knowledge module says and is asked. Plain data with `inspect`; no behaviour, no CAF.
#include "fm/actors/context.hpp"
#include "fm/actors/message_list.hpp"
#include "fm/actors/outcome.hpp"
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
template <class Inspector>
auto inspect(Inspector& f, passage& x) {
  return f(x.path, x.headings, x.anchor, x.text, x.first_line, x.last_line, x.score, x.document_id,
           x.chunk_index);
}

/// The answer to `load_runbooks`.
struct runbooks_loaded {
  std::uint64_t chunks = 0;
  std::vector<std::string> notes;  ///< files that were left out, and why
};
template <class Inspector>
auto inspect(Inspector& f, runbooks_loaded& x) {
  return f(x.chunks, x.notes);
}

/// Asks a worker to index a folder of runbooks in place of what was indexed before; fails with `invalid` when
/// there is nothing to index.
struct load_runbooks {
  using reply_type = runbooks_loaded;
  static constexpr auto timeout = 600 * second;
  std::string folder;
};
template <class Inspector>
auto inspect(Inspector& f, load_runbooks& x) {
  return f(x.folder);
}

/// The answer to `search_runbooks`: per query the passages that answer it, best first; none when none does.
struct passages_found {
  std::vector<std::vector<passage>> results;
};
template <class Inspector>
auto inspect(Inspector& f, passages_found& x) {
  return f(x.results);
}

/// Asks for passages; without an index every query finds nothing.
struct search_runbooks {
  using reply_type = passages_found;
  static constexpr auto timeout = 30 * second;
  std::vector<std::string> queries;
  std::uint32_t limit = 10;
};
template <class Inspector>
auto inspect(Inspector& f, search_runbooks& x) {
  return f(x.queries, x.limit);
}

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
template <class Inspector>
auto inspect(Inspector& f, ingest_document& x) {
  return f(x.spool, x.text, x.title, x.filename, x.document_type, x.tags, x.metadata, x.scope, x.case_id,
           x.collection_id);
}

struct document_page {
  std::vector<document_record> documents;
  std::uint64_t total = 0;  ///< of all pages
  bool more = false;        ///< something follows this page
};
template <class Inspector>
auto inspect(Inspector& f, document_page& x) {
  return f(x.documents, x.total, x.more);
}

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
template <class Inspector>
auto inspect(Inspector& f, list_documents& x) {
  return f(x.status, x.limit, x.offset, x.global, x.document_type, x.scope, x.collection_id, x.before);
}

struct get_document {
  using reply_type = document_record;
  std::string document_id;
};
template <class Inspector>
auto inspect(Inspector& f, get_document& x) {
  return f(x.document_id);
}

/// Deletes a document in any state with its file; it is not found any more when this is answered.
struct delete_document {
  using reply_type = done;
  std::string document_id;
};
template <class Inspector>
auto inspect(Inspector& f, delete_document& x) {
  return f(x.document_id);
}

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
template <class Inspector>
auto inspect(Inspector& f, search_filter& x) {
  return f(x.document_type, x.tags, x.document_id, x.case_id, x.scope, x.collection_id, x.min_score);
}

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
template <class Inspector>
auto inspect(Inspector& f, search_hit& x) {
  return f(x.found, x.title, x.document_type, x.tags, x.scope, x.case_id, x.collection_id);
}

struct documents_found {
  std::vector<search_hit> hits;  ///< best first
  micros took = 0;
};
template <class Inspector>
auto inspect(Inspector& f, documents_found& x) {
  return f(x.hits, x.took);
}

/// Searches what the caller may see.
struct search_documents {
  using reply_type = documents_found;
  std::string query;
  std::uint32_t limit = 10;
  search_filter filter;
};
template <class Inspector>
auto inspect(Inspector& f, search_documents& x) {
  return f(x.query, x.limit, x.filter);
}

/// For a turn: per query the passages of the caller's, the global and the case's documents.
struct search_visible {
  using reply_type = passages_found;
  std::string case_id;
  std::vector<std::string> queries;
  std::uint32_t limit = 3;
};
template <class Inspector>
auto inspect(Inspector& f, search_visible& x) {
  return f(x.case_id, x.queries, x.limit);
}

/// Removes all documents of a case, whoever asks; answered when rows and files are gone.
struct purge_case {
  using reply_type = done;
  static constexpr auto timeout = 120 * second;
  std::string case_id;
};
template <class Inspector>
auto inspect(Inspector& f, purge_case& x) {
  return f(x.case_id);
}

struct swept {
  std::uint64_t removed = 0;  ///< files that no row named
};
template <class Inspector>
auto inspect(Inspector& f, swept& x) {
  return f(x.removed);
}

/// Removes files that no row names and that are older than `grace`.
struct sweep {
  using reply_type = swept;
  static constexpr auto timeout = 300 * second;
  micros grace = 0;
};
template <class Inspector>
auto inspect(Inspector& f, sweep& x) {
  return f(x.grace);
}

struct rebuilt {
  std::uint64_t documents = 0;
  std::uint64_t chunks = 0;
  std::vector<std::string> notes;  ///< documents that could not be read, and why
};
template <class Inspector>
auto inspect(Inspector& f, rebuilt& x) {
  return f(x.documents, x.chunks, x.notes);
}

/// Takes away what a stop of the program left: the documents of cases that are closed. Asked once at start.
struct purge_closed {
  using reply_type = done;
  static constexpr auto timeout = 3'600 * second;
};
template <class Inspector>
auto inspect(Inspector& f, purge_closed&) {
  return f();
}

struct ingestion_step_done {
  std::string result;  ///< JSON object
};
template <class Inspector>
auto inspect(Inspector& f, ingestion_step_done& x) {
  return f(x.result);
}

/// First step of the job of a document: reads it and counts its passages. Fails with `invalid` for what
/// cannot be read as text.
struct read_document {
  using reply_type = ingestion_step_done;
  static constexpr auto timeout = 600 * second;
  std::string document_id;
};
template <class Inspector>
auto inspect(Inspector& f, read_document& x) {
  return f(x.document_id);
}

/// Second step: answered when searches find it.
struct index_document {
  using reply_type = ingestion_step_done;
  static constexpr auto timeout = 1'800 * second;
  std::string document_id;
};
template <class Inspector>
auto inspect(Inspector& f, index_document& x) {
  return f(x.document_id);
}

/// Told when a job of a document has failed for good; of no effect when another has taken its place.
struct abandon_ingestion {
  using reply_type = done;
  std::string document_id;
  std::string reason;
  std::string job_id;
};
template <class Inspector>
auto inspect(Inspector& f, abandon_ingestion& x) {
  return f(x.document_id, x.reason, x.job_id);
}

// -- between the module's own actors and workers

/// A document as a worker reads it.
struct stored_document {
  std::string id;
  std::string filename;
  std::string title;
  std::string document_type;
  std::vector<std::string> tags;
  std::string storage_key;    ///< of the text that is read
  bool extracted = false;     ///< that text was taken out of the file that the user gave
  std::uint32_t version = 1;  ///< of the document
  std::string collection_id;
};
template <class Inspector>
auto inspect(Inspector& f, stored_document& x) {
  return f(x.id, x.filename, x.title, x.document_type, x.tags, x.storage_key, x.extracted, x.version,
           x.collection_id);
}

struct document_parsed {
  std::uint32_t chunks = 0;
  bool extracted = false;  ///< the text lies under `text_key` now
};
template <class Inspector>
auto inspect(Inspector& f, document_parsed& x) {
  return f(x.chunks, x.extracted);
}

/// Asks a worker to read one document; fails with `invalid` for what cannot be read as text.
struct parse_document {
  using reply_type = document_parsed;
  static constexpr auto timeout = 600 * second;
  stored_document document;
  std::string text_key;  ///< where the text goes that is taken out of a file which is no text itself
};
template <class Inspector>
auto inspect(Inspector& f, parse_document& x) {
  return f(x.document, x.text_key);
}

/// Asks a worker to build one index out of these documents, in place of the one there was. The answer says
/// how many were read.
struct build_index {
  using reply_type = rebuilt;
  static constexpr auto timeout = 1'700 * second;
  index_scope scope;
  std::vector<stored_document> documents;
};
template <class Inspector>
auto inspect(Inspector& f, build_index& x) {
  return f(x.scope, x.documents);
}

/// Brings the index of a scope up to what is stored; several at once are one build.
struct refresh_index {
  using reply_type = rebuilt;
  static constexpr auto timeout = 1'750 * second;
  index_scope scope;
};
template <class Inspector>
auto inspect(Inspector& f, refresh_index& x) {
  return f(x.scope);
}

/// Takes documents out of the search at once, before the next build leaves them out.
struct hide_documents {
  using reply_type = done;
  index_scope scope;
  std::vector<std::string> ids;
  std::uint32_t up_to_version = every_version;  ///< a newer one is found all the same
};
template <class Inspector>
auto inspect(Inspector& f, hide_documents& x) {
  return f(x.scope, x.ids, x.up_to_version);
}

struct hits_found {
  std::vector<documents_found> results;  ///< per query
  index_gaps gaps{};
};
template <class Inspector>
auto inspect(Inspector& f, hits_found& x) {
  return f(x.results, x.gaps);
}

/// Says which scopes a user has documents in, the global one among them; their indexes are loaded on demand.
struct know_scopes {
  using reply_type = done;
  std::string user;
  std::vector<index_scope> scopes;
};
template <class Inspector>
auto inspect(Inspector& f, know_scopes& x) {
  return f(x.user, x.scopes);
}

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
template <class Inspector>
auto inspect(Inspector& f, search_indexes& x) {
  return f(x.user, x.queries, x.limit, x.per_document, x.only_case, x.filter);
}

/// Asks a worker for the documents that are most like one, among those that a user may see.
struct find_similar {
  using reply_type = similar_found;
  std::string user;
  index_scope scope;  ///< of the document
  std::string document_id;
  std::uint32_t limit = 5;
};
template <class Inspector>
auto inspect(Inspector& f, find_similar& x) {
  return f(x.user, x.scope, x.document_id, x.limit);
}

/// Asks a worker for the text of a stored file, cut to `most_bytes` at a character.
struct load_text {
  using reply_type = text_loaded;
  std::string storage_key;
  std::uint64_t most_bytes = 0;
};
template <class Inspector>
auto inspect(Inspector& f, load_text& x) {
  return f(x.storage_key, x.most_bytes);
}

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
                 find_similar, text_loaded, load_text>;
template <class T>
requires listed<T, messages> messages message_list_of(const T*);

}  // namespace fm::knowledge
