#pragma once
// What documents have below /api/v1 only (contract: clients' pages).
#include <fm/http/fields.hpp>
#include <fm/http/route.hpp>
#include <fm/json/value.hpp>
#include <fm/knowledge/messages.hpp>

#include <string>

namespace fm::http {

/// `document_id`, `created_at`, `updated_at`, and `category`, `source_url`, `description` out of the
/// metadata.
void add_v1_fields(const knowledge::document_record& d, json::value& to);
/// The same three out of a form, as metadata; empty when none is given.
std::string read_v1_metadata(form_fields& f);
/// One document with its text.
json::value document_with_text_json(const knowledge::document_text_found& d);

}  // namespace fm::http
