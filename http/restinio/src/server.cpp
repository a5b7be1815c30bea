// The only translation unit that includes RESTinio: it is slow to compile.
#include "connection.hpp"
#include "listener.hpp"
#include "parser.hpp"
#include "tls_files.hpp"

#include <fm/http/server.hpp>

#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <stdexcept>
#include <system_error>
#include <thread>

namespace fm::http {

namespace {

struct handler;

struct traits : restinio::single_thread_traits_t<restinio::null_timer_manager_t, restinio::null_logger_t> {
  using http_methods_mapper_t = method_mapper;
  using stream_socket_t = edge_socket;
  using request_handler_t = handler;
};
using connection_settings = restinio::impl::connection_settings_t<traits>;
using connection_factory = restinio::impl::connection_factory_t<traits>;
/// Counts nothing: a place belongs to our own state of a connection.
using lifetime_monitor = restinio::connection_count_limit_types<traits>::lifetime_monitor_t;

using restinio::response_connection_attr_t;
using restinio::response_output_flags_t;
using restinio::response_parts_attr_t;

/// Writes one part of the answer; with the last one the request is over. On the io thread.
void write(connection& c, restinio::write_group_t group, bool last) {
  current scope(&c, false);
  const response_output_flags_t flags(
      last ? response_parts_attr_t::final_parts : response_parts_attr_t::not_final_parts,
      c.keep_alive ? response_connection_attr_t::connection_keepalive
                   : response_connection_attr_t::connection_close);
  auto to = last ? std::move(c.handle) : c.handle;
  if (last) c.handle = nullptr;
  to->write_response_parts(c.request_id, flags, std::move(group));
}

restinio::write_group_t group_of(std::string bytes) {
  restinio::writable_items_container_t items;
  items.emplace_back(std::move(bytes));
  return restinio::write_group_t(std::move(items));
}

/// Bytes of an answer, as long as they wait for their client.
class unsent_answer {
 public:
  unsent_answer(std::shared_ptr<std::uint64_t> sum, std::uint64_t bytes)
      : sum_(std::move(sum)), bytes_(bytes) {
    *sum_ += bytes_;
  }
  unsent_answer(const unsent_answer&) = delete;
  unsent_answer& operator=(const unsent_answer&) = delete;
  ~unsent_answer() { *sum_ -= bytes_; }

 private:
  std::shared_ptr<std::uint64_t> sum_;
  std::uint64_t bytes_;
};

/// Clients that do not read what they asked for must not fill the memory with it.
void write_whole(connection& c, std::string bytes) {
  constexpr std::uint64_t always_sent = 16u << 10;
  auto& on = c.on;
  const std::uint64_t size = bytes.size();
  if (size > always_sent && *on.unsent + size > on.options.most_unsent_bytes) {
    on.unread.happened();
    c.last_words(503, "too many large answers wait for clients that do not read them; try again later");
    return;
  }
  auto group = group_of(std::move(bytes));
  // The small ones are bounded by the number of connections.
  if (size > always_sent)
    group.after_write_notificator([held = std::make_shared<unsent_answer>(on.unsent, size)](const auto&) {});
  write(c, std::move(group), true);
}

/// Names one request of one connection from any thread.
struct address {
  std::shared_ptr<mailbox> to;
  std::shared_ptr<connection> at;
  std::uint64_t serial = 0;
  bool is_open() const { return at->serial == serial && at->handle; }
};

class body_stream final : public stream {
 public:
  body_stream(address a, bool chunked) : a_(std::move(a)), chunked_(chunked) {}
  body_stream(const body_stream&) = delete;
  body_stream& operator=(const body_stream&) = delete;
  ~body_stream() override {
    if (!closed_)
      a_.to->post([a = a_] {
        if (a.is_open()) a.at->finish();
      });
  }

  void write(std::string piece, std::function<void(bool)> written) override {
    if (piece.empty()) piece = chunked_ ? "" : " ";
    auto shared = std::make_shared<std::function<void(bool)>>(std::move(written));
    std::string bytes = chunked_ ? framed(piece) : std::move(piece);
    const bool posted = a_.to->post([a = a_, bytes = std::move(bytes), shared]() mutable {
      if (!a.is_open()) {
        (*shared)(false);
        return;
      }
      if (bytes.empty()) {
        (*shared)(true);
        return;
      }
      auto group = group_of(std::move(bytes));
      group.after_write_notificator([shared](const auto& ec) { (*shared)(!ec); });
      http::write(*a.at, std::move(group), false);
    });
    if (!posted) (*shared)(false);
  }

