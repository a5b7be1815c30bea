#pragma once
// What is said to clients when something is wrong; the one table from failures to statuses.
#include <fm/actors/error.hpp>
#include <fm/http/response.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace fm::http {

/// 422 with all findings.
response unprocessable(const std::vector<issue>& issues);
/// `{"detail": text}`
response problem(int status, std::string text);
/// 404 for an id that names nothing, or nothing of the caller's. A long id is said in part.
response unknown_object(std::string_view what, std::string_view id);
/// The status of a failure: invalid 400, unauthenticated 401, forbidden 403, not_found and gone 404, conflict
/// 409, too_large 413, quota_exhausted 413 with `x-error-code: QUOTA_EXHAUSTED`, unsupported 415,
/// rate_limited 429, busy and unavailable and cancelled 503, timeout 504, storage_full 507, internal 500
/// (whose text stays in the log). With Retry-After where waiting helps, and WWW-Authenticate on 401.
response problem(const failure& why);

/// Rewrites an answer for `/api/v1`: `detail` becomes a sentence, with the findings beside it in `errors`; a
/// `Location` becomes absolute, below `base` ("https://host").
void speak_v1(response& r, std::string_view base);

/// Rewrites an error as RFC 6749 says it: `{error, error_description}`, a finding of the validation as 400.
void speak_oauth(response& r);

}  // namespace fm::http
