#include "evidence/alarm_words.hpp"

#include "documents/text.hpp"
#include "evidence/keyword_scanner.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace fm::evidence {

namespace {

using namespace std::string_view_literals;
constexpr auto npos = std::string_view::npos;
constexpr std::size_t looked_at = signs_within;  // bytes of a message

// Lower case; whole phrases, for single words stand in messages that tell of nothing.
constexpr std::array phrases{
    // kernels
    "table full"sv,
    "dropping packet"sv,
    "undervoltage"sv,
    "under-voltage"sv,
    "over-current"sv,
    "overcurrent"sv,
    "link is down"sv,

    "carrier lost"sv,
    "not responding"sv,
    "blocked for more than"sv,
    "soft lockup"sv,
    "hard lockup"sv,
    "self-detected stall"sv,
    "detected stalls"sv,
    "hung task"sv,
    "kernel bug"sv,
    "oops:"sv,
    "segfault at"sv,
    "general protection"sv,
    "machine check"sv,
    "hardware error"sv,
    "above threshold"sv,
    "resetting link"sv,
    "link is slow to respond"sv,
    "badcrc"sv,
    "unrecovdata"sv,
    "syn flooding"sv,
    "page allocation"sv,
    "bad page"sv,
    "remounting filesystem read-only"sv,
    "reset adapter"sv,

    "controller is down"sv,
    "device offlined"sv,
    "rejecting i/o"sv,
    "lost async page"sv,
    "oom-kill"sv,
    "memory cgroup out of"sv,
    // schedulers and controllers
    "unschedulable"sv,
    "didn't match pod"sv,
    "no expansion options"sv,
    "preemption is not helpful"sv,
    "insufficient cpu"sv,
    "insufficient memory"sv,
    "back-off restarting"sv,
    // what took too long
    "took too long"sv,
    "longer than expected"sv,
    "is overloaded"sv,
    "is stuck"sv,
    "starvation"sv,
    // compilers and linkers
    "undefined reference to"sv,
    "multiple definition of"sv,
    "undefined symbol"sv,
    "unresolved external"sv,
    "no rule to make target"sv,
    // programs that end
    "traceback (most recent call last)"sv,
    "boot failed"sv,
    "core dumped"sv,
    "goroutines are asleep"sv,
    "npm err!"sv,
};

constexpr std::array advice_begins{
    "to see the "sv,
    "note: run with"sv,
    "run with "sv,
    "re-run "sv,
    "rerun "sv,
    "try '"sv,
    "try \""sv,
    "for more information"sv,
    "for more details"sv,
    "see https://"sv,
    "see http://"sv,
    "see also"sv,
    "> run with"sv,
    "get more help at"sv,
    "> get more help at"sv,
    "(background on this error"sv,
    "[help "sv,
    "please refer to"sv,
    "a complete log of this run"sv,
    "if you know what you are doing"sv,
    "use --verbose"sv,
    "run `"sv,
    "run '"sv,
    "note: some details are omitted"sv,
    "after correcting the problems"sv,
};
constexpr std::array advice_parts{
    "with rust_backtrace="sv, "`rust_backtrace="sv,    "you can make a check non-fatal"sv,
    "re-run maven"sv,         "--stacktrace option"sv, "for a full stack trace"sv,
    "disables this message"sv};

constexpr std::array consequence_parts{
    "ld returned 1 exit status"sv,
    "script returned exit code"sv,
    "process completed with exit code"sv,
    "marked build as failure"sv,
    "job failed: exit"sv,
    "job failed: command"sv,
    "command failed with exit"sv,
    "elifecycle"sv,
    "exited with exit code"sv,
    "subprocess-exited-with-error"sv,
    "returned a non-zero code"sv,
    "did not complete successfully: exit code"sv,
    "configuring incomplete, errors occurred"sv,
    "errors in crontab file"sv,
    "could not read config file"sv,
    "failed to push some refs"sv,
    "not remade because of errors"sv,
    "errors in configuration file"sv,
    "configuration failed"sv,
    "fatal config file error"sv,
    "failed to initialize tls context"sv,
    "reading the configuration file, at line"sv,
    "error code (1)"sv,
};
constexpr std::array consequence_wholes{"finished: failure"sv,
                                        "build failed"sv,
                                        "build failure"sv,
                                        "failure: build failed with an exception."sv,
                                        "build stopped"sv,
                                        "aborting due to previous error"sv,
                                        "compilation failed"sv,
                                        "exit"sv,
                                        "exiting"sv,
                                        "aborting"sv,
                                        "giving up"sv,
                                        "boot failed"sv};

/// The words that trouble is told with.
constexpr std::array<std::string_view, 38> trouble_words = {
    "error",       "fail",        "exception", "fatal",        "panic",         "refused",   "denied",
    "timeout",     "timed out",   "unable",    "cannot",       "can't",         "could not", "couldn't",
    "unreachable", "unavailable", "invalid",   "crash",        "abort",         "killed",    "exceeded",
    "exhaust",     "corrupt",     "not found", "missing",      "rejected",      "unhealthy", "expired",
    "no such",     "too many",    "forbidden", "unauthorized", "out of memory", "overflow",  "deadlock",
    "lost",        "degraded",    "throttl"};

constexpr std::array code_names{"rc"sv,    "exit code"sv, "return code"sv, "exit status"sv, "exitcode"sv,
                                "errno"sv, "sqlstate"sv,  "exit_code"sv,   "returncode"sv,  "returned"sv};
// Without those of two letters that no code can follow.
constexpr std::array code_signs{"rc="sv,   "rc:"sv,       "rc "sv,         "rc["sv,         "rc("sv,
                                "rc\""sv,  "exit code"sv, "return code"sv, "exit status"sv, "exitcode"sv,
                                "errno"sv, "sqlstate"sv,  "exit_code"sv,   "returncode"sv,  "returned"sv};
constexpr std::array stop_requests{"sigterm"sv,
                                   "sigint"sv,
                                   "signal 15"sv,
                                   "signal 2"sv,
                                   "signal terminated"sv,
                                   "signal: terminated"sv,
                                   "stop signal"sv,
                                   "signal interrupt"sv,
                                   "signal: interrupt"sv,
                                   "shutdown requested"sv,
                                   "received smart shutdown request"sv,
                                   "received fast shutdown request"sv,
                                   "user requested shutdown"sv};

/// The beginning of a message without its indentation, in lower case.
std::string beginning_of(std::string_view message) {
  message = message.substr(0, looked_at);
  message.remove_prefix(std::min(message.find_first_not_of(" \t"), message.size()));
  return lower(message);
}

/// `make: *** [Makefile:12: all] Error 2`, also of a make inside of a make.
bool is_make_error(std::string_view text) {
  const auto stars = text.find("*** [");
  return stars != npos && text.find("] error ", stars) != npos;
}

}  // namespace

