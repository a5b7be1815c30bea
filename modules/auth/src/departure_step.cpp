// How accounts go: first nobody can use them any more, then what they owned is removed.
#include "auth_step.hpp"
#include "fm/auth/audit.hpp"
#include "membership_store.hpp"

#include <fm/providers/db.hpp>
#include <fm/providers/revocations.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace fm::auth {

namespace {

/// A request that was let in before may go on so long and leave something behind.
constexpr micros empty_again_for = 15 * minute;
/// So long the one who deletes an account waits for what it owned to be removed.
constexpr micros patience = 15 * second;

/// Says that a flow is at work on an account.
class at_work {
 public:
  at_work(auth_state& s, std::string user) : state_(s), user_(std::move(user)) {
    is_first_ = state_.being_emptied.insert(user_).second;
  }
  at_work(const at_work&) = delete;
  at_work& operator=(const at_work&) = delete;
  ~at_work() {
    if (is_first_) state_.being_emptied.erase(user_);
  }
  bool is_first() const { return is_first_; }

 private:
  auth_state& state_;
  std::string user_;
  bool is_first_ = false;
};

flow<done> empty(auth_state& s, std::string user, effects& fx) {
  at_work here(s, user);
  if (!here.is_first()) co_return fail(ec::busy, "the account is being emptied");
  co_await fx.ask<empty_account>(user);
  std::vector<db::operation> unit{store::note_emptied(user, fx.now())};
  co_await fx.ask<db::transact>(std::move(unit));
  co_return done{};
}

flow<done> depart(auth_state& s, user_record who, effects& fx) {
  auto unit = store::depart(who.id, fx.now());
  unit.push_back(audit(fx, "user.delete", who.id, who.username));
  s.has_departures = true;
  auto stored = co_await fx.try_ask<db::transact>(std::move(unit));
  if (!stored && stored.error().code == ec::conflict) {
    auto lookup = store::user_by_id(who.id);
    auto still = co_await fx.ask<db::query>(lookup);
    if (still.rows.empty()) co_return fail(ec::not_found, "user " + who.id + " not found");
    co_return fail(ec::conflict, "this is the last active admin: make another one first");
  }
  if (!stored) co_return stored.error();
  co_await publish_cutoff(who.id, forever, fx);
  co_await publish_keys(who.id, fx);
  auto hurried = std::make_shared<call_context>(fx.ctx());
  const auto latest = fx.steady() + patience;
  if (hurried->deadline == 0 || hurried->deadline > latest) hurried->deadline = latest;
  effects soon(fx.core(), fx.command(), std::move(hurried));
  auto emptied = co_await attempt(empty(s, who.id, soon));
  if (!emptied) finish_departures_later(s, fx);
  co_return done{};
}

}  // namespace

flow<done> on(auth_state& s, delete_own_account m, effects& fx) {
  keep_up(s, fx);
  const auto user = fx.ctx().user;
  auto counted = begin_guess(s, "account " + user, m.address, fx);
  if (!counted) co_return counted.error();
  auto lookup = store::user_by_id(user);
  auto found = co_await fx.ask<db::query>(lookup);
  if (found.rows.empty()) co_return fail(ec::unauthenticated, "the account is gone");
  auto owner = store::user_of(found.rows.front());
  bool fits = owner.password_hash.empty() && m.password.expose().empty();
  if (fits)
    forgive(s, *counted);
  else
    fits = co_await fits_password(s, owner, m.password, *counted, fx);
  if (!fits) co_return fail(ec::invalid, "the password is wrong");
  co_return co_await depart(s, owner.user, fx);
}

flow<done> on(auth_state& s, delete_user m, effects& fx) {
  keep_up(s, fx);
  auto lookup = store::user_by_id(m.user_id);
  auto found = co_await fx.ask<db::query>(lookup);
  if (found.rows.empty()) co_return fail(ec::not_found, "user " + m.user_id + " not found");
  auto who = store::user_of(found.rows.front()).user;
  co_return co_await depart(s, std::move(who), fx);
}

flow<done> on(auth_state& s, finish_departures, effects& fx) {
  auto list = store::open_departures(empty_again_for);
  auto found = co_await fx.ask<db::query>(list);
  std::optional<failure> first;
  for (std::size_t i = 0; i < found.rows.size(); ++i) {
    auto user = found.rows[i].at(0).bytes;
    auto emptied = co_await attempt(empty(s, user, fx));
    if (!emptied && !first)
      first = failure{emptied.error().code,
                      "what the deleted account " + user + " owned stays for now: " + emptied.error().text};
  }
  if (first) co_return *first;
  s.has_departures = false;
  co_return done{};
}

void finish_departures_later(auth_state& s, effects& fx) {
  s.has_departures = true;
  call_context own;
  own.request_id = "auth departures";
  own.time = fx.now();
  own.seed = fx.ctx().seed;
  fx.tell_in<finish_departures>(std::move(own));
}

}  // namespace fm::auth
