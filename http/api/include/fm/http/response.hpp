#pragma once
// A response as routes make it.
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fm::http {

/// One finding of the validation of a request (contract: ValidationIssue).
struct issue {
  std::string type;              ///< e.g. "missing", "string_too_long", "json_invalid"
  std::vector<std::string> loc;  ///< e.g. {"body", "title"}
  std::string msg;
};

struct response {
  int status = 200;
  std::string content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers;  ///< beside those that every response carries
  std::string body;
  std::string file;           ///< path of a local file that is sent instead of `body`
  std::vector<issue> issues;  ///< what `body` says, for a dialect that says it in another way

  response& header(std::string name, std::string value) {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
  }
};

/// A body that is written in pieces. Dropped without `close`, the connection is cut, so that the client can
/// see that something is missing.
class stream {
 public:
  virtual ~stream() = default;
  /// Queues one piece; `written` is called once, with false when the client has gone. Write the next piece
  /// from there: nothing else bounds the memory.
  virtual void write(std::string piece, std::function<void(bool)> written) = 0;
  virtual void close() = 0;
};

/// Answers one request exactly once, from any thread. Dropped without an answer, it answers 500 itself.
class responder {
 public:
  virtual ~responder() = default;
  virtual void send(response r) = 0;
  /// Sends the head and leaves the body to the stream.
  virtual std::shared_ptr<stream> open(response head) = 0;
  /// Has `gone` called once, on the thread of the connections, when the client ends its connection before it
  /// has the answer; to be asked for before an answer can come.
  virtual void when_gone(std::function<void()> gone) { static_cast<void>(gone); }
};

}  // namespace fm::http
