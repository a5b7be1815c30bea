#include "departure_step.hpp"

#include <fm/agent/turn_steps.hpp>
#include <fm/auth/messages.hpp>
#include <fm/cases/forget.hpp>
#include <fm/cases/messages.hpp>
#include <fm/idempotency/forget.hpp>
#include <fm/jobs/ledger.hpp>
#include <fm/knowledge/forget.hpp>
#include <fm/knowledge/messages.hpp>
#include <fm/providers/db.hpp>
#include <fm/sessions/messages.hpp>

#include <string>
#include <utility>
#include <vector>

namespace fm::departure {

namespace {

constexpr std::uint32_t at_once = 50;

/// Somebody else was quicker, which is as good.
bool is_gone(const failure& why) { return why.code == ec::not_found || why.code == ec::gone; }

flow<done> delete_cases(effects& fx) {
  cases::list_cases first;
  first.limit = at_once;
  for (;;) {
    auto page = co_await fx.ask<cases::list_cases>(first);
    if (page.cases.empty()) co_return done{};
    for (std::size_t i = 0; i < page.cases.size(); ++i) {
      auto id = page.cases[i].id;
      auto deleted = co_await fx.try_ask<cases::delete_case>(id);
      if (!deleted && !is_gone(deleted.error())) co_return deleted.error();
    }
  }
}

/// What everybody sees, or belongs to a case, stays or goes with that.
flow<done> delete_documents(effects& fx) {
  knowledge::list_documents own;
  own.scope = "user";
  own.limit = at_once;
  for (;;) {
    auto page = co_await fx.ask<knowledge::list_documents>(own);
    if (page.documents.empty()) co_return done{};
    std::vector<std::string> ids;
    for (const auto& d : page.documents) ids.push_back(d.id);
    auto deleted = co_await fx.ask<knowledge::delete_documents>(std::move(ids));
    for (const auto& item : deleted.items)
      if (!item.error.empty() && item.error.find("not found") == std::string::npos)
        co_return fail(ec::unavailable, "a document of the account stays: " + item.error);
  }
}

}  // namespace

flow<done> on(departure_state&, auth::empty_account m, effects& fx) {
  // In the name of the account: the modules show and delete nothing of anybody else's.
  auto as_owner = fx.in_the_name_of(m.user);
  std::string none;
  co_await as_owner.ask<sessions::delete_sessions>(m.user, none);
  co_await delete_cases(as_owner);
  co_await delete_documents(as_owner);
  std::vector<db::operation> unit = cases::forget_owner(m.user);
  for (auto& one : knowledge::forget_owner(m.user)) unit.push_back(std::move(one));
  unit.push_back(jobs::forget_owner(m.user));
  unit.push_back(idempotency::forget_owner(m.user));
  unit.push_back(agent::forget_owner(m.user));
  co_await fx.ask<db::transact>(std::move(unit));
  co_return done{};
}

}  // namespace fm::departure
