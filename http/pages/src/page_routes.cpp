#include "fm/http/page_routes.hpp"

#include <fm/crypto/hash.hpp>
#include <fm/embedded/file.hpp>
#include <fm/gzip/gzip.hpp>
#include <fm/http/negotiation.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fm {
std::span<const embedded_file> reference_files();
}

namespace fm::http {

namespace {

constexpr std::size_t most_page_bytes = 16u << 20;

std::string_view type_of(std::string_view name) {
  constexpr std::pair<std::string_view, std::string_view> types[] = {
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".png", "image/png"},
  };
  for (const auto& [ending, type] : types)
    if (name.ends_with(ending)) return type;
  return "application/octet-stream";
}

/// Scripts come from here only. Both pages write style attributes; Redoc searches in a worker of its own.
constexpr const char* page_policy =
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; worker-src 'self' "
    "blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// An entity tag of what was packed: a gzip file ends in its CRC-32 and size (RFC 1952, section 2.3.1).
std::string tag_of(std::string_view packed) {
  constexpr std::size_t trailer = 8;
  const auto* end = reinterpret_cast<const std::uint8_t*>(packed.data() + packed.size());
  return '"' + crypto::hex({end - trailer, trailer}) + '"';
}

route file_row(std::string pattern, std::string operation, embedded_file file) {
  const auto tag = tag_of(file.content);
  return {.verb = method::get,
          .pattern = std::move(pattern),
          .operation = std::move(operation),
          .needs = access::open,
          .serve = [file, tag](exchange x) {
            response r;
            r.content_type = type_of(file.name);
            r.header("ETag", tag).header("Cache-Control", "no-cache").header("Vary", "Accept-Encoding");
            if (file.name.ends_with(".html")) r.header("Content-Security-Policy", page_policy);
            if (accepts_gzip(x.request->header("accept-encoding"))) {
              r.header("Content-Encoding", "gzip");
              r.body = file.content;
            } else {
              r.body = gzip::unpack(file.content, most_page_bytes).value();
            }
            x.out->send(std::move(r));
          }};
}

route asset_row(embedded_file file) {
  auto row = file_row("/docs/assets/" + std::string(file.name), "asset " + std::string(file.name), file);
  row.listed = false;
  return row;
}

}  // namespace

route_table page_routes() {
  route_table rows;
  for (const auto& file : reference_files()) {
    if (file.name == "docs.html")
      rows.push_back(file_row("/docs", "swaggerUi", file));
    else if (file.name == "redoc.html")
      rows.push_back(file_row("/redoc", "redoc", file));
    else
      rows.push_back(asset_row(file));
  }
  return rows;
}

}  // namespace fm::http
