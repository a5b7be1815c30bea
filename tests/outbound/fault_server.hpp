#pragma once
// A server that does with each connection what a test says, byte by byte.
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace fm::test {

/// One accepted connection; its script runs on a thread of its own.
class peer {
 public:
  explicit peer(int fd) : fd_(fd) {}
  peer(const peer&) = delete;
  peer& operator=(const peer&) = delete;
  ~peer();

  /// Up to the blank line that ends a head, with that line; shorter when the connection ends before.
  std::string read_head();
  /// So many bytes, or what comes before the end.
  std::string read(std::size_t bytes);
  /// The body of a request whose head this is, by its Content-Length.
  std::string read_body(const std::string& head);
  /// False when the other side is gone.
  bool send(std::string_view bytes);
  /// Whether the other side closes (or resets) within the time; what it sends is dropped.
  bool sees_end_within(std::chrono::milliseconds most);
  /// Ends the connection with RST.
  void reset();
  int fd() const { return fd_; }

 private:
  bool fill();
  int fd_;
  std::string unread_;
};

/// A connection to a server of this machine; -1 when there is none.
int connect_to(std::uint16_t port);
/// Copies both ways until one side ends.
void join_both(int a, int b);

/// Listens at 127.0.0.1 (and at all of 127.0.0.0/8) on a port that the system chooses.
class fault_server {
 public:
  explicit fault_server(std::function<void(peer&)> script);
  fault_server(const fault_server&) = delete;
  fault_server& operator=(const fault_server&) = delete;
  ~fault_server();

  std::uint16_t port() const { return port_; }
  /// "http://127.0.0.1:PORT" and the path.
  std::string url(const std::string& path = "/") const;
  /// The same by a name.
  std::string url_of(const std::string& host, const std::string& path = "/") const;
  std::string origin() const { return url(""); }
  unsigned connections() const { return connections_; }

 private:
  void accept_all();

  std::function<void(peer&)> script_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<unsigned> connections_{0};
  std::mutex mutex_;
  std::list<int> open_;
  std::list<std::thread> scripts_;
  std::thread acceptor_;
};

/// A script that reads one head (and its body) and answers with these bytes, as often as it is asked.
std::function<void(peer&)> answers(std::string bytes);
/// "HTTP/1.1 200 OK" with a body and its length.
std::string ok(std::string_view body, std::string_view fields = {});
/// "HTTP/1.1 STATUS X" with fields ("A: b\r\n") and no body.
std::string status(unsigned number, std::string_view fields = {});

}  // namespace fm::test
