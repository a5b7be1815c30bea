#include "fm/http/page_routes.hpp"

#include "packed_response.hpp"

#include <fm/crypto/hash.hpp>
#include <fm/embedded/file.hpp>

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
  const packed_file packed{file.name, file.content, {}, tag_of(file.content)};
  return {.verb = method::get,
          .pattern = std::move(pattern),
          .operation = std::move(operation),
          .needs = access::open,
          .serve = [packed](exchange x) {
            auto r = packed_response(packed, *x.request);
            r.header("Cache-Control", "no-cache");
            if (packed.name.ends_with(".html")) r.header("Content-Security-Policy", page_policy);
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
