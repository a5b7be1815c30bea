#pragma once
// A request from its start to its end: look-ups, attempts, redirects, repetitions. Lives on the thread of the
// network; the caller sees its channel alone.
#include "attempt.hpp"
#include "channel.hpp"
#include "core/host_table.hpp"
#include "url.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace fm::outbound {

class engine;

class exchange final : public attempt_owner, public std::enable_shared_from_this<exchange> {
 public:
  exchange(service_ptr by, request what, std::shared_ptr<channel> to, micros now);

  enum class phase : std::uint8_t { waiting, looking_up, transferring, backing_off, over };
  phase now_is() const { return phase_; }

  /// Reads the URL and begins, after it had to wait for a place or not.
  void begin(engine& by);
  /// When something has to be looked at again, on the steady clock; `forever` when nothing.
  micros next_look() const;
  /// Ends what is out of time, and goes on after a wait.
  void look(engine& by, micros now);
  /// libcurl has ended the attempt.
  void attempt_ended(engine& by, CURLcode code);
  /// Ends it at once, with its connection.
  void stop(engine& by, trouble why);
  /// Stops reading when the caller is behind.
  void slow_down(engine& by);
  void resume(micros now);

 private:
  verdict on_head(answer_head head) override;
  void on_piece(std::string_view bytes) override;

  struct name_to_look_up {
    std::string host;
    bool is_target = false;  ///< its addresses are checked
    std::vector<ip_address> addresses{};
  };
  bool go_to(engine& by, checked_url place);
  void attempt_next(engine& by);
  void look_up_next(engine& by);
  void looked_up(engine& by, std::uint64_t round, const outcome<std::vector<ip_address>>& found);
  void connect(engine& by);
  void drop_attempt(engine& by);
  void fail_attempt(engine& by, trouble why);
  void tell_breaker(const std::optional<trouble>& why, micros now);
  void follow(engine& by);
  /// How long to wait before the next try; nothing when there is none.
  std::optional<micros> plan_retry(std::optional<micros> retry_after, micros now);
  void back_off(micros wait, micros now);
  void finish(engine& by, std::optional<trouble> why);
  std::vector<header> fields() const;

  const service_ptr by_;
  request what_;
  const std::shared_ptr<channel> to_;
  engine* engine_ = nullptr;
  phase phase_ = phase::waiting;
  const micros ends_;
  ended so_far_;

  std::optional<url> url_;
  bool keeps_origin_ = true;  // all places so far were of the origin that the caller named
  bool has_body_ = true;
  const outbound::proxy* through_ = nullptr;
  std::shared_ptr<host_record> host_;
  circuit_breaker::permit permit_;
  bool holds_permit_ = false;
  unsigned retries_ = 0;
  micros begun_ = 0;  // of the attempt
  micros due_ = 0;    // end of a wait
  std::vector<name_to_look_up> names_;
  std::uint64_t round_ = 0;  // of look-ups; answers to older ones are ignored
  std::unique_ptr<attempt> attempt_;
  // What was decided about the answer of the attempt.
  bool is_delivered_ = false;
  std::optional<micros> retry_in_;
  std::optional<std::string> location_;
  unsigned status_ = 0;
};

}  // namespace fm::outbound
