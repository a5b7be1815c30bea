#include "agent/claim_words.hpp"

#include "agent/wording.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace fm::agent {

namespace {

using namespace std::string_view_literals;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_lower(c) || is_upper(c); }

// Parts of words that English joins by a hyphen; a name of a service has other ones.
constexpr std::array joined{
    "out"sv,     "of"sv,    "to"sv,    "up"sv,     "down"sv,     "time"sv,    "back"sv,  "off"sv,
    "on"sv,      "in"sv,    "by"sv,    "re"sv,     "pre"sv,      "post"sv,    "non"sv,   "self"sv,
    "well"sv,    "long"sv,  "short"sv, "high"sv,   "low"sv,      "end"sv,     "side"sv,  "based"sv,
    "related"sv, "level"sv, "wide"sv,  "root"sv,   "first"sv,    "last"sv,    "not"sv,   "read"sv,
    "only"sv,    "built"sv, "known"sv, "so"sv,     "called"sv,   "per"sv,     "two"sv,   "three"sv,
    "single"sv,  "multi"sv, "cross"sv, "mid"sv,    "sub"sv,      "under"sv,   "over"sv,  "half"sv,
    "follow"sv,  "go"sv,    "and"sv,   "or"sv,     "long"sv,     "running"sv, "write"sv, "ahead"sv,
    "memory"sv,  "term"sv,  "lived"sv, "signed"sv, "specific"sv, "hand"sv,    "sign"sv,  "ins"sv,
    "e"sv,       "mail"sv,  "shake"sv};

constexpr std::array abbreviations{
    "DNS"sv,  "TLS"sv,  "SSL"sv,   "TCP"sv,  "UDP"sv,  "HTTP"sv,  "HTTPS"sv,  "API"sv, "CPU"sv,
    "RAM"sv,  "OOM"sv,  "SQL"sv,   "URL"sv,  "URI"sv,  "JVM"sv,   "SSH"sv,    "PVC"sv, "UTC"sv,
    "JSON"sv, "YAML"sv, "I/O"sv,   "IO"sv,   "DB"sv,   "IP"sv,    "ID"sv,     "OS"sv,  "VM"sv,
    "GC"sv,   "CI"sv,   "CD"sv,    "FD"sv,   "PID"sv,  "TTL"sv,   "CA"sv,     "AND"sv, "OR"sv,
    "NOT"sv,  "NO"sv,   "ERROR"sv, "WARN"sv, "INFO"sv, "FATAL"sv, "WARNING"sv};

// Capitalised in any place of a sentence without naming anything of the evidence.
constexpr std::array capitalised{
    "I"sv,       "January"sv,   "February"sv,  "March"sv,   "April"sv,    "May"sv,      "June"sv,
    "July"sv,    "August"sv,    "September"sv, "October"sv, "November"sv, "December"sv, "Monday"sv,
    "Tuesday"sv, "Wednesday"sv, "Thursday"sv,  "Friday"sv,  "Saturday"sv, "Sunday"sv,   "Jan"sv,
    "Feb"sv,     "Mar"sv,       "Apr"sv,       "Jun"sv,     "Jul"sv,      "Aug"sv,      "Sep"sv,
    "Oct"sv,     "Nov"sv,       "Dec"sv};

constexpr std::array fillers{
    "the"sv,       "whose"sv,    "already"sv, "where"sv,    "lags"sv,    "cannot"sv,  "a"sv,     "an"sv,
    "and"sv,       "or"sv,       "but"sv,     "of"sv,       "to"sv,      "in"sv,      "on"sv,    "at"sv,
    "by"sv,        "for"sv,      "from"sv,    "with"sv,     "as"sv,      "is"sv,      "are"sv,   "was"sv,
    "were"sv,      "be"sv,       "been"sv,    "being"sv,    "has"sv,     "have"sv,    "had"sv,   "it"sv,
    "its"sv,       "this"sv,     "that"sv,    "these"sv,    "those"sv,   "which"sv,   "who"sv,   "when"sv,
    "while"sv,     "then"sv,     "there"sv,   "their"sv,    "they"sv,    "because"sv, "so"sv,    "after"sv,
    "before"sv,    "since"sv,    "until"sv,   "during"sv,   "between"sv, "shows"sv,   "show"sv,  "shown"sv,
    "indicates"sv, "suggests"sv, "means"sv,   "caused"sv,   "cause"sv,   "due"sv,     "led"sv,   "log"sv,
    "logs"sv,      "line"sv,     "lines"sv,   "evidence"sv, "message"sv, "also"sv,    "all"sv,   "each"sv,
    "every"sv,     "some"sv,     "one"sv,     "likely"sv,   "problem"sv, "issue"sv,   "not"sv,   "no"sv,
    "into"sv,      "out"sv,      "up"sv,      "same"sv,     "other"sv,   "time"sv,    "times"sv, "seconds"sv,
    "minutes"sv,   "first"sv,    "last"sv,    "more"sv,     "than"sv,    "says"sv,    "said"sv,  "reports"sv,
    "about"sv};

