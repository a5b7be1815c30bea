#pragma once
// A stored document and the index that holds it.
#include "fm/actors/context.hpp"

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace fm::knowledge {

/// A stored document. Times are microseconds since 1970 UTC, 0 for never.
struct document_record {
  std::string id;
  std::string owner;  ///< who added it
  std::string title;
  std::string filename;                 ///< that the user gave
  std::string document_type = "other";  ///< a word of the client
  std::string content_hash;             ///< SHA-256 of the stored bytes
  std::string status = "pending";       ///< pending, processing, indexed, failed
  std::string storage_key;
  std::uint64_t file_size = 0;
  std::uint32_t chunk_count = 0;
  std::string metadata;  ///< JSON object or empty
  std::vector<std::string> tags;
  std::string scope = "user";  ///< user, global, case
  std::string case_id;         ///< of the scope case, else empty
  std::string problem;         ///< why it failed
  std::string job_id;          ///< of its last ingestion
  micros uploaded = 0;
  micros indexed = 0;
  std::string collection_id;  ///< empty for none
  std::uint32_t version = 1;  ///< raised by every new content
  micros version_since = 0;   ///< when this content came
  micros updated = 0;         ///< last change by a user
  std::string text_key;       ///< of the text taken out of a file that is no text itself; else empty
  std::string text_hash;      ///< SHA-256 of that text; empty where it is not known
  bool operator==(const document_record&) const = default;
};

/// One index: what is searched together and rebuilt together.
struct index_scope {
  std::string owner;    ///< empty for global
  std::string scope;    ///< user, global, case
  std::string case_id;  ///< of the scope case
  auto operator<=>(const index_scope&) const = default;
};

/// What a search could not look at, since it is loaded on demand only.
struct index_gaps {
  bool scopes_unknown = false;          ///< nobody has said yet which scopes the user has
  std::vector<index_scope> not_loaded;  ///< their indexes are stored, and not in memory
  bool any() const { return scopes_unknown || !not_loaded.empty(); }
};

inline constexpr std::uint32_t every_version = 0xFFFFFFFF;

}  // namespace fm::knowledge
