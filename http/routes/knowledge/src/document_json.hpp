#pragma once
// The JSON of documents (contract: DocumentResponse and its neighbours), in both dialects.
#include <fm/http/fields.hpp>
#include <fm/http/route.hpp>
#include <fm/json/value.hpp>
#include <fm/knowledge/messages.hpp>

#include <array>
#include <string>
#include <string_view>

namespace fm::http {

inline constexpr std::array<std::string_view, 7> document_types = {"pdf",  "docx", "txt",  "markdown",
                                                                   "html", "code", "other"};
inline constexpr std::array<std::string_view, 3> knowledge_scopes = {"user", "global", "case"};

/// At the root a type that only clients below /api/v1 know is shown as "other".
json::value document_json(const knowledge::document_record& d, dialect speaks);
json::value document_page_json(const knowledge::document_page& page, const request& r);
/// The type as a dialect shows it.
std::string shown_type(const std::string& type, dialect speaks);

/// A document's type: below /api/v1 any short word of the client.
template <class Fields>
std::optional<std::string> read_document_type(Fields& f, dialect speaks) {
  constexpr std::size_t longest = 50;
  if (speaks == dialect::v1) return f.text("document_type", {.min = 1, .max = longest});
  return f.word("document_type", document_types);
}

/// A file in a form, or a text in JSON, by what the client sent.
parsed<knowledge::ingest_document> parse_ingest(const exchange& x);
parsed<knowledge::list_documents> parse_list_documents(const exchange& x);

/// A command about the document of the path; an id that is no UUID names nothing: 404.
template <class M>
parsed<M> for_document(const exchange& x) {
  M m;
  m.document_id = x.request->path_args.at(0);
  if (!is_uuid(m.document_id)) return problem(404, "document " + m.document_id + " not found");
  return m;
}

}  // namespace fm::http
