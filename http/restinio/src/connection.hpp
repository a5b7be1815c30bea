#pragma once
// What we know of one connection beside what RESTinio knows: the phase it is in, the request that is being
// read, and how it ends. Touched on the io thread only.
#include "form_reader.hpp"

#include <fm/actors/clock.hpp>
#include <fm/http/server.hpp>
#include <fm/http/text.hpp>

#include <asio/ssl.hpp>
#include <restinio/all.hpp>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace fm::http {

namespace asio = restinio::asio_ns;
class edge_socket;
struct connection;

/// The only way from other threads to the io thread; closed before the io context goes.
class mailbox {
 public:
  explicit mailbox(asio::io_context& io) : io_(&io) {}
  template <class F>
  bool post(F&& f) {
    std::lock_guard lock(mutex_);
    if (io_ == nullptr) return false;
    asio::post(*io_, std::forward<F>(f));
    return true;
  }
  void close() {
    std::lock_guard lock(mutex_);
    io_ = nullptr;
  }

 private:
  std::mutex mutex_;
  asio::io_context* io_;
};

/// What all connections share.
struct loop : asio::io_context {
  loop(server_options o, http::service& s) : asio::io_context(1), options(std::move(o)), service(s) {}

  /// The time of the last sweep: exact enough for limits of seconds, and free.
  micros now = 0;
  server_options options;
  http::service& service;
  /// For new connections; null when they are not encrypted.
  std::shared_ptr<asio::ssl::context> tls;
  std::vector<connection*> connections;
  /// What the bodies of all requests hold in memory. Shared with requests, which end on any thread.
  std::shared_ptr<std::atomic<std::uint64_t>> buffered = std::make_shared<std::atomic<std::uint64_t>>(0);
  bool stopping = false;
  std::uint64_t accepted = 0, cut = 0, malformed = 0;

  /// Reads and drops what a refused client still sends, so that it sees its answer instead of a reset.
  void linger(int fd);
  void sweep_lingering();

 private:
  struct lingering {
    asio::ip::tcp::socket socket;
    micros began, last;
  };
  void drop_input(const std::shared_ptr<lingering>& l);
  static constexpr std::size_t most_lingering = 256;
  std::vector<std::shared_ptr<lingering>> lingering_;
  std::array<char, 65536> scratch_{};
};

/// A request in the server's own storage: its head in one buffer, its body in another.
struct server_request final : incoming {
  ~server_request() override {
    if (buffered) buffered->fetch_sub(body_text.size(), std::memory_order_relaxed);
  }
  struct piece {
    std::uint32_t at = 0, size = 0;
    std::string_view in(const std::string& text) const { return std::string_view(text).substr(at, size); }
  };
  std::string head_text, body_text;
  std::shared_ptr<std::atomic<std::uint64_t>> buffered;  ///< counts the body, once there is one
  piece target_piece;
  std::vector<std::pair<piece, piece>> pieces;

  /// Turns what was collected into views. The head must not change afterwards.
  void head_is_complete(unsigned parser_method);
};

enum class phase : std::uint8_t { idle, head, body, serving };

struct connection {
  connection(loop& l, edge_socket& s);
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;
  ~connection() = default;

  loop& on;
  edge_socket* socket;  ///< null when it has gone
  std::size_t place;    ///< in the list of all
  std::string remote;

  http::phase phase = http::phase::idle;
  micros since = 0;              ///< begin of the phase
  std::uint64_t body_bytes = 0;  ///< read so far
  std::shared_ptr<server_request> reading;
  bool in_value = false;  ///< of the last field
  body_plan plan;
  std::unique_ptr<form_reader> form;

  std::uint64_t serial = 0;  ///< of the request that is served
  /// Of the request that is served, until its answer is complete.
  restinio::impl::connection_handle_t handle;
  restinio::request_id_t request_id = 0;
  micros answer_by = 0;
  bool keep_alive = true, streaming = false;
  bool writing = false;
  micros write_since = 0;

