#include "fm/http/session_routes.hpp"

#include "session_content_json.hpp"
#include "session_content_rows.hpp"
#include "session_json.hpp"

#include <fm/http/fields.hpp>
#include <fm/http/health_row.hpp>
#include <fm/http/json_response.hpp>

#include <string>
#include <utility>

namespace fm::http {

namespace {

response message_response(std::string sentence) {
  json::value body;
  body.set("message", std::move(sentence));
  return json_response(200, body);
}

response created(const sessions::session_opened& s, const request& r) {
  return json_response(201, session_created_json(s, r.speaks));
}

response detail(const sessions::session_record& s, const request&) {
  return json_response(200, session_detail_json(s));
}

response updated(const sessions::session_record&, const request&) {
  return message_response("The session was updated");
}

response deleted(const done&, const request&) { return message_response("The session was deleted"); }

response still_alive(const sessions::alive& s, const request&) {
  json::value body;
  body.set("session_id", s.session_id).set("last_activity_at", time_text(s.used)).set("status", s.status);
  return json_response(200, body);
}

}  // namespace

route_table session_routes(actors::system& sys, const session_actors& all) {
  using sessions::delete_session;
  using sessions::get_session;
  using sessions::heartbeat;
  auto open = ask<sessions::open_session>(sys, all, parse_open_session, created);
  auto update = ask<sessions::update_session>(sys, all, parse_update_session, updated);
  const std::string one = "/sessions/{session_id}";
  route_table rows;
  rows.push_back({.verb = method::post,
                  .pattern = "/sessions",
                  .operation = "createSession",
                  .takes = body_kind::json,
                  .counts = budget::write,
                  .serve = open});
  // The clients of 2025 have no token yet when they begin.
  rows.push_back({.verb = method::post,
                  .pattern = "/api/v1/sessions",
                  .operation = "createSessionV1",
                  .needs = access::optional,
                  .takes = body_kind::json,
                  .counts = budget::write,
                  .speaks = dialect::v1,
                  .serve = open});
  rows.push_back(
      {.verb = method::get,
       .pattern = "/sessions",
       .operation = "listSessions",
       .serve = ask<sessions::search_sessions>(sys, all, parse_all_sessions, session_list_response)});
  rows.push_back(
      {.verb = method::del,
       .pattern = "/sessions",
       .operation = "deleteAllSessions",
       .counts = budget::write,
       .serve = ask<sessions::delete_sessions>(sys, all, parse_delete_sessions, sessions_deleted_response)});
  rows.push_back(health_row(sys, all, "/sessions/health", "sessionHealth", "sessions",
                            sessions::list_sessions{"nobody"}));
  rows.push_back({.verb = method::get,
                  .pattern = one,
                  .operation = "getSession",
                  .serve = ask<get_session>(sys, all, parse_session_id<get_session>, detail)});
  rows.push_back({.verb = method::patch,
                  .pattern = one,
                  .operation = "updateSession",
                  .takes = body_kind::json,
                  .counts = budget::write,
                  .serve = update});
  rows.push_back({.verb = method::put,
                  .pattern = one,
                  .operation = "replaceSession",
                  .takes = body_kind::json,
                  .counts = budget::write,
                  .serve = update});
  rows.push_back({.verb = method::del,
                  .pattern = one,
                  .operation = "deleteSession",
                  .counts = budget::write,
                  .serve = ask<delete_session>(sys, all, parse_session_id<delete_session>, deleted)});
  rows.push_back({.verb = method::post,
                  .pattern = one + "/heartbeat",
                  .operation = "heartbeat",
                  .serve = ask<heartbeat>(sys, all, parse_session_id<heartbeat>, still_alive)});
  add_content_rows(sys, all, rows);
  return rows;
}

}  // namespace fm::http
