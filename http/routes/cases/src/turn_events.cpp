#include "turn_events.hpp"

#include <fm/http/fields.hpp>
#include <fm/http/json_response.hpp>

#include <charconv>
#include <utility>

namespace fm::http {

namespace {

constexpr micros heartbeat = 15 * second;
constexpr micros longest_stream = 60 * minute;

/// One client that listens.
class listener final : public std::enable_shared_from_this<listener> {
 public:
  listener(actors::system& sys, turn_watcher news, std::string question_id, call_context ctx,
           event_stream open, std::uint64_t after)
      : sys_(sys),
        news_(std::move(news)),
        question_id_(std::move(question_id)),
        ctx_(std::move(ctx)),
        open_(std::move(open)),
        after_(after),
        until_(sys.steady() + longest_stream) {}

  void begin(std::string first) { write(std::move(first), false); }

 private:
  void write(std::string piece, bool last) {
    open_.out->write(std::move(piece), [self = shared_from_this(), last](bool written) {
      if (written && last) self->open_.out->close();
      if (written && !last) self->wait();
    });
  }

  void wait() {
    auto ctx = ctx_;
    ctx.deadline = sys_.steady() + 2 * heartbeat;
    sys_.call(news_, agent::watch_turn{question_id_, after_, heartbeat}, std::move(ctx),
              [self = shared_from_this()](outcome<agent::turn_news> news) {
                if (news)
                  self->tell(*news);
                else  // the server stops, or the turn is forgotten: the client may ask for its answer
                  self->open_.out->close();
              });
  }

  void tell(const agent::turn_news& news) {
    std::string piece;
    for (const auto& e : news.events) {
      piece += "id: " + std::to_string(e.number) + "\nevent: " + e.kind + "\ndata: " + e.data + "\n\n";
      after_ = e.number;
    }
    if (piece.empty()) piece = ": still at work\n\n";
    write(std::move(piece), news.ended || sys_.steady() >= until_);
  }

  actors::system& sys_;
  turn_watcher news_;
  std::string question_id_;
  call_context ctx_;
  event_stream open_;
  std::uint64_t after_;
  micros until_;
};

std::uint64_t last_event(const request& r) {
  const auto text = r.header("last-event-id");
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

void turn_streams::begin(const one_case& one, cases::submit_turn turn, exchange x) const {
  turn.as_job = true;
  auto ctx = x.ctx;
  // Before the question is taken: a client that is refused asks again.
  auto place = take_place(places_, ctx.user, *x.out);
  if (!place) return;
  sys_.call(
      one, std::move(turn), std::move(x.ctx),
      [&sys = sys_, news = news_, place, ctx, out = std::move(x.out)](outcome<cases::turn_submitted> begun) {
        if (!begun) {
          out->send(problem(begun.error()));
          return;
        }
        auto open = begin_events(*out, place);
        json::value said;
        said.set("question_id", begun->question_id)
            .set("job_id", begun->job_id)
            .set("events_url", "/agent/turns/" + begun->question_id + "/events");
        std::make_shared<listener>(sys, news, begun->question_id, ctx, std::move(open), 0)
            ->begin("retry: 2000\n\nevent: begun\ndata: " + json::write(said) + "\n\n");
      });
}

void turn_streams::go_on(exchange x) const {
  const auto question_id = x.request->path_args.at(0);
  if (!is_uuid(question_id)) {
    x.out->send(unknown_object("turn", question_id));
    return;
  }
  const auto after = last_event(*x.request);
  auto ctx = x.ctx;
  // Whether there is such a turn is known before the stream begins.
  sys_.call(news_, agent::watch_turn{question_id, after, 0}, std::move(x.ctx),
            [&sys = sys_, news = news_, places = places_, ctx, question_id, after,
             out = std::move(x.out)](outcome<agent::turn_news> seen) {
              if (!seen) {
                out->send(problem(seen.error()));
                return;
              }
              auto place = take_place(places, ctx.user, *out);
              if (!place) return;
              auto open = begin_events(*out, std::move(place));
              std::make_shared<listener>(sys, news, question_id, ctx, std::move(open), after)
                  ->begin("retry: 2000\n\n");
            });
}

}  // namespace fm::http
