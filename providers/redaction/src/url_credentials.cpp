#include "characters.hpp"
#include "names.hpp"
#include "scanners.hpp"

#include <algorithm>

namespace fm::redaction {

namespace {

constexpr std::size_t longest_authority = 600;
constexpr std::string_view cut_mark = "…";

/// docker://nginx:1.25-alpine has a tag behind its colon.
bool is_image(std::string_view front) {
  return front.ends_with("docker://") || front.ends_with("oci://") || front.ends_with("containerd://") ||
         front.ends_with("docker-pullable://");
}

/// `user:password@` at `begin`, behind "://". A password that is not encoded may hold '/' and '@': the last @
/// counts whose front is user:password.
void find_in(const scan& s, std::size_t begin, bool slashes_encoded) {
  const auto t = s.text;
  const auto limit = std::min(t.size(), begin + longest_authority);
  auto end = begin;
  while (end < limit && !is_space(t[end]) &&
         std::string_view("\"'`<>|\\^{},").find(t[end]) == std::string_view::npos &&
         t.compare(end, cut_mark.size(), cut_mark) != 0 &&
         !(slashes_encoded && t.compare(end, 3, "%2F") == 0))
    ++end;
  s.work += end - begin;
  const auto run = t.substr(begin, end - begin);
  const auto path = std::min(run.find_first_of("/?#"), run.size());
  const auto colon = run.find(':');
  auto at = run.substr(0, path).rfind('@');
  if (at == run.npos && colon < path) {
    // A port, then a path with an @ in it, is none.
    const auto port = run_end(run, colon + 1, is_digit);
    if (port < run.size() && port != path) at = run.rfind('@');
    if (at == run.npos && colon > 0 && run[0] != '[' && port < path && !is_image(t.substr(0, begin))) {
      // Cut off before its @: what stands there is no port.
      const auto rest = run.substr(colon + 1);
      if (!is_stand_in(rest) && looks_secret(rest)) s.add(begin + colon + 1, end, words::password);
      return;
    }
  }
  if (at == run.npos) return;
  const auto user = run.substr(0, std::min(colon, at));
  if (colon < at) {
    const auto password = run.substr(colon + 1, at - colon - 1);
    if (!is_stand_in(password)) s.add(password, words::password);
  } else if (user.size() >= 16 && looks_random(user)) {
    s.add(user, words::token);
    return;
  }
  if (user.size() >= 2 && !is_system_account(user) && user != "git" && !is_stand_in(user))
    s.add(user, words::account);
}

}  // namespace

void find_url_credentials(const scan& s) {
  for (auto at = s.text.find("://"); at != s.text.npos; at = s.text.find("://", at + 3))
    if (at > 0 && is_alnum(s.text[at - 1])) find_in(s, at + 3, false);
  for (auto at = s.text.find("%3A%2F%2F"); at != s.text.npos; at = s.text.find("%3A%2F%2F", at + 9))
    find_in(s, at + 9, true);
  // Addresses of drivers without "//".
  static const re2::RE2 oracle(R"((?i)jdbc:oracle:\w{2,8}:[^\s/@:]{1,64}/([^\s@/]{1,200})@)", byte_options());
  for_each_match(s, oracle, [&](const auto& m) { s.add(m[1], words::password); });
  static const re2::RE2 go(R"([\w.-]{1,64}:([^\s@:/]{1,200})@(?:tcp|unix|udp)\()", byte_options());
  for_each_match(s, go, [&](const auto& m) { s.add(m[1], words::password); });
}

}  // namespace fm::redaction
