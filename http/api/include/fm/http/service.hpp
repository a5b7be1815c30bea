#pragma once
// The port between a server, which knows connections, and the service, which knows routes.
#include <fm/http/request.hpp>
#include <fm/http/response.hpp>
#include <fm/providers/identity.hpp>

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fm::http {

/// Fields of a head that are looked at for nearly every request.
enum class known_field : std::uint8_t {
  accept_encoding,
  authorization,
  content_type,
  expect,
  forwarded_for,
  forwarded_host,
  forwarded_proto,
  host,
  if_none_match,
  origin,
  request_id,
  count_
};

/// Counts as one open request while it lives.
class permit {
 public:
  permit() = default;
  explicit permit(std::shared_ptr<std::atomic<std::size_t>> open) : open_(std::move(open)) {}
  permit(permit&& other) noexcept = default;
  permit& operator=(permit&& other) noexcept {
    std::swap(open_, other.open_);
    return *this;
  }
  ~permit() {
    if (open_) open_->fetch_sub(1, std::memory_order_relaxed);
  }

 private:
  std::shared_ptr<std::atomic<std::size_t>> open_;
};

/// What is left of the rate limit that counted a request; no name where none did.
struct quota {
  std::string_view name;
  std::uint32_t per_minute = 0, remaining = 0;
  std::uint32_t full_in = 0;  ///< seconds
};

/// A request as the server hands it over, and what the service notes about it.
class incoming : public request {
 public:
  incoming() = default;
  incoming(const incoming&) = delete;
  incoming& operator=(const incoming&) = delete;
  ~incoming() override;

  // -- set by the server -----------------------------------------------------------------------------------
  std::string_view target;     ///< path and query, as sent
  std::string_view verb_name;  ///< as sent, also when `known_verb` is false
  bool known_verb = true;
  bool http_1_0 = false;
  /// Whether the connection can serve another request after this one.
  bool keep_alive = true;
  std::uint64_t content_length = 0;  ///< as announced
  bool chunked = false;
  std::vector<std::pair<std::string_view, std::string_view>> fields;
  std::array<std::string_view, static_cast<std::size_t>(known_field::count_)> known{};

  // -- set by the service ----------------------------------------------------------------------------------
  std::size_t route = 0;
  std::string_view scheme = "http";  ///< by which the client reaches the server itself
  bool is_shared = false;            ///< a page has the same path, so the answer depends on who asks
  bool by_proxy = false;             ///< the peer is a trusted proxy, so its X-Forwarded-* fields count
  micros answer_by = 0;              ///< when the server gives up waiting for an answer, on the steady clock
  std::shared_ptr<const providers::principal> who;
  http::quota quota;
  /// What the request is answered with instead of being served; the server sets it too, e.g. for a body that
  /// is too large.
  std::optional<response> refused;
  permit open, upload, upload_of_user, upload_of_address;

  std::string_view header(std::string_view name) const override;
  std::string base() const override;
  /// The name, with its port, by which the client has called this server: Host, or what a trusted proxy says.
  std::string_view called_name() const;
  std::string_view field(known_field f) const { return known[static_cast<std::size_t>(f)]; }
};

/// What a server does with a body.
struct body_plan {
  enum class kind : std::uint8_t {
    drop,    ///< read and forgotten; a long one is not even read
    memory,  ///< becomes `request::body`
    form     ///< becomes `request::form`
  };
  kind what = kind::drop;
  std::uint64_t most_bytes = 0;       ///< of the whole body: 413 beyond it
  std::uint64_t most_file_bytes = 0;  ///< of one file of a form
  int file_too_large_status = 413;
  std::vector<std::string> spooled_fields;  ///< text fields that are kept as files
  std::string boundary;                     ///< of a multipart form; empty for an urlencoded one
};

/// The way back to one request's connection; whoever holds it answers once. Dropped before that, it cuts the
/// connection. Thread-safe.
class wire {
 public:
  virtual ~wire() = default;
  /// A whole response as it goes over the wire.
  virtual void send(std::string bytes) = 0;
  /// A head and `size` bytes of an open file from `offset` on; the file is closed afterwards.
  virtual void send_file(std::string head, int file, std::uint64_t offset, std::uint64_t size) = 0;
  /// A head whose body follows in pieces, framed by chunks unless the client speaks HTTP/1.0.
  virtual std::shared_ptr<stream> open(std::string head) = 0;
  /// See `responder`; where the connection cannot know, nothing is called.
  virtual void when_gone(std::function<void()> gone) { static_cast<void>(gone); }
};

/// Called on the thread of the connections.
class service {
 public:
  virtual ~service() = default;
  /// The head is there: says what to do with the body, or refuses.
  virtual body_plan admit(incoming& r) = 0;
  /// The whole request is there, or `refused` says why it is not.
  virtual void serve(std::shared_ptr<incoming> r, std::unique_ptr<wire> out) = 0;
  /// A whole response, for what went wrong before there was a request; the connection ends with it.
  virtual std::string last_words(int status, std::string_view detail, std::string_view remote) = 0;
  /// The same for a connection that is refused at once: neither counted nor logged, for there may be
  /// thousands.
  virtual std::string refusal(int status, std::string_view detail) = 0;
  /// A few times a second.
  virtual void tick() {}
};

}  // namespace fm::http
