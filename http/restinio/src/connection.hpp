#pragma once
// What we know of one connection beside what RESTinio knows: the phase it is in, the request that is being
// read, and how it ends. Touched on the io thread only.
#include "address_use.hpp"
#include "form_reader.hpp"
#include "notice.hpp"

#include <fm/actors/clock.hpp>
#include <fm/http/framing_check.hpp>
#include <fm/http/server.hpp>
#include <fm/http/text.hpp>

#include <asio/ssl.hpp>
#include <restinio/all.hpp>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
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
  std::size_t open = 0;  ///< of them, those that are not finished
  address_use addresses;
  std::uint64_t sweep_number = 0;
  /// Set by who waits for a place; called once when one becomes free.
  std::function<void()> place_is_free;
  /// What the bodies of all requests hold in memory. Shared with requests, which end on any thread.
  std::shared_ptr<std::atomic<std::uint64_t>> buffered = std::make_shared<std::atomic<std::uint64_t>>(0);
  /// What answers hold that are not written yet; shared with what is queued, which may end after the loop.
  std::shared_ptr<std::uint64_t> unsent = std::make_shared<std::uint64_t>(0);
  bool stopping = false;
  std::uint64_t accepted = 0, cut = 0, malformed = 0;
  /// All places taken; no descriptor left; an address with too many connections, or too many slow requests;
  /// a connection that was ended for another; something that failed within the server;
  /// or an answer for which there was no room beside those that nobody reads.
  notice full, shortage, crowded_address, slow_address, given_up, failures, unread;

  /// Whether the limits for each address count for this one.
  bool limits_addresses_of(std::string_view remote) const {
    return options.limit_addresses &&
           std::find(options.trusted_proxies.begin(), options.trusted_proxies.end(), remote) ==
               options.trusted_proxies.end();
  }
  /// Ends what keeps a place without using it: connections that are idle, or whose request comes slowly,
  /// first those of the address that has most. Of one address only when it is named. False when there is
  /// none.
  bool make_room(std::optional<std::uint64_t> of_address = std::nullopt);

  /// Reads and drops what a refused client still sends, so that it sees its answer instead of a reset.
  void linger(asio::ip::tcp::socket refused);
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
  connection(loop& l, edge_socket& s, std::string remote, std::uint64_t address, bool limited);
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;
  ~connection() = default;

  loop& on;
  edge_socket* socket;  ///< null when it has gone
  std::size_t place;    ///< in the list of all
  std::string remote;
  std::uint64_t address;  ///< its key
  address_use::entry* use;
  bool limited;  ///< the limits for each address count

  http::phase phase = http::phase::idle;
  micros since = 0;              ///< begin of the phase
  std::uint64_t body_bytes = 0;  ///< read so far
  framing_check framing;
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

  bool failed_inside = false;  ///< reading its request failed here, mostly for want of memory
  bool secured = false;        ///< the handshake of TLS is over
  bool unread = false;         ///< the client may be sending what nobody will read
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
  /// Its request comes slowly, and its address has as many of those as it may have.
  bool slow_beside_others() const;
  /// How long it has kept its place without using it; 0 when it does use it, or not for long.
  micros wasted() const;
  /// A request is with the service, or its answer was the last one.
  bool is_answering() const { return phase == http::phase::serving && (handle || !keep_alive); }
  /// Nothing more can be read: for a fault of the client, or one of our own.
  void cannot_be_read() {
    std::string why = "the request is not valid HTTP/1.1";
    if (!framing.fault().empty()) why += ": " + framing.fault();
    if (failed_inside) why = "the server has no room for this request at the moment; try again later";
    if (failed_inside)
      on.failures.happened();
    else
      ++on.malformed;
    // Words in the middle of an answer would be taken for a part of it.
    writing ? finish() : last_words(failed_inside ? 503 : 400, why);
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
  edge_socket(loop& on, base&& plain, std::string remote, std::uint64_t address, bool limited)
      : base(std::move(plain)),
        state_(std::make_shared<connection>(on, *this, std::move(remote), address, limited)) {}
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
    auto* c = state_.get();
    if (c->phase == phase::serving) c->enter(phase::idle);
    auto done = [c, h = std::forward<Handler>(handler),
                 bytes = static_cast<const char*>(asio::buffer_sequence_begin(buffers)->data())](
                    const asio::error_code& ec, std::size_t n) mutable {
      current scope(c, static_cast<bool>(ec));
      // What comes before a fault is served first; RESTinio then asks for more.
      const auto fit = ec || c->finished ? n : c->framing.feed({bytes, n});
      if (fit < n && fit == 0) c->cannot_be_read();
      h(c->finished ? asio::error_code(asio::error::connection_aborted) : ec, fit);
    };
    if (!c->framing.fault().empty()) {
      c->cannot_be_read();
      asio::post(get_executor(), [done = std::move(done)]() mutable { done({}, 0); });
      return;
    }
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
    if (!state_->finished && current::parsing(state_.get()) && !state_->is_answering())
      state_->cannot_be_read();
  }
  void close() {
    if (state_)
      state_->finish();
    else
      base::close();
  }

  const std::shared_ptr<connection>& state() const { return state_; }

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

  connection* write_begins() {
    auto* c = state_.get();
    c->writing = true;
    c->write_since = c->on.now;
    return c;
  }

  std::shared_ptr<connection> state_;
  std::unique_ptr<secure_stream> tls_;  ///< made when this no longer moves
};

