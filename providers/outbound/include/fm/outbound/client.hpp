#pragma once
// The one way out of the program to other servers by HTTP.
#include "fm/outbound/ip_address.hpp"
#include "fm/outbound/request.hpp"
#include "fm/outbound/retry_rules.hpp"
#include "fm/outbound/service.hpp"
#include "fm/outbound/trouble.hpp"

#include <fm/actors/context.hpp>
#include <fm/actors/outcome.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace fm::outbound {

/// Takes an answer as it comes. Either function returns false to end the transfer.
class sink {
 public:
  virtual ~sink() = default;
  /// Once, and before all pieces. Not called for answers that are repeated or redirected.
  virtual bool head(const answer_head& begins) = 0;
  /// A part of the body, decoded; never empty.
  virtual bool piece(std::string_view bytes) = 0;
};

/// How a request ended.
struct ended {
  std::optional<trouble> why;  ///< nothing when the whole answer has come, whatever its status is
  std::uint64_t received = 0;  ///< bytes of the body, decoded
  unsigned tries = 0;          ///< how often a connection was asked for, also by redirects
  unsigned redirects = 0;
  std::string origin;    ///< whom the last try spoke to
  std::string trace_id;  ///< for logs
  explicit operator bool() const { return !why; }
};

/// Looks a name up; called on threads of its own, may block. Fails with `not_found` when
/// there is no such name and with `unavailable` when nobody knows at the moment.
using lookup_function = std::function<outcome<std::vector<ip_address>>(const std::string& host)>;

struct client_options {
  std::size_t at_once = 256;    ///< transfers
  std::size_t waiting = 1'024;  ///< requests that wait for a place; more are refused with `busy`
  std::size_t idle_connections = 32;
  std::size_t lookups_at_once = 16;
  micros remember_names = 30 * second;
  retry_rules retry{};
  breaker_rules breaker{};
  std::size_t hosts_remembered = 1'024;
  lookup_function lookup{};  ///< getaddrinfo by default; tests bring their own
};

/// A request under way. For one thread at a time; the client may be gone before it.
class transfer {
 public:
  struct state;
  explicit transfer(std::shared_ptr<state> of);
  transfer(transfer&&) noexcept;
  transfer& operator=(transfer&&) noexcept;
  /// Cancels what has not ended.
  ~transfer();

  enum class event : std::uint8_t { nothing, head, piece, end };
  /// What comes next, waited for at most so long. Each head and piece is told once; `end` again and again.
  event next(micros most);
  const answer_head& head() const;  ///< after `event::head`
  std::string_view piece() const;   ///< after `event::piece`, until `next` is called again
  const ended& result() const;      ///< after `event::end`

  /// Ends the transfer and closes its connection; `end` comes at once, behind what has come already.
  void cancel();

 private:
  std::shared_ptr<state> state_;
};

/// Sends requests on a thread of its own. Thread-safe.
class client {
 public:
  /// Throws std::runtime_error when the network library cannot be used.
  explicit client(client_options options = {});
  /// Ends all that is under way with `stopped`.
  ~client();
  client(const client&) = delete;
  client& operator=(const client&) = delete;

  /// Begins a request and does not block. `ready` is called on a thread of the client whenever `next` of the
  /// transfer has something after it had nothing: it must be quick and must not call the transfer.
  transfer start(const service_ptr& by, request what, std::stop_token stop = {},
                 std::function<void()> ready = {});

  /// Sends a request and calls the sink on this thread until the answer has ended. `cancelled` is asked
  /// often, at least every 20 ms; when it says yes, or `stop` does, the connection is closed before this
  /// returns.
  ended run(const service_ptr& by, request what, sink& into, const std::function<bool()>& cancelled = {},
            std::stop_token stop = {});

 private:
  class loop_thread;
  std::unique_ptr<loop_thread> loop_;
};

/// Keeps a whole answer, for those that are short.
class kept_answer final : public sink {
 public:
  bool head(const answer_head& begins) override {
    begins_ = begins;
    return true;
  }
  bool piece(std::string_view bytes) override {
    body_ += bytes;
    return true;
  }
  const answer_head& begins() const { return begins_; }
  const std::string& body() const { return body_; }

 private:
  answer_head begins_;
  std::string body_;
};

}  // namespace fm::outbound
