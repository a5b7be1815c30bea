// How accounts come and go: invites, and the end of an account.
#include "auth_json.hpp"
#include "fm/http/auth_routes.hpp"

#include <fm/auth/account_rules.hpp>
#include <fm/http/json_response.hpp>

#include <utility>

namespace fm::http {

namespace {

constexpr std::int64_t most_days = 90;
/// An account may own much, which is removed before the answer where that does not take too long.
constexpr micros longest_deletion = 45 * second;

json::value invite_json(const auth::invite_record& i) {
  return json::value()
      .set("invite_id", i.id)
      .set("email", text_or_null(i.email))
      .set("created_by", i.created_by)
      .set("created_at", time_text(i.created))
      .set("expires_at", time_text(i.expires))
      .set("used_at", time_or_null(i.used))
      .set("used_by", text_or_null(i.used_by));
}

parsed<auth::make_invite> parse_make_invite(const exchange& x) {
  fields f(*x.request, true);
  auth::make_invite m;
  m.email = f.text("email", {.max = auth::longest_email}).value_or("");
  if (auto fault = auth::email_fault(m.email); !m.email.empty() && !fault.empty())
    f.add("value_error", "email", std::string(fault));
  m.days = static_cast<std::uint32_t>(f.integer("expires_in_days", {.min = 1, .max = most_days}).value_or(7));
  if (!f.ok()) return unprocessable(f.issues());
  return m;
}

response invites(const auth::invite_list& list, const request&) {
  json::array all;
  for (const auto& i : list.invites) all.push_back(invite_json(i));
  return json_response(200, json::value().set("invites", std::move(all)));
}

parsed<auth::withdraw_invite> parse_withdraw(const exchange& x) {
  const auto& id = x.request->path_args.at(0);
  if (!is_uuid(id)) return unknown_object("invite", id);
  return auth::withdraw_invite{id};
}

parsed<auth::delete_own_account> parse_delete_own(const exchange& x) {
  fields f(*x.request);
  auth::delete_own_account m;
  m.password = secret<>(f.text("password", {.required = true, .max = 1'024}).value_or(""));
  m.address = x.request->remote;
  if (!f.ok()) return unprocessable(f.issues());
  return m;
}

response gone(const done&, const request&) { return no_content(); }

response too_many_invites(const failure& why) {
  auto r = problem(why);
  if (why.code == ec::conflict) r.header("x-error-code", "TOO_MANY_INVITES");
  return r;
}

}  // namespace

route_table membership_routes(actors::system& sys, const auth_actor& accounts, const std::string& dashboard) {
  route_table rows;
  rows.push_back({.verb = method::post,
                  .pattern = "/admin/invites",
                  .operation = "createInvite",
                  .needs = access::admin,
                  .takes = body_kind::json,
                  .counts = budget::write,
                  .for_people = true,
                  .serve = ask<auth::make_invite>(
                      sys, accounts, parse_make_invite,
                      [dashboard](const auth::invite_made& made, const request& r) {
                        auto body = invite_json(made.invite);
                        const auto& token = made.token.expose();
                        body.set("invite", token)
                            .set("link",
                                 (dashboard.empty() ? r.base() : dashboard) + "/register?invite=" + token);
                        return secret_response(201, body);
                      },
                      too_many_invites)});
  rows.push_back(
      {.verb = method::get,
       .pattern = "/admin/invites",
       .operation = "listInvites",
       .needs = access::admin,
       .serve = ask<auth::list_invites>(
           sys, accounts, [](const exchange&) -> parsed<auth::list_invites> { return auth::list_invites{}; },
           invites)});
  rows.push_back({.verb = method::del,
                  .pattern = "/admin/invites/{invite_id}",
                  .operation = "withdrawInvite",
                  .needs = access::admin,
                  .counts = budget::write,
                  .serve = ask<auth::withdraw_invite>(sys, accounts, parse_withdraw, gone)});
  rows.push_back({.verb = method::del,
                  .pattern = "/auth/me",
                  .operation = "deleteAccount",
                  .takes = body_kind::json,
                  .counts = budget::write,
                  .for_people = true,
                  .deadline = longest_deletion,
                  .serve = ask<auth::delete_own_account>(sys, accounts, parse_delete_own, gone, last_admin)});
  rows.push_back({.verb = method::del,
                  .pattern = "/admin/users/{user_id}",
                  .operation = "deleteUser",
                  .needs = access::admin,
                  .counts = budget::write,
                  .for_people = true,
                  .deadline = longest_deletion,
                  .serve = ask<auth::delete_user>(
                      sys, accounts, [](const exchange& x) { return for_user(x, auth::delete_user{}); }, gone,
                      last_admin)});
  return rows;
}

}  // namespace fm::http
