#pragma once
// Documents as rows.
#include <fm/cases/messages.hpp>
#include <fm/json/texts.hpp>
#include <fm/knowledge/messages.hpp>
#include <fm/providers/blob.hpp>
#include <fm/test/rows.hpp>

namespace fm::knowledge {

inline document_record some_document(std::string id = "d") {
  document_record d;
  d.id = std::move(id), d.owner = "ann", d.title = "Disk full", d.filename = "disk.md";
  d.document_type = "markdown", d.content_hash = "5a", d.storage_key = "documents/ann/" + d.id + "_disk.md";
  d.file_size = 50, d.metadata = "{}", d.tags = {"storage"}, d.job_id = "j-" + d.id;
  d.uploaded = d.version_since = d.updated = 7;
  return d;
}
inline db::row row_of(const document_record& d) {
  return {d.id,
          d.owner,
          d.title,
          d.filename,
          d.document_type,
          d.content_hash,
          d.status,
          d.storage_key,
          d.file_size,
          d.chunk_count,
          d.metadata,
          json::write_texts(d.tags),
          d.scope,
          db::value::text_or_null(d.case_id),
          d.problem,
          d.job_id,
          d.uploaded,
          d.indexed,
          db::value::text_or_null(d.collection_id),
          d.version,
          d.version_since,
          d.updated,
          d.text_key,
          d.text_hash};
}
inline db::row stored_row(const document_record& d) {
  return {d.id,
          d.filename,
          d.title,
          d.document_type,
          json::write_texts(d.tags),
          d.storage_key,
          0,
          d.version,
          db::value::text_or_null(d.collection_id),
          d.content_hash};
}

inline db::row collection_row(const std::string& owner, const std::string& id,
                              const std::string& scope = "user", const std::string& case_id = "") {
  return {owner, id, "Name of " + id, "", scope, db::value::text_or_null(case_id), 5, 2};
}

}  // namespace fm::knowledge
