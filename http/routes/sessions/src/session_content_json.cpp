#include "session_content_json.hpp"

#include "session_json.hpp"

#include <fm/civil/iso_time.hpp>
#include <fm/http/fields.hpp>
#include <fm/http/json_response.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

namespace fm::http {

namespace {

constexpr std::array<std::string_view, 3> roles{"user", "assistant", "system"};
constexpr std::array<std::string_view, 3> statuses{"active", "archived", "expired"};
constexpr std::array<std::string_view, 7> conditions{
    "status", "min_messages", "max_messages", "has_cases", "created_after", "created_before", "search_text"};

/// A time that cannot be read is no condition.
micros time_at(fields& f, std::string_view name) {
  auto text = f.text(name, {.max = 100});
  return text ? read_iso_time(*text).value_or(0) : 0;
}

}  // namespace

json::value session_message_json(const sessions::session_message& m) {
  json::value out;
  out.set("role", m.role).set("content", m.content).set("timestamp", time_text(m.at));
  if (!m.id.empty()) out.set("message_id", m.id);
  return out;
}

json::value session_statistics_json(const sessions::session_statistics& s) {
  json::value by_status{json::object{}};
  for (const auto& c : s.by_status) by_status.set(c.status, c.count);
  const auto average =
      s.sessions == 0 ? 0. : static_cast<double>(s.messages) / static_cast<double>(s.sessions);
  json::value out;
  out.set("user_id", s.user)
      .set("total_sessions", s.sessions)
      .set("total_messages", s.messages)
      .set("total_cases", s.cases)
      .set("oldest_session", time_or_null(s.oldest))
      .set("newest_session", time_or_null(s.newest))
      .set("avg_messages_per_session", std::round(average * 100) / 100)
      .set("session_status_breakdown", std::move(by_status))
      .set("devices", json_texts(s.devices));
  return out;
}

parsed<sessions::add_session_message> parse_add_session_message(const exchange& x) {
  fields f(*x.request);
  constexpr bool required = true;
  auto role = f.word("role", roles, required);
  auto content = f.text("content", {.required = true, .min = 1, .max = 100'000});
  if (!f.ok()) return unprocessable(f.issues());
  auto m = parse_session_id<sessions::add_session_message>(x);
  if (auto* command = std::get_if<sessions::add_session_message>(&m)) {
    command->role = std::move(*role);
    command->content = std::move(*content);
  }
  return m;
}

parsed<sessions::list_session_messages> parse_list_session_messages(const exchange& x) {
  constexpr std::int64_t usual = 100, most = 500;
  query_fields q(*x.request);
  auto limit = q.integer("limit", {.min = 1}).value_or(usual);
  if (!q.ok()) return unprocessable(q.issues());
  auto m = parse_session_id<sessions::list_session_messages>(x);
  if (auto* command = std::get_if<sessions::list_session_messages>(&m))
    command->limit = static_cast<std::uint32_t>(std::min(limit, most));
  return m;
}

parsed<sessions::search_sessions> parse_all_sessions(const exchange& x) {
  sessions::search_sessions m;
  m.user = x.who->user;
  m.limit = std::numeric_limits<std::uint32_t>::max();
  return m;
}

parsed<sessions::search_sessions> parse_search_sessions(const exchange& x) {
  fields f(*x.request);
  sessions::search_sessions m;
  m.user = x.who->user;
  m.status = f.word("status", statuses).value_or("");
  m.min_messages = static_cast<std::uint64_t>(f.integer("min_messages", {.min = 0}).value_or(0));
  if (auto most = f.integer("max_messages", {.min = 0})) m.max_messages = static_cast<std::uint64_t>(*most);
  if (auto has_cases = f.flag("has_cases")) m.asks_cases = true, m.has_cases = *has_cases;
  m.created_after = time_at(f, "created_after");
  m.created_before = time_at(f, "created_before");
  m.text = f.text("search_text", {.max = 500}).value_or("");
  m.limit =
      static_cast<std::uint32_t>(f.integer("limit", {.min = 1, .max = 100, .nullable = false}).value_or(20));
  m.offset = static_cast<std::uint64_t>(f.integer("offset", {.min = 0, .nullable = false}).value_or(0));
  if (!f.ok()) return unprocessable(f.issues());
  return m;
}

json::value search_echo_json(const request& r) {
  json::value out{json::object{}};
  const auto read = json::parse(r.body);
  for (auto name : conditions) {
    const auto* v = read.root.find(name);
    if (v && !v->is_null()) out.set(std::string(name), *v);
  }
  return out;
}

}  // namespace fm::http
