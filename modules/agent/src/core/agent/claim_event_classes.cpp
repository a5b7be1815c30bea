#include "agent/claim_event_classes.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <span>

namespace fm::agent {

namespace {

using namespace std::string_view_literals;
using word_list = std::span<const std::string_view>;

/// A kind of event: verbs in their plain form, whose regular forms count as well; other forms and nouns; and
/// what tells it without a verb, as beginnings of words.
struct event_class {
  word_list verbs, forms, shown;
  bool fails = false;
};

constexpr std::string_view start_v[] = {"start", "launch", "boot", "initialise", "initialize"};
constexpr std::string_view start_f[] = {"startup"};
constexpr std::string_view start_s[] = {"ready", "listening", "running",   "serving",
                                        "up ",   "next run",  "execstart", "exec start"};
constexpr std::string_view stop_v[] = {"stop",   "halt", "exit",  "terminate", "end",
                                       "finish", "quit", "abort", "interrupt", "die"};
constexpr std::string_view stop_f[] = {"shutdown", "shut", "shuts",  "shutting",
                                       "dying",    "gave", "giving", "dead"};
constexpr std::string_view stop_s[] = {"bye",     "closed",      "sigterm", "killed", "down",
                                       "status=", "return code", "error",   "fatal",  "exception",
                                       "emerg",   "pause",       "done"};
constexpr std::string_view kill_v[] = {"kill"};
constexpr std::string_view kill_f[] = {"sigkill", "oomkilled", "oomkill"};
constexpr std::string_view kill_s[] = {"137", "oom", "signal 9", "-9"};
constexpr std::string_view crash_v[] = {"crash", "panic", "abort"};
constexpr std::string_view crash_f[] = {"segfault", "segfaults", "crashloopbackoff", "died"};
constexpr std::string_view crash_s[] = {"exit",     "terminat", "core dump",    "segmentation",
                                        "back-off", "backoff",  "unexpectedly", "killed"};
constexpr std::string_view restart_v[] = {"restart", "respawn", "reboot"};
constexpr std::string_view restart_s[] = {"back-off", "backoff", "started", "starting", "ready"};
constexpr std::string_view connect_v[] = {"connect", "reach", "contact", "dial", "access", "call"};
constexpr std::string_view connect_f[] = {"connection", "connections"};
constexpr std::string_view connect_s[] = {"reachab",     "unreach",     "econn",  "no route",
                                          "getaddrinfo", "established", "lookup", "unavailable"};
constexpr std::string_view open_v[] = {"open"};
constexpr std::string_view open_s[] = {"read", "load", "no such file", "access"};
constexpr std::string_view read_v[] = {"read", "load", "parse", "open", "fetch", "list"};
constexpr std::string_view read_f[] = {"readable", "unreadable"};
constexpr std::string_view write_v[] = {"write", "save",    "store",  "append",
                                        "flush", "persist", "insert", "put"};
constexpr std::string_view write_f[] = {"wrote", "written", "writing"};
constexpr std::string_view write_s[] = {"no space", "enospc", "fsync", "sync"};
constexpr std::string_view send_v[] = {"send", "push", "post", "deliver", "email", "forward"};
constexpr std::string_view send_f[] = {"sent"};
constexpr std::string_view create_v[] = {"create", "add", "insert", "generate"};
constexpr std::string_view create_f[] = {"creation", "mkdir"};
constexpr std::string_view delete_v[] = {"delete", "remove", "purge", "unlink", "evict"};
constexpr std::string_view delete_f[] = {"deletion", "removal"};
constexpr std::string_view evict_v[] = {"evict"};
constexpr std::string_view evict_f[] = {"evicting"};
constexpr std::string_view hold_v[] = {"lock", "acquire"};
constexpr std::string_view hold_s[] = {"held", "holder", "mutex"};
constexpr std::string_view wait_v[] = {"wait", "block", "hang", "queue"};
constexpr std::string_view wait_f[] = {"stuck", "hung", "pending"};
constexpr std::string_view wait_s[] = {"timeout",    "timed out", "not ready", "in progress",
                                       "semacquire", "lock",      "deadlock",  "blocked"};
constexpr std::string_view refuse_v[] = {"refuse", "reject", "decline", "deny", "forbid", "disallow"};
constexpr std::string_view refuse_f[] = {"denied", "denies", "denial", "refusal", "forbidden"};
constexpr std::string_view refuse_s[] = {"econnrefused", "misconf",     "too many", "403",
                                         "401",          "not allowed", "unable",   "cannot",
                                         "already",      "invalid",     "another"};
constexpr std::string_view expire_v[] = {"expire"};
constexpr std::string_view expire_f[] = {"expiry", "expiration"};
constexpr std::string_view expire_s[] = {"notafter", "not after", "no longer valid"};
constexpr std::string_view exceed_v[] = {"exceed", "surpass"};
constexpr std::string_view exceed_s[] = {"too many", "too large", "over",     "limit", "quota",     "timeout",
                                         "deadline", "timed out", "expected", "more",  "threshold", "%"};
constexpr std::string_view finish_v[] = {"finish", "complete", "end"};
constexpr std::string_view finish_f[] = {"done", "completion"};
constexpr std::string_view finish_s[] = {"ok", "success", "exit", "loaded"};
constexpr std::string_view receive_v[] = {"receive"};
constexpr std::string_view receive_s[] = {"got", "sigterm", "answer", "request", "from", "get ", "post "};
constexpr std::string_view login_v[] = {"authenticate", "login"};
constexpr std::string_view login_f[] = {"login", "authentication", "sign-in"};
constexpr std::string_view login_s[] = {"authenticat"};
constexpr std::string_view join_v[] = {"join"};
constexpr std::string_view schedule_v[] = {"schedule"};
constexpr std::string_view schedule_f[] = {"unschedulable", "schedulable"};
constexpr std::string_view schedule_s[] = {"assigned", "planned", "next run"};
constexpr std::string_view assign_v[] = {"assign"};
constexpr std::string_view mount_v[] = {"mount", "attach", "remount"};
constexpr std::string_view mount_f[] = {"mounting"};
constexpr std::string_view resolve_v[] = {"resolve"};
constexpr std::string_view resolve_f[] = {"resolution"};
constexpr std::string_view resolve_s[] = {"lookup", "no such host", "enotfound", "name or service",
                                          "nxdomain"};
constexpr std::string_view support_v[] = {"support"};
constexpr std::string_view serve_v[] = {"serve", "handle"};
constexpr std::string_view serve_s[] = {"200", "http", "get ", "post "};
constexpr std::string_view suspend_v[] = {"suspend", "pause"};
constexpr std::string_view rebuild_v[] = {"rebuild", "resync"};
constexpr std::string_view rebuild_s[] = {"recovery", "recover"};
constexpr std::string_view retry_v[] = {"retry"};
constexpr std::string_view retry_s[] = {"again", "attempt", "tries", "back-off", "backoff"};
constexpr std::string_view replace_v[] = {"replace"};
constexpr std::string_view renew_v[] = {"renew"};
constexpr std::string_view execute_v[] = {"execute"};
constexpr std::string_view execute_s[] = {"exec", "query", "statement", "status=203", "run"};
constexpr std::string_view allocate_v[] = {"allocate"};
constexpr std::string_view boot_v[] = {"boot"};
constexpr std::string_view prevent_v[] = {"prevent"};
constexpr std::string_view prevent_s[] = {"cannot", "not", "fail", "unable", "abort", "block"};
constexpr std::string_view bind_v[] = {"bind"};
constexpr std::string_view bind_f[] = {"bound"};
constexpr std::string_view apply_v[] = {"apply"};
constexpr std::string_view lose_f[] = {"lose", "loses", "lost", "losing", "loss"};
constexpr std::string_view lose_s[] = {"down", "closed", "disconnect", "missing", "killed", "not written"};
constexpr std::string_view answer_v[] = {"answer", "respond", "reply"};
constexpr std::string_view answer_s[] = {"http",   "get ", "post ",       "status",  "respons",
                                         "return", "repl", "from server", "server:", "says"};
constexpr std::string_view send_s[] = {"->"};
constexpr std::string_view close_v[] = {"close", "disconnect"};
constexpr std::string_view close_s[] = {"closing", "eof", "reset", "broken pipe", "hang up"};

constexpr event_class classes[] = {{start_v, start_f, start_s},
                                   {stop_v, stop_f, stop_s, true},
                                   {kill_v, kill_f, kill_s, true},
                                   {crash_v, crash_f, crash_s, true},
                                   {restart_v, {}, restart_s},
                                   {connect_v, connect_f, connect_s},
                                   {open_v, {}, open_s},
                                   {read_v, read_f, {}},
                                   {write_v, write_f, write_s},
                                   {send_v, send_f, send_s},
                                   {create_v, create_f, {}},
                                   {delete_v, delete_f, {}},
                                   {evict_v, evict_f, {}},
                                   {hold_v, {}, hold_s},
                                   {wait_v, wait_f, wait_s, true},
                                   {refuse_v, refuse_f, refuse_s, true},
                                   {expire_v, expire_f, expire_s, true},
                                   {exceed_v, {}, exceed_s, true},
                                   {finish_v, finish_f, finish_s},
                                   {receive_v, {}, receive_s},
                                   {login_v, login_f, login_s},
                                   {join_v, {}, {}},
                                   {schedule_v, schedule_f, schedule_s},
                                   {assign_v, {}, {}},
                                   {mount_v, mount_f, {}},
                                   {resolve_v, resolve_f, resolve_s},
                                   {support_v, {}, {}},
                                   {serve_v, {}, serve_s},
                                   {suspend_v, {}, {}},
                                   {rebuild_v, {}, rebuild_s},
                                   {retry_v, {}, retry_s, true},
                                   {replace_v, {}, {}},
                                   {renew_v, {}, {}},
                                   {execute_v, {}, execute_s},
                                   {allocate_v, {}, {}},
                                   {boot_v, {}, start_s},
                                   {prevent_v, {}, prevent_s, true},
                                   {apply_v, {}, {}},
                                   {bind_v, bind_f, {}},
                                   {{}, lose_f, lose_s, true},
                                   {close_v, {}, close_s},
                                   {answer_v, {}, answer_s}};
static_assert(std::size(classes) <= 64);

/// `word` is the verb or a regular form of it.
bool is_form_of(std::string_view word, std::string_view verb) {
  const bool with_e = verb.ends_with('e'), with_y = verb.ends_with('y');
  const auto stem = verb.substr(0, verb.size() - (with_e || with_y));
  if (!word.starts_with(stem)) return false;
  auto rest = word.substr(stem.size());
  // "stopped", "running"
  if (rest.size() > 2 && !stem.empty() && rest.front() == stem.back()) rest.remove_prefix(1);
  constexpr std::array plain{""sv, "s"sv, "es"sv, "ed"sv, "ing"sv};
  constexpr std::array of_e{"e"sv, "es"sv, "ed"sv, "ing"sv};
  constexpr std::array of_y{"y"sv, "ies"sv, "ied"sv, "ying"sv};
  const auto is = [&](const auto& endings) {
    return std::find(endings.begin(), endings.end(), rest) != endings.end();
  };
  return with_e ? is(of_e) : with_y ? is(of_y) : is(plain);
}

bool begins_word(std::string_view text, std::string_view stem) {
  const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  for (auto at = text.find(stem); at != text.npos; at = text.find(stem, at + 1))
    if (at == 0 || !is_letter(text[at - 1]) || !is_letter(stem.front())) return true;
  return false;
}

}  // namespace

event_set events_of(std::string_view word) {
  event_set out = 0;
  for (std::size_t k = 0; k < std::size(classes); ++k) {
    const auto& c = classes[k];
    if (std::find(c.forms.begin(), c.forms.end(), word) != c.forms.end() ||
        std::any_of(c.verbs.begin(), c.verbs.end(), [&](auto v) { return is_form_of(word, v); }))
      out |= event_set{1} << k;
  }
  return out;
}

event_set events_shown(std::string_view meaning) {
  event_set out = 0;
  for (std::size_t k = 0; k < std::size(classes); ++k)
    if (std::any_of(classes[k].shown.begin(), classes[k].shown.end(),
                    [&](auto s) { return begins_word(meaning, s); }))
      out |= event_set{1} << k;
  return out;
}

event_set failing_events() {
  event_set out = 0;
  for (std::size_t k = 0; k < std::size(classes); ++k)
    if (classes[k].fails) out |= event_set{1} << k;
  return out;
}

}  // namespace fm::agent
