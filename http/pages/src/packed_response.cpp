#include "packed_response.hpp"

#include <fm/gzip/gzip.hpp>
#include <fm/http/negotiation.hpp>

#include <cstddef>
#include <utility>

namespace fm::http {

namespace {

constexpr std::size_t most_page_bytes = 16u << 20;

std::string_view type_of(std::string_view name) {
  constexpr std::pair<std::string_view, std::string_view> types[] = {
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".png", "image/png"},
      {".svg", "image/svg+xml"},
      {".log", "text/plain; charset=utf-8"},
  };
  for (const auto& [ending, type] : types)
    if (name.ends_with(ending)) return type;
  return "application/octet-stream";
}

}  // namespace

response packed_response(const packed_file& file, const request& r) {
  response out;
  out.content_type = type_of(file.name);
  out.header("ETag", file.tag).header("Vary", "Accept-Encoding");
  const auto coding = r.header("accept-encoding");
  if (!file.brotli.empty() && accepts_brotli(coding)) {
    out.header("Content-Encoding", "br");
    out.body = file.brotli;
  } else if (accepts_gzip(coding)) {
    out.header("Content-Encoding", "gzip");
    out.body = file.gzip;
  } else {
    out.body = gzip::unpack(file.gzip, most_page_bytes).value();
  }
  return out;
}

}  // namespace fm::http