// -- implementation --------------------------------------------------------------------------------------

inline connection::connection(loop& l, edge_socket& s, std::string from, std::uint64_t key, bool counts)
    : on(l),
      socket(&s),
      place(l.connections.size()),
      remote(std::move(from)),
      address(key),
      use(nullptr),
      limited(counts),
      since(l.now) {
  l.connections.push_back(this);
  use = &l.addresses.enter(key);
  ++l.open;
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
  on.addresses.leave(address);
  --on.open;
  if (on.place_is_free) asio::post(on, std::exchange(on.place_is_free, nullptr));
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
    // What is pending ends here; a socket of its own closes the descriptor whatever happens.
    asio::ip::tcp::socket left(on);
    const int released = plain.release(ec);
    left.assign(asio::ip::tcp::v4(), released, ec);  // the family does not matter for what follows
    if (ec)
      ::close(released);
    else
      on.linger(std::move(left));
  } else {
    plain.shutdown(asio::ip::tcp::socket::shutdown_both, ec);
    plain.close(ec);
  }
  // Last: this may be what keeps the connection.
  auto last = std::exchange(handle, nullptr);
}

inline void connection::last_words(int status, std::string_view detail) {
  try {
    send_now(on.service.last_words(status, detail, remote));
  } catch (const std::exception&) {
    on.failures.happened();  // it ends without a word
  }
  unread = true;
  finish();
}

inline void connection::check_limits() {
  if (finished) return;
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
    if (passed > o.idle_limit || on.stopping) finish();
  } else if (on.stopping && on.tls && !secured) {
    finish();  // a handshake is no request yet
  } else if (slow_beside_others()) {
    ++on.cut;
    on.slow_address.happened();
    last_words(429, "too many requests of this address arrive slowly at the same time");
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

inline micros connection::wasted() const {
  if (finished || writing || phase == http::phase::serving) return 0;
  auto passed = on.now - since - on.options.patience;
  if (phase == http::phase::body)
    passed -= static_cast<micros>(body_bytes * 1'000'000 / on.options.body_rate);
  return std::max<micros>(0, passed);
}

inline bool connection::slow_beside_others() const {
  if (!limited || finished || wasted() == 0) return false;
  use->begin(on.sweep_number);
  if (phase == http::phase::head) return ++use->slow_heads > on.options.most_slow_heads_per_address;
  return phase == http::phase::body && ++use->slow_bodies > on.options.most_slow_bodies_per_address;
}

inline bool loop::make_room(std::optional<std::uint64_t> of_address) {
  struct candidate {
    std::size_t beside;  ///< connections of its address
    micros wasted;
    std::shared_ptr<connection> who;
  };
  std::vector<candidate> found;
  for (const auto* c : connections)
    if (const auto wasted = c->wasted(); wasted > 0 && (!of_address || c->address == *of_address))
      found.push_back({c->use->connections, wasted, c->socket->state()});
  // Some at once, so that it need not be looked for them again with each new connection.
  const auto n = std::min(found.size(), std::max<std::size_t>(1, connections.size() / 64));
  std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(n), found.end(),
                    [](const candidate& a, const candidate& b) {
                      return std::pair(a.beside, a.wasted) > std::pair(b.beside, b.wasted);
                    });
  for (std::size_t i = 0; i < n; ++i) {
    given_up.happened();
    auto& c = *found[i].who;
    if (c.phase == phase::idle)
      c.finish();
    else
      c.last_words(408, "the request arrived too slowly while other clients waited for a connection");
  }
  return n > 0;
}

inline void loop::linger(asio::ip::tcp::socket refused) {
  if (lingering_.size() >= most_lingering) return;
  try {
    auto l = std::make_shared<lingering>(lingering{std::move(refused), now, now});
    lingering_.push_back(l);
    drop_input(l);
  } catch (const std::exception&) {
    failures.happened();  // it is closed without waiting for its client
  }
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
  // Absolute form: what follows the authority is the target, and the authority wins over Host.
  std::string_view authority;
  for (const std::string_view start : {"http://", "https://"}) {
    if (!target.starts_with(start)) continue;
    target.remove_prefix(start.size());
    const auto end = std::min(target.size(), target.find_first_of("/?"));
    authority = target.substr(0, end);
    target = end < target.size() && target[end] == '/' ? target.substr(end) : std::string_view("/");
    break;
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
    const auto value = trimmed(value_piece.in(head_text));
    fields.emplace_back(name, value);
    for (const auto& [word, which] : wanted)
      if (name.size() == word.size() && lower(name[0]) == word[0] && same_word(name, word))
        known[static_cast<std::size_t>(which)] = value;
  }
  if (!authority.empty()) known[static_cast<std::size_t>(known_field::host)] = authority;
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
