#include "fm/actors/runtime.hpp"

#include <algorithm>

namespace fm::actors {

std::shared_ptr<endpoint> runtime::add_endpoint(const std::string& name, bool is_port) {
  std::lock_guard lock(mutex_);
  return std::make_shared<endpoint>(name, ++last_number_, is_port, metrics.add(name));
}

std::shared_ptr<endpoint> runtime::add_member(const std::string& name, const endpoint& of) {
  std::lock_guard lock(mutex_);
  return std::make_shared<endpoint>(name, ++last_number_, false, of.shared_counters());
}

reached runtime::reach(const type_slot* type, std::uint64_t shard, std::string_view key, bool wakes,
                       micros steady) {
  auto to = routes.find(type, shard);
  reached r;
  if (to.family) r = to.family->kin()->reach(key, wakes, steady);
  if (r.actor || !to.actor) {
    if (!r.actor && !to.family) r.why = fail(ec::unavailable, "nobody takes this message");
    return r;
  }
  if (to.family && wakes) return r;
  r.why = {};
  r.place = to.actor;
  r.actor = to.actor->get();
  if (!r.actor) r.why = fail(ec::unavailable, to.actor->name() + " is down");
  return r;
}

void runtime::begin_epoch(const moment& at) {
  if (!log) return;
  std::lock_guard lock(mutex_);
  record_head head;
  head.what = static_cast<std::uint8_t>(mark::epoch);
  head.ticket = tickets.fetch_add(1) + 1;
  head.now = at.wall;
  head.steady = at.steady;
  epoch_starts = head.ticket;
  log->push(head, write_actors(started_));
}

void runtime::record_start(const endpoint& actor, const moment& at) {
  if (!log) return;
  record_head head;
  head.what = static_cast<std::uint8_t>(mark::started);
  head.actor = actor.number();
  head.now = at.wall;
  head.steady = at.steady;
  std::lock_guard lock(mutex_);
  head.ticket = tickets.fetch_add(1) + 1;
  if (std::none_of(started_.begin(), started_.end(),
                   [&](const auto& a) { return a.number == actor.number(); }))
    started_.push_back({actor.number(), actor.name()});
  log->push(head, actor.name());
}

void runtime::forget(const endpoint& actor) {
  if (!log) return;
  std::lock_guard lock(mutex_);
  std::erase_if(started_, [&](const auto& a) { return a.number == actor.number(); });
}

std::uint64_t digest(const std::vector<output>& outputs) {
  thread_local bytes buffer;
  digester d;
  for (const auto& o : outputs) {
    d.add(static_cast<std::uint64_t>(o.what) << 32 | o.index);
    d.add(o.shard);
    d.add(o.key);
    d.add(static_cast<std::uint64_t>(o.after));
    d.add(o.command);
    d.add(o.target.cause);
    d.add(o.target.index);
    if (o.error) {
      d.add(static_cast<std::uint64_t>(o.error->code));
      d.add(o.error->text);
    }
    if (!o.body) continue;
    // The context is not digested: it is the one that came with the command, which is recorded in full.
    const auto* wire = wire_of(o.body);
    if (!wire) continue;  // a type that no actor of this program takes
    buffer.clear();
    wire->save(buffer, nullptr, o.body.raw());
    d.add(wire->name_hash);
    d.add(buffer);
  }
  return d.value();
}

bytes save_failure(const failure& why) {
  bytes out;
  save_value(out, static_cast<std::uint8_t>(why.code));
  save_value(out, why.text);
  save_value(out, why.retry_after);
  return out;
}

bool load_failure(const bytes& in, failure& why) {
  std::uint8_t code = 0;
  if (!load_values(in, code, why.text, why.retry_after)) return false;
  why.code = static_cast<ec>(code);
  return true;
}

}  // namespace fm::actors
