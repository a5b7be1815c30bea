#include "case_version.hpp"

#include "investigation_json.hpp"

#include <fm/http/json_response.hpp>
#include <fm/http/text.hpp>
#include <fm/http/uploads.hpp>

#include <charconv>
#include <limits>

namespace fm::http {

namespace {

std::string tag_of(const cases::case_record& c) { return '"' + std::to_string(c.version) + '"'; }

std::string_view without_weak(std::string_view tag) {
  if (tag.starts_with("W/")) tag.remove_prefix(2);
  return tag;
}

}  // namespace

parsed<std::uint64_t> expected_version(const request& r) {
  auto tag = trimmed(r.header("if-match"));
  if (tag.empty() || tag == "*") return std::uint64_t{0};
  tag = without_weak(tag);
  if (tag.size() < 2 || tag.front() != '"' || tag.find('"', 1) != tag.size() - 1)
    return problem(400, "If-Match should be one entity tag as an answer's ETag has it, such as \"3\", or *");
  const auto number = tag.substr(1, tag.size() - 2);
  std::uint64_t version = 0;
  const auto read = std::from_chars(number.data(), number.data() + number.size(), version);
  // What is no version of ours is none that a case can have.
  const bool known = read.ec == std::errc() && read.ptr == number.data() + number.size() && version != 0;
  return known ? version : std::numeric_limits<std::uint64_t>::max();
}

response one_case_response(int status, const cases::case_record& c, const request& r) {
  const auto tag = tag_of(c);
  bool known = false;
  if (r.verb == method::get || r.verb == method::head)
    for (const auto& one : comma_list(r.header("if-none-match")))
      known = known || one == "*" || without_weak(one) == tag;
  response out;
  if (known) {
    out.status = 304;
  } else {
    auto shown = case_json(c, r);
    shown.set("investigation_state", investigation_state_of(c.metadata));
    out = json_response(status, shown);
  }
  out.header("ETag", tag);
  return out;
}

response created_case(const cases::case_record& c, const request& r) {
  auto out = one_case_response(201, c, r);
  out.header("Location", "/cases/" + c.id);
  return out;
}

response stale_response(const cases::case_record& present, const request& r) {
  auto expected = std::string(without_weak(trimmed(r.header("if-match"))));
  std::erase(expected, '"');
  auto out = problem(409, "the case has changed since version " + expected + "; it is at version " +
                              std::to_string(present.version) + " now: read it again");
  out.header("x-error-code", "CASE_VERSION_CONFLICT");
  out.header("x-expected-version", expected);
  out.header("x-actual-version", std::to_string(present.version));
  out.header("ETag", tag_of(present));
  return out;
}

}  // namespace fm::http
