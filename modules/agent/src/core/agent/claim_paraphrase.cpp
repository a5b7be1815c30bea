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

/// Stems, each followed by one of the usual endings.
constexpr std::array common{
    // saying and showing
    "report"sv, "log"sv, "logg"sv, "show"sv, "state"sv, "tell"sv, "told"sv, "say"sv, "indicate"sv, "note"sv, "print"sv,
    "mention"sv, "record"sv, "raise"sv, "throw"sv, "thrown"sv, "emit"sv, "return"sv, "answer"sv, "respond"sv, "respons"sv, "reply"sv,
    "repli"sv, "see"sv, "seen"sv, "find"sv, "found"sv, "mean"sv, "name"sv, "call"sv, "describe"sv, "explain"sv, "confirm"sv,
    "consistent"sv, "observ"sv, "complain"sv, "list"sv, "contain"sv, "fit"sv, "match"sv, "correspond"sv, "display"sv,
    // being and happening
    "be"sv, "become"sv, "became"sv, "remain"sv, "stay"sv, "keep"sv, "kept"sv, "happen"sv, "occur"sv, "come"sv, "came"sv, "go"sv, "goes"sv,
    "went"sv, "get"sv, "got"sv, "give"sv, "gave"sv, "given"sv, "take"sv, "took"sv, "taken"sv, "make"sv, "made"sv, "do"sv, "does"sv, "did"sv, "done"sv,
    "follow"sv, "begin"sv, "began"sv, "begun"sv, "continue"sv, "last"sv, "stand"sv, "stood"sv, "lie"sv, "exist"sv, "hold"sv, "held"sv,
    "belong"sv, "need"sv, "want"sv, "require"sv, "expect"sv, "use"sv, "using"sv, "try"sv, "tri"sv, "attempt"sv, "reach"sv, "set"sv, "turn"sv,
    "put"sv, "fall"sv, "leave"sv, "left"sv, "let"sv, "work"sv, "run"sv, "runn"sv, "ran"sv, "wait"sv, "depend"sv, "involv"sv, "affect"sv,
    "concern"sv, "relate"sv, "include"sv, "consist"sv, "receiv"sv, "send"sv, "sent"sv, "issue"sv, "consume"sv, "produc"sv, "perform"sv,
    "cause"sv, "result"sv, "lead"sv, "led"sv, "end"sv, "ended"sv, "carry"sv, "carri"sv, "exhibit"sv, "hit"sv, "prevent"sv,
    "stop"sv, "finish"sv, "process"sv, "handl"sv, "serv"sv, "execut"sv, "look"sv, "know"sv, "known"sv, "check"sv, "start"sv,
    "amount"sv, "needs"sv, "fulfil"sv, "satisf"sv, "support"sv, "differ"sv, "compar"sv, "equal"sv, "exceed"sv, "surpass"sv,
    "own"sv, "help"sv, "manage"sv, "able"sv, "unable"sv, "allow"sv, "possible"sv, "impossible"sv, "possibl"sv, "identif"sv, "refer"sv,
    // things of any evidence
    "error"sv, "failure"sv, "request"sv, "server"sv, "service"sv, "client"sv, "connection"sv, "number"sv, "value"sv, "message"sv, "entry"sv,
    "entri"sv, "file"sv, "host"sv, "machine"sv, "instance"sv, "node"sv, "application"sv, "app"sv, "program"sv, "system"sv, "component"sv,
    "task"sv, "operation"sv, "step"sv, "part"sv, "side"sv, "end"sv, "point"sv, "event"sv, "reason"sv, "problem"sv, "trouble"sv, "warning"sv,
    "symptom"sv, "code"sv, "status"sv, "result"sv, "level"sv, "line"sv, "field"sv, "data"sv, "resource"sv, "object"sv, "target"sv, "thing"sv,
    "user"sv, "account"sv, "address"sv, "port"sv, "path"sv, "url"sv, "version"sv, "release"sv, "unit"sv, "container"sv, "pod"sv, "namespace"sv,
    "counter"sv, "count"sv, "total"sv, "size"sv, "rate"sv, "period"sv, "interval"sv, "moment"sv, "second"sv, "minute"sv, "hour"sv, "day"sv,
    "time"sv, "date"sv, "night"sv, "morning"sv, "evening"sv, "sequence"sv, "limit"sv, "maximum"sv, "minimum"sv, "state"sv, "case"sv,
    "kind"sv, "way"sv, "fact"sv, "id"sv, "type"sv, "member"sv, "group"sv, "role"sv, "job"sv, "attempts"sv, "tool"sv, "command"sv, "option"sv,
    "setting"sv, "configur"sv, "directory"sv, "directori"sv, "folder"sv, "binary"sv, "binari"sv, "package"sv, "item"sv, "row"sv, "name"sv,
    "api"sv, "http"sv, "sql"sv, "query"sv, "queri"sv, "statement"sv, "call"sv, "thread"sv, "worker"sv, "content"sv, "output"sv, "input"sv, "source"sv,
    "milliseconds"sv, "amounts"sv, "share"sv, "percent"sv, "fraction"sv, "proportion"sv, "ratio"sv, "difference"sv, "duration"sv, "delay"sv, "copy"sv,
    "traffic"sv, "backend"sv, "upstream"sv, "attempted"sv,
    // qualities that say how much is meant, not what
    "same"sv, "other"sv, "another"sv, "different"sv, "own"sv, "new"sv, "next"sv, "previous"sv, "former"sv, "later"sv, "latter"sv, "earlier"sv, "current"sv,
    "currently"sv, "now"sv, "again"sv, "once"sv, "twice"sv, "still"sv, "yet"sv, "already"sv, "soon"sv, "shortly"sv, "immediat"sv, "directly"sv,
    "right"sv, "just"sv, "only"sv, "alone"sv, "even"sv, "both"sv, "either"sv, "neither"sv, "nor"sv, "each"sv, "such"sv, "very"sv, "too"sv, "quite"sv,
    "nearly"sv, "almost"sv, "about"sv, "around"sv, "roughly"sv, "approximately"sv, "exact"sv, "exactly"sv, "least"sv, "most"sv, "more"sv, "less"sv,
    "few"sv, "fewer"sv, "many"sv, "much"sv, "several"sv, "multiple"sv, "together"sv, "instead"sv, "rather"sv, "itself"sv, "themselves"sv, "here"sv,
    "above"sv, "below"sv, "over"sv, "under"sv, "within"sv, "without"sv, "across"sv, "against"sv, "through"sv, "along"sv, "towards"sv, "per"sv,
    "ago"sv, "long"sv, "short"sv, "high"sv, "higher"sv, "low"sv, "lower"sv, "large"sv, "larger"sv, "small"sv, "smaller"sv, "old"sv, "older"sv, "newer"sv,
    "ahead"sv, "behind"sv, "longest"sv, "largest"sv, "highest"sv, "shortest"sv, "main"sv, "actual"sv, "actually"sv, "own"sv, "particular"sv, "specific"sv,
    "successive"sv, "consecutive"sv, "subsequent"sv, "subsequently"sv, "finally"sv, "eventually"sv, "first"sv, "third"sv, "fourth"sv, "fifth"sv, "single"sv,
    "half"sv, "quarter"sv, "though"sv, "although"sv, "however"sv, "therefore"sv, "thus"sv, "hence"sv, "can"sv, "could"sv, "will"sv, "would"sv, "should"sv,
    "must"sv, "may"sv, "might"sv, "cannot"sv, "what"sv, "how"sv, "why"sv, "whose"sv, "whom"sv, "him"sv, "them"sv, "anything"sv, "something"sv, "nothing"sv,
    "else"sv, "back"sv, "down"sv, "off"sv, "away"sv, "forth"sv, "repeated"sv, "repeatedly"sv, "reason"sv, "apart"sv, "like"sv, "onset"sv, "beginning"sv, "any"sv, "anymore"sv, "longer"sv, "never"sv,
    "ever"sv, "every"sv, "everything"sv, "none"sv, "dozens"sv, "hundreds"sv, "thousands"sv, "majority"sv, "grew"sv, "grow"sv, "grown"sv, "rose"sv, "risen"sv, "rise"sv,
    "fell"sv, "fallen"sv, "drop"sv, "dropp"sv, "increas"sv, "decreas"sv, "climb"sv, "shrank"sv, "brought"sv, "bring"sv, "saw"sv, "ask"sv, "variable"sv, "signal"sv,
    "resident"sv, "space"sv, "table"sv, "column"sv, "killer"sv, "retri"sv, "retry"sv, "worth"sv, "mere"sv, "merely"sv, "simpl"sv, "clear"sv, "clearly"sv,
    "respective"sv, "respectively"sv, "similar"sv, "likewise"sv, "thereafter"sv, "afterwards"sv, "beforehand"sv, "meanwhile"sv, "otherwise"sv, "evident"sv,
    "underlying"sv, "appear"sv, "entire"sv, "overall"sv, "further"sv, "furthermore"sv, "moreover"sv, "additional"sv, "additionally"sv, "extra"sv, "available"sv,
    "due"sv, "needed"sv, "necessary"sv, "wh"sv, "let"sv,  "went"sv, "hundred"sv, "dozen"sv, "thousand"sv, "first"sv, "latest"sv, "earliest"sv,
    "stage"sv, "phase"sv, "round"sv, "loop"sv, "cycle"sv, "chain"sv, "pair"sv, "trio"sv, "couple"sv, "rest"sv, "bulk"sv, "piece"sv, "set"sv, "series"sv, "range"sv,
    "gap"sv, "span"sv, "window"sv, "timestamp"sv, "timeline"sv, "pattern"sv, "example"sv, "instance"sv, "attempted"sv, "behavior"sv, "behaviour"sv, "situation"sv,
    "condition"sv, "cause"sv, "effect"sv, "consequence"sv, "impact"sv, "root"sv, "origin"sv, "originat"sv, "stem"sv, "arise"sv, "arose"sv, "surfac"sv, "present"sv,
    "produce"sv, "generat"sv, "deliver"sv, "provid"sv, "supply"sv, "suppli"sv, "accompan"sv, "preced"sv, "succeeded by"sv, "coincid"sv, "overlap"sv, "relat"sv,
    "enter"sv, "exit point"sv, "regard"sv, "belong"sv, "owing"sv, "thank"sv, "whil"sv, "whether"sv, "if"sv, "unless"sv, "except"sv, "besides"sv, "beside"sv, "beyond"sv,
    "library"sv, "librari"sv, "module"sv, "function"sv, "method"sv, "class"sv, "script"sv, "process"sv, "endpoint"sv, "route"sv, "page"sv, "site"sv, "token"sv, "string"sv,
    "argument"sv, "parameter"sv, "flag"sv, "key"sv, "identifier"sv, "label"sv, "tag"sv, "index"sv, "header"sv, "body"sv, "caller"sv, "peer"sv, "remote"sv, "local"sv,
    "amid"sv, "among"sv, "until"sv, "upon"sv, "via"sv, "toward"sv, "inside"sv, "outside"sv, "near"sv, "next"sv, "none"sv, "zero"sv, "single"sv, "double"sv, "triple"sv,
    "give"sv, "gives"sv, "giving"sv, "gave"sv, "seconds"sv, "elapsed"sv, "recent"sv, "recently"sv, "initially"sv, "initial"sv, "final"sv, "prior"sv, "past"sv,
    "question"sv, "investigat"sv, "look"sv, "evidence"sv, "excerpt"sv, "trace"sv, "traceback"sv, "stack"sv, "exception"sv, "detail"sv, "hint"sv, "alert"sv,
    "unhandled"sv, "unable"sv, "successive"sv, "row"sv, "turn"sv, "takes"sv, "mark"sv, "note"sv, "summar"sv, "altogether"sv, "in-between"sv, "back-to-back"sv, "one"sv};

