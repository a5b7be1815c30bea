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

/// How each of several documents fared.
struct item_done {
  std::string document_id;
  std::string error;  ///< empty when it was done
};
struct items_done {
  std::vector<item_done> items;  ///< in the order of the request
};

/// Changes several documents, each for itself: what is refused for one does not stop the others. Those that
/// are changed are durable together.
struct update_documents {
  using reply_type = items_done;
  static constexpr auto timeout = 60 * second;
  std::vector<document_change> changes;
};

/// The same for deletions; an id that stands there twice is deleted once.
struct delete_documents {
  using reply_type = items_done;
  static constexpr auto timeout = 60 * second;
  std::vector<std::string> document_ids;
};

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
  micros replaced = 0;    ///< 0 for the present one
  std::string text_hash;  ///< SHA-256 of the text under `text_key`; empty where it is not known
};
struct version_list {
  std::vector<version_record> versions;  ///< newest first
};

/// The versions of a document that the caller may see; the oldest of very many are not kept.
struct list_versions {
  using reply_type = version_list;
  std::string document_id;
};

struct document_text_found {
  document_record document;
  version_record version;
  std::string text;  ///< empty while the text of the file is not taken out yet
  bool cut = false;  ///< there is more
};

/// Reads the text of a document that the caller may see.
struct read_text {
  using reply_type = document_text_found;
  std::string document_id;
  std::uint32_t version = 0;  ///< 0 for the present one
};

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

/// Fails with `invalid` when the caller sees one of that name already, `forbidden` for the global scope of a
/// caller who is no admin, `not_found` for a case that is not the caller's.
struct create_collection {
  using reply_type = collection_record;
  std::string name;
  std::string description;
  std::string scope = "user";
  std::string case_id;
};

struct collection_list {
  std::vector<collection_record> collections;
};

/// The caller's collections and the global ones, by name.
struct list_collections {
  using reply_type = collection_list;
};

/// Deletes a collection; its documents stay.
struct delete_collection {
  using reply_type = done;
  std::string collection_id;
};

struct knowledge_stats {
  std::uint64_t documents = 0;
  std::uint64_t indexed = 0;
  std::uint64_t pending = 0;  ///< waiting or being read
  std::uint64_t failed = 0;
  std::uint64_t chunks = 0;
  std::uint64_t index_bytes = 0;       ///< memory of all indexes of the server that are loaded
  std::uint64_t most_index_bytes = 0;  ///< beyond it those that were not searched for longest are let go
};

struct index_memory {
  std::uint64_t bytes = 0;
  std::uint64_t most_bytes = 0;
};

/// Asks how much memory the indexes take.
struct measure_indexes {
  using reply_type = index_memory;
};

/// Counts over the documents that the caller added.
struct get_stats {
  using reply_type = knowledge_stats;
};

/// A document that is like another.
struct similar_hit {
  std::string document_id;
  std::string title;
  std::string document_type;
  std::vector<std::string> tags;
  double score = 0;  ///< 0..1: the share of the other's telling words that it has, too
  std::string snippet;
};
struct similar_found {
  std::vector<similar_hit> hits;  ///< most similar first
  index_gaps gaps{};              ///< between the module's own actors
};

/// Documents like one that the caller may see; none for one that is not indexed yet.
struct similar_documents {
  using reply_type = similar_found;
  std::string document_id;
  std::uint32_t limit = 5;
};

struct text_loaded {
  std::string text;
  bool cut = false;
};

}  // namespace fm::knowledge