  void close() override {
    if (std::exchange(closed_, true)) return;
    a_.to->post([a = a_, chunked = chunked_] {
      if (!a.is_open()) return;
      if (chunked)
        http::write(*a.at, group_of("0\r\n\r\n"), true);
      else
        a.at->finish();  // the end of the connection is the end of the body
    });
  }

 private:
  static std::string framed(const std::string& piece) {
    if (piece.empty()) return {};
    char size[20];
    const int n = std::snprintf(size, sizeof size, "%zx\r\n", piece.size());
    std::string out;
    out.reserve(piece.size() + static_cast<std::size_t>(n) + 2);
    out.append(size, static_cast<std::size_t>(n)).append(piece).append("\r\n");
    return out;
  }

  address a_;
  bool chunked_;
  bool closed_ = false;
};

/// Waits until there is something to read from a client that waits for its answer: its end, or what it sends
/// on.
void watch(const address& a, const std::shared_ptr<std::function<void()>>& gone) {
  a.at->socket->async_wait(asio::socket_base::wait_read, [a, gone](const asio::error_code& ec) {
    if (!ec && a.is_open()) {
      constexpr char alert = 0x15;  // of TLS (RFC 8446, section 5.1): it says goodbye
      char first = 0;
      const auto n = ::recv(a.at->socket->native_handle(), &first, 1, MSG_PEEK | MSG_DONTWAIT);
      const bool speaks = n > 0 && !(a.at->secured && first == alert);
      if (speaks || (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))) return;
    }
    (*gone)();
  });
}

class connection_wire final : public wire {
 public:
  connection_wire(address a, bool http_1_0) : a_(std::move(a)), http_1_0_(http_1_0) {}
  connection_wire(const connection_wire&) = delete;
  connection_wire& operator=(const connection_wire&) = delete;
  ~connection_wire() override {
    if (!answered_)
      a_.to->post([a = a_] {
        if (a.is_open()) a.at->finish();
      });
  }

  // Always posted: RESTinio goes on to read while its handler runs when an answer is complete by then, and
  // may lose half a pipelined request.
  void send(std::string bytes) override {
    answered_ = true;
    a_.to->post([a = std::move(a_), bytes = std::move(bytes)]() mutable {
      if (a.is_open()) write_whole(*a.at, std::move(bytes));
    });
  }

  void send_file(std::string head, int file, std::uint64_t offset, std::uint64_t size) override {
    answered_ = true;
    // Copyable, as what is posted must be; closes the file wherever it ends.
    auto holder = std::make_shared<restinio::file_descriptor_holder_t>(file);
    a_.to->post([a = std::move(a_), head = std::move(head), holder, offset, size]() mutable {
      if (!a.is_open()) return;
      restinio::writable_items_container_t items;
      items.emplace_back(std::move(head));
      // Its own notion of a file's size is the end of what is sent.
      auto part = restinio::sendfile(std::move(*holder), restinio::file_meta_t(offset + size, {}));
      items.emplace_back(std::move(part.offset_and_size(static_cast<restinio::file_offset_t>(offset), size)));
      http::write(*a.at, restinio::write_group_t(std::move(items)), true);
    });
  }

  std::shared_ptr<stream> open(std::string head) override {
    answered_ = true;
    a_.to->post([a = a_, head = std::move(head)]() mutable {
      if (!a.is_open()) return;
      a.at->streaming = true;
      http::write(*a.at, group_of(std::move(head)), false);
    });
    return std::make_shared<body_stream>(std::move(a_), !http_1_0_);
  }

  void when_gone(std::function<void()> gone) override {
    auto shared = std::make_shared<std::function<void()>>(std::move(gone));
    a_.to->post([a = a_, shared] {
      if (a.is_open())
        watch(a, shared);
      else
        (*shared)();
    });
  }

 private:
  address a_;
  bool http_1_0_;
  bool answered_ = false;
};

struct handler {
  loop* on;
  std::shared_ptr<mailbox> to;

  restinio::request_handling_status_t operator()(restinio::request_handle_t req) const {
    auto& c = current::get();
    std::shared_ptr<server_request> r = std::move(c.reading);
    c.enter(phase::serving);
    c.handle = std::move(restinio::impl::access_req_connection(*req));
    c.request_id = req->request_id();
    ++c.serial;
    c.answer_by = r->answer_by;
    c.keep_alive = r->keep_alive;
    c.streaming = false;
    const bool http_1_0 = r->http_1_0;
    on->service.serve(std::move(r),
                      std::make_unique<connection_wire>(address{to, c.socket->state(), c.serial}, http_1_0));
    return restinio::request_accepted();
  }
};

}  // namespace

