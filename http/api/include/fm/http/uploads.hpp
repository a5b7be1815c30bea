#pragma once
// What routes that take and give files have in common.
#include <fm/http/request.hpp>
#include <fm/http/response.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace fm::http {

/// The file name without a path and without control characters, as people see it.
std::string shown_file_name(std::string_view sent);
/// The parts of a list with commas, trimmed; empty ones are left out.
std::vector<std::string> comma_list(std::string_view text);
/// `attachment` with the name for old and new clients (RFC 6266, RFC 5987); nothing in it can end the header.
std::string attachment(std::string_view file_name);
/// Whether the client rather polls than waits (RFC 7240): then long work is answered with 202.
bool prefers_async(const request& r);
/// Names the job that goes on; with 202 where the client prefers that.
response with_job(response answer, const std::string& job_id, const request& r);

}  // namespace fm::http
