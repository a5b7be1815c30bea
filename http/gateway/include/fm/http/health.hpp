#pragma once
// What the health routes say.
#include <fm/http/route.hpp>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace fm::http {

/// The state of what the program needs, kept by the composition root. Thread-safe.
class health_board {
 public:
  /// A check that must be "ok" before the server is ready; until told otherwise it is "starting". One that is
  /// not required only makes the server "degraded".
  void expect(std::string check, bool required = true);
  /// "ok", or what is wrong.
  void set(const std::string& check, std::string state);
  /// A check that is not required and is asked each time: what is wrong, or nothing.
  void watch(std::string check, std::function<std::string()> trouble);
  bool ready() const { return ready_.load(std::memory_order_acquire); }
  /// "healthy", "degraded" or "unhealthy"; "starting" until it is ready for the first time.
  std::string overall() const;
  std::vector<std::pair<std::string, std::string>> checks() const;
  /// What is wrong although the server is ready, in sentences; empty when nothing is.
  std::string trouble() const;

 private:
  struct check {
    std::string name, state;
    bool required;
  };
  void decide();

  mutable std::mutex mutex_;
  std::vector<check> checks_;
  std::atomic<bool> ready_{true};  ///< every request looks at it
  std::vector<std::pair<std::string, std::function<std::string()>>> watched_;
};

/// Lets the rows answer 503 until the board is ready: at the very moment at which `/health` turns.
void serve_when_ready(route_table& rows, const std::shared_ptr<const health_board>& board);

/// `GET /`, `/health`, `/health/live`, `/health/ready`.
route_table health_routes(std::shared_ptr<const health_board> board, std::string version, std::string mode);

}  // namespace fm::http