/// Products, which open sentences with a capital like any word.
constexpr std::array products{"redis"sv,     "memcached"sv,     "consul"sv,     "kafka"sv,     "nginx"sv,
                              "apache"sv,    "postgres"sv,      "postgresql"sv, "mysql"sv,     "mariadb"sv,
                              "mongodb"sv,   "elasticsearch"sv, "rabbitmq"sv,   "cassandra"sv, "kubernetes"sv,
                              "envoy"sv,     "istio"sv,         "traefik"sv,    "haproxy"sv,   "etcd"sv,
                              "zookeeper"sv, "prometheus"sv,    "grafana"sv,    "jenkins"sv,   "gitlab"sv,
                              "terraform"sv, "ansible"sv,       "stripe"sv,     "paypal"sv,    "clickhouse"sv,
                              "influxdb"sv,  "sqlite"sv,        "vault"sv,      "ceph"sv,      "minio"sv,
                              "helm"sv,      "argo"sv,          "celery"sv,     "gunicorn"sv,  "tomcat"sv,
                              "keycloak"sv,  "opensearch"sv,    "cloudflare"sv, "couchdb"sv,   "solr"sv,
                              "logstash"sv,  "kibana"sv,        "fluentd"sv,    "linkerd"sv};

constexpr auto breaks = " \t\r\n()[]{}<>\"'`,;!?|=*"sv;

}  // namespace

std::vector<text_word> words_of(std::string_view text) {
  std::vector<text_word> out;
  bool opens = true;
  for (std::size_t at = 0; at < text.size();) {
    if (breaks.find(text[at]) != breaks.npos) {
      // A comma within digits groups them.
      ++at;
      continue;
    }
    auto end = at;
    while (end < text.size()) {
      const char c = text[end];
      const bool grouped = (c == ',' || c == '\'') && end > at && is_digit(text[end - 1]) &&
                           end + 1 < text.size() && is_digit(text[end + 1]);
      if (!grouped && breaks.find(c) != breaks.npos) break;
      ++end;
    }
    auto word = text.substr(at, end - at);
    bool closes = false;
    while (!word.empty() && (".:-"sv.find(word.back()) != std::string_view::npos)) {
      closes |= word.back() == '.' || word.back() == ':';
      word.remove_suffix(1);
    }
    closes |= end < text.size() && (text[end] == '!' || text[end] == '?' || text[end] == '\n');
    auto begin = at;
    while (!word.empty() && ".:-"sv.find(word.front()) != std::string_view::npos && word.size() > 1 &&
           !is_digit(word[1])) {
      word.remove_prefix(1);
      ++begin;
    }
    if (!word.empty()) {
      out.push_back({word, begin, opens});
      opens = closes;
    }
    at = end;
  }
  return out;
}

std::optional<stated_number> number_of(std::string_view word) {
  if (word.empty()) return {};
  std::string digits;
  std::size_t i = 0;
  if ((word[0] == '-' || word[0] == '+' || word[0] == '~' || word[0] == '#' || word[0] == '$') &&
      word.size() > 1)
    ++i;
  if (!is_digit(word[i])) return {};
  int decimals = 0;
  bool point = false;
  for (; i < word.size(); ++i) {
    const char c = word[i];
    if (is_digit(c)) {
      digits.push_back(c);
      decimals += point;
    } else if ((c == ',' || c == '\'') && !point && i + 3 < word.size() + 0 && is_digit(word[i + 1])) {
      continue;
    } else if (c == '.' && !point && i + 1 < word.size() && is_digit(word[i + 1])) {
      point = true;
      digits.push_back(c);
    } else {
      break;
    }
  }
  auto unit = lowered(word.substr(i));
  if (unit == "x" || unit == "%" || unit.empty() ||
      std::all_of(unit.begin(), unit.end(), [](char c) { return is_lower(c) || c == '/' || c == '%'; })) {
    stated_number out;
    std::from_chars(digits.data(), digits.data() + digits.size(), out.value);
    out.decimals = decimals;
    out.unit = std::move(unit);
    constexpr std::array ordinals{"st"sv, "nd"sv, "rd"sv, "th"sv};
    if (one_of(ordinals, out.unit)) out.unit.clear();
    // "Three 500s" are answers with that status.
    if (out.unit == "s" && decimals == 0 && out.value >= 400 && out.value < 600) out.unit.clear();
    return out;
  }
  return {};
}

std::optional<double> spelled_number(std::string_view word) {
  constexpr std::array names{"two"sv,   "three"sv, "four"sv, "five"sv,   "six"sv,   "seven"sv,
                             "eight"sv, "nine"sv,  "ten"sv,  "eleven"sv, "twelve"sv};
  constexpr std::array tens{"twenty"sv, "thirty"sv, "forty"sv, "fifty"sv, "sixty"sv};
  if (const auto ten = std::find(tens.begin(), tens.end(), word); ten != tens.end())
    return 20.0 + 10.0 * static_cast<double>(ten - tens.begin());
  const auto at = std::find(names.begin(), names.end(), word);
  if (at == names.end()) return {};
  return 2.0 + static_cast<double>(at - names.begin());
}

