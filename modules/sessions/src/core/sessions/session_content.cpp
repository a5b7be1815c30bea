#include "sessions/session_content.hpp"

#include "sessions/session_rules.hpp"

#include <fm/civil/iso_time.hpp>
#include <fm/civil/utc_text.hpp>
#include <fm/json/value.hpp>

#include <algorithm>
#include <utility>

namespace fm::sessions {

namespace {

const std::string* text_at(const json::value& of, std::string_view name) {
  const auto* v = of.find(name);
  return v ? v->as_string() : nullptr;
}

bool is_role(const std::string& word) { return word == "user" || word == "assistant" || word == "system"; }

}  // namespace

session_content content_of(const session_record& s) {
  session_content out;
  auto read = json::parse(s.data);
  const auto* said = read ? read.root.find("messages") : nullptr;
  if (said && said->as_array())
    for (const auto& v : *said->as_array()) {
      const auto *role = text_at(v, "role"), *content = text_at(v, "content");
      if (!role || !content || !is_role(*role)) continue;
      const auto *id = text_at(v, "message_id"), *time = text_at(v, "timestamp");
      // A client's own message may have no time: it was there when the session began, or came later.
      const auto at = time ? read_iso_time(*time).value_or(s.created) : s.created;
      out.messages.push_back({id ? *id : std::string(), *role, *content, at});
    }
  const auto* cases = read ? read.root.find("cases") : nullptr;
  if (cases && cases->as_array())
    for (const auto& v : *cases->as_array())
      if (const auto* id = v.as_string();
          id && std::find(out.cases.begin(), out.cases.end(), *id) == out.cases.end())
        out.cases.push_back(*id);
  return out;
}

outcome<session_record> with_message(session_record s, const session_message& m) {
  auto read = json::parse(s.data);
  json::value root = read && read.root.as_object() ? std::move(read.root) : json::value(json::object{});
  auto& members = *root.as_object();
  auto found =
      std::find_if(members.begin(), members.end(), [](const auto& e) { return e.first == "messages"; });
  if (found == members.end()) {
    members.emplace_back("messages", json::value(json::array{}));
    found = members.end() - 1;
  } else if (!found->second.as_array()) {
    return fail(ec::invalid,
                "session_data.messages is no list, so that no message can be added to it; "
                "empty the session's data first");
  }
  json::value one;
  one.set("message_id", m.id)
      .set("role", m.role)
      .set("content", m.content)
      .set("timestamp", utc_text(m.at, fraction::six_digits));
  found->second.push(std::move(one));
  s.data = json::write(root);
  if (s.data.size() > longest_data)
    return fail(ec::too_large,
                "a session holds at most 1 MiB of data, and this message does not fit any more; "
                "empty the session's data or begin a new session");
  return s;
}

std::uint64_t data_bytes(const session_record& s) { return s.data == "{}" ? 0 : s.data.size(); }

session_numbers numbers_of(const session_record& s) {
  const auto content = content_of(s);
  session_numbers out;
  out.session = s;
  out.session.data.clear();
  out.session.metadata.clear();
  out.messages = content.messages.size();
  out.cases = content.cases.size();
  out.data_bytes = data_bytes(s);
  return out;
}

}  // namespace fm::sessions
