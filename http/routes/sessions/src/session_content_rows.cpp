#include "session_content_rows.hpp"

#include "session_content_json.hpp"
#include "session_json.hpp"

#include <fm/http/fields.hpp>
#include <fm/http/json_response.hpp>

#include <cstdint>
#include <string>
#include <utility>

namespace fm::http {

namespace {

json::value numbered(const sessions::sessions_found& found) {
  json::array out;
  for (const auto& n : found.sessions) out.push_back(session_numbers_json(n));
  return out;
}

response added(const sessions::message_added& m, const request& r) {
  json::value out;
  out.set("session_id", r.path_args.at(0))
      .set("message", session_message_json(m.message))
      .set("total_messages", m.total);
  return json_response(200, out);
}

response listed(const sessions::session_messages& m, const request& r) {
  json::array messages;
  for (const auto& one : m.messages) messages.push_back(session_message_json(one));
  const auto returned = static_cast<std::int64_t>(messages.size());
  json::value out;
  out.set("session_id", r.path_args.at(0))
      .set("messages", std::move(messages))
      .set("total", m.total)
      .set("returned", returned);
  return json_response(200, out);
}

response stats(const sessions::session_numbers& n, const request&) {
  const auto& s = n.session;
  json::value out;
  out.set("session_id", s.id)
      .set("message_count", n.messages)
      .set("case_count", n.cases)
      .set("created_at", time_text(s.created))
      .set("last_accessed_at", time_text(s.used))
      .set("duration_seconds", (s.used - s.created) / second)
      .set("status", s.status);
  return json_response(200, out);
}

response found(const sessions::sessions_found& f, const request& r) {
  json::value out;
  out.set("sessions", numbered(f)).set("total", f.total).set("query", search_echo_json(r));
  return json_response(200, out);
}

response cleared(const sessions::data_cleared& d, const request& r) {
  json::value out;
  out.set("session_id", r.path_args.at(0))
      .set("message", "The data of the session was removed")
      .set("messages_removed", d.messages_removed)
      .set("bytes_freed", d.bytes_freed);
  return json_response(200, out);
}

response recovery(const sessions::recovery_info& i, const request& r) {
  json::value out;
  out.set("session_id", r.path_args.at(0))
      .set("can_recover", i.can_recover)
      .set("last_backup", time_or_null(i.stored))
      .set("session_data_size", i.data_bytes)
      .set("message_count", i.messages);
  return json_response(200, out);
}

response statistics(const sessions::session_statistics& s, const request&) {
  return json_response(200, session_statistics_json(s));
}

/// A command about all sessions of the caller.
template <class M>
parsed<M> of_caller(const exchange& x) {
  M m;
  m.user = x.who->user;
  return m;
}

/// A change of status alone.
template <bool archive>
parsed<sessions::update_session> parse_status(const exchange& x) {
  auto m = parse_session_id<sessions::update_session>(x);
  if (auto* command = std::get_if<sessions::update_session>(&m))
    command->updates = archive ? R"({"status":"archived"})" : R"({"status":"active"})";
  return m;
}

response status_changed(const sessions::session_record& s, const request&) {
  json::value out;
  out.set("session_id", s.id)
      .set("status", s.status)
      .set("message", s.status == "archived" ? "The session was archived" : "The session is active again");
  return json_response(200, out);
}

}  // namespace

response session_list_response(const sessions::sessions_found& found_all, const request&) {
  return json_response(200, numbered(found_all));
}

response sessions_deleted_response(const sessions::sessions_deleted& d, const request&) {
  auto count = static_cast<std::int64_t>(d.count);
  json::value body;
  body.set("message",
           std::to_string(count) + (count == 1 ? " session was deleted" : " sessions were deleted"));
  body.set("count", count);
  return json_response(200, body);
}

void add_content_rows(actors::system& sys, const session_actors& all, route_table& rows) {
  using namespace sessions;
  const std::string one = "/sessions/{session_id}";
  auto read = [&rows](std::string pattern, std::string operation, std::function<void(exchange)> serve) {
    rows.push_back({.verb = method::get,
                    .pattern = std::move(pattern),
                    .operation = std::move(operation),
                    .serve = std::move(serve)});
  };
  auto post = [&rows](std::string pattern, std::string operation, body_kind takes,
                      std::function<void(exchange)> serve) {
    rows.push_back({.verb = method::post,
                    .pattern = std::move(pattern),
                    .operation = std::move(operation),
                    .takes = takes,
                    .counts = budget::write,
                    .serve = std::move(serve)});
  };
  post("/sessions/search", "searchSessions", body_kind::json,
       ask<search_sessions>(sys, all, parse_search_sessions, found));
  read("/sessions/statistics", "sessionStatistics",
       ask<summarise_sessions>(sys, all, of_caller<summarise_sessions>, statistics));
  post("/sessions/cleanup", "cleanupSessions", body_kind::none,
       ask<clean_sessions>(sys, all, of_caller<clean_sessions>, sessions_deleted_response));
  post(one + "/messages", "addSessionMessage", body_kind::json,
       ask<add_session_message>(sys, all, parse_add_session_message, added));
  read(one + "/messages", "listSessionMessages",
       ask<list_session_messages>(sys, all, parse_list_session_messages, listed));
  read(one + "/stats", "sessionStats", ask<count_session>(sys, all, parse_session_id<count_session>, stats));
  post(one + "/archive", "archiveSession", body_kind::none,
       ask<update_session>(sys, all, parse_status<true>, status_changed));
  post(one + "/restore", "restoreSession", body_kind::none,
       ask<update_session>(sys, all, parse_status<false>, status_changed));
  post(one + "/cleanup", "cleanupSessionData", body_kind::none,
       ask<clear_session_data>(sys, all, parse_session_id<clear_session_data>, cleared));
  read(one + "/recovery-info", "sessionRecoveryInfo",
       ask<examine_recovery>(sys, all, parse_session_id<examine_recovery>, recovery));
}

}  // namespace fm::http
