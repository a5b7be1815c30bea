#include "fault_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace fm::test {

namespace {

sockaddr_in local(std::uint16_t port, std::uint32_t address) {
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(port);
  at.sin_addr.s_addr = htonl(address);
  return at;
}

bool send_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto n = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

void send_at_once(int fd) {
  const int now = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &now, sizeof now);
}

}  // namespace

peer::~peer() {
  if (fd_ >= 0) ::close(fd_);
}

bool peer::fill() {
  std::array<char, 65536> block{};
  const auto n = ::recv(fd_, block.data(), block.size(), 0);
  if (n <= 0) return false;
  unread_.append(block.data(), static_cast<std::size_t>(n));
  return true;
}

std::string peer::read_head() {
  constexpr std::string_view end = "\r\n\r\n";
  while (unread_.find(end) == std::string::npos)
    if (!fill()) return std::exchange(unread_, {});
  return read(unread_.find(end) + end.size());
}

std::string peer::read(std::size_t bytes) {
  while (unread_.size() < bytes && fill()) {
  }
  auto out = unread_.substr(0, bytes);
  unread_.erase(0, out.size());
  return out;
}

std::string peer::read_body(const std::string& head) {
  constexpr std::string_view name = "Content-Length: ";
  const auto at = head.find(name);
  return at == std::string::npos ? "" : read(std::strtoull(head.c_str() + at + name.size(), nullptr, 10));
}

bool peer::send(std::string_view bytes) { return send_all(fd_, bytes); }

bool peer::sees_end_within(std::chrono::milliseconds most) {
  const auto ends = std::chrono::steady_clock::now() + most;
  for (;;) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(ends - std::chrono::steady_clock::now());
    pollfd here{fd_, POLLIN, 0};
    if (left.count() < 0 || ::poll(&here, 1, static_cast<int>(left.count())) <= 0) return false;
    if (!fill()) return true;
    unread_.clear();
  }
}

void peer::reset() {
  const linger at_once{1, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  ::close(std::exchange(fd_, -1));
}

int connect_to(std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const auto at = local(port, INADDR_LOOPBACK);
  send_at_once(fd);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0) return fd;
  ::close(fd);
  return -1;
}

void join_both(int a, int b) {
  std::array<char, 65536> block{};
  for (;;) {
    std::array<pollfd, 2> both{pollfd{a, POLLIN, 0}, pollfd{b, POLLIN, 0}};
    if (::poll(both.data(), both.size(), -1) <= 0) return;
    for (const auto& side : both) {
      if (side.revents == 0) continue;
      const auto n = ::recv(side.fd, block.data(), block.size(), 0);
      if (n <= 0 || !send_all(side.fd == a ? b : a, {block.data(), static_cast<std::size_t>(n)})) return;
    }
  }
}

fault_server::fault_server(std::function<void(peer&)> script) : script_(std::move(script)) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  auto at = local(0, INADDR_ANY);
  socklen_t size = sizeof at;
  constexpr int backlog = 512;
  if (::bind(listener_, reinterpret_cast<const sockaddr*>(&at), size) != 0 ||
      ::listen(listener_, backlog) != 0 ||
      ::getsockname(listener_, reinterpret_cast<sockaddr*>(&at), &size) != 0)
    throw std::runtime_error("a server for the test cannot listen");
  port_ = ntohs(at.sin_port);
  acceptor_ = std::thread([this] { accept_all(); });
}

fault_server::~fault_server() {
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  ::close(listener_);
  {
    std::lock_guard lock(mutex_);
    for (const int fd : open_) ::shutdown(fd, SHUT_RDWR);
  }
  for (auto& s : scripts_) s.join();
}

void fault_server::accept_all() {
  for (;;) {
    const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) return;
    send_at_once(fd);
    ++connections_;
    std::lock_guard lock(mutex_);
    open_.push_back(fd);
    scripts_.emplace_back([this, fd] {
      peer p(fd);
      script_(p);
      std::lock_guard inner(mutex_);
      open_.remove(fd);
    });
  }
}

std::string fault_server::url(const std::string& path) const { return url_of("127.0.0.1", path); }
std::string fault_server::url_of(const std::string& host, const std::string& path) const {
  return "http://" + host + ":" + std::to_string(port_) + path;
}

std::function<void(peer&)> answers(std::string bytes) {
  return [bytes = std::move(bytes)](peer& p) {
    for (auto head = p.read_head(); !head.empty(); head = p.read_head()) {
      p.read_body(head);
      if (!p.send(bytes)) return;
    }
  };
}

std::string ok(std::string_view body, std::string_view fields) {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + std::string(fields) +
         "\r\n" + std::string(body);
}

std::string status(unsigned number, std::string_view fields) {
  return "HTTP/1.1 " + std::to_string(number) + " X\r\nContent-Length: 0\r\n" + std::string(fields) + "\r\n";
}

}  // namespace fm::test