std::vector<sign_word> sign_words() {
  std::vector<sign_word> all;
  const auto add = [&](const auto& words, bool trouble) {
    for (const std::string_view word : words) all.push_back({word, trouble});
  };
  add(trouble_words, true);
  add(phrases, false);
  add(code_signs, false);
  add(stop_requests, false);
  add(advice_parts, false);
  return all;
}

word_signs signs_of(std::string_view message) {
  static const auto words = sign_words();
  static const keyword_scanner scanner = [] {
    std::vector<std::string> texts;
    for (const auto& w : words) texts.emplace_back(w.text);
    return keyword_scanner(texts);
  }();
  thread_local std::vector<int> found;
  scanner.find(message.substr(0, looked_at), found);
  word_signs out;
  for (const auto word : found)
    (words[static_cast<std::size_t>(word)].trouble ? out.trouble : out.telling) = true;
  return out;
}

bool names_trouble(std::string_view message) {
  static const auto scanner = scanner_of(trouble_words);
  return scanner.any(message.substr(0, looked_at));
}

bool sounds_alarming(std::string_view message) {
  static const auto scanner = scanner_of(phrases);
  return scanner.any(message.substr(0, looked_at));
}

bool has_advice_in_it(std::string_view message) {
  static const auto parts = scanner_of(advice_parts);
  return parts.any(message.substr(0, looked_at));
}