/// Stems that tell of one thing in evidence, whichever of them is used.
using group = std::span<const std::string_view>;
constexpr std::string_view reaching[] = {"reach", "connect", "access", "contact", "dial", "talk"};
constexpr std::string_view rejecting[] = {"reject", "refus", "deny", "denied", "declin", "turned", "forbid", "disallow", "block"};
constexpr std::string_view stopping[] = {"stop", "halt", "exit", "terminat", "shut", "quit", "end", "gave", "giving", "abort", "bye", "died", "interrupt"};
constexpr std::string_view starting[] = {"start", "launch", "boot", "begin", "initial", "bring"};
constexpr std::string_view retrying[] = {"retr", "attempt", "repeat", "again"};
constexpr std::string_view writing[] = {"writ", "save", "persist", "stor", "insert", "append", "flush", "log", "wrote"};
constexpr std::string_view reading[] = {"read", "load", "open", "fetch"};
constexpr std::string_view creating[] = {"creat", "insert", "add", "mkdir", "declar"};
constexpr std::string_view updating[] = {"updat", "chang", "modif", "alter", "set"};
constexpr std::string_view resolving[] = {"resolv", "lookup", "dns", "enotfound", "getaddrinfo", "nxdomain", "host"};
constexpr std::string_view lacking[] = {"lack", "missing", "without", "no", "not", "none", "short", "empty", "cannot", "fail"};
constexpr std::string_view using_up[] = {"exhaust", "full", "out", "many", "exceed", "reserved", "limit", "deplet"};
constexpr std::string_view heap[] = {"heap", "gc", "jvm", "java", "collect", "garbage"};
constexpr std::string_view freeing[] = {"free", "freed", "pause", "reclaim", "avail", "remain"};
constexpr std::string_view slow[] = {"slow", "long", "took", "latency", "delay", "duration", "expected"};
constexpr std::string_view switching[] = {"switch", "toggl", "turned", "enabl", "flip", "activat"};
constexpr std::string_view failing[] = {"fail", "error", "unable", "cannot", "could", "exception", "fatal", "panic", "not", "broken", "broke", "err"};
constexpr std::string_view succeeding[] = {"succe", "success", "ok", "done", "complet", "pass", "fine", "well", "healthy", "good"};
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
constexpr std::string_view rising[] = {"rais", "increas", "grew", "grow", "rose", "rise", "higher", "->", "risen"};
constexpr std::string_view locking[] = {"lock", "mutex", "held", "blocked"};
constexpr std::string_view blocking[] = {"block", "wait", "stuck", "hang", "hung"};
constexpr std::string_view hanging[] = {"hung", "hang", "timeout", "timed", "stuck", "not ready"};
constexpr std::string_view signing[] = {"sign-in", "login", "sign", "auth"};
constexpr std::string_view limiting[] = {"limit", "throttl", "429", "max", "quota"};
constexpr std::string_view ownership[] = {"right", "permission", "privilege", "allowed", "denied", "forbidden", "cannot"};
constexpr std::string_view mail[] = {"e-mail", "email", "mail"};
constexpr std::string_view early[] = {"not", "future", "yet", "nbf", "active"};
constexpr std::string_view serving[] = {"served", "answered", "200", "http"};
constexpr std::string_view reboot[] = {"reboot", "boot"};
constexpr std::string_view fetching[] = {"pull", "fetch", "download"};
constexpr std::string_view encode[] = {"encod", "serializ", "marshal"};
constexpr std::string_view clock_words[] = {"clock", "nbf", "iat", "ntp", "offset", "time"};
constexpr std::string_view reachable[] = {"reachab", "reach", "connect", "resolv"};
constexpr std::string_view unchanged[] = {"unchang", "ok", "changed=0"};
constexpr std::string_view certificate[] = {"certif", "cert", "x509", "tls", "ssl"};
constexpr std::string_view logging_in[] = {"logged", "log", "sign", "login", "auth"};
constexpr std::string_view taken[] = {"taken", "already", "exists", "in use"};
constexpr std::string_view database[] = {"database", "db", "sql", "postgres", "mysql", "mariadb", "mongo", "redis", "oracle", "sqlite", "deadlock", "relation", "transaction"};
constexpr std::string_view disk_words[] = {"disk", "/dev/", "nvme", "space", "device", "filesystem", "fdatasync", "fsync", "volume", "sda", "i/o"};
constexpr std::string_view memory_words[] = {"memory", "ram", "rss", "oom", "heap", "mem"};
constexpr std::string_view broker_words[] = {"broker", "queue", "rabbit", "kafka", "mq", "amqp", "topic", "leader", "isr"};
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
constexpr std::string_view nfs[] = {"nfs", "mount"};

