#include "agent/claim_records.hpp"

#include "agent/wording.hpp"

#include <array>
#include <cmath>

namespace fm::agent {

namespace {

using namespace std::string_view_literals;

constexpr std::size_t most_fields = 64;  // that shapes of lines are compared by

bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct code_row {
  std::string_view code, words;
};

constexpr std::array http{
    code_row{"200", "ok"},
    code_row{"201", "ok created"},
    code_row{"202", "ok accepted"},
    code_row{"204", "ok"},
    code_row{"400", "bad request invalid"},
    code_row{"401", "unauthorized authentication refused rejected denied"},
    code_row{"403", "forbidden permission refused rejected denied"},
    code_row{"404", "not found missing does not exist"},
    code_row{"408", "timed out timeout"},
    code_row{"409", "conflict"},
    code_row{"413", "body payload too large size limit exceeded refused rejected"},
    code_row{"429", "too many rate limit throttled refused rejected"},
    code_row{"500", "internal server"},
    code_row{"502", "bad gateway upstream"},
    code_row{"503", "unavailable"},
    code_row{"504", "gateway upstream timed out timeout"},
};

constexpr std::array errors{
    code_row{"2", "no such file not found missing"},
    code_row{"12", "memory"},
    code_row{"13", "permission denied"},
    code_row{"24", "too many open files descriptors limit"},
    code_row{"28", "no space left disk full"},
    code_row{"32", "broken pipe"},
    code_row{"104", "connection reset"},
    code_row{"110", "timed out timeout"},
    code_row{"111", "connection refused"},
    code_row{"113", "no route host unreachable"},
};

constexpr std::array exits{
    code_row{"126", "not executable permission"},
    code_row{"127", "command not found"},
    code_row{"137", "killed sigkill memory"},
    code_row{"139", "segmentation fault crash"},
    code_row{"143", "sigterm terminated"},
    code_row{"-9", "killed sigkill memory"},
    code_row{"203", "execute exec binary not found executable"},
};

template <class Rows>
std::string_view words_of_code(const Rows& rows, std::string_view code) {
  const auto at = std::find_if(rows.begin(), rows.end(), [&](const code_row& r) { return r.code == code; });
  return at == rows.end() ? std::string_view() : at->words;
}

/// The number that begins at `at`, with its sign.
std::string_view number_at(std::string_view s, std::size_t at) {
  auto end = at + (at < s.size() && s[at] == '-');
  while (end < s.size() && is_digit(s[end])) ++end;
  return s.substr(at, end - at);
}

/// What stands as code behind one of the keys: "errno=24", "exit code 137", "status=203/exec".
template <class Keys, class Rows>
void add_codes(std::string_view line, const Keys& keys, const Rows& rows, std::string& out) {
  for (const auto key : keys)
    for (auto at = line.find(key); at != line.npos; at = line.find(key, at + 1)) {
      auto from = at + key.size();
      while (from < line.size() && " =:\""sv.find(line[from]) != std::string_view::npos) ++from;
      out += ' ';
      out += words_of_code(rows, number_at(line, from));
    }
}

/// A status of HTTP: three digits that stand alone, in a line that tells of a request.
void add_http(std::string_view line, std::string& out) {
  constexpr std::array marks{"get "sv,  "post "sv,  "put "sv, "delete "sv,
                             "head "sv, "patch "sv, "http"sv, "status"sv};
  if (std::none_of(marks.begin(), marks.end(), [&](auto m) { return line.find(m) != line.npos; })) return;
  for (std::size_t i = 0; i + 3 <= line.size(); ++i) {
    if (!is_digit(line[i]) || (i > 0 && " =:\""sv.find(line[i - 1]) == std::string_view::npos)) continue;
    const auto code = number_at(line, i);
    const bool alone =
        code.size() == 3 && (i + 3 == line.size() || " ,}\""sv.find(line[i + 3]) != std::string_view::npos);
    if (alone && code[0] == '2') out += " succeeded successful served works pass ";
    if (alone && (code[0] == '4' || code[0] == '5')) out += " failed error failure ";
    if (alone) out += words_of_code(http, code);
    i += std::max<std::size_t>(code.size(), 1) - 1;
  }
}

/// Products by how their lines read.
void add_products(std::string_view line, std::string& out) {
  struct sign {
    std::string_view text, product;
  };
  constexpr std::array signs{sign{"innodb", "mysql mariadb"},
                             sign{"mysqld", "mysql mariadb"},
                             sign{"while connecting to upstream", "nginx"},
                             sign{"too many clients already", "postgresql"},
                             sign{"sharelock", "postgresql"},
                             sign{"duplicate key value violates", "postgresql"},
                             sign{"remaining connection slots", "postgresql"},
                             sign{"caller=scrape.go", "prometheus"},
                             sign{"isr:", "kafka"},
                             sign{".tf line", "terraform"},
                             sign{"query_wait_timeout", "pgbouncer"},
                             sign{"max_client_conn", "pgbouncer"},
                             sign{"msg=\"starting prometheus", "prometheus"},
                             sign{"rabbit@", "rabbitmq"},
                             sign{"systemd[", "systemd"},
                             sign{"kubelet", "kubernetes"},
                             sign{"pre-receive", "git"},
                             sign{"git: ", "git"},
                             sign{"g1 compaction", "jvm java"},
                             sign{"goroutine ", "go"}};
  for (const auto& s : signs)
    if (line.find(s.text) != line.npos) (out += ' ') += s.product;
  // A value that did not change: "2046m->2046m".
  for (auto at = line.find("->"); at != line.npos; at = line.find("->", at + 2)) {
    auto from = at;
    while (from > 0 && line[from - 1] != ' ') --from;
    const auto before = line.substr(from, at - from);
    if (!before.empty() && line.substr(at + 2).starts_with(before)) out += " nothing unchanged";
  }
}

/// The classes of the fields of a line: 'n' with digits, 'w' without.
std::string shape_of(std::string_view line) {
  std::string out;
  for (std::size_t at = 0; at < line.size() && out.size() < most_fields;) {
    const auto end = std::min(line.find(' ', at), line.size());
    const auto field = line.substr(at, end - at);
    if (!field.empty()) out.push_back(std::any_of(field.begin(), field.end(), is_digit) ? 'n' : 'w');
    at = end + 1;
  }
  return out;
}

/// Two rows of one table, or two lines of one form.
bool are_parallel(std::string_view a, std::string_view b) {
  const auto x = shape_of(a), y = shape_of(b);
  if (x.size() != y.size()) return false;
  std::size_t same = 0;
  for (std::size_t i = 0; i < x.size(); ++i) same += x[i] == y[i];
  if (same * 5 < x.size() * 4) return false;
  const auto first = a.substr(0, a.find_first_of(" :=")), other = b.substr(0, b.find_first_of(" :="));
  return x.size() > 3 || first == other;
}

/// Who wrote the line: the word before the first colon or bracketed number behind its time and level.
void find_emitter(cited_record& r) {
  constexpr std::array levels{"error"sv,  "err"sv,   "warn"sv,      "warning"sv,  "info"sv, "fatal"sv,
                              "log"sv,    "debug"sv, "notice"sv,    "critical"sv, "crit"sv, "trace"sv,
                              "detail"sv, "hint"sv,  "statement"sv, "normal"sv};
  constexpr std::size_t most_words = 7;
  const auto first_line = std::string_view(r.text).substr(0, r.text.find('\n'));
  const auto is_level = [&](std::string_view w) {
    return std::find(levels.begin(), levels.end(), w) != levels.end();
  };
  std::size_t seen = 0;
  std::string_view before;
  for (std::size_t at = 0; at < first_line.size() && seen < most_words; ++seen) {
    const auto end = std::min(first_line.find(' ', at), first_line.size());
    auto field = first_line.substr(at, end - at);
    const bool closes = field.ends_with(':');
    while (!field.empty() && ":[]|()-"sv.find(field.back()) != std::string_view::npos) field.remove_suffix(1);
    while (!field.empty() && "[(|"sv.find(field.front()) != std::string_view::npos) field.remove_prefix(1);
    if (const auto pid = field.find('['); pid != field.npos && pid > 0) field = field.substr(0, pid);
    const bool word = !field.empty() && !is_level(field) && !is_digit(field.front());
    if (closes && word) {
      r.emitter = field;
      r.message = end;
      return;
    }
    if (end + 1 < first_line.size() &&
        (first_line[end + 1] == '|' || first_line.substr(end).starts_with(" - ")) && word) {
      r.emitter = field;  // compose: "api_1 | ..."
      r.message = end + 2;
      return;
    }
    // "orders-api ERROR ...", "gateway WARN ..."
    if (is_level(field) && !before.empty()) {
      r.emitter = before;
      r.message = end;
      return;
    }
    if (word) before = field;
    at = end + 1;
  }
}

}  // namespace

std::string plain_text(std::string_view text) {
  std::string out;
  for (const char c : lowered(text)) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!blank) out.push_back(c);
    if (blank && !out.empty() && out.back() != ' ') out.push_back(' ');
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

std::string meaning_of_codes(std::string_view line) {
  constexpr std::array error_keys{"errno"sv, "error code"sv, "os error"sv, "write error - write ("sv,
                                  "failed ("sv};
  constexpr std::array exit_keys{"exit code"sv, "exited with code"sv, "return code"sv, "status"sv,
                                 "exitcode"sv};
  std::string out;
  add_http(line, out);
  add_codes(line, error_keys, errors, out);
  add_codes(line, exit_keys, exits, out);
  add_products(line, out);
  return out;
}

namespace {

/// The heads of a table stand above its rows and belong to each of them.
bool is_head_of(std::string_view head, std::string_view row) {
  const auto h = shape_of(head), r = shape_of(row);
  return h.size() > 2 && head.find(':') == head.npos && h.find('n') == h.npos && r.find('n') != r.npos &&
         r.size() <= h.size() + 1 && h.size() <= r.size() + 2 && !read_stated(head).times.size();
}

/// "web1" of "ok: [web1]" and of "web1 : ok=2".
std::string_view bracketed_name(std::string_view line) {
  // "db1   : ok=2"
  if (const auto colon = line.find(" : "); colon != line.npos && line.substr(0, colon).find(' ') == line.npos)
    return line.substr(0, colon);
  const auto at = line.find(": [");
  const auto end = at == line.npos ? at : line.find(']', at);
  if (end == line.npos || line.substr(0, at).find(' ') != line.npos) return {};
  return line.substr(at + 3, end - at - 3);
}

bool begins_with_name(std::string_view line) {
  const auto first = line.substr(0, line.find(' '));
  return first.size() > 1 && first.ends_with(':') &&
         names_thing({first.substr(0, first.size() - 1), 1, false});
}

}  // namespace

void tell_complements(std::vector<cited_record>& records, std::string_view claim) {
  constexpr std::array good{"succe"sv, "passed"sv, "went through"sv, " ok"sv, "worked"sv, "complete"sv};
  constexpr std::array bad{"fail"sv, "error"sv, "reject"sv, "refus"sv, "lost"sv};
  const auto says = [](std::string_view text, const auto& list) {
    return std::any_of(list.begin(), list.end(), [&](auto w) { return text.find(w) != text.npos; });
  };
  const bool of_good = says(claim, good), of_bad = says(claim, bad);
  if (of_good == of_bad) return;
  for (auto& r : records) {
    if (of_good ? !says(r.text, bad) || says(r.text, good) : !says(r.text, good) || says(r.text, bad))
      continue;
    for (std::size_t i = 0; i + 2 < r.words.size(); ++i) {
      const auto part = number_of(r.words[i].text), whole = number_of(r.words[i + 2].text);
      if (r.words[i + 1].text != "of" || !part || !whole || part->value >= whole->value) continue;
      stated_number rest{whole->value - part->value, 0, {}, {}};
      stated_number percent{100 * rest.value / whole->value, 2, "%", {}};
      bool said = false;
      for (const auto& n : read_stated(claim).numbers)
        said = said || n.value == rest.value || (n.unit == "%" && near(n, percent.value));
      if (!said) continue;
      percent.decimals = 0;
      r.figures.numbers.push_back(rest);
      r.figures.numbers.push_back(percent);
      r.meaning += of_good ? " succeeded successful ok went through" : " failed failure";
    }
  }
}

std::vector<cited_record> records_of(std::span<const std::string> lines) {
  constexpr std::size_t head = 48;  // bytes in which the time of a line stands
  std::vector<cited_record> out;
  std::string_view last_line;
  std::string_view head_line;
  bool last_timed = false;
  for (const auto& line : lines) {
    const auto figures = read_stated(std::string_view(line).substr(0, head));
    std::optional<double> time;
    // "Date: 10:00" is a field of something.
    const auto first = std::string_view(line).substr(0, line.find(' '));
    const bool is_field =
        first.size() > 1 && first.ends_with(':') && std::none_of(first.begin(), first.end(), is_digit);
    if (!figures.times.empty() && !is_field) time = figures.times.front().of_day();
    // The same instant to the millisecond is one event, which several lines tell.
    cited_record probe;
    probe.text = line;
    find_emitter(probe);
    if (!out.empty()) find_emitter(out.back());
    const bool same_instant = time && !out.empty() && probe.emitter == out.back().emitter &&
                              out.back().time && *time == *out.back().time &&
                              figures.times.front().second != std::floor(figures.times.front().second);
    if (!is_head_of(head_line, line))
      head_line = is_head_of(last_line, line) ? last_line : std::string_view();
    // Lines of things that are named differently: "a.main: Created", "b.apps: Creating".
    const bool of_another = begins_with_name(line) && begins_with_name(last_line);
    const auto named = bracketed_name(line), named_before = bracketed_name(last_line);
    // The same key again begins another object.
    const bool again = is_field && last_line.starts_with(first);
    const bool other_name = again || (!named.empty() && !named_before.empty() && named != named_before);
    const bool goes_on = !out.empty() && !time && !of_another && !other_name && head_line.empty() &&
                         !are_parallel(last_line, line);
    if ((goes_on || (same_instant && !are_parallel(last_line, line))) && (last_timed || !time)) {
      out.back().text += '\n' + line;
    } else {
      out.emplace_back();
      out.back().text = line;
      out.back().time = time;
      if (!head_line.empty()) (out.back().meaning += ' ') += head_line;
      last_timed = time.has_value();
    }
    last_line = line;
  }
  for (auto& r : out) {
    r.figures = read_stated(r.text);
    r.meaning = r.text + meaning_of_codes(r.text) + r.meaning;
    r.words = words_of(r.text);
    find_emitter(r);
  }
  return out;
}

}  // namespace fm::agent
