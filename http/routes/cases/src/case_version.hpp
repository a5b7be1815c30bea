#pragma once
// Versions of cases as entity tags: `ETag`, `If-Match`, `If-None-Match`.
#include "case_json.hpp"

#include <fm/cases/messages.hpp>
#include <fm/http/route.hpp>

#include <cstdint>
#include <string>

namespace fm::http {

/// The version that `If-Match` names; 0 for any, or the answer to what is no entity tag.
parsed<std::uint64_t> expected_version(const request& r);

/// A command for the case and the version that the request names.
template <class M>
parsed<M> for_version(const exchange& x, const std::vector<issue>& issues, M m) {
  auto command = for_case(x, issues, std::move(m));
  auto* read = std::get_if<M>(&command);
  if (!read) return command;
  auto version = expected_version(*x.request);
  if (auto* refused = std::get_if<response>(&version)) return std::move(*refused);
  read->version = std::get<std::uint64_t>(version);
  return command;
}

/// The answer that shows one whole case with the state of its investigation, and its entity tag; 304 when the
/// client has that version.
response one_case_response(int status, const cases::case_record& c, const request& r);
/// 201 with the place of the case.
response created_case(const cases::case_record& c, const request& r);
/// 409 that names both versions.
response stale_response(const cases::case_record& present, const request& r);

/// The renderer of a change: what `render` makes of the record, unless the change was meant for another
/// version.
template <class Render>
auto unless_stale(Render render) {
  return [render](const cases::case_changed& c, const request& r) {
    return c.stale ? stale_response(c.record, r) : render(c.record, r);
  };
}

}  // namespace fm::http
