#pragma once
// Evidence as rows.
#include <fm/evidence/messages.hpp>
#include <fm/json/texts.hpp>
#include <fm/providers/blob.hpp>
#include <fm/test/rows.hpp>

namespace fm::evidence {

inline evidence_record some_evidence(std::string id = "e") {
  evidence_record e;
  e.id = std::move(id), e.case_id = "c", e.owner = "ann", e.filename = e.id + ".log";
  e.original_filename = "app.log", e.file_type = "text/plain", e.file_size = 100;
  e.storage_key = "evidence/c/" + e.filename, e.sha256 = "5a", e.evidence_type = "log", e.tags = {"x", "y"};
  e.job_id = "j-" + e.id, e.uploaded = 77;
  return e;
}
inline db::row row_of(const evidence_record& e) {
  return {e.id,
          e.case_id,
          e.owner,
          e.filename,
          e.original_filename,
          e.file_type,
          e.file_size,
          e.storage_key,
          e.sha256,
          e.evidence_type,
          e.description,
          json::write_texts(e.tags),
          e.duplicate_of,
          e.status,
          e.problem,
          e.job_id,
          e.uploaded,
          e.turn,
          e.kind,
          e.facts,
          e.summary};
}
inline case_standing case_of(std::string status = "consulting") {
  case_standing c;
  c.status = std::move(status);
  return c;
}

}  // namespace fm::evidence