bool begins_as_advice(std::string_view message) {
  const auto first = std::min(message.find_first_not_of(" \t"), message.size());
  const auto text = message.substr(first);
  const auto begins = [&](std::string_view b) {
    return text.size() >= b.size() && std::equal(b.begin(), b.end(), text.begin(), [](char lower, char c) {
             return lower == c || (c >= 'A' && c <= 'Z' && lower == (c | 0x20));
           });
  };
  // `run 'nightly' failed` is none.
  return std::any_of(advice_begins.begin(), advice_begins.end(), begins) &&
         beginning_of(message).find(" failed") == npos;
}

bool tells_of_no_change(std::string_view message) {
  constexpr std::array same{"unchanged"sv,        "not changed"sv,       "no change"sv,
                            "no config change"sv, "nothing changed"sv,   "hasn't changed"sv,
                            "has not changed"sv,  "nothing to change"sv, "up to date"sv,
                            "up-to-date"sv,       "without changes"sv};
  constexpr std::array banners{"release"sv, "version"sv, "build"sv, "revision"sv, "git commit"sv};
  const auto text = beginning_of(message);
  if (has_one(text, same)) return true;
  for (const auto b : banners) {
    if (!text.starts_with(b)) continue;
    auto rest = text.substr(b.size());
    const auto value = rest.find_first_not_of(" \t");
    if (value == std::string::npos || (rest[value] != ':' && rest[value] != '=')) continue;
    // One value, however it is written.
    rest = rest.substr(rest.find_first_not_of(" \t:=", value) == std::string::npos
                           ? rest.size()
                           : rest.find_first_not_of(" \t:=", value));
    if (rest.find(' ') == std::string::npos) return true;
  }
  return false;
}

bool tells_of_failure_only(std::string_view message) {
  static const auto parts = scanner_of(consequence_parts);
  if (parts.any(message.substr(0, looked_at))) return true;
  constexpr std::size_t longest_whole = 60;
  if (message.size() > longest_whole && message.find("*** [") == npos) return false;
  const auto text = beginning_of(message);
  return std::find(consequence_wholes.begin(), consequence_wholes.end(), text) != consequence_wholes.end() ||
         is_make_error(text);
}

namespace {

/// The first character of the code that `message` states; npos when it states none.
std::size_t code_at(std::string_view message) {
  static const auto scanner = scanner_of(code_names);
  if (!scanner.any(message.substr(0, looked_at))) return npos;
  const auto text = beginning_of(message);
  for (const auto name : code_names)
    for (auto at = text.find(name); at != npos; at = text.find(name, at + 1)) {
      if (at > 0 && text[at - 1] >= 'a' && text[at - 1] <= 'z') continue;
      const auto code = text.find_first_not_of(" =:\"[(", at + name.size());
      if (code == npos || code == at + name.size()) continue;
      const auto digit = code + (text[code] == '-' ? 1 : 0);
      // `lowered` has removed the blanks in front.
      if (digit < text.size() && text[digit] >= '0' && text[digit] <= '9')
        return code + message.find_first_not_of(" \t");
    }
  return npos;
}

}  // namespace

bool states_code(std::string_view message) { return code_at(message) != npos; }

bool states_failure_code(std::string_view message) {
  const auto at = code_at(message);
  if (at == npos) return false;
  auto code = message.substr(at);
  code = code.substr(0, code.find_first_not_of("0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ"));
  return code.find_first_not_of("0-") != npos;
}

bool stops_on_request(std::string_view message) {
  static const auto scanner = scanner_of(stop_requests);
  if (!scanner.any(message.substr(0, looked_at))) return false;
  constexpr std::array obeys{"receiv"sv,   "caught"sv,   "got "sv,    "shutting down"sv, "shutdown"sv,
                             "stopping"sv, "graceful"sv, "exiting"sv, "terminating"sv,   "draining"sv};
  const auto text = beginning_of(message);
  // What ends another program is no request to this one.
  return has_one(text, obeys) && text.find("killed") == npos && text.find("did not") == npos;
}

}  // namespace fm::evidence
