#include "sessions/session_overview.hpp"

#include "sessions/session_content.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace fm::sessions {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

bool contains(std::string_view text, std::string_view part) {
  return std::search(text.begin(), text.end(), part.begin(), part.end(),
                     [](char a, char b) { return lower(a) == lower(b); }) != text.end();
}

bool fits(const session_record& s, const session_content& c, const search_sessions& q) {
  if (!q.status.empty() && s.status != q.status) return false;
  if (c.messages.size() < q.min_messages || c.messages.size() > q.max_messages) return false;
  if (q.asks_cases && q.has_cases == c.cases.empty()) return false;
  if (q.created_after != 0 && s.created <= q.created_after) return false;
  if (q.created_before != 0 && s.created >= q.created_before) return false;
  return q.text.empty() || std::any_of(c.messages.begin(), c.messages.end(),
                                       [&](const auto& m) { return contains(m.content, q.text); });
}

}  // namespace

std::string_view device_of(std::string_view agent) {
  if (agent.find("Mobile") != std::string_view::npos) return "mobile";
  if (agent.find("Tablet") != std::string_view::npos) return "tablet";
  return "desktop";
}

sessions_found found_in(const session_map& live, const search_sessions& asked) {
  sessions_found out;
  for (const auto& s : most_recent_first(live)) {
    if (!fits(s, content_of(s), asked)) continue;
    const auto place = out.total++;
    if (place >= asked.offset && out.sessions.size() < asked.limit) out.sessions.push_back(numbers_of(s));
  }
  return out;
}

session_statistics statistics_of(const session_map& live) {
  session_statistics out;
  std::set<std::string> cases, devices;
  for (const auto& [id, s] : live) {
    const auto content = content_of(s);
    ++out.sessions;
    out.messages += content.messages.size();
    cases.insert(content.cases.begin(), content.cases.end());
    devices.insert(std::string(device_of(s.agent)));
    out.oldest = out.oldest == 0 ? s.created : std::min(out.oldest, s.created);
    out.newest = std::max(out.newest, s.created);
    auto same = std::find_if(out.by_status.begin(), out.by_status.end(),
                             [&status = s.status](const auto& c) { return c.status == status; });
    if (same == out.by_status.end())
      out.by_status.push_back({s.status, 1});
    else
      ++same->count;
  }
  out.cases = cases.size();
  out.devices.assign(devices.begin(), devices.end());
  return out;
}

}  // namespace fm::sessions
