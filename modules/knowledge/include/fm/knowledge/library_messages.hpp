#pragma once
// Changes of stored documents, their versions, collections and figures; part of the list in `messages.hpp`.
#include "fm/actors/outcome.hpp"
#include "fm/knowledge/document.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace fm::knowledge {

/// A text that may be left as it is.
struct new_text {
  bool given = false;
  std::string text;
};
template <class Inspector>
auto inspect(Inspector& f, new_text& x) {
  return f(x.given, x.text);
}

/// What is changed about one document, apart from its content.
struct document_change {
  std::string document_id;
  new_text title{};
  new_text document_type{};
  new_text metadata{};       ///< JSON object
  new_text collection_id{};  ///< empty: out of its collection
  bool has_tags = false;
  std::vector<std::string> tags{};
};
template <class Inspector>
auto inspect(Inspector& f, document_change& x) {
  return f(x.document_id, x.title, x.document_type, x.metadata, x.collection_id, x.has_tags, x.tags);
}

/// Changes a document. New content is a new version, which is ingested by a job of its own; what was there
/// stays readable as an older version, and is found by searches until the new one is. Fails with `forbidden`
/// for a global document of a caller who is no admin, `conflict` when somebody else changed it meanwhile.
struct update_document {
  using reply_type = document_record;
  static constexpr auto timeout = 60 * second;
  document_change change;
  bool has_content = false;
  std::string content{};
};
template <class Inspector>
auto inspect(Inspector& f, update_document& x) {
  return f(x.change, x.has_content, x.content);
}

/// How each of several documents fared.
struct item_done {
  std::string document_id;
  std::string error;  ///< empty when it was done
};
template <class Inspector>
auto inspect(Inspector& f, item_done& x) {
  return f(x.document_id, x.error);
}
struct items_done {
  std::vector<item_done> items;  ///< in the order of the request
};
template <class Inspector>
auto inspect(Inspector& f, items_done& x) {
  return f(x.items);
}

/// Changes several documents, each for itself: what is refused for one does not stop the others. Those that
/// are changed are durable together.
struct update_documents {
  using reply_type = items_done;
  static constexpr auto timeout = 60 * second;
  std::vector<document_change> changes;
};
template <class Inspector>
auto inspect(Inspector& f, update_documents& x) {
  return f(x.changes);
}

/// The same for deletions; an id that stands there twice is deleted once.
struct delete_documents {
  using reply_type = items_done;
  static constexpr auto timeout = 60 * second;
  std::vector<std::string> document_ids;
};
template <class Inspector>
auto inspect(Inspector& f, delete_documents& x) {
  return f(x.document_ids);
}

/// One content that a document has or had.
struct version_record {
  std::uint32_t version = 0;
  std::string title;
  std::string filename;
  std::string document_type;
  std::string content_hash;
  std::uint64_t file_size = 0;
  std::uint32_t chunk_count = 0;
  std::string storage_key;
  std::string text_key;  ///< empty when the file is text itself
  micros added = 0;
  micros replaced = 0;  ///< 0 for the present one
};
template <class Inspector>
auto inspect(Inspector& f, version_record& x) {
  return f(x.version, x.title, x.filename, x.document_type, x.content_hash, x.file_size, x.chunk_count,
           x.storage_key, x.text_key, x.added, x.replaced);
}
struct version_list {
  std::vector<version_record> versions;  ///< newest first
};
template <class Inspector>
auto inspect(Inspector& f, version_list& x) {
  return f(x.versions);
}

/// The versions of a document that the caller may see; the oldest of very many are not kept.
struct list_versions {
  using reply_type = version_list;
  std::string document_id;
};
template <class Inspector>
auto inspect(Inspector& f, list_versions& x) {
  return f(x.document_id);
}

struct document_text_found {
  document_record document;
  version_record version;
  std::string text;  ///< empty while the text of the file is not taken out yet
  bool cut = false;  ///< there is more
};
template <class Inspector>
auto inspect(Inspector& f, document_text_found& x) {
  return f(x.document, x.version, x.text, x.cut);
}

/// Reads the text of a document that the caller may see.
struct read_text {
  using reply_type = document_text_found;
  std::string document_id;
  std::uint32_t version = 0;  ///< 0 for the present one
};
template <class Inspector>
auto inspect(Inspector& f, read_text& x) {
  return f(x.document_id, x.version);
}