constexpr group groups[] = {reaching, rejecting, stopping, starting, retrying, writing, reading, creating, updating, resolving,
                            lacking, using_up, heap, freeing, slow, switching, failing, succeeding, unreachable, unreadable,
                            upload, sync, leading, host, queueing, removing, moving, unexpected, installing, rising, locking, blocking,
                            hanging, signing, limiting, ownership, mail, early, serving, reboot, fetching, encode, clock_words, reachable,
                            unchanged, certificate, logging_in, taken, nfs, database, disk_words, memory_words, broker_words, network_words, slowness, pushing, validity, halting, rollouts, kernel_words, tripled, healthy, cluster_words};

/// What is left of a word behind a stem is an ending, not another word.
bool is_ending(std::string_view rest) {
  constexpr std::array endings{""sv, "s"sv, "es"sv, "d"sv, "ed"sv, "ing"sv, "e"sv, "er"sv, "ers"sv, "ly"sv, "y"sv, "ies"sv, "ied"sv, "ion"sv,
                               "ions"sv, "ation"sv, "able"sv, "'s"sv, "ful"sv, "ment"sv, "ten"sv, "t"sv, "ts"sv, "red"sv, "ring"sv, "ting"sv, "ted"sv, "ned"sv, "ning"sv,
                               "al"sv, "ely"sv, "e's"sv, "ate"sv, "ated"sv};
  return std::find(endings.begin(), endings.end(), rest) != endings.end();
}

