// Authorization codes with PKCE.
#include "auth/redirect.hpp"
#include "auth_step.hpp"
#include "fm/auth/audit.hpp"
#include "grant_store.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace fm::auth {

namespace {

/// RFC 6749 recommends ten minutes at most; clients redeem at once.
constexpr micros code_lifetime = 2 * minute;
/// Clients that are known (contract, "clients-2026"); public ones, so none has a secret.
constexpr std::array<std::string_view, 2> clients{"faultmaven-copilot", "faultmaven-slack-agent"};

failure not_good() {
  return fail(ec::invalid, "the code is not good: it was used, has expired, or is not of this client");
}

}  // namespace

outcome<done> on(auth_state& s, check_client m, effects&) {
  if (std::find(clients.begin(), clients.end(), m.client) == clients.end())
    return fail(ec::invalid, "client_id is not known");
  if (!redirect_fits(m.redirect, s.how.redirects))
    return fail(ec::invalid, "redirect_uri is none that codes may be sent to");
  return done{};
}

flow<code_made> on(auth_state& s, authorize_client m, effects& fx) {
  keep_up(s, fx);
  check_client asked{m.client, m.redirect};
  auto fits = on(s, asked, fx);
  if (!fits) co_return fits.error();
  std::string prefix;
  auto code = co_await fx.ask<make_secret>(prefix);
  const auto user = fx.ctx().user;
  std::vector<db::operation> unit{store::insert_code(code.hash, user, m, fx.now() + code_lifetime),
                                  audit(fx, "oauth.authorize", m.client, m.redirect)};
  co_await fx.ask<db::transact>(std::move(unit));
  code_made out;
  out.code = code.text;
  co_return out;
}

flow<signed_in> on(auth_state& s, redeem_code m, effects& fx) {
  keep_up(s, fx);
  auto digest = co_await fx.ask<digest_secret>(m.code, m.verifier);
  auto lookup = store::code_by_hash(digest.hash);
  auto found = co_await fx.ask<db::query>(lookup);
  if (found.rows.empty()) co_return not_good();
  auto row = store::code_of(found.rows.front());
  if (row.used != 0) {
    // Two have the code, so neither keeps what came of it (RFC 6749, section 4.1.2).
    co_await end_family(s, row.family, fx);
    co_return not_good();
  }
  const bool fits = row.client == m.client && row.redirect == m.redirect &&
                    row.challenge == digest.challenge && fx.now() < row.expires;
  if (!fits) co_return not_good();
  if (!row.owner.user.active) co_return fail(ec::invalid, "the account is inactive");
  auto family = fx.new_key();
  std::vector<db::operation> unit{store::use_code(digest.hash, fx.now(), family),
                                  audit_of_user(row.owner.user.id, "sign_in.oauth", m.client, fx)};
  auto opened = co_await attempt(open_sign_in(row.owner, family, std::move(unit), fx));
  if (!opened && opened.error().code == ec::conflict) co_return not_good();
  if (!opened) co_return opened.error();
  co_return *opened;
}

}  // namespace fm::auth
