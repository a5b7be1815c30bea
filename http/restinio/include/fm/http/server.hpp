#pragma once
// The HTTP/1.1 server: connections, framing, limits and spool files. Everything else is the service's.
#include <fm/actors/context.hpp>
#include <fm/http/service.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace fm::http {

struct server_options {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8000;         ///< 0: any free one
  std::string tls_certificate_file;  ///< PEM, with its chain; empty: connections are not encrypted
  std::string tls_key_file;          ///< PEM
  std::string spool_folder;  ///< for the files of forms; must exist; left-over ones are removed at start
  std::size_t most_connections = 1024;  ///< more wait in the backlog
  bool limit_addresses = true;          ///< false: the next three mean nothing
  std::size_t most_connections_per_address = 512;
  std::size_t most_slow_heads_per_address = 64;  ///< requests whose head takes longer than `patience`
  std::size_t most_slow_bodies_per_address = 64;
  std::vector<std::string> trusted_proxies;        ///< whose addresses have no such limits
  std::uint64_t most_buffered_bytes = 256u << 20;  ///< of bodies in memory, all requests together
  std::uint64_t most_unsent_bytes = 256u << 20;    ///< of answers that their clients have not taken, together
  std::size_t most_fields = 100;                   ///< of a head
  std::size_t most_field_bytes = 16384;            ///< name or value
  std::size_t most_head_bytes = 65536;
  std::size_t most_target_bytes = 8192;
  std::size_t most_form_parts = 100;
  micros head_limit = 10 * second;  ///< from its first byte
  micros body_grace = 10 * second;  ///< plus the time that the bytes read so far may take
  std::uint64_t body_rate = 16384;  ///< bytes a second
  micros idle_limit = 75 * second;  ///< between requests
  /// Connections that are idle for longer, and requests that come more slowly, are ended when others wait.
  micros patience = second;
  micros write_grace = 30 * second;  ///< without any progress
  micros linger_idle = 2 * second;  ///< how long a refused client may stay silent before its socket is closed
  micros linger_limit = 10 * second;
  micros sweep = second / 4;  ///< how often the limits are looked at
  /// Called on the server's thread before its loop begins, with what makes the loop call a function later,
  /// and after it has ended.
  std::function<void(std::function<void(std::function<void()>)> later)> loop_begins;
  std::function<void()> loop_ended;
};

struct server_figures {
  std::uint64_t accepted = 0;
  std::uint64_t connections = 0;  ///< open now
  std::uint64_t cut = 0;          ///< by a limit
  std::uint64_t malformed = 0;
  std::uint64_t refused = 0;   ///< at once: no descriptor, or too many of one address
  std::uint64_t given_up = 0;  ///< for others that waited
};

class server {
 public:
  /// Listens and serves on a thread of its own. Throws std::runtime_error with a sentence when it cannot
  /// listen, or not use the certificate.
  server(server_options options, http::service& service);
  server(const server&) = delete;
  server& operator=(const server&) = delete;
  ~server();

  std::uint16_t port() const;
  server_figures figures() const;
  /// Stops accepting and closes idle connections at once, waits at most `drain` for open requests, then cuts
  /// what is left: false when something was.
  bool stop(micros drain);

 private:
  class core;
  std::unique_ptr<core> core_;
};

}  // namespace fm::http