std::string_view stem_of_word(std::string_view word) {
  constexpr std::size_t shortest_stem = 4;
  if (word.size() < shortest_stem) return word;
  for (const auto ending : {"ations"sv, "ation"sv, "ing"sv, "ion"sv, "ed"sv, "es"sv, "er"sv, "s"sv, "ly"sv, "y"sv, "e"sv})
    if (word.ends_with(ending) && word.size() - ending.size() + (ending == "e"sv) >= shortest_stem) {
      word.remove_suffix(ending.size());
      break;
    }
  // "stopped", "logging"
  if (word.size() > shortest_stem && word[word.size() - 1] == word[word.size() - 2] && word.back() != 's' && word.back() != 'l')
    word.remove_suffix(1);
  return word;
}

/// A word of the text begins so; within a name too ("gc(801)", "reset_count").
bool has_word_beginning(std::string_view text, std::string_view stem) {
  for (auto at = text.find(stem); at != text.npos; at = text.find(stem, at + 1))
    if (at == 0 || !((text[at - 1] >= 'a' && text[at - 1] <= 'z'))) return true;
  return false;
}

}  // namespace

bool is_common_word(std::string_view lower) {
  if (is_filler(lower)) return true;
  return std::any_of(common.begin(), common.end(), [&](std::string_view stem) {
    // "apply" is no form of "app".
    constexpr std::size_t short_stem = 3;
    if (stem.size() <= short_stem && lower.substr(std::min(stem.size(), lower.size())) == "ly") return false;
    if (lower.starts_with(stem) && is_ending(lower.substr(stem.size()))) return true;
    // "store", "storing"; "run", "running".
    return stem.ends_with('e') && lower.starts_with(stem.substr(0, stem.size() - 1)) &&
           is_ending(lower.substr(stem.size() - 1));
  });
}

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
        std::any_of(g.begin(), g.end(), [&](auto s) { return has_word_beginning(meaning, s); }))
      return true;
  for (const auto& c : concepts())
    if (std::any_of(c.said.begin(), c.said.end(),
                    [&](auto s) { return lower.starts_with(s.substr(0, s.find(' '))); }) &&
        (std::any_of(c.shown.begin(), c.shown.end(), [&](auto s) { return meaning.find(s) != meaning.npos; })))
      return true;
  return false;
}

std::vector<std::string_view> untold_words(std::string_view clause, std::string_view meaning) {
  std::vector<std::string_view> out;
  for (const auto& w : words_of(clause)) {
    double unit = 0;
    if (number_of(w.text) || spelled_number(w.text) || names_thing(w) || time_unit(w.text, unit) ||
        size_unit(w.text, unit) || is_common_word(w.text) || tells_word(meaning, w.text))
      continue;
    out.push_back(w.text);
  }
  return out;
}

}  // namespace fm::agent