class server::core {
 public:
  core(server_options options, http::service& service)
      : loop_(std::move(options), service),
        tls_files_(loop_.options.tls_certificate_file, loop_.options.tls_key_file),
        mailbox_(std::make_shared<mailbox>(loop_)),
        timer_(loop_),
        listener_(loop_, [this](edge_socket s) { begin(std::move(s)); }) {
    loop_.now = actors::steady_clock();
    empty_spool_folder();
    if (tls_files_.are_given()) loop_.tls = tls_files_.load();
    make_factory();
    try {
      listener_.open(loop_.options.address, loop_.options.port);
      port_ = listener_.port();
    } catch (const std::system_error& e) {
      throw std::runtime_error("cannot listen on " + loop_.options.address + ":" +
                               std::to_string(loop_.options.port) + ": " + e.code().message());
    }
    sweep();
    thread_ = std::thread([this] {
      if (loop_.options.loop_begins)
        loop_.options.loop_begins([this](std::function<void()> f) { asio::post(loop_, std::move(f)); });
      run_loop();
      if (loop_.options.loop_ended) loop_.options.loop_ended();
    });
  }

  ~core() {
    stop(0);
    // What is still queued holds connections, which must not outlive the loop.
    mailbox_->close();
    factory_.reset();
    loop_.restart();
    loop_.poll();
  }
  core(const core&) = delete;
  core& operator=(const core&) = delete;

  std::uint16_t port() const { return port_; }

  server_figures figures() const {
    server_figures f;
    f.accepted = accepted_.load(std::memory_order_relaxed);
    f.connections = connections_.load(std::memory_order_relaxed);
    f.cut = cut_.load(std::memory_order_relaxed);
    f.malformed = malformed_.load(std::memory_order_relaxed);
    f.refused = refused_.load(std::memory_order_relaxed);
    f.given_up = given_up_.load(std::memory_order_relaxed);
    return f;
  }

  bool stop(micros drain) {
    if (!thread_.joinable()) return true;
    bool complete = true;
    mailbox_->post([this] {
      listener_.close();
      loop_.stopping = true;
      sweep_connections();
      // What ends from now on is waited for, so it is looked at more often.
      loop_.options.sweep = std::min(loop_.options.sweep, draining_sweep);
      sweep();
    });
    {
      std::unique_lock lock(mutex_);
      complete = changed_.wait_for(lock, std::chrono::microseconds(drain), [this] { return drained_; });
    }
    mailbox_->post([this] {
      for (auto i = loop_.connections.size(); i-- > 0;) loop_.connections[i]->finish();
      timer_.cancel();
      // The operations that were cut end first.
      asio::post(loop_, [this] { loop_.stop(); });
    });
    thread_.join();
    return complete;
  }

 private:
  static constexpr micros draining_sweep = 10 * millisecond;
  /// Others may give back memory meanwhile; without it a lasting shortage would turn in circles.
  static constexpr std::chrono::milliseconds pause_after_failure{1};

  /// What an earlier run has left there belongs to nobody. Only files that a form_reader has named are
  /// touched: the folder may be shared with others.
  void empty_spool_folder() {
    std::error_code ec;
    for (const auto& entry : std::filesystem::directory_iterator(loop_.options.spool_folder, ec)) {
      std::error_code ignored;
      if (entry.is_regular_file(ignored) && !entry.is_symlink(ignored) &&
          entry.path().filename().string().starts_with(spool_prefix))
        std::filesystem::remove(entry.path(), ignored);
    }
  }

  /// What RESTinio's own server would do, but for its acceptor.
  void make_factory() {
    // The limits of time are ours (check_limits); RESTinio's would end connections without a word.
    constexpr auto never = std::chrono::hours(24 * 365);
    restinio::server_settings_t<traits> s;
    s.buffer_size(16384)
        .max_pipelined_requests(1)
        .read_next_http_message_timelimit(never)
        .write_http_response_timelimit(never)
        .handle_request_timeout(never)
        .request_handler(handler{&loop_, mailbox_});
    s.ensure_valid_connection_state_listener();
    auto timers = s.timer_factory()->create(loop_);
    auto shared = std::make_shared<connection_settings>(
        s, restinio::impl::create_parser_settings<method_mapper>(), std::move(timers));
    factory_ = std::make_unique<connection_factory>(std::move(shared), s.socket_options_setter());
  }

  void begin(edge_socket s) {
    // RESTinio shows the peer's address to request handlers; ours know it from the state of the connection.
    factory_->create_new_connection(std::move(s), {}, lifetime_monitor(nullptr))->init();
  }

  /// What a handler throws, mostly for want of memory, costs what it was about and nothing else: neither the
  /// loop, nor the accepting, nor the sweep.
  void run_loop() {
    for (bool thrown = false;;) {
      try {
        if (thrown) {
          listener_.revive();
          if (!sweep_waits_) sweep();
          thrown = false;
        }
        loop_.run();
        return;
      } catch (const std::exception&) {
        loop_.failures.happened();
        thrown = true;
        std::this_thread::sleep_for(pause_after_failure);
      }
    }
  }

