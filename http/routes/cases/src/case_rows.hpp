#pragma once
// Shorter ways to write the rows of this folder.
#include "case_json.hpp"

#include <fm/http/json_response.hpp>
#include <fm/http/rows.hpp>

#include <string>
#include <utility>

namespace fm::http {

/// A command that only names a case.
template <class M>
parsed<M> parse_case_id(const exchange& x) {
  return for_case(x, {}, M{});
}

/// 200 with what a function makes of the answer.
template <class Json>
auto ok(Json json_of) {
  return [json_of](const auto& answer, const request&) { return json_response(200, json_of(answer)); };
}
/// The same for a function that looks at the request as well.
template <class Json>
auto ok_for(Json json_of) {
  return [json_of](const auto& answer, const request& r) { return json_response(200, json_of(answer, r)); };
}

}  // namespace fm::http
