#include "agent/claim_paraphrase.hpp"

#include "agent/claim_concepts.hpp"
#include "agent/claim_words.hpp"
#include "agent/wording.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace fm::agent {

namespace {

using namespace std::string_view_literals;

/// Stems that tell of one thing in evidence, whichever of them is used.
using group = std::span<const std::string_view>;
constexpr std::string_view reaching[] = {"reach", "connect", "access", "contact", "dial", "talk"};
constexpr std::string_view rejecting[] = {"reject", "refus",  "deny",     "denied", "declin",
                                          "turned", "forbid", "disallow", "block"};
constexpr std::string_view stopping[] = {"stop", "halt", "exit",      "terminat", "shut",
                                         "quit", "end",  "gave",      "giving",   "abort",
                                         "bye",  "died", "interrupt", "gone",     "finish"};
constexpr std::string_view starting[] = {"start", "launch", "boot", "begin", "initial", "bring"};
constexpr std::string_view retrying[] = {"retr", "attempt", "repeat", "again"};
constexpr std::string_view writing[] = {"writ",   "save",  "persist", "stor", "insert",
                                        "append", "flush", "log",     "wrote"};
constexpr std::string_view reading[] = {"read", "load", "open", "fetch"};
constexpr std::string_view creating[] = {"creat", "insert", "add", "mkdir", "declar"};
constexpr std::string_view updating[] = {"updat", "chang", "modif", "alter", "set"};
constexpr std::string_view resolving[] = {"resolv",      "lookup",   "dns", "enotfound",
                                          "getaddrinfo", "nxdomain", "host"};
constexpr std::string_view lacking[] = {"lack", "missing", "without", "no",     "not",
                                        "none", "short",   "empty",   "cannot", "fail"};
constexpr std::string_view using_up[] = {"exhaust", "full",    "many",  "reserved",
                                         "deplet",  "used up", "out of"};
constexpr std::string_view heap[] = {"heap", "gc", "jvm", "java", "collect", "garbage"};
constexpr std::string_view freeing[] = {"free", "freed", "pause", "reclaim", "avail", "remain", "left"};
constexpr std::string_view slow[] = {"slow", "long", "took", "latency", "delay", "duration", "expected"};
constexpr std::string_view switching[] = {"switch", "toggl", "turned", "enabl", "flip", "activat"};
constexpr std::string_view failing[] = {"fail",  "error", "unable", "cannot", "could", "exception",
                                        "fatal", "panic", "not",    "broken", "broke", "err"};
constexpr std::string_view succeeding[] = {"succe", "success", "ok",   "done",    "complet",
                                           "pass",  "fine",    "well", "healthy", "good"};
constexpr std::string_view unreachable[] = {"unreach", "not", "unavail"};
constexpr std::string_view unreadable[] = {"unread", "not readable", "cannot read"};
constexpr std::string_view upload[] = {"upload", "post", "put"};
constexpr std::string_view sync[] = {"in-sync", "isr", "insync", "sync", "replica"};
constexpr std::string_view leading[] = {"lead", "leader", "master", "primary"};
constexpr std::string_view host[] = {"host", "machine", "computer", "box"};
constexpr std::string_view queueing[] = {"queue", "wait", "pending", "backlog"};
constexpr std::string_view removing[] = {"remov", "delet", "drop", "evict", "purg"};
constexpr std::string_view moving[] = {"mov", "migrat", "transfer", "relocat"};
constexpr std::string_view unexpected[] = {"unexpected", "unhandled", "uncaught"};
constexpr std::string_view installing[] = {"install", "setup", "deploy"};
constexpr std::string_view rising[] = {"rais", "increas", "grew", "grow", "rose",
                                       "rise", "higher",  "->",   "risen"};
constexpr std::string_view locking[] = {"lock", "mutex", "held", "blocked"};
constexpr std::string_view blocking[] = {"block", "wait", "stuck", "hang", "hung"};
constexpr std::string_view hanging[] = {"hung", "hang", "timeout", "timed", "stuck", "not ready"};
constexpr std::string_view signing[] = {"sign-in", "login", "sign", "auth"};
constexpr std::string_view limiting[] = {"limit", "throttl", "429", "max", "quota"};
constexpr std::string_view ownership[] = {"right",  "permission", "privilege", "allowed",
                                          "denied", "forbidden",  "cannot"};
constexpr std::string_view mail[] = {"e-mail", "email", "mail"};
constexpr std::string_view early[] = {"not", "future", "yet", "nbf", "active"};
constexpr std::string_view serving[] = {"served", "answered", "200", "http"};
constexpr std::string_view reboot[] = {"reboot", "boot"};
constexpr std::string_view fetching[] = {"pull", "fetch", "download"};
constexpr std::string_view encode[] = {"encod", "serializ", "marshal"};
constexpr std::string_view clock_words[] = {"clock", "nbf", "iat", "ntp", "offset", "time"};
constexpr std::string_view reachable[] = {"reachab", "reach", "connect", "resolv"};
constexpr std::string_view unchanged[] = {"unchang", "changed=0"};
constexpr std::string_view certificate[] = {"certif", "cert", "x509", "tls", "ssl"};
constexpr std::string_view logging_in[] = {"logged", "log", "sign", "login", "auth"};
constexpr std::string_view taken[] = {"taken", "already", "exists", "in use"};
constexpr std::string_view database[] = {"database", "db",       "sql",        "postgres", "mysql",
                                         "mariadb",  "mongo",    "redis",      "oracle",   "sqlite",
                                         "deadlock", "relation", "transaction"};
constexpr std::string_view disk_words[] = {"disk",      "/dev/", "nvme",   "space", "device", "filesystem",
                                           "fdatasync", "fsync", "volume", "sda",   "i/o"};
constexpr std::string_view memory_words[] = {"memory", "ram", "rss", "oom", "heap", "mem"};
constexpr std::string_view broker_words[] = {"broker", "queue", "rabbit", "kafka", "mq",
                                             "amqp",   "topic", "leader", "isr"};
constexpr std::string_view network_words[] = {"network", "route", "tcp", "socket", "packet", "unreachable"};
constexpr std::string_view slowness[] = {"latency", "p95", "p99", "p50", "took", "response time", "slow"};
constexpr std::string_view pushing[] = {"push", "remote", "pre-receive", "commit", "git"};
constexpr std::string_view validity[] = {"valid", "notafter", "expir", "not valid"};
constexpr std::string_view halting[] = {"stopped", "ended", "aborted", "gave", "fail", "error"};
constexpr std::string_view rollouts[] = {"rollout", "rolled", "deploy", "release"};
constexpr std::string_view kernel_words[] = {"kernel", "dmesg", "oom"};
constexpr std::string_view tripled[] = {"remount", "mount"};
constexpr std::string_view healthy[] = {"healthy", "ready", "running", "ok", "fine", "in sync", "isr"};
constexpr std::string_view cluster_words[] = {"cluster", "member", "replica", "etcd", "raft"};
constexpr std::string_view cleanly[] = {"clean", "orderly", "graceful", "drained", "bye", "properly"};
constexpr std::string_view damaging[] = {"damag", "corrupt", "bad file", "bad format", "malformed", "broken"};
constexpr std::string_view warning[] = {"warn"};
constexpr std::string_view configuring[] = {"config", "conf", "yml", "yaml", "cfg", "setting", "default"};
constexpr std::string_view nfs[] = {"nfs", "mount"};

constexpr group groups[] = {
    reaching, rejecting,  stopping,    starting,     retrying,     writing,       reading,       creating,
    updating, resolving,  lacking,     using_up,     heap,         freeing,       slow,          switching,
    failing,  succeeding, unreachable, unreadable,   upload,       sync,          leading,       host,
    queueing, removing,   moving,      unexpected,   installing,   rising,        locking,       blocking,
    hanging,  signing,    limiting,    ownership,    mail,         early,         serving,       reboot,
    fetching, encode,     clock_words, reachable,    unchanged,    certificate,   logging_in,    taken,
    nfs,      database,   disk_words,  memory_words, broker_words, network_words, slowness,      pushing,
    validity, halting,    rollouts,    kernel_words, tripled,      healthy,       cluster_words, cleanly,
    damaging, warning,    configuring};

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

std::string_view stem_of_word(std::string_view word) {
  constexpr std::size_t shortest_stem = 4;
  if (word.size() < shortest_stem) return word;
  for (const auto ending :
       {"ations"sv, "ation"sv, "ing"sv, "ion"sv, "ed"sv, "es"sv, "er"sv, "s"sv, "ly"sv, "y"sv, "e"sv})
    if (word.ends_with(ending) && word.size() - ending.size() + (ending == "e"sv) >= shortest_stem) {
      word.remove_suffix(ending.size());
      break;
    }
  // "stopped", "logging"
  if (word.size() > shortest_stem && word[word.size() - 1] == word[word.size() - 2] && word.back() != 's' &&
      word.back() != 'l')
    word.remove_suffix(1);
  return word;
}

/// A word of the text begins so; within a name too ("gc(801)", "reset_count").
bool has_word_beginning(std::string_view text, std::string_view stem) {
  for (auto at = text.find(stem); at != text.npos; at = text.find(stem, at + 1))
    if (at == 0 || !is_letter(text[at - 1])) return true;
  return false;
}

/// Short members of a group are whole words.
bool has_member(std::string_view text, std::string_view stem) {
  constexpr std::size_t whole = 3;
  if (stem.size() > whole) return has_word_beginning(text, stem);
  for (auto at = text.find(stem); at != text.npos; at = text.find(stem, at + 1)) {
    const auto end = at + stem.size();
    if ((at == 0 || !is_letter(text[at - 1])) && (end == text.size() || !is_letter(text[end]))) return true;
  }
  return false;
}

/// A noun before another one ("progress message", "pid 812") says which kind is meant, not what it did.
bool is_attribute(const std::vector<text_word>& words, std::size_t i) {
  if (i + 1 == words.size() || words[i + 1].at != words[i].at + words[i].text.size() + 1) return false;
  const auto w = words[i].text, next = words[i + 1].text;
  if (w.ends_with('s') && !w.ends_with("ss")) return false;
  for (const auto ending : {"ed"sv, "ing"sv, "y"sv, "ful"sv, "ous"sv, "ive"sv, "able"sv, "al"sv, "ic"sv,
                            "en"sv, "id"sv, "pt"sv, "an"sv})
    if (w.ends_with(ending)) return false;
  for (const auto& c : concepts())
    for (const auto s : c.said)
      if (w.starts_with(s.substr(0, s.find(' ')))) return false;
  constexpr std::array heads{
      "message"sv,   "messages"sv,   "error"sv,       "errors"sv,   "line"sv,      "lines"sv,
      "entry"sv,     "entries"sv,    "event"sv,       "events"sv,   "request"sv,   "requests"sv,
      "process"sv,   "service"sv,    "server"sv,      "code"sv,     "file"sv,      "value"sv,
      "attempt"sv,   "attempts"sv,   "call"sv,        "calls"sv,    "check"sv,     "checks"sv,
      "level"sv,     "connection"sv, "connections"sv, "response"sv, "responses"sv, "application"sv,
      "container"sv, "host"sv,       "node"sv,        "version"sv,  "number"sv,    "id"sv};
  return i > 0 && (std::find(heads.begin(), heads.end(), next) != heads.end());
}

/// Who is said to have done it: "by the operator".
bool is_doer(const std::vector<text_word>& words, std::size_t i) {
  constexpr std::array articles{"a"sv, "an"sv, "the"sv, "another"sv, "its"sv, "some"sv};
  if (i == 0 || words[i].text.ends_with("ing")) return false;
  const bool article =
      i > 1 && std::find(articles.begin(), articles.end(), words[i - 1].text) != articles.end();
  return words[i - (article ? 2 : 1)].text == "by";
}

}  // namespace

