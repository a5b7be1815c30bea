#pragma once
// Answers that need not travel whole: what the client has already, and what it takes packed.
#include <fm/http/response.hpp>
#include <fm/http/service.hpp>

namespace fm::http {

/// Whether the client has what this answer would say, by its entity tag (RFC 9110, section 13.1.2).
bool is_known(const incoming& r, const response& x);
/// Packs a body that is long enough to gain by it, if the client takes gzip. A tag becomes a weak one, since
/// the bytes are no longer the same.
void pack(const incoming& r, response& x);

}  // namespace fm::http
