#pragma once
// What an operator has configured for one use of other servers, read and checked.
#include "fm/outbound/ip_address.hpp"
#include "fm/outbound/trouble.hpp"

#include <fm/actors/outcome.hpp>
#include <fm/actors/secret.hpp>

#include <memory>
#include <string>
#include <vector>

namespace fm::outbound {

/// The words of a configuration.
struct service_settings {
  /// What it is for, in messages: "the language model".
  std::string name;
  /// "http://127.0.0.1:11434": URLs whose scheme, host and port the operator trusts. These, and only these,
  /// may lead to loopback, private and shared addresses; one that is written as an address, to that address.
  std::vector<std::string> origins{};
  /// Networks that are not public and where every name may lead to: "10.20.0.0/16".
  std::vector<std::string> networks{};
  /// When not empty, no others are called (the origins above are): "api.example.com", "*.example.com" (all
  /// below it, and not itself).
  std::vector<std::string> only_hosts{};
  /// "http://user:password@proxy:3128", https, socks5 (names are looked up here) or socks5h (by the proxy);
  /// empty: none. The environment (HTTPS_PROXY) is not read here.
  secret<> proxy{};
  /// As in NO_PROXY: "localhost", ".example.org" (both with all below), "10.0.0.0/8" (of addresses that stand
  /// in a URL; names are not looked up for it), "*".
  std::vector<std::string> no_proxy{};
  /// A file of certificates (PEM) that replace those of the system, also for an https proxy; empty: those of
  /// the system.
  std::string ca_file{};
  /// HTTP/2 where the server offers it (ALPN, RFC 9113), for servers that speak nothing else. Each transfer
  /// has a connection of its own in any case, and libcurl 7.88.1 uses up a processor while a long body waits
  /// for the window of HTTP/2 (curl issues 7821, 10618).
  bool http2 = false;
};

class service;
/// Immutable and shared by all requests of the service.
using service_ptr = std::shared_ptr<const service>;

/// Fails with `invalid` and a sentence that names the entry, without secrets.
outcome<service_ptr> make_service(const service_settings& settings);

}  // namespace fm::outbound
