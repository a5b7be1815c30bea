#include "service.hpp"

#include "curl_handles.hpp"
#include "url.hpp"

#include <unistd.h>

#include <array>
#include <charconv>
#include <utility>

namespace fm::outbound {

namespace {

failure invalid(const service_settings& s, std::string what) {
  return fail(ec::invalid, "the configuration of " + s.name + " is wrong: " + std::move(what));
}

outcome<origin> read_origin(const service_settings& s, const std::string& text) {
  auto read = read_url(text);
  if (auto* why = std::get_if<trouble>(&read)) return invalid(s, why->text);
  return std::get<url>(read).origin;
}

outcome<host_rule> read_host(const service_settings& s, std::string_view text) {
  host_rule out;
  out.below = text.starts_with("*.");
  if (out.below) text.remove_prefix(2);
  auto read = read_url("https://" + std::string(text) + "/");
  const auto* u = std::get_if<url>(&read);
  if (u == nullptr || text.find_first_of("/@?#") != std::string_view::npos)
    return invalid(s, "an allowed host is no host name: it looks like api.example.com or *.example.com");
  out.host = u->origin.host;
  if (u->origin.port != default_port("https")) out.port = u->origin.port;
  return out;
}

/// A part of the URL of a proxy, decoded; empty when it is not there.
std::string decoded(CURLU* u, CURLUPart which) {
  char* raw = nullptr;
  if (curl_url_get(u, which, &raw, CURLU_URLDECODE) != CURLUE_OK) return {};
  const text_handle text(raw);
  return text.get();
}

/// Nothing of the text is ever shown: it may hold a password.
outcome<proxy> read_proxy(const service_settings& s) {
  constexpr std::array kinds{
      std::pair{"http", proxy::protocol::http}, std::pair{"https", proxy::protocol::https},
      std::pair{"socks5", proxy::protocol::socks5}, std::pair{"socks5h", proxy::protocol::socks5h}};
  const auto wrong =
      invalid(s, "its proxy is no URL like http://proxy.example.com:3128, https, socks5 or socks5h");
  const url_handle u(curl_url());
  if (!u ||
      curl_url_set(u.get(), CURLUPART_URL, s.proxy.expose().c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK)
    return wrong;
  const auto scheme = decoded(u.get(), CURLUPART_SCHEME);
  proxy out;
  bool is_known = false;
  for (const auto& [text, kind] : kinds)
    if (scheme == text) out.speaks = kind, is_known = true;
  if (!is_known) return wrong;
  out.user = secret<>(decoded(u.get(), CURLUPART_USER));
  out.password = secret<>(decoded(u.get(), CURLUPART_PASSWORD));
  // The host is read like every other one.
  auto port = decoded(u.get(), CURLUPART_PORT);
  if (port.empty())
    port = out.speaks == proxy::protocol::http || out.speaks == proxy::protocol::https
               ? std::to_string(default_port(scheme))
               : "1080";
  auto read = read_url("http://" + decoded(u.get(), CURLUPART_HOST) + ":" + port + "/");
  const auto* at = std::get_if<url>(&read);
  if (at == nullptr) return wrong;
  out.origin = at->origin;
  out.origin.scheme = scheme;
  return out;
}

}  // namespace

outcome<service_ptr> make_service(const service_settings& s) {
  auto out = std::make_shared<service>();
  out->name = s.name;
  for (const auto& text : s.origins) {
    auto read = read_origin(s, text);
    if (!read) return read.error();
    out->rules.origins.push_back(std::move(*read));
  }
  for (const auto& text : s.networks) {
    const auto read = read_ip_network(text);
    if (!read) return invalid(s, "\"" + text + "\" is no network like 10.20.0.0/16 or fd00::/8");
    out->rules.networks.push_back(*read);
  }
  for (const auto& text : s.only_hosts) {
    auto read = read_host(s, text);
    if (!read) return read.error();
    out->rules.only.push_back(std::move(*read));
  }
  if (!s.proxy.expose().empty()) {
    auto read = read_proxy(s);
    if (!read) return read.error();
    out->proxy = std::move(*read);
  }
  out->no_proxy = read_no_proxy(s.no_proxy);
  if (!s.ca_file.empty() && ::access(s.ca_file.c_str(), R_OK) != 0)
    return invalid(s, "the file of certificates " + s.ca_file + " cannot be read");
  out->ca_file = s.ca_file;
  out->http2 = s.http2;
  return service_ptr(std::move(out));
}

}  // namespace fm::outbound
