#pragma once
// The listening socket. RESTinio's own acceptor loses a place for every client that is gone before it was
// looked at, and never accepts again once it ran out of descriptors; here a place belongs to the connection
// that uses it, and nothing but `close` ends the accepting.
#include "connection.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <functional>
#include <string>
#include <utility>

namespace fm::http {

class listener {
 public:
  using taker = std::function<void(edge_socket)>;

  listener(loop& on, taker take) : on_(on), take_(std::move(take)), acceptor_(on), pause_(on) {}
  listener(const listener&) = delete;
  listener& operator=(const listener&) = delete;
  ~listener() { close(); }

  /// Throws std::system_error.
  void open(const std::string& address, std::uint16_t port) {
    const asio::ip::tcp::endpoint at(asio::ip::make_address(address), port);
    acceptor_.open(at.protocol());
    acceptor_.set_option(asio::ip::tcp::acceptor::reuse_address(true));
    acceptor_.non_blocking(true);
    acceptor_.bind(at);
    acceptor_.listen();
    open_spare();
    wait();
  }

  void close() {
    asio::error_code ec;
    acceptor_.close(ec);
    pause_.cancel();
    on_.place_is_free = nullptr;
    if (spare_ >= 0) ::close(std::exchange(spare_, -1));
  }

  /// Goes on accepting after something has thrown. May throw itself, and be called again.
  void revive() {
    if (acceptor_.is_open() && !is_waiting_ && !on_.place_is_free) wait_a_moment();
  }

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

 private:
  static constexpr int most_in_a_row = 64;
  static constexpr std::chrono::milliseconds shortage_pause{100};

  /// The pending connection that is accepted next, or -1 with errno.
  int accept(asio::ip::tcp::endpoint& peer) {
    auto size = static_cast<::socklen_t>(peer.capacity());
    const int fd = ::accept4(acceptor_.native_handle(), peer.data(), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd >= 0) peer.resize(size);
    return fd;
  }

  void wait() {
    acceptor_.async_wait(asio::ip::tcp::acceptor::wait_read, [this](const asio::error_code& ec) {
      is_waiting_ = false;
      if (!ec) accept_pending();
    });
    is_waiting_ = true;
  }

  void wait_a_moment() {
    pause_.expires_after(shortage_pause);
    pause_.async_wait([this](const asio::error_code& ec) {
      is_waiting_ = false;
      if (!ec) accept_pending();
    });
    is_waiting_ = true;
  }

  void accept_pending() {
    for (int i = 0; i < most_in_a_row && acceptor_.is_open(); ++i) {
      if (on_.open >= on_.options.most_connections && !on_.make_room()) {
        on_.full.happened();
        on_.place_is_free = [this] { accept_pending(); };
        return;
      }
      asio::ip::tcp::endpoint peer;
      const int fd = accept(peer);
      if (fd >= 0) {
        take(fd, peer);
        continue;
      }
      switch (errno) {
        case EAGAIN:
          wait();
          return;
        case EMFILE:
        case ENFILE:
        case ENOMEM:
        case ENOBUFS:
          if (on_.make_room() || refuse_by_spare()) break;
          wait_a_moment();
          return;
        case EINTR:
        case EPERM:  // by a firewall
        case ECONNABORTED:
        case EPROTO:
        case ENOPROTOOPT:
        case EOPNOTSUPP:
        case ENETDOWN:
        case ENETUNREACH:
        case EHOSTDOWN:
        case EHOSTUNREACH:
        case ENONET:
        case ETIMEDOUT:
          break;  // the client is gone, or the way to it: that costs only this connection
        default:
          wait_a_moment();
          return;
      }
    }
    if (acceptor_.is_open()) wait();
  }

  void take(int fd, const asio::ip::tcp::endpoint& peer) {
    auto plain = owned(fd, peer);
    if (!plain.is_open()) return;
    const auto key = address_use::key_of(peer.address());
    auto remote = address_text(peer.address());
    const bool limited = on_.limits_addresses_of(remote);
    if (limited && on_.addresses.connections(key) >= on_.options.most_connections_per_address &&
        !on_.make_room(key)) {
      on_.crowded_address.happened();
      refuse(std::move(plain), 429,
             "this address has " + std::to_string(on_.options.most_connections_per_address) +
                 " connections open, which is as many as it may have",
             true);
      return;
    }
    asio::error_code ec;
    plain.set_option(asio::ip::tcp::no_delay(true), ec);
    try {
      take_(edge_socket(on_, std::move(plain), std::move(remote), key, limited));
    } catch (const std::exception&) {
      on_.failures.happened();
    }
  }

  /// A socket that closes it whatever is thrown; not open when there was no room for one.
  asio::ip::tcp::socket owned(int fd, const asio::ip::tcp::endpoint& peer) {
    asio::ip::tcp::socket s(on_);
    asio::error_code ec;
    s.assign(peer.protocol(), fd, ec);
    if (ec) {
      on_.shortage.happened();
      ::close(fd);
    }
    return s;
  }

  /// Says why, as far as that is possible at once, and closes.
  void refuse(asio::ip::tcp::socket s, int status, const std::string& detail, bool may_linger) {
    if (on_.tls || !s.is_open()) return;
    const auto text = on_.service.refusal(status, detail);
    static_cast<void>(::send(s.native_handle(), text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT));
    ::shutdown(s.native_handle(), SHUT_WR);
    // Closing with unread input resets the connection, and the client may lose the answer.
    if (may_linger) on_.linger(std::move(s));
  }

  /// Without a free descriptor a client cannot even be refused: the spare one is given up for that. False
  /// when there is none at the moment.
  bool refuse_by_spare() {
    if (spare_ < 0 && !open_spare()) {
      on_.shortage.happened();
      return false;
    }
    ::close(std::exchange(spare_, -1));
    asio::ip::tcp::endpoint peer;
    const int fd = accept(peer);
    if (fd >= 0) {
      on_.shortage.happened();
      refuse(owned(fd, peer), 503, "the server has no file descriptor left; try again later", false);
    }
    return open_spare() && fd >= 0;
  }

  bool open_spare() {
    spare_ = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    return spare_ >= 0;
  }

  loop& on_;
  taker take_;
  asio::ip::tcp::acceptor acceptor_;
  asio::steady_timer pause_;
  bool is_waiting_ = false;
  int spare_ = -1;
};

}  // namespace fm::http
