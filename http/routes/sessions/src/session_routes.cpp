#include "fm/http/session_routes.hpp"

#include "session_json.hpp"

#include <fm/http/fields.hpp>
#include <fm/http/health_row.hpp>

#include <string>
#include <utility>

namespace fm::http {

namespace {

response message_response(std::string sentence) {
  json::value body;
  body.set("message", std::move(sentence));
  return json_response(200, body);
}

response created(const sessions::session_opened& s, const request&) {
  return json_response(201, session_created_json(s));
}

response detail(const sessions::session_record& s, const request&) {
  return json_response(200, session_detail_json(s));
}

response list(const sessions::session_list& all, const request&) {
  json::array out;
  for (const auto& s : all.sessions) out.push_back(session_summary_json(s));
  return json_response(200, json::value(std::move(out)));
}

response updated(const sessions::session_record&, const request&) {
  return message_response("The session was updated");
}

response deleted(const done&, const request&) { return message_response("The session was deleted"); }

response all_deleted(const sessions::sessions_deleted& d, const request&) {
  json::value body;
  auto count = static_cast<std::int64_t>(d.count);
  body.set("message",
           std::to_string(count) + (count == 1 ? " session was deleted" : " sessions were deleted"));
  body.set("count", count);
  return json_response(200, body);
}

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
  auto update = ask<sessions::update_session>(sys, all, parse_update_session, updated);
  const std::string one = "/sessions/{session_id}";
  route_table rows;
  rows.push_back({.verb = method::post,
                  .pattern = "/sessions",
                  .operation = "createSession",
                  .takes = body_kind::json,
                  .counts = budget::write,
                  .serve = ask<sessions::open_session>(sys, all, parse_open_session, created)});
  rows.push_back({.verb = method::get,
                  .pattern = "/sessions",
                  .operation = "listSessions",
                  .serve = ask<sessions::list_sessions>(sys, all, parse_list_sessions, list)});
  rows.push_back({.verb = method::del,
                  .pattern = "/sessions",
                  .operation = "deleteAllSessions",
                  .counts = budget::write,
                  .serve = ask<sessions::delete_sessions>(sys, all, parse_delete_sessions, all_deleted)});
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
  return rows;
}

}  // namespace fm::http
