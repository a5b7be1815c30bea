#pragma once
// The HTTP log format of HAProxy: how a request ended.
#include <fm/evidence/messages.hpp>

#include <string_view>

namespace fm::evidence {

/// The severity of a request in HAProxy's HTTP format (configuration manual, "HTTP log format"): error for a
/// status of 500 and above, info for others; none when the message is no such record.
severity severity_of_proxied(std::string_view message);

}  // namespace fm::evidence