  bool secured = false;  ///< the handshake of TLS is over
  bool unread = false;   ///< the client may be sending what nobody will read
  bool finished = false;

  void enter(http::phase p) {
    phase = p;
    since = on.now;
  }
  /// Ends the connection now; what hangs on it fails.
  void finish();
  /// Says why, as far as the client can take it at once, and ends the connection.
  void last_words(int status, std::string_view detail);
  bool send_now(std::string_view bytes);
  void check_limits();
  /// A request is with the service, or its answer was the last one.
  bool is_answering() const { return phase == http::phase::serving && (handle || !keep_alive); }
  void malformed() {
    ++on.malformed;
    last_words(400, "the request is not valid HTTP/1.1");
  }
};

/// The connection whose bytes are being parsed on this thread, and how the operation that woke it ended.
class current {
 public:
  current(connection* c, bool failed) : previous_(value()) { value() = {c, failed}; }
  current(const current&) = delete;
  current& operator=(const current&) = delete;
  ~current() { value() = previous_; }
  static connection& get() { return *value().first; }
  static bool parsing(const connection* c) { return value().first == c && !value().second; }

 private:
  static std::pair<connection*, bool>& value() {
    thread_local std::pair<connection*, bool> v{nullptr, false};
    return v;
  }
  std::pair<connection*, bool> previous_;
};

/// A TCP socket that keeps its connection's phases, and whose end is seen by the client as it should be.
class edge_socket : public asio::ip::tcp::socket {
  using base = asio::ip::tcp::socket;

 public:
  explicit edge_socket(asio::io_context& io) : base(io) {}
  edge_socket(edge_socket&& other) noexcept : base(std::move(other)), state_(std::move(other.state_)) {
    if (state_) state_->socket = this;
  }
  ~edge_socket() {
    if (!state_) return;
    state_->finish();
    state_->socket = nullptr;
    auto& all = state_->on.connections;
    all.back()->place = state_->place;
    all[state_->place] = all.back();
    all.pop_back();
  }

  // Handlers are taken by reference: asio may compute the buffers from one after it was bound to its
  // parameter.
  template <class Buffers, class Handler>
  void async_read_some(const Buffers& buffers, Handler&& handler) {
    auto* c = state();
    if (c->phase == phase::serving) c->enter(phase::idle);
    auto done = [c, h = std::forward<Handler>(handler)](const asio::error_code& ec, std::size_t n) mutable {
      current scope(c, static_cast<bool>(ec));
      h(c->finished ? asio::error_code(asio::error::connection_aborted) : ec, n);
    };
    if (!tls_ && c->on.tls) tls_ = std::make_unique<secure_stream>(static_cast<base&>(*this), *c->on.tls);
    if (!tls_)
      base::async_read_some(buffers, std::move(done));
    else if (c->secured)
      tls_->async_read_some(buffers, std::move(done));
    else
      shake_hands(c, buffers, std::move(done));
  }
  template <class Buffers, class Handler>
  void async_write_some(const Buffers& buffers, Handler&& handler) {
    auto* c = write_begins();
    auto done = [c, h = std::forward<Handler>(handler)](const asio::error_code& ec, std::size_t n) mutable {
      c->writing = false;
      current scope(c, static_cast<bool>(ec));
      h(c->finished ? asio::error_code(asio::error::connection_aborted) : ec, n);
    };
    if (tls_)
      tls_->async_write_some(buffers, std::move(done));
    else
      base::async_write_some(buffers, std::move(done));
  }
  template <class Handler>
  void async_writable(Handler handler) {
    auto* c = write_begins();
    base::async_wait(wait_write, [c, h = std::move(handler)](const asio::error_code& ec) mutable {
      c->writing = false;
      current scope(c, static_cast<bool>(ec));
      h(c->finished ? asio::error_code(asio::error::connection_aborted) : ec);
    });
  }

  /// RESTinio ends a connection by these two, also when it cannot parse a request.
  void shutdown(shutdown_type what, asio::error_code& ec) {
    if (!state_) {
      base::shutdown(what, ec);
      return;
    }
    if (!state_->finished && current::parsing(state_.get()) && !state_->is_answering()) state_->malformed();
  }
  void close() {
    if (state_)
      state_->finish();
    else
      base::close();
  }

