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
  d.file_size = 50, d.metadata = "{}", d.tags = {"storage"}, d.job_id = "j-" + d.id, d.uploaded = 7;
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
          d.indexed};
}
inline db::row stored_row(const document_record& d) {
  return {d.id, d.filename, d.title, d.document_type, json::write_texts(d.tags), d.storage_key};
}

}  // namespace fm::knowledge
