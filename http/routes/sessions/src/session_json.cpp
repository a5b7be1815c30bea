#include "session_json.hpp"

#include <fm/http/fields.hpp>
#include <fm/http/json_response.hpp>
#include <fm/http/text.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace fm::http {

namespace {

constexpr std::size_t longest_address = 45;

json::value object_of(const std::string& text) {
  auto read = json::parse(text);
  return read && read.root.as_object() ? std::move(read.root) : json::value(json::object{});
}

/// What the client says its address is behind proxies, else that of the connection. It is recorded only.
std::string address_of(const request& r) {
  auto forwarded = r.header("X-Forwarded-For");
  auto first = forwarded.substr(0, forwarded.find(','));
  while (!first.empty() && first.back() == ' ') first.remove_suffix(1);
  bool plain = std::all_of(first.begin(), first.end(), [](char c) { return c > ' ' && c < 0x7f; });
  return !first.empty() && first.size() <= longest_address && plain ? std::string(first) : r.remote;
}

}  // namespace

json::value session_created_json(const sessions::session_opened& s, dialect speaks) {
  json::value out;
  const bool is_nobodys = s.session.user == sessions::nobody;
  out.set("session_id", s.session.id)
      .set("message", s.resumed ? "The session was resumed" : "The session was created")
      .set("session_resumed", s.resumed)
      .set("user_id", is_nobodys ? json::value() : json::value(s.session.user))
      .set("client_id", text_or_null(s.session.client_id))
      .set("status", s.session.status)
      .set("created_at", time_text(s.session.created))
      .set("expires_at", time_text(s.session.expires));
  if (speaks == dialect::v1)
    out.set("session_type", s.session.type).set("last_activity", time_text(s.session.used));
  return out;
}

json::value session_detail_json(const sessions::session_record& s) {
  json::value out;
  out.set("session_id", s.id)
      .set("user_id", s.user)
      .set("client_id", text_or_null(s.client_id))
      .set("status", s.status)
      .set("session_type", s.type)
      .set("timeout_minutes", std::int64_t{s.timeout_minutes})
      .set("created_at", time_text(s.created))
      .set("last_accessed_at", time_text(s.used))
      .set("expires_at", time_text(s.expires))
      .set("ip_address", text_or_null(s.address))
      .set("user_agent", text_or_null(s.agent))
      .set("session_data", object_of(s.data))
      .set("metadata", object_of(s.metadata));
  return out;
}

json::value session_numbers_json(const sessions::session_numbers& n) {
  const auto& s = n.session;
  json::value out;
  out.set("session_id", s.id)
      .set("created_at", time_text(s.created))
      .set("last_accessed_at", time_text(s.used))
      .set("expires_at", time_text(s.expires))
      .set("ip_address", text_or_null(s.address))
      .set("user_agent", text_or_null(s.agent))
      .set("client_id", text_or_null(s.client_id))
      .set("status", s.status)
      .set("message_count", n.messages);
  return out;
}

parsed<sessions::open_session> parse_open_session(const exchange& x) {
  fields f(*x.request);
  sessions::open_session m;
  m.user = x.who ? x.who->user : std::string(sessions::nobody);
  m.data = f.object("session_data").value_or("{}");
  m.client_id = f.text("client_id", {.max = 255}).value_or("");
  m.timeout_minutes = static_cast<std::uint32_t>(
      f.integer("timeout_minutes", {.min = 60, .max = 480, .nullable = false}).value_or(0));
  m.type = f.text("session_type", {.max = 64, .nullable = false}).value_or(m.type);
  m.metadata = f.object("metadata").value_or("{}");
  m.address = address_of(*x.request);
  m.agent = printable_ascii(x.request->header("user-agent"), sessions::longest_agent);
  if (!x.who) m.data = m.metadata = "{}";
  if (!f.ok()) return unprocessable(f.issues());
  return m;
}

template <class M>
parsed<M> parse_session_id(const exchange& x) {
  const auto& id = x.request->path_args.at(0);
  if (!is_uuid(id)) return unknown_object("session", id);
  M m;
  m.user = x.who->user;
  m.session_id = id;
  return m;
}
template parsed<sessions::get_session> parse_session_id(const exchange& x);
template parsed<sessions::update_session> parse_session_id(const exchange& x);
template parsed<sessions::delete_session> parse_session_id(const exchange& x);
template parsed<sessions::heartbeat> parse_session_id(const exchange& x);
template parsed<sessions::list_session_messages> parse_session_id(const exchange& x);
template parsed<sessions::add_session_message> parse_session_id(const exchange& x);
template parsed<sessions::examine_recovery> parse_session_id(const exchange& x);
template parsed<sessions::clear_session_data> parse_session_id(const exchange& x);
template parsed<sessions::count_session> parse_session_id(const exchange& x);

parsed<sessions::update_session> parse_update_session(const exchange& x) {
  fields f(*x.request);
  const auto* given = f.raw("updates");
  auto updates = f.object("updates");
  if (f.ok() && !updates)
    f.add(given ? "dict_type" : "missing", "updates", given ? "Input should be an object" : "Field required");
  const auto* status = given ? given->find("status") : nullptr;
  const auto* word = status ? status->as_string() : nullptr;
  if (f.ok() && status && (!word || (*word != "active" && *word != "archived"))) {
    std::vector<issue> issues{
        {"enum", {"body", "updates", "status"}, "Input should be 'active' or 'archived'"}};
    return unprocessable(issues);
  }
  if (!f.ok()) return unprocessable(f.issues());
  auto m = parse_session_id<sessions::update_session>(x);
  if (auto* command = std::get_if<sessions::update_session>(&m)) command->updates = std::move(*updates);
  return m;
}

parsed<sessions::delete_sessions> parse_delete_sessions(const exchange& x) {
  query_fields q(*x.request);
  sessions::delete_sessions m;
  m.user = x.who->user;
  bool keeps_current = q.flag("keep_current").value_or(true);
  if (!q.ok()) return unprocessable(q.issues());
  if (keeps_current) m.keep = std::string(x.request->header("X-Session-ID"));
  return m;
}

}  // namespace fm::http
