#include "fm/actors/family.hpp"

#include <caf/exit_reason.hpp>
#include <caf/send.hpp>

#include <utility>

namespace fm::actors {

family::family(caf::actor_system& sys, std::string name, family_options options, factory spawn,
               naming name_member, std::function<void(const endpoint&)> forget)
    : system_(sys),
      name_(std::move(name)),
      options_(options),
      spawn_(std::move(spawn)),
      name_member_(std::move(name_member)),
      forget_(std::move(forget)) {}

reached family::reach(std::string_view key, bool wakes, micros now) {
  reached r;
  std::lock_guard lock(mutex_);
  if (closed_) {
    r.why = fail(ec::unavailable, name_ + " is ending");
    return r;
  }
  auto found = by_key_.find(key);
  if (found != by_key_.end() && found->second->place->life().ended) {
    let_go(found->second);
    found = by_key_.end();
  }
  if (found == by_key_.end()) {
    if (!wakes) {
      r.why = fail(ec::not_found, name_ + "/" + std::string(key) + " is not alive");
      return r;
    }
    for (auto m = members_.begin(); members_.size() >= options_.most && m != members_.end();) let_go(m++);
    if (members_.size() >= options_.most) {
      r.why = fail(ec::busy, "too many of " + name_ + " are in use", 1);
      return r;
    }
    members_.push_back({std::string(key), name_member_(name_ + "/" + std::string(key)), 0, now});
    auto m = std::prev(members_.end());
    auto actor = spawn_(system_, m->place, m->key);
    m->place->set(actor);
    caf::actor_cast<caf::abstract_actor*>(actor)->attach_functor(
        [place = m->place] { place->life().ended = true; });
    found = by_key_.emplace(m->key, m).first;
  } else {
    members_.splice(members_.end(), members_, found->second);
  }
  auto& m = *found->second;
  m.used = now;
  ++m.sent;
  r.place = m.place;
  r.actor = m.place->get();
  return r;
}

// With the lock held nothing new is counted as sent; a member that has consumed all of it and waits for
// nothing gets no further input.
bool family::let_go(members::iterator m) {
  auto& life = m->place->life();
  if (!life.ended && !(life.consumed.load(std::memory_order_acquire) == m->sent && life.idle)) return false;
  caf::anon_send_exit(m->place->get(), caf::exit_reason::user_shutdown);
  m->place->set(nullptr);
  forget_(*m->place);
  by_key_.erase(m->key);
  members_.erase(m);
  return true;
}

void family::sweep(micros now) {
  std::lock_guard lock(mutex_);
  for (auto m = members_.begin(); m != members_.end() && m->used + options_.idle_after <= now;) {
    let_go(m++);
  }
}

std::vector<terminator::target> family::close() {
  std::lock_guard lock(mutex_);
  closed_ = true;
  std::vector<terminator::target> living;
  for (auto& m : members_) living.push_back({m.place->name(), m.place->get()});
  by_key_.clear();
  members_.clear();
  return living;
}

std::size_t family::living() const {
  std::lock_guard lock(mutex_);
  return members_.size();
}

}  // namespace fm::actors
