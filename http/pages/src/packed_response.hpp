#pragma once
// Files in the program as answers.
#include <fm/http/request.hpp>
#include <fm/http/response.hpp>

#include <string>
#include <string_view>

namespace fm::http {

/// A file that is kept packed.
struct packed_file {
  std::string_view name;
  std::string_view gzip;
  std::string_view brotli;  ///< empty: not packed so
  std::string tag;          ///< an entity tag with its quotes
};

/// The answer in the coding that the client takes; whole where it takes none.
response packed_response(const packed_file& file, const request& r);

}  // namespace fm::http
