#include "evidence/word_kind.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace fm::evidence {

namespace {

using namespace std::string_view_literals;

constexpr std::array value_words{
    "B"sv,    "KB"sv,     "MB"sv,      "GB"sv,     "TB"sv,      "KiB"sv,  "MiB"sv,   "GiB"sv,  "kB"sv,
    "byte"sv, "bytes"sv,  "ns"sv,      "us"sv,     "ms"sv,      "s"sv,    "sec"sv,   "secs"sv, "min"sv,
    "mins"sv, "second"sv, "seconds"sv, "minute"sv, "minutes"sv, "hour"sv, "hours"sv, "day"sv,  "days"sv,
    "msec"sv, "true"sv,   "false"sv,   "True"sv,   "False"sv,   "null"sv, "nil"sv,   "none"sv, "None"sv,
    "yes"sv,  "no"sv,     "Jan"sv,     "Feb"sv,    "Mar"sv,     "Apr"sv,  "May"sv,   "Jun"sv,  "Jul"sv,
    "Aug"sv,  "Sep"sv,    "Oct"sv,     "Nov"sv,    "Dec"sv,     "Mon"sv,  "Tue"sv,   "Wed"sv,  "Thu"sv,
    "Fri"sv,  "Sat"sv,    "Sun"sv,
};

constexpr std::array status_words{
    "up"sv,      "down"sv,       "start"sv, "stop"sv,   "open"sv,   "close"sv,   "begin"sv,
    "end"sv,     "lost"sv,       "found"sv, "not"sv,    "is"sv,     "was"sv,     "has"sv,
    "can"sv,     "cannot"sv,     "will"sv,  "are"sv,    "ok"sv,     "success"sv, "error"sv,
    "failure"sv, "enter"sv,      "exit"sv,  "read"sv,   "write"sv,  "send"sv,    "sent"sv,
    "set"sv,     "get"sv,        "add"sv,   "remove"sv, "create"sv, "delete"sv,  "update"sv,
    "connect"sv, "disconnect"sv, "bind"sv,  "load"sv,   "save"sv,   "on"sv,      "off"sv,
    "receive"sv, "accept"sv,     "begun"sv, "done"sv,   "new"sv,    "old"sv,     "unknown"sv,
};

// Behind "for", "to", "in" and "on" stand verbs and things of every kind; behind these, names.
constexpr std::array cues{
    "user"sv,     "users"sv,    "from"sv,    "by"sv,        "host"sv,      "hostname"sv, "named"sv,
    "called"sv,   "database"sv, "table"sv,   "role"sv,      "topic"sv,     "account"sv,  "username"sv,
    "group"sv,    "login"sv,    "domain"sv,  "device"sv,    "interface"sv, "schema"sv,   "queue"sv,
    "exchange"sv, "vhost"sv,    "package"sv, "namespace"sv,
};

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

std::string lowered(std::string_view word) {
  std::string s(word);
  for (char& c : s)
    if (is_upper(c)) c = static_cast<char>(c - 'A' + 'a');
  return s;
}

template <class List>
bool one_of(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

/// The same, whatever the case of the word.
template <class List>
bool one_of_lower(const List& list, std::string_view word) {
  constexpr std::size_t longest = 10;
  return word.size() <= longest && one_of(list, lowered(word));
}

/// `name:` or `name()` in front of a message: a function or a part of the program.
bool is_label(std::string_view word) {
  if (word.ends_with(':'))
    word.remove_suffix(1);
  else if (!word.ends_with("()"))
    return false;
  return word.size() > 1 && std::count(word.begin(), word.end(), '.') < 2 &&
         std::all_of(word.begin(), word.end(), [](char c) {
           return is_lower(c) || is_upper(c) || "._-()*$"sv.find(c) != std::string_view::npos;
         });
}

}  // namespace

std::string_view bare_word(std::string_view w) {
  while (!w.empty() && ".,:;!?()[]\"'"sv.find(w.back()) != std::string_view::npos) w.remove_suffix(1);
  while (!w.empty() && "([\"'"sv.find(w.front()) != std::string_view::npos) w.remove_prefix(1);
  return w;
}

bool is_plain_word(std::string_view word) {
  auto w = bare_word(word);
  if (w.empty()) return true;
  // The name of a value that is masked itself: `size=<*>`, `lr:<*>`, `depth.<*>`.
  if (const auto mark = w.find("<*>"); mark != w.npos && mark > 1 && "=:."sv.find(w[mark - 1]) != w.npos)
    return true;
  if (is_label(word)) return true;
  bool lower_seen = false;
  for (char c : w) {
    if (!is_lower(c) && !is_upper(c) && c != '-' && c != '\'') return false;
    if (is_upper(c) && lower_seen) return false;  // camelCase is an identifier
    lower_seen |= is_lower(c);
  }
  return true;
}

bool is_value_word(std::string_view bare) { return one_of(value_words, bare); }

bool may_name_event(std::string_view word) {
  // Hosts, packages and bundles have more than one dot inside.
  const auto bare = bare_word(word);
  if (std::count(bare.begin(), bare.end(), '.') > 1) return false;
  return is_plain_word(word) || (word.find_first_of("/\\@#%&") == word.npos && word.find("<*>") == word.npos);
}

bool is_plural_of(std::string_view a, std::string_view b) {
  if (a.size() < b.size()) std::swap(a, b);
  return b.size() > 2 && a.size() == b.size() + 1 && a.back() == 's' && a.starts_with(b);
}

bool is_capital(std::string_view bare) {
  return bare.size() > 2 && std::all_of(bare.begin(), bare.end(), is_upper);
}

bool is_verb_like(std::string_view bare) {
  if (is_capital(bare)) return true;
  if (bare.size() > 3 && (bare.ends_with("ed") || bare.ends_with("ing"))) return true;
  return one_of_lower(status_words, bare);
}

bool is_cue(std::string_view bare) { return one_of_lower(cues, bare); }

bool has_letters(std::string_view word) {
  return std::any_of(word.begin(), word.end(), [](char c) {
    return is_lower(c) || is_upper(c) || static_cast<unsigned char>(c) >= 0x80;
  });
}

}  // namespace fm::evidence
