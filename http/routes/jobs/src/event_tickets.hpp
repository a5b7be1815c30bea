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

/// How many streams are open, in all and for each user. Thread-safe.
class stream_places {
 public:
  explicit stream_places(std::size_t most = 512, std::size_t most_per_user = 16)
      : most_(most), most_per_user_(most_per_user) {}
  /// Gives its place back when it goes.
  class place {
   public:
    place(stream_places& of, std::string user) : of_(of), user_(std::move(user)) {}
    place(const place&) = delete;
    place& operator=(const place&) = delete;
    ~place() { of_.leave(user_); }

   private:
    stream_places& of_;
    std::string user_;
  };
  enum class refusal : std::uint8_t { none, user_has_many, all_taken };
  /// Takes a place, which is to be kept in a `place`, or says why there is none.
  refusal enter(const std::string& user);

 private:
  void leave(const std::string& user);

  const std::size_t most_, most_per_user_;
  std::mutex mutex_;
  std::size_t open_ = 0;
  std::map<std::string, std::size_t> by_user_;
};

}  // namespace fm::http
