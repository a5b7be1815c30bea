#pragma once
// A real server with a small table of routes, and a client that says exactly what goes over the socket.
#include <fm/http/gateway.hpp>
#include <fm/http/health.hpp>
#include <fm/http/server.hpp>

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fm::test {

/// One answer as it came.
struct answer {
  int status = 0;
  std::string status_line;
  std::vector<std::pair<std::string, std::string>> fields;
  std::string body;
  bool complete = false;  ///< false: the connection ended within it

  /// Value of a field, "" when absent.
  std::string field(std::string_view name) const;
  int count(std::string_view name) const;
};

class client {
 public:
  /// `from`: an address of this machine to come from, for what is counted by address.
  explicit client(std::uint16_t port, const char* from = "127.0.0.1");
  client(const client&) = delete;
  client& operator=(const client&) = delete;
  ~client();

  /// False when the peer does not take it any more.
  bool send(std::string_view text);
  /// Reads one answer; `head_only` for one to HEAD.
  answer read(bool head_only = false);
  /// True when the peer ends the connection without another byte.
  bool ended();
  answer ask(std::string_view text) {
    send(text);
    return read();
  }
  int fd() const { return fd_; }
  /// Ends the connection as a client does that has died: the server gets a reset.
  void reset();

 private:
  bool more();
  int fd_ = -1;
  std::string buffer_;
};

/// "GET /x HTTP/1.1" with Host, a token when there is one, further fields and a body with its length.
std::string request_text(std::string_view line, std::string_view token = "user-ann",
                         std::string_view fields = {}, std::string_view body = {});

class site {
 public:
  struct settings {
    http::gateway_options gateway;
    http::server_options server;
    std::shared_ptr<http::health_board> health;  ///< given: the routes wait until it is ready
  };
  explicit site(std::function<void(settings&)> change = {});
  ~site();

  std::uint16_t port() const { return server_->port(); }
  http::server& server() { return *server_; }
  http::gateway& gateway() { return *gateway_; }
  std::string spool() const { return folder_ + "/tmp"; }
  const std::string& folder() const { return folder_; }
  std::size_t spooled() const;
  /// Lines of the access log so far.
  std::string log() const;

  /// Requests that are held open by GET /hold, and lets them go.
  void wait_for_held(std::size_t n);
  void release();
  /// Between the two the server's thread does nothing: what comes meanwhile waits.
  void block();
  void unblock();

 private:
  http::route_table routes();

  std::string folder_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::shared_ptr<http::responder>> held_;
  bool blocking_ = false, blocked_ = false;
  std::string log_;
  std::unique_ptr<http::gateway> gateway_;
  std::unique_ptr<http::server> server_;
};

/// Waits up to ten seconds.
bool eventually(const std::function<bool()>& reached);

}  // namespace fm::test
