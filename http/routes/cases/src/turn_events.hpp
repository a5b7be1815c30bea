#pragma once
// What happens in a turn, as server-sent events.
#include "fm/http/case_routes.hpp"

#include <fm/http/stream_places.hpp>

#include <memory>
#include <string>

namespace fm::http {

/// Streams the events of turns; each stream asks for the next ones when the last are written.
class turn_streams {
 public:
  turn_streams(actors::system& sys, turn_watcher news) : sys_(sys), news_(std::move(news)) {}

  /// Begins a turn and tells what happens in it; it goes on as a job whatever becomes of the client.
  void begin(const one_case& one, cases::submit_turn turn, exchange x) const;
  /// GET /agent/turns/{question_id}/events: from the event behind `Last-Event-ID` on.
  void go_on(exchange x) const;

 private:
  actors::system& sys_;
  turn_watcher news_;
  std::shared_ptr<stream_places> places_ = std::make_shared<stream_places>();
};

}  // namespace fm::http
