#include "fm/actors/shell.hpp"

#include "fm/actors/edge.hpp"
#include "fm/actors/log.hpp"

#include <caf/actor_clock.hpp>
#include <caf/actor_system.hpp>
#include <caf/send.hpp>

#include <algorithm>
#include <chrono>

namespace fm::actors {

void shell_base::attach(caf::scheduled_actor* self, runtime* rt, std::shared_ptr<endpoint> me,
                        step_core* core) {
  self_ = self;
  runtime_ = rt;
  me_ = std::move(me);
  core_ = core;
  runtime_->record_start(*me_, now());
  fresh_since_ = runtime_->epoch_starts;
}

micros shell_base::steady() const {
  auto clock = self_->clock().now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(clock).count();
}

moment shell_base::now() const {
  auto at = steady();
  return {runtime_->wall(at), at};
}

namespace {
failure stopping() { return {ec::cancelled, "the program is stopping"}; }
}  // namespace

// -- inputs
// -----------------------------------------------------------------------------------------------------

input shell_base::draw(input_kind what, origin from) {
  const auto ticket = runtime_->tickets.fetch_add(1) + 1;
  const auto at = now();
  input i{ticket, at.wall, at.steady, from};
  head_ = {};
  head_.what = static_cast<std::uint8_t>(what);
  body_.clear();
  if (runtime_->log) {
    // A state may be dropped only between flows, for a suspended flow may still use it.
    auto epoch = runtime_->epoch_starts.load();
    if (fresh_since_ < epoch && i.ticket > epoch && core_->idle()) {
      reset();
      fresh_since_ = epoch;
      head_.fresh = 1;
    }
  }
  return i;
}

void shell_base::answered(origin at, payload value, bool is_port) {
  if (!core_->waits_for(at)) return;
  auto i = draw(is_port ? input_kind::port_answer : input_kind::peer_answer, at);
  if (runtime_->log && is_port) {
    pseudonym_scope scope{&runtime_->log->options().hash};
    const auto& wire = *wire_of(value);
    head_.type = wire.name_hash;
    if (runtime_->log->options().payloads) wire.save(body_, nullptr, value.raw());
  }
  settle(i, std::move(value), {});
  finish(i);
}

void shell_base::failed(origin at, failure why) {
  if (!core_->waits_for(at)) return;
  auto i = draw(input_kind::failure, at);
  if (runtime_->log) body_ = save_failure(why);
  settle(i, {}, std::move(why));
  finish(i);
}

void shell_base::timer_fired(origin at) {
  if (!core_->waits_for(at)) return;
  auto i = draw(input_kind::timer, at);
  settle(i, payload::of(done{}), {});
  finish(i);
}

void shell_base::cancel(const cancel_request& c) {
  consumption counted{*this};
  auto command = commands_.find(c.target);
  if (command == commands_.end()) return;
  auto i = draw(input_kind::cancel, c.from);
  if (runtime_->log) save_value(body_, command->second);
  cancel_flow(i, command->second);
  finish(i);
}

void shell_base::drain() {
  draining_ = true;
  // Nobody should wait for a timer that may be hours away.
  for (const auto& at : core_->sleeping()) failed(at, stopping());
  if (core_->idle()) self_->quit(caf::exit_reason::user_shutdown);
}

// -- outputs
// ----------------------------------------------------------------------------------------------------

void shell_base::finish(const input& i) {
  auto outputs = std::exchange(core_->outputs, {});
  if (runtime_->log) {
    pseudonym_scope scope{&runtime_->log->options().hash};
    head_.ticket = i.ticket;
    head_.now = i.now;
    head_.steady = i.steady;
    head_.actor = me_->number();
    head_.cause = i.from.cause;
    head_.index = i.from.index;
    head_.effects = digest(outputs);
    runtime_->log->push(head_, body_);
    if (runtime_->log->wants_epoch()) runtime_->begin_epoch({i.now, i.steady});
  }
  for (auto& o : outputs) send(o);
  outputs.clear();
  core_->outputs = std::move(outputs);  // keeps the capacity
  if (new_command_) {
    commands_[new_command_->from] = i.ticket;
    promises_.emplace(i.ticket, std::move(*new_command_));
    new_command_.reset();
  }
  auto& counters = me_->counters();
  counters.running.store(promises_.size(), std::memory_order_relaxed);
  counters.handling_micros.fetch_add(static_cast<std::uint64_t>(std::max<micros>(0, steady() - i.steady)),
                                     std::memory_order_relaxed);
  me_->life().idle = core_->idle();
  if (draining_ && core_->idle()) self_->quit(caf::exit_reason::user_shutdown);
}

void shell_base::send(output& o) {
  switch (o.what) {
    case output_kind::ask:
      ask(o);
      break;
    case output_kind::tell:
      if (auto to = reach(o); to.actor) {
        to.place->counters().arrived.fetch_add(1, std::memory_order_relaxed);
        to.actor->eq_impl(caf::make_message_id(), nullptr, self_->context(),
                          wire_of(o.body)->to_request({{core_->in.ticket, o.index}, core_->in.steady, o.ctx},
                                                      o.body.raw()));
      }
      break;
    case output_kind::timer: {
      // A request to nobody can only time out: a timer without a message of its own in the typed interface.
      origin at{core_->in.ticket, o.index};
      wait(draining_ ? 1 : o.after, {[](done) {},
                                     [this, at](caf::error&) {
                                       if (draining_)
                                         failed(at, stopping());
                                       else
                                         timer_fired(at);
                                     }});
      break;
    }
    case output_kind::cancel:
      o.wakes = false;  // who does not live any more has nothing to withdraw
      if (auto to = reach(o); to.actor)
        caf::anon_send<caf::message_priority::high>(to.actor,
                                                    cancel_request{o.target, {core_->in.ticket, o.index}});
      break;
    case output_kind::reply:
      reply(o);
      break;
  }
}

reached shell_base::reach(const output& o) {
  return runtime_->reach(o.body.type(), o.shard, o.key, o.wakes, core_->in.steady);
}

void shell_base::ask(output& o) {
  origin at{core_->in.ticket, o.index};
  auto to = reach(o);
  bool is_port = to.place && to.place->is_port();
  if (!to.actor) {
    auto id = self_->new_request_id(caf::message_priority::normal).response_id();
    self_->eq_impl(id, self_->ctrl(), self_->context(), to_error(to.why));
    self_->add_multiplexed_response_handler(
        id, {[](done) {}, [this, at](caf::error& e) { failed(at, to_failure(e)); }});
    return;
  }
  const auto& wire = *wire_of(o.body);
  auto then = wire.on_answer(this, at, is_port);
  // After the deadline nobody is bothered any more; the timeout arrives as an input of its own.
  if (o.after <= 0) {
    to.place->life().consumed.fetch_add(1);  // counted as sent, and will not arrive
    wait(1, std::move(then));
    return;
  }
  to.place->counters().arrived.fetch_add(1, std::memory_order_relaxed);
  auto id = request(to.actor, wire.to_request({at, core_->in.steady, o.ctx}, o.body.raw()), std::move(then));
  auto ends = core_->in.steady + std::min(o.after, longest_wait);
  core_->note_request(at, id.integer_value(), ends);
  if (ends >= expires_) return;
  expires_ = ends;
  wait(ends - core_->in.steady, {[](done) {}, [this](caf::error&) { expire(); }});
}

// Nearly all asks are answered long before: one timer watches over all of them, where CAF would set and unset
// a timer of its clock's thread for each.
void shell_base::expire() {
  auto time = steady();
  auto due = core_->overdue(time);
  expires_ = due.next;
  // The same that CAF's own timeout would send: the handler of the answer gets it and is forgotten.
  for (auto id : due.requests)
    self_->eq_impl(caf::message_id{id}.response_id(), self_->ctrl(), self_->context(),
                   caf::make_error(caf::sec::request_timeout));
  if (expires_ != forever) wait(expires_ - time, {[](done) {}, [this](caf::error&) { expire(); }});
}

caf::message_id shell_base::request(const caf::actor& to, caf::message m, caf::behavior then) {
  auto id = self_->new_request_id(caf::message_priority::normal);
  if (to) to->eq_impl(id, self_->ctrl(), self_->context(), std::move(m));
  self_->add_multiplexed_response_handler(id.response_id(), std::move(then));
  return id;
}

void shell_base::wait(micros time, caf::behavior then) {
  auto id = request({}, {}, std::move(then));
  auto span = std::chrono::microseconds(std::clamp<micros>(time, 1, longest_wait));
  self_->request_response_timeout(caf::duration{span}, id);
}

void shell_base::reply(output& o) {
  if (o.error) me_->counters().failed.fetch_add(1, std::memory_order_relaxed);
  auto deliver = [this, &o](open_command& to) {
    auto& promise = to.promise.get();
    if (promise.source() && promise.source()->get() == runtime_->callers) {
      // No message is needed for who is no actor.
      auto number = std::exchange(promise, {}).id().request_id().integer_value();
      if (o.error)
        runtime_->callers->fail(number, std::move(*o.error));
      else
        runtime_->callers->answer(number, std::move(o.body));
    } else if (o.error) {
      promise.deliver(to_error(*o.error));
    } else {
      promise.deliver(wire_of(o.body)->to_reply(o.body.raw()));
    }
  };
  if (new_command_ && o.command == core_->in.ticket) {
    deliver(*new_command_);
    new_command_.reset();
    return;
  }
  auto p = promises_.find(o.command);
  if (p == promises_.end()) {
    if (o.error && !draining_) say_unheard(*o.error);
    return;
  }
  deliver(p->second);
  commands_.erase(p->second.from);
  promises_.erase(p);
}

void shell_base::say_unheard(const failure& why) {
  ++unheard_;
  const auto at = core_->in.steady;
  if (at < say_unheard_from_) return;
  log(level::warning, "work that nobody waits for has failed",
      {{"actor", me_->name()}, {"why", to_string(why.code)}, {"text", why.text}, {"failures", unheard_}});
  unheard_ = 0;
  say_unheard_from_ = at + minute;
}

}  // namespace fm::actors
