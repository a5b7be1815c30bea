#include "document_v1_json.hpp"

#include "document_json.hpp"

#include <fm/http/json_response.hpp>

#include <array>
#include <string_view>
#include <utility>

namespace fm::http {

namespace {

constexpr std::array<std::string_view, 3> own_words = {"category", "source_url", "description"};
constexpr std::size_t longest_word = 2'000;

}  // namespace

void add_v1_fields(const knowledge::document_record& d, json::value& to) {
  to.set("document_id", d.id).set("created_at", time_text(d.uploaded));
  json::value metadata;
  if (auto read = json::parse(d.metadata)) metadata = std::move(read.root);
  for (auto name : own_words) {
    const auto* given = metadata.find(name);
    to.set(std::string(name), given != nullptr && given->as_string() ? *given : json::value());
  }
}

std::string read_v1_metadata(form_fields& f) {
  json::value out{json::object{}};
  bool any = false;
  for (auto name : own_words) {
    auto given = f.text(name, {.max = longest_word});
    if (!given || given->empty()) continue;
    out.set(std::string(name), std::move(*given));
    any = true;
  }
  return any ? json::write(out) : std::string();
}

json::value document_with_text_json(const knowledge::document_text_found& d) {
  auto out = document_json(d.document, dialect::v1);
  out.set("content", d.text).set("content_truncated", d.cut);
  return out;
}

}  // namespace fm::http