namespace {

struct unit_row {
  std::string_view name;
  double value;
};

template <class Rows>
bool look_up(const Rows& rows, std::string_view unit, double& value) {
  const auto at = std::find_if(rows.begin(), rows.end(), [&](const unit_row& r) { return r.name == unit; });
  if (at == rows.end()) return false;
  value = at->value;
  return true;
}

}  // namespace

bool time_unit(std::string_view unit, double& seconds) {
  constexpr std::array rows{unit_row{"us", 1e-6},
                            unit_row{"ms", 1e-3},
                            unit_row{"milliseconds", 1e-3},
                            unit_row{"millisecond", 1e-3},
                            unit_row{"s", 1},
                            unit_row{"sec", 1},
                            unit_row{"secs", 1},
                            unit_row{"second", 1},
                            unit_row{"seconds", 1},
                            unit_row{"m", 60},
                            unit_row{"min", 60},
                            unit_row{"mins", 60},
                            unit_row{"minute", 60},
                            unit_row{"minutes", 60},
                            unit_row{"h", 3600},
                            unit_row{"hour", 3600},
                            unit_row{"hours", 3600},
                            unit_row{"d", 86400},
                            unit_row{"day", 86400},
                            unit_row{"days", 86400}};
  return look_up(rows, unit, seconds);
}

bool size_unit(std::string_view unit, double& bytes) {
  constexpr std::array rows{unit_row{"b", 1},
                            unit_row{"byte", 1},
                            unit_row{"bytes", 1},
                            unit_row{"k", 1024},
                            unit_row{"kb", 1024},
                            unit_row{"kib", 1024},
                            unit_row{"m", 1048576},
                            unit_row{"mb", 1048576},
                            unit_row{"mib", 1048576},
                            unit_row{"mi", 1048576},
                            unit_row{"ki", 1024},
                            unit_row{"g", 1073741824},
                            unit_row{"gb", 1073741824},
                            unit_row{"gib", 1073741824},
                            unit_row{"gi", 1073741824},
                            unit_row{"tb", 1099511627776},
                            unit_row{"tib", 1099511627776}};
  return look_up(rows, unit, bytes);
}

bool names_thing(const text_word& word) {
  const auto w = word.text;
  if (w.size() < 2) return false;
  bool digit = false, letter = false, inner_capital = false, all_capitals = true;
  for (std::size_t i = 0; i < w.size(); ++i) {
    digit |= is_digit(w[i]);
    letter |= is_letter(w[i]);
    inner_capital |= i > 0 && is_upper(w[i]) && is_lower(w[i - 1]);
    all_capitals &= is_upper(w[i]) || !is_letter(w[i]);
  }
  double unit = 0;
  const auto lower = lowered(w);
  if (time_unit(lower, unit) || size_unit(lower, unit)) return false;
  if (one_of(products, lower)) return true;
  // Addresses and versions have no letters.
  if (!letter) return std::count(w.begin(), w.end(), '.') > 1;
  if (w == "e.g" || w == "i.e" || w == "and/or" || w == "vs" || w == "etc") return false;
  if (digit && !number_of(w)) return true;
  if (w.find_first_of("_/\\@#") != w.npos || w.find("::") != w.npos) return !one_of(abbreviations, w);
  if (w.find('.') != w.npos || w.find(':') != w.npos || inner_capital) return true;
  if (const auto hyphen = w.find('-'); hyphen != w.npos) {
    for (std::size_t from = 0; from <= lower.size();) {
      const auto end = std::min(lower.find('-', from), lower.size());
      if (one_of(joined, std::string_view(lower).substr(from, end - from))) return false;
      from = end + 1;
    }
    return true;
  }
  if (all_capitals && w.size() > 2) return !one_of(abbreviations, w) && !digit;
  return is_upper(w[0]) && !word.opens_sentence && !one_of(capitalised, w) && !one_of(abbreviations, w);
}

bool introduces_name(std::string_view word) {
  constexpr std::array kinds{
      "table"sv,   "topic"sv,      "relation"sv,   "branch"sv,  "bucket"sv,    "queue"sv,   "volume"sv,
      "group"sv,   "column"sv,     "user"sv,       "role"sv,    "job"sv,       "index"sv,   "container"sv,
      "account"sv, "namespace"sv,  "pod"sv,        "host"sv,    "node"sv,      "service"sv, "project"sv,
      "cluster"sv, "deployment"sv, "repository"sv, "process"sv, "partition"sv, "schema"sv,  "shard"sv};
  return std::find(kinds.begin(), kinds.end(), word) != kinds.end();
}

bool is_filler(std::string_view lower) { return one_of(fillers, lower) || lower.size() < 3; }

}  // namespace fm::agent
