#pragma once
// The tables `evidence` and `evidence_digests`: operations out of the module's types, and rows back.
#include <fm/evidence/messages.hpp>
#include <fm/providers/db.hpp>
#include <fm/providers/orphans.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace fm::evidence::store {

const db::schema& schema();

/// Inserts a pending evidence. When the owner has the same content already, the row names the older one and
/// its file; what it names comes back (`inserted_of`).
db::operation insert(const evidence_record& e);
struct inserted {
  std::string storage_key;
  std::string duplicate_of;
};
inserted inserted_of(const db::row& row);

/// The bytes that an owner keeps: one row with one number.
db::operation usage(const std::string& owner);
db::operation read(const std::string& id);
/// One row more than the limit, when there is one.
db::operation list(const std::string& owner, const list_evidence& m);
db::operation count(const std::string& owner, const list_evidence& m);
/// Of a case, oldest first.
db::operation of_case(const std::string& case_id, std::uint32_t limit);
db::operation move_to(const std::string& id, const std::string& owner, const link_evidence& m);
db::operation set_status(const std::string& id, const std::string& status, const std::string& problem);
/// Ends its analysis: problem, kind, number of facts and summary are the record's.
db::operation set_processed(const evidence_record& e);
/// Ends in failure what is not processed.
db::operation set_failed(const std::string& id, const std::string& problem);
db::operation remove(const std::string& id);
/// One row while any evidence uses that file.
db::operation uses_of_file(const std::string& storage_key);
/// Where the files lie.
inline constexpr const char* folder = "evidence";
/// How the rows name them.
providers::named_files files();

evidence_record record_of(const db::row& row);
std::vector<evidence_record> records_of(const db::row_set& rows);

/// What the analysis of one evidence found.
struct stored_digest {
  std::string evidence_id;
  std::int64_t fingerprint = 0;  ///< of the form of `body`
  std::string refusal;           ///< why nothing can be read from the file; empty when it can
  std::string body;              ///< `encode_digest`
};
db::operation keep_digest(const stored_digest& d);
db::operation digest_of(const std::string& evidence_id);
/// None when there is none.
std::vector<stored_digest> digests_of(const db::row_set& rows);

}  // namespace fm::evidence::store
