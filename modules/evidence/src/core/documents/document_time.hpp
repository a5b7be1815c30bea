#pragma once
// Times as kubectl writes them.
#include "fm/evidence/messages.hpp"

#include <string_view>

namespace fm::evidence {

/// RFC 3339 (`2025-07-07T05:54:40Z`) or RFC 1123 with a zone (`Thu, 27 Feb 2025 07:36:21 +0100`); `no_time`
/// otherwise.
micros parse_document_time(std::string_view s);

}  // namespace fm::evidence
