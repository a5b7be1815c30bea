#pragma once
// Forms of the clients below /api/v1: turns with files, uploads.
#include <fm/cases/messages.hpp>
#include <fm/http/route.hpp>

namespace fm::http {

/// The field of a turn that may be as long as a file.
inline constexpr const char* pasted_field = "pasted_content";

parsed<cases::submit_turn> parse_turn_form(const exchange& x);
/// A turn whose client may poll for the answer.
parsed<cases::submit_turn> submitted(parsed<cases::post_turn> turn, const exchange& x);
parsed<cases::add_files> parse_data_form(const exchange& x);

}  // namespace fm::http
