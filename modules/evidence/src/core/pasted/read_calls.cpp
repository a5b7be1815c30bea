// `strace`: the call that failed last before the program said so or ended.
#include "pasted/section.hpp"

#include <algorithm>
#include <array>

namespace fm::evidence::pasted {
namespace {

/// The call without what stands before it: `[pid 12] `, `12 `, a time.
std::string_view call_of(std::string_view line) {
  line = trim(line);
  if (line.starts_with("[pid ")) line = trim(after(line, "]"));
  for (int i = 0; i < 2; ++i) {
    const auto word = line.substr(0, line.find(' '));
    if (word.empty() || word.find_first_not_of("0123456789.:") != std::string_view::npos) break;
    line = trim(line.substr(word.size()));
  }
  return line;
}

bool is_call(std::string_view line) {
  const auto call = call_of(line);
  const auto open = call.find('(');
  if (open == std::string_view::npos || open == 0 || open > 32) return false;
  const auto name = call.substr(0, open);
  return name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos &&
         (has(call, ") = ") || has(call, " = ?") || has(call, "<unfinished ...>") || has(call, ")  "));
}

bool is_other(std::string_view line) {
  const auto call = call_of(line);
  return call.starts_with("+++ ") || call.starts_with("--- SIG") || call.starts_with("<... ");
}

struct failed_call {
  std::uint64_t line = 0;
  std::string_view name, arguments, error, text;
};

/// `connect(3, {...}, 16) = -1 ECONNREFUSED (Connection refused)`
failed_call failure_in(std::string_view line, std::uint64_t n) {
  failed_call f;
  const auto at = line.rfind(" = -1 E");
  if (at == std::string_view::npos) return f;
  const auto call = call_of(line.substr(0, at));
  f.line = n;
  f.name = before(call, "(");
  f.arguments = after(call, "(");
  f.text = trim(line.substr(at + 6));
  f.error = before(f.text, " ");
  return f;
}

/// What programs try and expect to fail.
bool is_probe(const failed_call& f) {
  static constexpr std::array<std::string_view, 10> usual{"EAGAIN", "EINTR",   "EINPROGRESS", "ENOTTY",
                                                          "ENOSYS", "ENODATA", "ECHILD",      "EWOULDBLOCK",
                                                          "ESRCH",  "ENOTSUP"};
  if (std::find(usual.begin(), usual.end(), f.error) != usual.end()) return true;
  if (f.error != "ENOENT") return false;
  // The name service's cache, preloaded libraries, locales: their absence is normal.
  for (std::string_view path : {"nscd/socket", "ld.so.preload", "ld.so.nohwcap", "/locale", "gconv",
                                "/.terminfo", "/glibc-hwcaps", "/etc/localtime", "/.git", "/tls/"})
    if (has(f.arguments, path)) return true;
  return f.name == "access" || f.name == "readlink" || f.name == "stat" || f.name == "newfstatat" ||
         f.name == "faccessat" || f.name == "faccessat2";
}

struct meaning_of_error {
  std::string_view error, rule;
  double weight;
};
constexpr std::array<meaning_of_error, 13> meanings{{{"ECONNREFUSED", "connection_refused", .93},
                                                     {"ENOENT", "file_missing", .85},
                                                     {"EACCES", "permission_denied", .93},
                                                     {"EPERM", "permission_denied", .88},
                                                     {"ENOSPC", "disk_full", .95},
                                                     {"EROFS", "read_only_filesystem", .93},
                                                     {"EMFILE", "too_many_files", .93},
                                                     {"ENOMEM", "memory_exhausted", .9},
                                                     {"EADDRINUSE", "port_in_use", .93},
                                                     {"ENETUNREACH", "host_unreachable", .9},
                                                     {"EHOSTUNREACH", "host_unreachable", .92},
                                                     {"ETIMEDOUT", "timeout", .9},
                                                     {"EIO", "io_error", .93}}};

void tell(context& c, const failed_call& f, std::uint64_t said) {
  const auto m =
      std::find_if(meanings.begin(), meanings.end(), [&](const auto& x) { return x.error == f.error; });
  const bool known = m != meanings.end();
  auto d = c.draft(known ? m->rule : "system_call_failed", role::cause, known ? m->weight : .8);
  d.slot("reason", f.text, f.line).slot("call", f.name, f.line);
  if (has(f.arguments, "inet_addr(\""))
    d.slot("target", quoted_after(f.arguments, "inet_addr("), f.line);
  else if (has(f.arguments, "inet_pton(AF_INET6, \""))
    d.slot("target", quoted_after(f.arguments, "inet_pton(AF_INET6, "), f.line);
  else if (has(f.arguments, "sun_path=\""))
    d.slot("target", quoted_after(f.arguments, "sun_path="), f.line);
  else
    d.slot("path", quoted_after(f.arguments, ""), f.line);
  if (has(f.arguments, "htons(")) d.slot("port", before(after(f.arguments, "htons("), ")"), f.line);
  d.named(d.has_slot("target") ? std::string_view() : f.name).cite(said).quote(f.line).level(severity::error);
  c.add(d);
}

}  // namespace

bool has_calls(std::string_view sample) {
  const text_lines lines(sample.substr(0, 8192));
  std::size_t calls = 0;
  for (std::uint64_t n = 1; n <= lines.count() && n <= 40; ++n) calls += is_call(lines.at(n));
  return calls >= 3 && calls * 2 >= std::min<std::size_t>(lines.count(), 40);
}

std::uint64_t read_calls(context& c, std::uint64_t at) {
  if (!c.calls || (!is_call(c.at(at)) && !is_other(c.at(at)))) return at;
  failed_call last;
  failed_call told;
  std::uint64_t said = 0;
  bool ended = false;
  auto n = at;
  for (; n <= c.count(); ++n) {
    const auto line = c.at(n);
    if (!is_call(line) && !is_other(line)) break;
    const auto call = call_of(line);
    if (const auto f = failure_in(line, n); f.line != 0) {
      if (!is_probe(f)) last = f;
    } else if (call.starts_with("write(2, ") ||
               (call.starts_with("exit_group(") && !call.starts_with("exit_group(0)"))) {
      ended = ended || call.starts_with("exit_group(");
      // The first message after it is about it; what fails while the program ends is not.
      if (told.line == 0 && last.line != 0) {
        told = last;
        said = n;
      }
    }
  }
  // A long-lived program that goes on has met what failed.
  if (told.line != 0)
    tell(c, told, said);
  else if (last.line != 0 && ended)
    tell(c, last, last.line);
  return n;
}

}  // namespace fm::evidence::pasted
