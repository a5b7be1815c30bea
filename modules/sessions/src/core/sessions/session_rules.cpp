#include "sessions/session_rules.hpp"

#include <fm/json/members.hpp>
#include <fm/json/value.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace fm::sessions {

namespace {

/// Keys that say whose session it is and when; nobody may change them from outside.
constexpr std::array<std::string_view, 14> protected_keys{
    "session_id",       "id",          "user_id",    "client_id",  "created_at",       "expires_at",
    "last_accessed_at", "updated_at",  "ip_address", "user_agent", "last_activity_at", "status",
    "timeout_minutes",  "session_type"};

/// Sets a member, whether there is one of that name or not.
void put(json::value& object, const std::string& name, const json::value& v) {
  if (auto* members = object.as_object())
    for (auto& [n, old] : *members)
      if (n == name) {
        old = v;
        return;
      }
  object.set(name, v);
}

/// The members of an object, one over the other.
std::string merged_text(const std::string& base, const json::object& over) {
  auto root = json::parse(base).root;
  if (!root.as_object()) root = json::object{};
  for (const auto& [name, v] : over) put(root, name, v);
  return json::write(root);
}

json::object members_of(const json::value& updates, const char* name) {
  const auto* v = updates.find(name);
  return v && v->as_object() ? *v->as_object() : json::object{};
}

}  // namespace

void use(session_record& s, micros now) {
  s.used = std::max(s.used, now);
  s.expires = s.used + s.timeout_minutes * minute;
}

session_record* find_live(session_map& all, std::string_view id, micros now) {
  auto it = all.find(id);
  return it == all.end() || it->second.expires <= now ? nullptr : &it->second;
}

session_record* find_client(session_map& all, std::string_view client_id, micros now) {
  if (client_id.empty()) return nullptr;
  for (auto& [id, s] : all)
    if (s.client_id == client_id && s.expires > now) return &s;
  return nullptr;
}

void drop_expired(session_map& all, micros now) {
  std::erase_if(all, [now](const auto& e) { return e.second.expires <= now; });
}

std::vector<session_record> most_recent_first(const session_map& all) {
  std::vector<session_record> out;
  for (const auto& [id, s] : all) out.push_back(s);
  std::sort(out.begin(), out.end(),
            [](const auto& a, const auto& b) { return a.used != b.used ? a.used > b.used : a.id > b.id; });
  return out;
}

std::vector<std::string> beyond_cap(const session_map& all, std::size_t cap) {
  std::vector<std::string> out;
  auto ordered = most_recent_first(all);
  while (!ordered.empty() && ordered.size() >= cap) {
    out.push_back(ordered.back().id);
    ordered.pop_back();
  }
  return out;
}

outcome<session_record> merged(session_record s, const std::string& updates) {
  auto read = json::parse(updates);
  const auto* all = read.root.as_object();
  if (!read || !all) return fail(ec::invalid, "updates must be an object");
  if (const auto* status = read.root.find("status")) {
    const auto* word = status->as_string();
    if (!word || (*word != "active" && *word != "archived"))
      return fail(ec::invalid, "status can be set to active or archived");
    s.status = *word;
  }
  s.metadata = merged_text(s.metadata, members_of(read.root, "metadata"));
  auto data = members_of(read.root, "session_data");
  for (const auto& [name, v] : *all) {
    bool elsewhere = (name == "metadata" || name == "session_data") && v.as_object();
    bool is_protected = std::find(protected_keys.begin(), protected_keys.end(), name) != protected_keys.end();
    if (!elsewhere && !is_protected) data.emplace_back(name, v);
  }
  s.data = merged_text(s.data, data);
  if (s.data.size() > longest_data || s.metadata.size() > longest_data)
    return fail(ec::too_large, "a session holds at most 1 MiB of data");
  return s;
}

std::string to_text(const session_map& all) {
  json::array out;
  for (const auto& [id, s] : all) {
    json::value v;
    v.set("id", s.id)
        .set("user", s.user)
        .set("client", s.client_id)
        .set("status", s.status)
        .set("type", s.type);
    v.set("timeout", std::int64_t{s.timeout_minutes}).set("data", s.data).set("metadata", s.metadata);
    v.set("address", s.address).set("agent", s.agent);
    v.set("created", s.created).set("used", s.used).set("expires", s.expires);
    out.push_back(std::move(v));
  }
  return json::write(std::move(out));
}

session_map from_text(const std::string& text) {
  session_map out;
  auto read = json::parse(text);
  const auto* all = read.root.as_array();
  if (!all) return out;
  for (const auto& v : *all) {
    session_record s;
    s.id = json::text_of(v, "id");
    s.user = json::text_of(v, "user");
    s.client_id = json::text_of(v, "client");
    s.status = json::text_of(v, "status");
    s.type = json::text_of(v, "type");
    s.timeout_minutes = static_cast<std::uint32_t>(json::integer_of(v, "timeout"));
    s.data = json::text_of(v, "data");
    s.metadata = json::text_of(v, "metadata");
    s.address = json::text_of(v, "address");
    s.agent = json::text_of(v, "agent");
    s.created = json::integer_of(v, "created");
    s.used = json::integer_of(v, "used");
    s.expires = json::integer_of(v, "expires");
    out.emplace(s.id, std::move(s));
  }
  return out;
}

}  // namespace fm::sessions
