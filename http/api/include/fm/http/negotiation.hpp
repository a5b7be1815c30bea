#pragma once
// What a client takes, and whether it has it already (RFC 9110, sections 8.8.3, 12.5.3 and 13.1).
#include <string_view>

namespace fm::http {

/// Whether a value of Accept-Encoding allows gzip.
bool accepts_gzip(std::string_view accept_encoding);
/// The same for Brotli.
bool accepts_brotli(std::string_view accept_encoding);
/// Whether a value of Accept prefers a page to JSON, as that of a browser which opens an address does.
bool prefers_html(std::string_view accept);
/// Whether a value of Accept asks for server-sent events, and not rather for JSON.
bool asks_for_events(std::string_view accept);
/// Whether a value of If-Match or If-None-Match names the entity tag, which stands in its quotes; tags that
/// differ in weakness only are the same.
bool names_tag(std::string_view condition, std::string_view tag);

}  // namespace fm::http
