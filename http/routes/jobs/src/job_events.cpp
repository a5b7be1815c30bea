#include "job_events.hpp"

#include "event_tickets.hpp"
#include "job_json.hpp"

#include <fm/http/fields.hpp>
#include <fm/http/json_response.hpp>
#include <fm/http/stream_places.hpp>

#include <memory>
#include <string>
#include <utility>

namespace fm::http {

namespace {

constexpr micros heartbeat = 15 * second;
/// The client comes again, and its token is looked at again.
constexpr micros longest_stream = 60 * minute;

/// One client that listens. It asks for the next news when the last piece is written, and so never queues
/// more than one.
class listener final : public std::enable_shared_from_this<listener> {
 public:
  listener(actors::system& sys, one_job one, std::string job_id, call_context ctx, dialect speaks,
           std::shared_ptr<stream> out, std::shared_ptr<stream_places::place> place)
      : sys_(sys),
        one_(std::move(one)),
        job_id_(std::move(job_id)),
        ctx_(std::move(ctx)),
        speaks_(speaks),
        out_(std::move(out)),
        place_(std::move(place)),
        until_(sys.steady() + longest_stream) {}

  /// `known` is the mark that the client has seen already.
  void begin(const jobs::job_seen& first, const std::string& known) {
    mark_ = known;
    constexpr const char* come_again = "retry: 2000\n\n";
    tell(first, come_again);
  }

 private:
  void tell(const jobs::job_seen& seen, std::string piece) {
    const bool ended = seen.job.status == "completed" || seen.job.status == "failed";
    if (seen.mark != mark_)
      piece += "id: " + seen.mark + "\nevent: " + (ended ? seen.job.status : std::string("progress")) +
               "\ndata: " + json::write(job_json(seen.job, speaks_)) + "\n\n";
    else if (piece.empty())
      piece = ": still " + seen.job.status + "\n\n";
    mark_ = seen.mark;
    const bool last = ended || sys_.steady() >= until_;
    out_->write(std::move(piece), [self = shared_from_this(), last](bool written) {
      if (written && last) self->out_->close();
      if (written && !last) self->wait();
    });
  }

  void wait() {
    auto ctx = ctx_;
    ctx.deadline = sys_.steady() + 2 * heartbeat;
    sys_.call(one_, jobs::watch_job{job_id_, mark_, heartbeat}, std::move(ctx),
              [self = shared_from_this()](outcome<jobs::job_seen> seen) {
                if (seen)
                  self->tell(*seen, {});
                else  // the server stops, or the job is forgotten: the client may ask again
                  self->out_->close();
              });
  }

  actors::system& sys_;
  one_job one_;
  std::string job_id_;
  call_context ctx_;
  dialect speaks_;
  std::shared_ptr<stream> out_;
  std::shared_ptr<stream_places::place> place_;
  micros until_;
  std::string mark_;
};

struct shared_parts {
  event_tickets tickets;
  std::shared_ptr<stream_places> places = std::make_shared<stream_places>();
};

/// The mark that a client has seen last; an EventSource made anew can only say it in the query.
std::string last_event(const request& r) {
  constexpr std::size_t longest = 100;
  std::string out(r.header("last-event-id"));
  for (const auto& [name, value] : r.query)
    if (name == "last_event_id" && out.empty()) out = value;
  return out.size() > longest ? std::string() : out;
}

/// Who asks: by token, or by ticket; the refusal when nobody does.
std::optional<response> sign_in(exchange& x, const std::string& job_id, shared_parts& shared, micros steady) {
  if (x.who) return std::nullopt;
  std::string ticket;
  for (const auto& [name, value] : x.request->query)
    if (name == "ticket") ticket = value;
  if (ticket.empty())
    return problem(fail(ec::unauthenticated,
                        "a bearer token is needed, or a ticket of POST /jobs/{job_id}/events/ticket"));
  auto holder = shared.tickets.redeem(ticket, job_id, steady);
  if (!holder)
    return problem(fail(ec::unauthenticated,
                        "the ticket is not valid: it is good for one use, within 30 s, and for one job"));
  x.ctx.user = std::move(holder->user);
  x.ctx.roles = std::move(holder->roles);
  return std::nullopt;
}

void serve_events(actors::system& sys, const one_job& one, const std::shared_ptr<shared_parts>& shared,
                  exchange x) {
  const auto job_id = x.request->path_args.at(0);
  if (auto refused = sign_in(x, job_id, *shared, sys.steady())) {
    x.out->send(std::move(*refused));
    return;
  }
  if (!is_uuid(job_id)) {
    x.out->send(unknown_object("job", job_id));
    return;
  }
  auto ctx = x.ctx;
  auto known = last_event(*x.request);
  jobs::watch_job first{job_id};
  sys.call(one, first, x.ctx,
           [&sys, one, shared, known, ctx, job_id, speaks = x.request->speaks,
            out = std::move(x.out)](outcome<jobs::job_seen> seen) {
             if (!seen) {
               out->send(problem(seen.error()));
               return;
             }
             const bool ended = seen->job.status == "completed" || seen->job.status == "failed";
             if (ended && seen->mark == known) {
               out->send(no_content());  // by which an EventSource learns that nothing more comes
               return;
             }
             auto place = take_place(shared->places, ctx.user, *out);
             if (!place) return;
             auto open = begin_events(*out, std::move(place));
             std::make_shared<listener>(sys, one, job_id, ctx, speaks, std::move(open.out),
                                        std::move(open.place))
                 ->begin(*seen, known);
           });
}

}  // namespace

route_table job_event_routes(actors::system& sys, const one_job& one) {
  auto shared = std::make_shared<shared_parts>();
  route_table rows;
  rows.push_back(
      {.verb = method::get,
       .pattern = "/jobs/{job_id}/events",
       .operation = "streamJobEvents",
       .needs = access::optional,
       .serve = [&sys, one, shared](exchange x) { serve_events(sys, one, shared, std::move(x)); }});
  rows.push_back({.verb = method::post,
                  .pattern = "/jobs/{job_id}/events/ticket",
                  .operation = "createJobEventTicket",
                  .counts = budget::write,
                  .serve = [&sys, one, shared](exchange x) {
                    const auto job_id = x.request->path_args.at(0);
                    if (!is_uuid(job_id)) {
                      x.out->send(unknown_object("job", job_id));
                      return;
                    }
                    ticket_holder holder{job_id, x.ctx.user, x.ctx.roles};
                    sys.call(one, jobs::get_job{job_id}, std::move(x.ctx),
                             [&sys, shared, holder, out = std::move(x.out)](outcome<jobs::job_record> job) {
                               if (!job) {
                                 out->send(problem(job.error()));
                                 return;
                               }
                               auto ticket = shared->tickets.issue(holder, sys.steady());
                               json::value body;
                               body.set("ticket", ticket)
                                   .set("expires_in", std::int64_t{event_tickets::lifetime / second})
                                   .set("events_url", "/jobs/" + holder.job_id + "/events?ticket=" + ticket);
                               out->send(json_response(200, body).header("Cache-Control", "no-store"));
                             });
                  }});
  return rows;
}

}  // namespace fm::http
