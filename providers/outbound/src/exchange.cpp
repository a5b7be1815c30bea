#include "exchange.hpp"

#include "core/field_rules.hpp"
#include "core/http_date.hpp"
#include "core/redirect.hpp"
#include "engine.hpp"

#include <fm/actors/clock.hpp>

#include <algorithm>
#include <utility>

namespace fm::outbound {

namespace {

trouble out_of_time(time_limit which, const std::string& whom, micros after) {
  trouble out{.kind = trouble_kind::timed_out, .limit = which};
  const auto time = " within " + std::to_string(after / millisecond) + " ms";
  switch (which) {
    case time_limit::connect:
      out.text =
          "no connection to " + whom + time + ": is it reachable from this machine, perhaps only by a proxy?";
      break;
    case time_limit::first_byte:
      out.text = whom + " has not begun to answer" + time;
      break;
    case time_limit::idle:
      out.text = whom + " has stopped in the middle of its answer and sent nothing" + time;
      break;
    default:
      out.text = whom + " has not answered completely" + time;
      break;
  }
  out.is_passing = which != time_limit::total;
  out.is_sent = which != time_limit::connect;
  return out;
}

/// Whether a failure tells of the host; what the caller, the guard and our own limits end does not.
bool tells_of_host(const trouble& why) {
  using enum trouble_kind;
  switch (why.kind) {
    case dns:
    case connect:
    case tls:
    case proxy:
    case broken:
      return true;
    case timed_out:
      return why.limit != time_limit::total;
    default:
      return false;
  }
}

bool fails_by_status(unsigned status) { return status >= 500 && is_passing_status(status); }

}  // namespace

exchange::exchange(service_ptr by, request what, std::shared_ptr<channel> to, micros now)
    : by_(std::move(by)), what_(std::move(what)), to_(std::move(to)), ends_(now + what_.times.total) {}

void exchange::begin(engine& by) {
  engine_ = &by;
  if (auto why = check_request(what_)) return finish(by, std::move(why));
  auto random = by.random_bytes(trace_bytes);
  if (!what_.trace) what_.trace = new_trace(random);
  so_far_.trace_id = what_.trace->trace_id;
  has_body_ = !what_.body.empty();
  if (go_to(by, read_url(what_.url))) {
    host_->budget.note_request();
    attempt_next(by);
  }
}

/// The guard's first look; false when it has ended here.
bool exchange::go_to(engine& by, checked_url place) {
  auto* good = std::get_if<url>(&place);
  auto why = good ? check_origin(by_->rules, good->origin) : std::get<trouble>(std::move(place));
  if (why) {
    why->is_sent = so_far_.tries > 0;
    finish(by, std::move(why));
    return false;
  }
  url_ = std::move(*good);
  so_far_.origin = to_text(url_->origin);
  host_ = by.hosts().of(so_far_.origin, actors::steady_clock());
  return true;
}

void exchange::attempt_next(engine& by) {
  const auto now = actors::steady_clock();
  permit_ = host_->breaker.ask(now);
  if (!permit_.passes) {
    const auto seconds = (permit_.retry_after + second - 1) / second;
    return finish(by, trouble{.kind = trouble_kind::circuit_open,
                              .text = by_->name + " at " + so_far_.origin +
                                      " has failed several times in a row, the last time because " +
                                      host_->last_trouble + ", and is left alone for another " +
                                      std::to_string(seconds) + " s",
                              .retry_after = permit_.retry_after,
                              .is_passing = true});
  }
  holds_permit_ = true;
  ++so_far_.tries;
  begun_ = now;
  is_delivered_ = false;
  retry_in_.reset();
  location_.reset();
  status_ = 0;
  through_ = by_->proxy_to(url_->origin);
  names_.clear();
  if (through_ != nullptr && !through_->origin.address) names_.push_back({through_->origin.host});
  const bool looks_up = through_ == nullptr || !through_->looks_up();
  if (looks_up && !url_->origin.address) names_.push_back({url_->origin.host, true});
  phase_ = phase::looking_up;
  look_up_next(by);
}

void exchange::look_up_next(engine& by) {
  const auto next =
      std::find_if(names_.begin(), names_.end(), [](const auto& n) { return n.addresses.empty(); });
  if (next == names_.end()) return connect(by);
  ++round_;
  by.look_up(next->host, [me = weak_from_this(), round = round_](engine& e, const resolver::answer& found) {
    if (auto self = me.lock()) e.guarded(*self, [&] { self->looked_up(e, round, found); });
  });
}

/// The guard's second look.
void exchange::looked_up(engine& by, std::uint64_t round, const outcome<std::vector<ip_address>>& found) {
  if (phase_ != phase::looking_up || round != round_) return;
  auto next = std::find_if(names_.begin(), names_.end(), [](const auto& n) { return n.addresses.empty(); });
  if (!found || found->empty()) {
    const bool is_known = !found && found.error().code == ec::unavailable;
    return fail_attempt(by, {.kind = trouble_kind::dns,
                             .text = "the name " + next->host + " leads to no address" +
                                     (found ? "" : " (" + found.error().text + ")") +
                                     ": is it spelt right, and known to the name server of this machine?",
                             .is_passing = is_known});
  }
  if (next->is_target)
    for (const auto& address : *found)
      if (auto why = check_address(by_->rules, url_->origin, address))
        return fail_attempt(by, std::move(*why));
  next->addresses = *found;
  look_up_next(by);
}

std::vector<header> exchange::fields() const {
  std::vector<header> out;
  for (const auto& h : what_.headers)
    if ((keeps_origin_ || is_harmless(h.name)) && (has_body_ || small_letters(h.name) != "content-type"))
      out.push_back(h);
  const auto here = child_of(*what_.trace, engine_->random_bytes(span_bytes));
  out.push_back({"traceparent", to_traceparent(here)});
  if (keeps_origin_ && !here.state.empty()) out.push_back({"tracestate", here.state});
  return out;
}

void exchange::connect(engine& by) {
  attempt_plan plan{*by_,
                    *url_,
                    through_,
                    what_.method,
                    fields(),
                    keeps_origin_ ? &what_.credentials : nullptr,
                    has_body_ || what_.method == method::post ? &what_.body : nullptr,
                    what_.sizes,
                    may_be_repeated(what_.method, what_.is_repeatable),
                    {},
                    {}};
  for (const auto& n : names_)
    (n.is_target && through_ != nullptr ? plan.target_addresses : plan.addresses) = n.addresses;
  attempt_ = std::make_unique<attempt>(std::move(plan), *this, begun_);
  phase_ = phase::transferring;
  by.add(*attempt_, *this);
}

verdict exchange::on_head(answer_head head) {
  const auto now = actors::steady_clock();
  status_ = head.status;
  // A probe that streams for minutes need not keep the others waiting.
  if (holds_permit_ && permit_.is_probe && !fails_by_status(status_)) tell_breaker({}, now);
  if (what_.redirects > 0 && is_redirect(head)) {
    location_ = std::string(head.value("location"));
    return verdict::discard;
  }
  if (is_passing_status(status_)) {
    retry_in_ = plan_retry(read_retry_after(head.value("retry-after"), actors::wall_clock()), now);
    if (retry_in_) return verdict::discard;
  }
  is_delivered_ = true;
  to_->put(std::move(head));
  return verdict::deliver;
}

void exchange::on_piece(std::string_view bytes) {
  so_far_.received += bytes.size();
  to_->put(bytes);
}

std::optional<micros> exchange::plan_retry(std::optional<micros> retry_after, micros now) {
  if (retries_ >= what_.retries || !may_be_repeated(what_.method, what_.is_repeatable)) return {};
  const auto wait = wait_before(engine_->retry(), retries_ + 1, retry_after, engine_->random_number());
  if (!wait || now + *wait >= ends_ || !host_->budget.take()) return {};
  ++retries_;
  return wait;
}

void exchange::back_off(micros wait, micros now) {
  phase_ = phase::backing_off;
  due_ = now + wait;
}

void exchange::tell_breaker(const std::optional<trouble>& why, micros now) {
  if (!std::exchange(holds_permit_, false)) return;
  if (why ? tells_of_host(*why) : fails_by_status(status_)) {
    host_->breaker.failed(permit_, now);
    host_->last_trouble = why ? why->text : "it answered " + std::to_string(status_);
  } else if (why) {
    host_->breaker.gave_up(permit_);
  } else {
    host_->breaker.succeeded(permit_);
  }
}

void exchange::drop_attempt(engine& by) {
  if (!attempt_) return;
  by.remove(*attempt_);
  attempt_.reset();
}

void exchange::attempt_ended(engine& by, CURLcode code) {
  auto why = attempt_->trouble_of(code);
  if (why) return fail_attempt(by, std::move(*why));
  drop_attempt(by);
  const auto now = actors::steady_clock();
  tell_breaker({}, now);
  if (location_) return follow(by);
  if (retry_in_) return back_off(*retry_in_, now);
  finish(by, {});
}

void exchange::fail_attempt(engine& by, trouble why) {
  if (attempt_) attempt_->close_connection();
  drop_attempt(by);
  const auto now = actors::steady_clock();
  tell_breaker(why, now);
  // A head that asks for a repetition has already got one.
  if (retry_in_) return back_off(*retry_in_, now);
  const bool can_be_repeated = why.is_passing && !is_delivered_;
  if (const auto wait = can_be_repeated ? plan_retry({}, now) : std::nullopt) return back_off(*wait, now);
  finish(by, std::move(why));
}

void exchange::follow(engine& by) {
  if (so_far_.redirects >= what_.redirects)
    return finish(
        by, trouble{.kind = trouble_kind::refused,
                    .text = by_->name + " redirects more than " + std::to_string(what_.redirects) +
                            " times, the last time at " + so_far_.origin + ": it may go round in circles",
                    .refusal = refusal::too_many_redirects,
                    .is_sent = true});
  ++so_far_.redirects;
  auto place = read_location(*url_, *location_);
  if (const auto* to = std::get_if<url>(&place)) {
    auto change = redirect(by_->rules, status_, what_.method, has_body_, url_->origin, to->origin);
    if (auto* why = std::get_if<trouble>(&change)) return finish(by, std::move(*why));
    const auto& how = std::get<redirected>(change);
    what_.method = how.method;
    has_body_ = how.keeps_body;
    keeps_origin_ = keeps_origin_ && how.keeps_origin;
  }
  if (go_to(by, std::move(place))) attempt_next(by);
}

micros exchange::next_look() const {
  auto next = ends_;
  const auto& t = what_.times;
  switch (phase_) {
    case phase::waiting:
      break;
    case phase::over:
      return forever;
    case phase::backing_off:
      next = std::min(next, due_);
      break;
    case phase::looking_up:
      next = std::min(next, begun_ + t.connect);
      break;
    case phase::transferring:
      switch (attempt_->now_is()) {
        case attempt::phase::connecting:
          next = std::min(next, begun_ + t.connect);
          break;
        case attempt::phase::sent:
          next = std::min(next, attempt_->moved() + t.first_byte);
          break;
        case attempt::phase::receiving:
          if (!attempt_->is_paused()) next = std::min(next, attempt_->moved() + t.idle);
          break;
      }
  }
  return next;
}

void exchange::look(engine& by, micros now) {
  if (now < next_look()) return;
  const auto& t = what_.times;
  const auto whom = url_ ? by_->name + " at " + so_far_.origin : by_->name;
  if (now >= ends_) return stop(by, out_of_time(time_limit::total, whom, t.total));
  if (phase_ == phase::backing_off) return attempt_next(by);
  if (phase_ == phase::looking_up || attempt_->now_is() == attempt::phase::connecting)
    return fail_attempt(by, out_of_time(time_limit::connect, whom, t.connect));
  if (attempt_->now_is() == attempt::phase::sent)
    return fail_attempt(by, out_of_time(time_limit::first_byte, whom, t.first_byte));
  fail_attempt(by, out_of_time(time_limit::idle, whom, t.idle));
}

void exchange::stop(engine& by, trouble why) {
  if (phase_ == phase::over) return;
  if (attempt_) {
    why.is_sent = why.is_sent || attempt_->now_is() != attempt::phase::connecting;
    attempt_->close_connection();
  }
  drop_attempt(by);
  tell_breaker(why, actors::steady_clock());
  finish(by, std::move(why));
}

void exchange::slow_down(engine& by) {
  if (phase_ != phase::transferring || attempt_->is_paused() || !to_->is_full()) return;
  const bool waits = to_->when_taken([box = by.box(), me = weak_from_this()] {
    box->post([me](engine&) {
      if (auto self = me.lock()) self->resume(actors::steady_clock());
    });
  });
  if (waits) attempt_->pause();
}

void exchange::resume(micros now) {
  if (attempt_) attempt_->resume(now);
}

void exchange::finish(engine& by, std::optional<trouble> why) {
  phase_ = phase::over;
  so_far_.why = std::move(why);
  by.over(*this);
  to_->end(so_far_);
}

}  // namespace fm::outbound
