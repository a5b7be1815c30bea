#include "delivery.hpp"

#include <fm/gzip/gzip.hpp>
#include <fm/http/negotiation.hpp>

#include <string>
#include <string_view>

namespace fm::http {

namespace {

/// Less fits into one packet anyway.
constexpr std::size_t least_packed = 1'400;

std::string* header_of(response& x, std::string_view name) {
  for (auto& [n, value] : x.headers)
    if (n == name) return &value;
  return nullptr;
}

bool is_text(std::string_view type) {
  return type.starts_with("text/") || type.starts_with("application/json") ||
         type.starts_with("application/yaml");
}

}  // namespace

bool is_known(const incoming& r, const response& x) {
  const auto condition = r.field(known_field::if_none_match);
  if (condition.empty() || x.status != 200 || (r.verb != method::get && r.verb != method::head)) return false;
  for (const auto& [name, value] : x.headers)
    if (name == "ETag") return names_tag(condition, value);
  return false;
}

void pack(const incoming& r, response& x) {
  if (x.body.size() < least_packed || !is_text(x.content_type)) return;
  if (header_of(x, "Content-Encoding") != nullptr) return;
  x.header("Vary", "Accept-Encoding");
  if (!accepts_gzip(r.field(known_field::accept_encoding))) return;
  x.body = gzip::pack(x.body);
  x.header("Content-Encoding", "gzip");
  if (auto* tag = header_of(x, "ETag"); tag != nullptr && !tag->starts_with("W/")) *tag = "W/" + *tag;
}

}  // namespace fm::http
