#pragma once
// Shorter ways to write rows.
#include <fm/http/route.hpp>

#include <functional>
#include <string>
#include <utility>

namespace fm::http {

/// A row that reads for whoever has a token.
inline route read_row(std::string pattern, std::string operation, std::function<void(exchange)> serve) {
  return {.verb = method::get,
          .pattern = std::move(pattern),
          .operation = std::move(operation),
          .serve = std::move(serve)};
}

/// A row that changes something.
inline route write_row(method verb, std::string pattern, std::string operation,
                       std::function<void(exchange)> serve, body_kind takes = body_kind::json) {
  return {.verb = verb,
          .pattern = std::move(pattern),
          .operation = std::move(operation),
          .takes = takes,
          .counts = budget::write,
          .serve = std::move(serve)};
}

}  // namespace fm::http
