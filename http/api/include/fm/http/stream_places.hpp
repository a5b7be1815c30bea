#pragma once
// How many event streams may be open.
#include "fm/http/response.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace fm::http {

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

/// An event stream that may begin; its owner keeps the place.
struct event_stream {
  std::shared_ptr<stream> out;
  std::shared_ptr<stream_places::place> place;
};

/// A place of the user for a stream; where there is none, the request is answered and nothing is returned.
std::shared_ptr<stream_places::place> take_place(const std::shared_ptr<stream_places>& places,
                                                 const std::string& user, responder& out);
/// Begins the stream on its place.
event_stream begin_events(responder& out, std::shared_ptr<stream_places::place> place);

}  // namespace fm::http
