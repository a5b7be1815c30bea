#pragma once
// Tickets by which a browser's EventSource, which cannot send a token, is let in once.
#include <fm/actors/context.hpp>

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace fm::http {

/// Whom a ticket stands for.
struct ticket_holder {
  std::string job_id;
  std::string user;
  std::vector<std::string> roles;
};

/// Thread-safe; times are of the steady clock. A ticket is good for one use within its time, and for one job;
/// the oldest of very many are forgotten.
class event_tickets {
 public:
  static constexpr micros lifetime = 30 * second;
  explicit event_tickets(std::size_t most = 1'000) : most_(most) {}

  std::string issue(ticket_holder holder, micros now);
  /// Nothing when there is no such ticket for that job, or its time is over.
  std::optional<ticket_holder> redeem(const std::string& ticket, const std::string& job_id, micros now);

 private:
  struct issued {
    ticket_holder holder;
    micros until = 0;
  };
  void forget(micros now);

  const std::size_t most_;
  std::mutex mutex_;
  std::map<std::string, issued> tickets_;
};

}  // namespace fm::http
