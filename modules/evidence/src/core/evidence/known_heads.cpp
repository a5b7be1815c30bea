#include "evidence/known_heads.hpp"

#include "evidence/head_token.hpp"
#include "evidence/severity_word.hpp"

#include <algorithm>
#include <array>

namespace fm::evidence {
namespace {

constexpr auto npos = std::string_view::npos;

bool is_digit(char c) { return static_cast<unsigned char>(c - '0') < 10; }

std::string_view take_word(std::string_view& rest) {
  const auto n = std::min(rest.find(' '), rest.size());
  const auto word = rest.substr(0, n);
  rest.remove_prefix(std::min(n + 1, rest.size()));
  return word;
}

// The length of `tag[pid]:` or `tag:` at the beginning, colon included; 0 when there is none.
std::size_t tag_length(std::string_view rest) {
  constexpr std::size_t longest_tag = 96;
  const auto colon = rest.substr(0, longest_tag).find(':');
  if (colon == npos || colon == 0) return 0;
  std::size_t i = 0;
  int depth = 0;
  while (i < rest.size() && i < longest_tag) {
    const char c = rest[i];
    if (c == '[' || c == '(') ++depth;
    if (c == ']' || c == ')') --depth;
    if (c == ':' && depth <= 0 && (i + 1 == rest.size() || rest[i + 1] == ' ' || rest[i + 1] == '\t'))
      return i + 1;
    // `launchd[1] (com.apple.quicklook[3]): ` has a second part in brackets.
    if (c == ' ' && depth <= 0 && (i + 1 >= rest.size() || rest[i + 1] != '(')) return 0;
    ++i;
  }
  return 0;
}

struct postgres_word {
  std::string_view word;
  severity level;
  bool continuation;
};
constexpr std::array postgres_words{
    postgres_word{"LOG", severity::info, false},        postgres_word{"ERROR", severity::error, false},
    postgres_word{"FATAL", severity::critical, false},  postgres_word{"PANIC", severity::critical, false},
    postgres_word{"WARNING", severity::warning, false}, postgres_word{"NOTICE", severity::notice, false},
    postgres_word{"INFO", severity::info, false},       postgres_word{"DETAIL", severity::none, true},
    postgres_word{"HINT", severity::none, true},        postgres_word{"CONTEXT", severity::none, true},
    postgres_word{"STATEMENT", severity::none, true},   postgres_word{"QUERY", severity::none, true},
    postgres_word{"LOCATION", severity::none, true},
};

// Finds `WORD:  ` near the beginning; `at` becomes where the word begins.
const postgres_word* find_postgres_word(std::string_view rest, std::size_t& at) {
  constexpr std::size_t longest_prefix = 240;
  const auto head = rest.substr(0, longest_prefix);
  for (auto colon = head.find(":  "); colon != npos; colon = head.find(":  ", colon + 1)) {
    auto begin = colon;
    while (begin > 0 && head[begin - 1] >= 'A' && head[begin - 1] <= 'Z') --begin;
    const auto word = head.substr(begin, colon - begin);
    for (const auto& p : postgres_words)
      if (p.word == word) {
        at = begin;
        return &p;
      }
  }
  return nullptr;
}

// The status behind the request in quotes that begins at `quote`, and where it ends; 0 when there is none.
unsigned status_behind_request(std::string_view text, std::size_t quote, std::size_t& end) {
  auto close = quote;
  do {
    close = text.find('"', close + 1);
  } while (close != npos && text[close - 1] == '\\');
  if (close == npos || close + 5 > text.size() || text[close + 1] != ' ') return 0;
  const auto digits = text.substr(close + 2, 3);
  if (!std::all_of(digits.begin(), digits.end(), is_digit) ||
      (close + 5 < text.size() && is_digit(text[close + 5])))
    return 0;
  end = close + 5;
  const auto status =
      static_cast<unsigned>((digits[0] - '0') * 100 + (digits[1] - '0') * 10 + (digits[2] - '0'));
  return status >= 100 && status < 600 ? status : 0;
}

}  // namespace

std::string_view message_from(std::string_view text, std::size_t at) {
  for (;;) {
    at = skip_separators(text, at);
    // One mark alone separates head and message: `- msg`, `: msg`.
    if (at + 1 < text.size() && (text[at] == '-' || text[at] == ':') && text[at + 1] == ' ') {
      ++at;
      continue;
    }
    break;
  }
  auto message = text.substr(std::min(at, text.size()));
  while (!message.empty() && (message.back() == ' ' || message.back() == '\t')) message.remove_suffix(1);
  return message;
}

bool is_syslog_tail(std::string_view rest) {
  line_head ignored;
  if (rest.empty() || rest[0] != ' ' || !read_syslog_tail(rest, ignored)) return false;
  // Hosts are no sentence: `Failed to bind: ...` has a tag in second place only by chance.
  const auto tag_end = static_cast<std::size_t>(ignored.message.data() - rest.data());
  return rest.substr(0, tag_end).find("]:") != npos || ignored.component == "kernel" ||
         looks_like_identifier(ignored.component) || looks_like_identifier(ignored.source);
}

bool read_syslog_tail(std::string_view rest, line_head& head) {
  const auto begin = rest.find_first_not_of(' ');
  if (begin == npos) return false;
  rest.remove_prefix(begin);
  auto after_host = rest;
  const auto host = take_word(after_host);
  if (host.empty() || host.back() == ':') return false;
  const auto tag = tag_length(after_host);
  if (tag == 0) {
    // Without a tag the host is still no part of the message.
    head.source = host;
    head.message = message_from(after_host, 0);
    return false;
  }
  head.source = host;
  auto name = after_host.substr(0, tag - 1);
  if (const auto bracket = name.find('['); bracket != npos && bracket > 0) name = name.substr(0, bracket);
  head.component = name;
  head.message = message_from(after_host, tag);
  return true;
}

bool is_postgres_tail(std::string_view rest) {
  std::size_t at = 0;
  return find_postgres_word(rest, at) != nullptr && rest.substr(0, at).find('[') != npos;
}

bool read_postgres_tail(std::string_view rest, line_head& head) {
  std::size_t at = 0;
  const auto* word = find_postgres_word(rest, at);
  if (word == nullptr) return false;
  head.level = word->level;
  head.continuation = word->continuation;
  auto user = rest.substr(0, at);
  if (const auto close = user.rfind(']'); close != npos) user.remove_prefix(close + 1);
  user = message_from(user, 0);
  if (user.find('@') != npos) head.component = user;
  // DETAIL, HINT and the like say what follows; they are no severities.
  head.message = message_from(rest, word->continuation ? at : at + word->word.size() + 1);
  return true;
}

std::size_t read_priority(std::string_view text, line_head& head) {
  if (text.size() < 4 || text[0] != '<' || !is_digit(text[1])) return 0;
  unsigned value = 0;
  std::size_t i = 1;
  while (i < text.size() && i < 4 && is_digit(text[i]))
    value = value * 10 + static_cast<unsigned>(text[i++] - '0');
  if (i >= text.size() || text[i] != '>' || value > 191) return 0;
  head.level = severity_of_syslog(value);
  return i + 1;
}

bool read_syslog_5424(std::string_view text, time_parser& times, line_head& head) {
  if (!text.starts_with("1 ")) return false;
  text.remove_prefix(2);
  time_stamp stamp;
  if (!text.starts_with("- ") && !times.read(text, stamp)) return false;
  head.time = stamp.time;
  take_word(text);
  const auto host = take_word(text);
  const auto app = take_word(text);
  take_word(text);  // process id
  take_word(text);  // message id
  if (host != "-") head.source = host;
  if (app != "-") head.component = app;
  // Structured data: `-`, or elements in brackets whose values may hold an escaped bracket.
  if (text.starts_with("-")) {
    text.remove_prefix(1);
  } else {
    while (text.starts_with("[")) {
      bool quoted = false;
      std::size_t i = 1;
      while (i < text.size() && (quoted || text[i] != ']')) {
        if (text[i] == '\\') {
          ++i;
        } else if (text[i] == '"') {
          quoted = !quoted;
        }
        ++i;
      }
      text.remove_prefix(std::min(i + 1, text.size()));
    }
  }
  if (text.starts_with(" \xEF\xBB\xBF")) text.remove_prefix(4);
  head.message = message_from(text, 0);
  return true;
}

bool read_access_log(std::string_view text, time_parser& times, line_head& head) {
  constexpr std::size_t longest_prefix = 320;
  const auto open = text.substr(0, longest_prefix).find(" [");
  if (open == npos || open == 0) return false;
  // host, ident and user, perhaps with a virtual host in front; a line of another log that quotes one has
  // more.
  const auto blanks = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(open), ' ');
  if (blanks < 2 || blanks > 3) return false;
  const auto first = text.substr(0, text.find(' '));
  if (first.find_first_of(".:-") == npos && first != "localhost") return false;
  time_stamp stamp;
  if (!times.read(text.substr(open + 2), stamp)) return false;
  auto at = open + 2 + stamp.length;
  if (at + 3 >= text.size() || text[at] != ']' || text[at + 1] != ' ' || text[at + 2] != '"') return false;
  at += 2;
  std::size_t end = 0;
  const auto status = status_behind_request(text, at, end);
  if (status == 0) return false;
  head.time = stamp.time;
  head.level = severity_of_status(status);
  head.source = first;
  head.message = text.substr(at, end - at);
  return true;
}

