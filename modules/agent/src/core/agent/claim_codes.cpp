#include "agent/claim_codes.hpp"

#include <algorithm>
#include <array>

namespace fm::agent {

namespace {

using namespace std::string_view_literals;

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
                             sign{"goroutine ", "go"},
                             sign{"avc: ", "selinux"},
                             sign{"openat(", "open descriptor"},
                             sign{"o_rdonly", "read-only"},
                             sign{"source/common/", "envoy"},
                             sign{"permissive=0", "enforced enforcing"},
                             sign{"success=no", "failed failure"},
                             sign{"npm err", "npm node package install"},
                             sign{"raid", "array"},
                             sign{"](f)", "failed faulty"}};
  for (const auto& s : signs)
    if (line.find(s.text) != line.npos) (out += ' ') += s.product;
  // What a system call returned: "openat(...) = 3".
  if (const auto at = line.rfind(") = "); at != line.npos && at + 4 < line.size() && is_digit(line[at + 4]))
    out += " succeeded successful";
  // Of the members of an array one is not up: "[4/3] [uuu_]".
  if (line.find("_]") != line.npos && line.find("[u") != line.npos) out += " degraded missing member";
  // A value that did not change: "2046m->2046m".
  for (auto at = line.find("->"); at != line.npos; at = line.find("->", at + 2)) {
    auto from = at;
    while (from > 0 && line[from - 1] != ' ') --from;
    const auto before = line.substr(from, at - from);
    if (!before.empty() && line.substr(at + 2).starts_with(before)) out += " nothing unchanged";
  }
}

}  // namespace

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

}  // namespace fm::agent
