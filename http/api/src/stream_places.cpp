#include "fm/http/stream_places.hpp"

#include "fm/http/problem.hpp"

namespace fm::http {

stream_places::refusal stream_places::enter(const std::string& user) {
  std::lock_guard lock(mutex_);
  if (open_ >= most_) return refusal::all_taken;
  if (auto own = by_user_.find(user); own != by_user_.end() && own->second >= most_per_user_)
    return refusal::user_has_many;
  ++open_;
  ++by_user_[user];
  return refusal::none;
}

void stream_places::leave(const std::string& user) {
  std::lock_guard lock(mutex_);
  --open_;
  auto own = by_user_.find(user);
  if (own != by_user_.end() && --own->second == 0) by_user_.erase(own);
}

std::shared_ptr<stream_places::place> take_place(const std::shared_ptr<stream_places>& places,
                                                 const std::string& user, responder& out) {
  constexpr std::uint32_t come_again = 5;
  switch (places->enter(user)) {
    case stream_places::refusal::none:
      break;
    case stream_places::refusal::user_has_many:
      out.send(
          problem(fail(ec::rate_limited, "you have too many open event streams; close one", come_again)));
      return nullptr;
    case stream_places::refusal::all_taken:
      out.send(problem(fail(ec::busy, "too many event streams are open; try again later", come_again)));
      return nullptr;
  }
  // The place keeps what it belongs to.
  return {new stream_places::place(*places, user), [places](auto* p) { delete p; }};
}

event_stream begin_events(responder& out, std::shared_ptr<stream_places::place> place) {
  response head;
  head.content_type = "text/event-stream";
  head.header("Cache-Control", "no-store");
  head.header("X-Accel-Buffering", "no");
  return {out.open(std::move(head)), std::move(place)};
}

}  // namespace fm::http