  void sweep() {
    timer_.expires_after(std::chrono::microseconds(loop_.options.sweep));
    timer_.async_wait([this](const asio::error_code& ec) {
      sweep_waits_ = false;
      if (ec) return;
      sweep_connections();
      renew_certificate();
      loop_.service.tick();
      sweep();
    });
    sweep_waits_ = true;
  }

  void sweep_connections() {
    loop_.now = actors::steady_clock();
    ++loop_.sweep_number;
    // Backwards: one that ends is replaced by the last one, which has been looked at.
    for (auto i = loop_.connections.size(); i-- > 0;) loop_.connections[i]->check_limits();
    loop_.sweep_lingering();
    if (loop_.place_is_free) loop_.make_room();
    report();
    accepted_.store(loop_.accepted, std::memory_order_relaxed);
    connections_.store(loop_.open, std::memory_order_relaxed);
    cut_.store(loop_.cut, std::memory_order_relaxed);
    malformed_.store(loop_.malformed, std::memory_order_relaxed);
    refused_.store(loop_.shortage.total() + loop_.crowded_address.total(), std::memory_order_relaxed);
    given_up_.store(loop_.given_up.total(), std::memory_order_relaxed);
    if (loop_.stopping && loop_.open == 0) {
      std::lock_guard lock(mutex_);
      drained_ = true;
      changed_.notify_all();
    }
  }

  /// Says what was refused: once, then once a minute with the count.
  void report() {
    const auto& o = loop_.options;
    if (const auto n = loop_.failures.due(loop_.now))
      actors::log(actors::level::error,
                  "requests or connections failed within the server: it has too little memory",
                  {{"times", n}, {"connections", loop_.open}});
    if (const auto n = loop_.unread.due(loop_.now))
      actors::log(actors::level::warning, "clients do not read their answers, further large ones are refused",
                  {{"times", n}, {"waiting_bytes", *loop_.unsent}});
    if (const auto n = loop_.shortage.due(loop_.now))
      actors::log(
          actors::level::error,
          "no file descriptor is left, connections are refused: raise the limit of open files (ulimit "
          "-n, LimitNOFILE), or lower FM_MAX_CONNECTIONS",
          {{"times", n}, {"connections", loop_.open}});
    if (const auto n = loop_.full.due(loop_.now))
      actors::log(actors::level::warning,
                  "all places for connections are taken, clients wait: see FM_MAX_CONNECTIONS",
                  {{"times", n}, {"places", o.most_connections}});
    if (const auto n = loop_.given_up.due(loop_.now))
      actors::log(actors::level::warning,
                  "connections that were idle or slow were ended for others that waited",
                  {{"times", n}, {"connections", loop_.open}});
    if (const auto n = loop_.crowded_address.due(loop_.now))
      actors::log(actors::level::warning,
                  "connections of an address that has too many are refused: see "
                  "FM_MAX_CONNECTIONS_PER_ADDRESS, and FM_TRUSTED_PROXIES when it is a proxy",
                  {{"times", n}, {"allowed", o.most_connections_per_address}});
    if (const auto n = loop_.slow_address.due(loop_.now))
      actors::log(actors::level::warning,
                  "requests of an address that sends too many slowly are refused: see "
                  "FM_MAX_SLOW_HEADS_PER_ADDRESS and FM_MAX_SLOW_BODIES_PER_ADDRESS",
                  {{"times", n}});
  }

  /// Now and then, since it looks at files.
  void renew_certificate() {
    if (loop_.now - certificate_looked_at_ < second) return;
    certificate_looked_at_ = loop_.now;
    if (auto fresh = tls_files_.load_if_changed()) loop_.tls = std::move(fresh);
  }

  loop loop_;
  tls_files tls_files_;
  micros certificate_looked_at_ = 0;
  std::shared_ptr<mailbox> mailbox_;
  asio::steady_timer timer_;
  std::uint16_t port_ = 0;
  std::unique_ptr<connection_factory> factory_;
  listener listener_;
  std::thread thread_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool drained_ = false;
  bool sweep_waits_ = false;
  std::atomic<std::uint64_t> accepted_{0}, connections_{0}, cut_{0}, malformed_{0}, refused_{0}, given_up_{0};
};

server::server(server_options options, http::service& service)
    : core_(std::make_unique<core>(std::move(options), service)) {}
server::~server() = default;
std::uint16_t server::port() const { return core_->port(); }
server_figures server::figures() const { return core_->figures(); }
bool server::stop(micros drain) { return core_->stop(drain); }

}  // namespace fm::http
