#include "fm/http/openapi.hpp"

#include <fm/embedded/file.hpp>

namespace fm {
std::span<const embedded_file> openapi_part_files();
}

namespace fm::http {

std::span<const openapi_part> own_openapi_parts() {
  static const auto parts = [] {
    std::vector<openapi_part> out;
    for (const auto& file : openapi_part_files()) out.push_back({file.name, file.content});
    return out;
  }();
  return parts;
}

}  // namespace fm::http