  const std::shared_ptr<connection>& shared_state() { return state(), state_; }

  bool is_secure() const { return tls_ != nullptr; }
  /// What the client can take at once through TLS; false when it was not all.
  bool send_secured_now(std::string_view bytes) {
    asio::error_code ec;
    base::non_blocking(true, ec);
    while (!ec && !bytes.empty()) bytes.remove_prefix(tls_->write_some(asio::buffer(bytes), ec));
    return bytes.empty();
  }

 private:
  using secure_stream = asio::ssl::stream<asio::ip::tcp::socket&>;

  /// The time of a handshake is limited like that of a head.
  template <class Buffers, class Done>
  void shake_hands(connection* c, const Buffers& buffers, Done done) {
    c->enter(phase::head);
    tls_->async_handshake(secure_stream::server,
                          [this, c, buffers, done = std::move(done)](const asio::error_code& ec) mutable {
                            if (ec || c->finished) {
                              done(ec ? ec : asio::error_code(asio::error::connection_aborted), 0);
                              return;
                            }
                            c->secured = true;
                            c->enter(phase::idle);
                            tls_->async_read_some(buffers, std::move(done));
                          });
  }

  connection* state() {
    if (!state_) state_ = std::make_shared<connection>(static_cast<loop&>(context()), *this);
    return state_.get();
  }
  asio::execution_context& context() { return asio::query(get_executor(), asio::execution::context); }
  connection* write_begins() {
    auto* c = state();
    c->writing = true;
    c->write_since = c->on.now;
    return c;
  }

  std::shared_ptr<connection> state_;
  std::unique_ptr<secure_stream> tls_;  ///< made when this no longer moves
};

// -- implementation --------------------------------------------------------------------------------------

inline connection::connection(loop& l, edge_socket& s)
    : on(l), socket(&s), place(l.connections.size()), since(l.now) {
  asio::error_code ec;
  const auto peer = s.remote_endpoint(ec);
  if (!ec) remote = peer.address().to_string(ec);
  l.connections.push_back(this);
  ++l.accepted;
}

inline bool connection::send_now(std::string_view bytes) {
  if (socket != nullptr && on.tls)
    return socket->is_secure() && secured && !writing && socket->send_secured_now(bytes);
  return socket != nullptr && ::send(socket->native_handle(), bytes.data(), bytes.size(),
                                     MSG_NOSIGNAL | MSG_DONTWAIT) == static_cast<ssize_t>(bytes.size());
}

inline void connection::finish() {
  if (std::exchange(finished, true)) return;
  reading.reset();
  form.reset();
  if (socket == nullptr) return;
  const int fd = socket->native_handle();
  int waiting = 0;
  // Closing a socket with unread input resets the connection, and the client may lose the answer.
  if (!unread && ::ioctl(fd, FIONREAD, &waiting) == 0) unread = waiting > 0;
  asio::error_code ec;
  auto& plain = static_cast<asio::ip::tcp::socket&>(*socket);
  if (unread && !on.stopping) {
    ::shutdown(fd, SHUT_WR);
    on.linger(plain.release(ec));
  } else {
    plain.shutdown(asio::ip::tcp::socket::shutdown_both, ec);
    plain.close(ec);
  }
  // Last: this may be what keeps the connection.
  auto last = std::exchange(handle, nullptr);
}

inline void connection::last_words(int status, std::string_view detail) {
  send_now(on.service.last_words(status, detail, remote));
  unread = true;
  finish();
}