/// Documents that belong together. Its id is "col_" and a slug of its name, unique for its owner.
struct collection_record {
  std::string id;
  std::string owner;  ///< empty for a global one
  std::string name;
  std::string description;  ///< empty for none
  std::string scope = "user";
  std::string case_id;
  micros created = 0;
  std::uint64_t documents = 0;
  bool operator==(const collection_record&) const = default;
};
template <class Inspector>
auto inspect(Inspector& f, collection_record& x) {
  return f(x.id, x.owner, x.name, x.description, x.scope, x.case_id, x.created, x.documents);
}

/// Fails with `invalid` when the caller sees one of that name already, `forbidden` for the global scope of a
/// caller who is no admin, `not_found` for a case that is not the caller's.
struct create_collection {
  using reply_type = collection_record;
  std::string name;
  std::string description;
  std::string scope = "user";
  std::string case_id;
};
template <class Inspector>
auto inspect(Inspector& f, create_collection& x) {
  return f(x.name, x.description, x.scope, x.case_id);
}

struct collection_list {
  std::vector<collection_record> collections;
};
template <class Inspector>
auto inspect(Inspector& f, collection_list& x) {
  return f(x.collections);
}

/// The caller's collections and the global ones, by name.
struct list_collections {
  using reply_type = collection_list;
};
template <class Inspector>
auto inspect(Inspector& f, list_collections&) {
  return f();
}

/// Deletes a collection; its documents stay.
struct delete_collection {
  using reply_type = done;
  std::string collection_id;
};
template <class Inspector>
auto inspect(Inspector& f, delete_collection& x) {
  return f(x.collection_id);
}

struct knowledge_stats {
  std::uint64_t documents = 0;
  std::uint64_t indexed = 0;
  std::uint64_t pending = 0;  ///< waiting or being read
  std::uint64_t failed = 0;
  std::uint64_t chunks = 0;
  std::uint64_t index_bytes = 0;       ///< memory of all indexes of the server that are loaded
  std::uint64_t most_index_bytes = 0;  ///< beyond it those that were not searched for longest are let go
};
template <class Inspector>
auto inspect(Inspector& f, knowledge_stats& x) {
  return f(x.documents, x.indexed, x.pending, x.failed, x.chunks, x.index_bytes, x.most_index_bytes);
}

struct index_memory {
  std::uint64_t bytes = 0;
  std::uint64_t most_bytes = 0;
};
template <class Inspector>
auto inspect(Inspector& f, index_memory& x) {
  return f(x.bytes, x.most_bytes);
}

/// Asks how much memory the indexes take.
struct measure_indexes {
  using reply_type = index_memory;
};
template <class Inspector>
auto inspect(Inspector& f, measure_indexes&) {
  return f();
}

/// Counts over the documents that the caller added.
struct get_stats {
  using reply_type = knowledge_stats;
};
template <class Inspector>
auto inspect(Inspector& f, get_stats&) {
  return f();
}

/// A document that is like another.
struct similar_hit {
  std::string document_id;
  std::string title;
  std::string document_type;
  std::vector<std::string> tags;
  double score = 0;  ///< 0..1: the share of the other's telling words that it has, too
  std::string snippet;
};
template <class Inspector>
auto inspect(Inspector& f, similar_hit& x) {
  return f(x.document_id, x.title, x.document_type, x.tags, x.score, x.snippet);
}
struct similar_found {
  std::vector<similar_hit> hits;  ///< most similar first
  index_gaps gaps{};              ///< between the module's own actors
};
template <class Inspector>
auto inspect(Inspector& f, similar_found& x) {
  return f(x.hits, x.gaps);
}

/// Documents like one that the caller may see; none for one that is not indexed yet.
struct similar_documents {
  using reply_type = similar_found;
  std::string document_id;
  std::uint32_t limit = 5;
};
template <class Inspector>
auto inspect(Inspector& f, similar_documents& x) {
  return f(x.document_id, x.limit);
}

struct text_loaded {
  std::string text;
  bool cut = false;
};
template <class Inspector>
auto inspect(Inspector& f, text_loaded& x) {
  return f(x.text, x.cut);
}

}  // namespace fm::knowledge
