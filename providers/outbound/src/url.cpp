#include "url.hpp"

#include "core/field_rules.hpp"
#include "curl_handles.hpp"

#include <algorithm>
#include <charconv>
#include <new>
#include <optional>

namespace fm::outbound {

namespace {

constexpr std::size_t longest_url = 8'192, longest_host = 253;

trouble refused(refusal why, std::string text) {
  return {.kind = trouble_kind::refused, .text = std::move(text), .refusal = why};
}
trouble malformed(std::string text) { return refused(refusal::malformed, std::move(text)); }

url_handle new_handle() {
  url_handle out(curl_url());
  if (!out) throw std::bad_alloc();
  return out;
}

std::optional<std::string> part(const url_handle& u, CURLUPart which, unsigned flags = 0) {
  char* raw = nullptr;
  if (curl_url_get(u.get(), which, &raw, flags) != CURLUE_OK) return {};
  const text_handle text(raw);
  return std::string(text.get());
}

bool is_label_number(std::string_view label) {
  if (label.starts_with("0x") || label.starts_with("0X")) {
    label.remove_prefix(2);
    return std::all_of(label.begin(), label.end(), [](char c) {
      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    });
  }
  return !label.empty() &&
         std::all_of(label.begin(), label.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// A host whose last part is a number is an address for some readers, and must be one for all (WHATWG URL,
/// "ends in a number").
bool ends_in_number(std::string_view host) {
  const auto dot = host.rfind('.');
  return is_label_number(dot == std::string_view::npos ? host : host.substr(dot + 1));
}

bool is_host_name(std::string_view host) {
  if (host.empty() || host.size() > longest_host || host.starts_with('.') || host.starts_with('-'))
    return false;
  if (host.find("..") != std::string_view::npos) return false;
  return std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
  });
}

/// Sets the host in its one form; false when there is none.
bool settle_host(origin& o, std::string host) {
  host = small_letters(host);
  if (host.starts_with('[') && host.ends_with(']')) {
    o.address = read_ip_address(std::string_view(host).substr(1, host.size() - 2));
    if (!o.address || !o.address->is_v6) return false;
    o.host = '[' + to_text(*o.address) + ']';
    return true;
  }
  if (host.ends_with('.')) host.pop_back();
  o.address = read_ip_address(host);
  o.host = std::move(host);
  return o.address ? !o.address->is_v6 : is_host_name(o.host) && !ends_in_number(o.host);
}

bool set(const url_handle& u, CURLUPart which, const char* value, unsigned flags = 0) {
  return curl_url_set(u.get(), which, value, flags) == CURLUE_OK;
}

/// What a handle holds; `u` is changed into it.
checked_url settled(const url_handle& u) {
  constexpr const char* right = "a URL looks like https://host/path";
  auto scheme = part(u, CURLUPART_SCHEME);
  if (!scheme) return malformed(std::string("this is no URL: ") + right);
  if (*scheme != "http" && *scheme != "https")
    return refused(refusal::scheme, "requests go to http and https URLs only, not to " + *scheme + ":");
  if (part(u, CURLUPART_USER) || part(u, CURLUPART_PASSWORD))
    return refused(refusal::user_info,
                   "a URL with a user or a password is not called: give them as credentials of the request");
  if (part(u, CURLUPART_ZONEID)) return malformed("an address with a zone (%eth0) is not called");
  origin o{*scheme, {}, 0, {}};
  auto host = part(u, CURLUPART_HOST);
  // libcurl would turn other letters into those of IDNA by the locale of the process, and so in more than one
  // way; they are refused.
  const bool is_set = host && settle_host(o, *host) && set(u, CURLUPART_HOST, o.host.c_str());
  if (!is_set)
    return malformed("the host of this URL is neither a name nor an address: " + std::string(right) +
                     ", an address like 192.0.2.1 or [2001:db8::1], a name with other letters than those of "
                     "ASCII like xn--bcher-kva.example");
  auto again = part(u, CURLUPART_HOST);
  origin twice{*scheme, {}, 0, {}};
  if (!again || !settle_host(twice, *again) || twice.host != o.host)
    return malformed(
        "the host of this URL can be read in more than one way: write it as a name or as an address");
  auto port = part(u, CURLUPART_PORT, CURLU_DEFAULT_PORT);
  if (!port || std::from_chars(port->data(), port->data() + port->size(), o.port).ec != std::errc() ||
      o.port == 0)
    return malformed("the port of this URL is no number from 1 to 65535");
  set(u, CURLUPART_FRAGMENT, nullptr);
  auto text = part(u, CURLUPART_URL);
  if (!text || text->size() > longest_url)
    return malformed("this URL is longer than " + std::to_string(longest_url) + " bytes");
  return url{std::move(*text), std::move(o)};
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

/// libcurl takes one or three slashes for two.
bool has_two_slashes(std::string_view text) {
  const auto colon = text.find(':');
  const auto scheme = small_letters(text.substr(0, colon));
  if (colon == std::string_view::npos || (scheme != "http" && scheme != "https")) return true;
  return text.substr(colon + 1).starts_with("//") && !text.substr(colon + 3).starts_with('/');
}

checked_url read(const url_handle& u, std::string_view text, unsigned flags) {
  if (text.size() > longest_url)
    return malformed("this URL is longer than " + std::to_string(longest_url) + " bytes");
  // Readers differ over what a backslash is.
  if (has_control(text) || text.find('\\') != std::string_view::npos)
    return malformed("this URL has control characters or backslashes in it: escape them with %");
  if (!has_two_slashes(text) ||
      !set(u, CURLUPART_URL, std::string(text).c_str(), flags | CURLU_NON_SUPPORT_SCHEME))
    return malformed("this is no URL: a URL looks like https://host/path");
  return settled(u);
}

}  // namespace

checked_url read_url(std::string_view text) { return read(new_handle(), text, 0); }

checked_url read_location(const url& base, std::string_view location) {
  auto u = new_handle();
  if (!set(u, CURLUPART_URL, base.text.c_str())) return malformed("this is no URL");
  return read(u, location, CURLU_URLENCODE);
}

}  // namespace fm::outbound
