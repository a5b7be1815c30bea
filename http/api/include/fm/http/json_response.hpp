#pragma once
// Small pieces of the JSON that routes answer with.
#include <fm/http/response.hpp>
#include <fm/json/value.hpp>

#include <string>
#include <utility>
#include <vector>

namespace fm::http {

inline response json_response(int status, const json::value& body) {
  response r;
  r.status = status;
  r.body = json::write(body);
  return r;
}
inline response no_content() {
  response r;
  r.status = 204;
  return r;
}
inline json::value json_texts(const std::vector<std::string>& all) {
  json::array out;
  for (const auto& t : all) out.emplace_back(t);
  return json::value(std::move(out));
}
/// Null for the empty text.
inline json::value text_or_null(const std::string& text) {
  return text.empty() ? json::value() : json::value(text);
}

}  // namespace fm::http