inline void connection::check_limits() {
  const auto& o = on.options;
  const auto passed = on.now - since;
  if (writing) {
    if (on.now - write_since <= o.write_grace) return;
    ++on.cut;
    // Nobody reads: the kernel must not keep what was sent, so this ends in a reset.
    const ::linger at_once{1, 0};
    if (socket != nullptr)
      ::setsockopt(socket->native_handle(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    finish();
  } else if (phase == http::phase::idle) {
    const bool crowded = on.connections.size() >= o.most_connections;
    if (passed > (crowded ? o.crowded_idle_limit : o.idle_limit) || on.stopping) finish();
  } else if (phase == http::phase::head) {
    if (passed <= o.head_limit) return;
    ++on.cut;
    last_words(
        408, "the head of the request did not arrive within " + std::to_string(o.head_limit / second) + " s");
  } else if (phase == http::phase::body) {
    if (passed <= o.body_grace + static_cast<micros>(body_bytes * 1'000'000 / o.body_rate)) return;
    ++on.cut;
    last_words(408, "the body of the request arrives too slowly: at least " + std::to_string(o.body_rate) +
                        " bytes a second are expected");
  } else if (!streaming && answer_by != 0 && on.now > answer_by) {
    ++on.cut;
    last_words(504, "the operation did not end in time");
  }
}

inline void loop::linger(int fd) {
  asio::error_code ec;
  auto l = std::make_shared<lingering>(lingering{asio::ip::tcp::socket(*this), now, now});
  // The family matters only for operations that are not used here.
  l->socket.assign(asio::ip::tcp::v4(), fd, ec);
  if (ec) {
    ::close(fd);
    return;
  }
  if (lingering_.size() >= most_lingering) return;
  lingering_.push_back(l);
  drop_input(l);
}

inline void loop::drop_input(const std::shared_ptr<lingering>& l) {
  l->socket.async_read_some(asio::buffer(scratch_), [this, l](const asio::error_code& ec, std::size_t) {
    if (ec) {
      std::erase(lingering_, l);
      return;
    }
    l->last = now;
    drop_input(l);
  });
}

inline void loop::sweep_lingering() {
  for (auto& l : lingering_) {
    asio::error_code ec;
    if (stopping || now - l->last > options.linger_idle || now - l->began > options.linger_limit)
      l->socket.close(ec);
  }
}

inline void server_request::head_is_complete(unsigned parser_method) {
  target = target_piece.in(head_text);
  if (target.starts_with("http://")) {  // absolute form: only what follows the authority counts here
    const auto slash = target.find('/', 7);
    target = slash == std::string_view::npos ? std::string_view("/") : target.substr(slash);
  }
  path = target.substr(0, target.find('?'));
  fields.reserve(pieces.size());
  constexpr std::pair<std::string_view, known_field> wanted[] = {
      {"authorization", known_field::authorization},
      {"content-type", known_field::content_type},
      {"expect", known_field::expect},
      {"accept-encoding", known_field::accept_encoding},
      {"if-none-match", known_field::if_none_match},
      {"x-forwarded-for", known_field::forwarded_for},
      {"x-forwarded-host", known_field::forwarded_host},
      {"x-forwarded-proto", known_field::forwarded_proto},
      {"host", known_field::host},
      {"origin", known_field::origin},
      {"x-request-id", known_field::request_id}};
  for (const auto& [name_piece, value_piece] : pieces) {
    const auto name = name_piece.in(head_text);
    const auto value = value_piece.in(head_text);
    fields.emplace_back(name, value);
    for (const auto& [word, which] : wanted)
      if (name.size() == word.size() && lower(name[0]) == word[0] && same_word(name, word))
        known[static_cast<std::size_t>(which)] = value;
  }
  verb_name = ::http_method_str(static_cast<::http_method>(parser_method));
  switch (parser_method) {
    case HTTP_GET:
      verb = method::get;
      break;
    case HTTP_HEAD:
      verb = method::head;
      break;
    case HTTP_POST:
      verb = method::post;
      break;
    case HTTP_PUT:
      verb = method::put;
      break;
    case HTTP_PATCH:
      verb = method::patch;
      break;
    case HTTP_DELETE:
      verb = method::del;
      break;
    case HTTP_OPTIONS:
      verb = method::options;
      break;
    default:
      known_verb = false;
  }
}

}  // namespace fm::http