namespace {

/// The status behind `GET /path` or `GET /path HTTP/1.1` without quotation marks; 0 when there is none.
int status_of_bare_request(std::string_view message) {
  constexpr std::size_t longest_method = 7;
  std::size_t at = 0;
  while (at < message.size() && at <= longest_method && message[at] >= 'A' && message[at] <= 'Z') ++at;
  if (at < 3 || message.substr(at, 2) != " /") return 0;
  at = message.find(' ', at + 1);
  if (at != npos && message.substr(at + 1).starts_with("HTTP/")) at = message.find(' ', at + 1);
  if (at == npos || at + 4 > message.size() || (at + 4 < message.size() && message[at + 4] != ' ')) return 0;
  int status = 0;
  for (std::size_t i = at + 1; i < at + 4; ++i) {
    if (!is_digit(message[i])) return 0;
    status = status * 10 + (message[i] - '0');
  }
  return status >= 100 && status < 600 ? status : 0;
}

}  // namespace

severity severity_of_request(std::string_view message) {
  if (!message.empty() && message[0] >= 'A' && message[0] <= 'Z') {
    const auto status = status_of_bare_request(message);
    return status == 0 ? severity::none : severity_of_status(status);
  }
  if (message.size() < 12 || message[0] != '"' || message[1] < 'A' || message[1] > 'Z') return severity::none;
  std::size_t end = 0;
  const auto status = status_behind_request(message, 0, end);
  return status == 0 ? severity::none : severity_of_status(status);
}