bool tells_word(std::string_view meaning, std::string_view lower) {
  const auto stem = stem_of_word(lower);
  if (has_word_beginning(meaning, stem)) return true;
  // "readable" for "read", "unreachable" for "not reachable".
  if (lower.starts_with("un") && lower.size() > 6 && has_word_beginning(meaning, stem.substr(2))) return true;
  if (lower.find("ability") == lower.npos && lower.ends_with("able") && lower.size() > 7 &&
      has_word_beginning(meaning, lower.substr(0, lower.size() - 4)))
    return true;
  if (const auto hyphen = lower.find('-'); hyphen != lower.npos && hyphen > 1 && hyphen + 2 < lower.size())
    // "read-only" is no "read-write".
    if (meaning.find(lower.substr(0, hyphen + 1)) == meaning.npos &&
        (is_common_word(lower.substr(0, hyphen)) || tells_word(meaning, lower.substr(0, hyphen))) &&
        (is_common_word(lower.substr(hyphen + 1)) || tells_word(meaning, lower.substr(hyphen + 1))))
      return true;
  const bool compound = lower.find('-') != lower.npos;
  for (const auto& g : groups)
    if (std::any_of(g.begin(), g.end(),
                    [&](auto s) { return lower.starts_with(s) && (!compound || s.find('-') != s.npos); }) &&
        std::any_of(g.begin(), g.end(), [&](auto s) { return has_member(meaning, s); }))
      return true;
  for (const auto& c : concepts())
    if (std::any_of(c.said.begin(), c.said.end(),
                    [&](auto s) { return lower.starts_with(s.substr(0, s.find(' '))); }) &&
        (std::any_of(c.shown.begin(), c.shown.end(),
                     [&](auto s) { return meaning.find(s) != meaning.npos; })))
      return true;
  return false;
}

std::vector<std::string_view> untold_words(std::string_view clause, std::string_view meaning) {
  std::vector<std::string_view> out;
  const auto words = words_of(clause);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto& w = words[i];
    double unit = 0;
    const bool as_root = i > 0 && w.text == "root" && words[i - 1].text == "as";
    if (as_root && !has_word_beginning(meaning, w.text)) {
      out.push_back(w.text);
      continue;
    }
    if (is_doer(words, i) && is_common_word(w.text) && !is_filler(w.text) &&
        !has_word_beginning(meaning, w.text) && !number_of(w.text) && !spelled_number(w.text)) {
      out.push_back(w.text);
      continue;
    }
    if (number_of(w.text) || spelled_number(w.text) || names_thing(w) || time_unit(w.text, unit) ||
        size_unit(w.text, unit) || is_common_word(w.text) || tells_word(meaning, w.text))
      continue;
    if (!is_attribute(words, i)) out.push_back(w.text);
  }
  return out;
}

}  // namespace fm::agent