bool read_klog(std::string_view text, time_parser& times, line_head& head) {
  constexpr std::string_view letters = "IWEF";
  if (text.size() < 24 || letters.find(text[0]) == npos || !is_digit(text[1]) || !is_digit(text[4]) ||
      text[5] != ' ')
    return false;
  time_stamp stamp;
  if (!times.read(text, stamp)) return false;
  const auto rest = text.substr(stamp.length);
  constexpr std::size_t longest_place = 120;
  const auto close = rest.substr(0, longest_place).find("] ");
  if (close == npos) return false;
  head.time = stamp.time;
  head.level = severity_of_letter(text[0]);
  const auto blank = rest.rfind(' ', close);
  head.component = rest.substr(blank == npos ? 0 : blank + 1, close - (blank == npos ? 0 : blank + 1));
  head.message = message_from(rest, close + 2);
  return true;
}

bool read_audit_record(std::string_view text, time_parser& times, line_head& head) {
  constexpr std::string_view mark = " msg=audit(";
  if (!text.starts_with("type=")) return false;
  const auto at = text.substr(0, 120).find(mark);
  const auto close = at == npos ? npos : text.find("): ", at);
  if (close == npos) return false;
  auto written = text.substr(at + mark.size(), close - at - mark.size());
  time_stamp stamp;
  if (!times.read(written.substr(0, written.find(':')), stamp)) return false;
  head.time = stamp.time;
  head.component = text.substr(5, text.find(' ') - 5);
  head.message = message_from(text, close + 3);
  // Who was denied something has met trouble, unless it is only reported.
  if (head.message.starts_with("avc:  denied") && head.message.find("permissive=1") == npos)
    head.level = severity::error;
  return true;
}

bool read_boot_time(std::string_view text, line_head& head) {
  constexpr std::size_t fraction = 6;
  constexpr std::size_t longest_time = 20;
  auto at = text.find_first_not_of(' ', 1);
  if (at == npos || text[0] != '[') return false;
  std::int64_t since_start = 0;
  const auto begin = at;
  for (; at < text.size() && at < longest_time && is_digit(text[at]); ++at)
    since_start = since_start * 10 + (text[at] - '0');
  if (at == begin || at - begin > 10 || at + fraction + 2 >= text.size() || text[at] != '.') return false;
  ++at;
  for (const auto stop = at + fraction; at < stop; ++at) {
    if (!is_digit(text[at])) return false;
    since_start = since_start * 10 + (text[at] - '0');
  }
  if (text[at] != ']' || text[at + 1] != ' ') return false;
  head.time = since_start;
  const auto rest = text.substr(at + 1);
  if (is_syslog_tail(rest))
    read_syslog_tail(rest, head);
  else
    head.message = message_from(rest, 0);
  return true;
}

bool read_delimited(std::string_view text, time_parser& times, line_head& head) {
  time_stamp stamp;
  if (!times.read(text, stamp) || stamp.length >= text.size()) return false;
  const char mark = text[stamp.length];
  if (mark != ';') return false;
  constexpr int most_fields = 8;
  constexpr std::size_t longest_field = 48;
  auto rest = text.substr(stamp.length + 1);
  line_head found = head;
  for (int i = 0; i < most_fields; ++i) {
    const auto end = rest.find(mark);
    const auto value = rest.substr(0, end);
    if (end == npos || (i > 0 && (value.find(' ') != npos || value.size() > longest_field))) break;
    if (found.level == severity::none) {
      found.level = severity_of_word(value);
    } else if (found.source.empty()) {
      found.source = value;
    } else {
      found.component = value;
    }
    rest.remove_prefix(end + 1);
    if (found.level == severity::none && i == 2) return false;
  }
  if (found.level == severity::none) return false;
  while (!rest.empty() && (rest.back() == mark || rest.back() == ' ')) rest.remove_suffix(1);
  found.time = stamp.time;
  found.message = message_from(rest, 0);
  head = found;
  return true;
}

bool read_redis(std::string_view text, time_parser& times, line_head& head) {
  std::size_t n = 0;
  while (n < text.size() && n < 8 && is_digit(text[n])) ++n;
  if (n == 0 || n + 4 >= text.size() || text[n] != ':' || text[n + 2] != ' ') return false;
  constexpr std::string_view roles = "XCSM";
  if (roles.find(text[n + 1]) == npos) return false;
  time_stamp stamp;
  const auto rest = text.substr(n + 3);
  if (!times.read(rest, stamp) || stamp.length + 3 > rest.size() || rest[stamp.length] != ' ') return false;
  switch (rest[stamp.length + 1]) {
    case '.':
      head.level = severity::debug;
      break;
    case '-':
      head.level = severity::info;
      break;
    case '*':
      head.level = severity::notice;
      break;
    case '#':
      head.level = severity::warning;
      break;
    default:
      return false;
  }
  head.time = stamp.time;
  head.message = message_from(rest, stamp.length + 2);
  return true;
}

}  // namespace fm::evidence
