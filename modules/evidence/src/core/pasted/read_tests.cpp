// What runners of tests report: the tests that failed, with their message and its place (go test, pytest,
// jest, cargo test).
#include "pasted/section.hpp"

#include <optional>

namespace fm::evidence::pasted {
namespace {

constexpr std::uint64_t most_lines = 400;  // of the report on one test

struct failed_test {
  mention name;
  mention reason;
  mention place;
};

void tell(context& c, const failed_test& t) {
  auto f = c.draft("test_failed", role::cause, .9);
  f.about(t.name.text).slot("test", t.name.text, t.name.line);
  f.slot("reason", t.reason.text, t.reason.line).slot("place", t.place.text, t.place.line);
  f.quote(t.name.line).level(severity::error);
  c.add(f);
  // What the test ran into may be known by itself.
  if (!t.reason.text.empty()) c.r.embed(t.reason.line, t.reason.text, t.name.text);
}

/// The length of `cart_test.go:23` at the beginning of the text, or 0.
std::size_t place_length(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || !has(text.substr(0, colon), ".")) return 0;
  if (text.substr(0, colon).find_first_of(" \t()") != std::string_view::npos) return 0;
  auto end = text.find_first_not_of("0123456789", colon + 1);
  if (end == std::string_view::npos) end = text.size();
  return end == colon + 1 ? 0 : end;
}

/// `cart_test.go:23: expected 3, got 4`
bool take_message(failed_test& t, std::string_view line, std::uint64_t n) {
  const auto text = trim(line);
  const auto length = place_length(text);
  if (length == 0 || text.substr(length, 2) != ": ") return false;
  t.place = {text.substr(0, length), n};
  t.reason = {trim(text.substr(length + 2)), n};
  return true;
}

/// The block of an assertion library: `Error:      	Not equal: ` and what it compared.
void take_assertion(failed_test& t, std::string_view line, std::uint64_t n) {
  const auto text = trim(line);
  if (text.starts_with("Error Trace:"))
    t.place = {trim(text.substr(12)), n};
  else if (text.starts_with("Error:"))
    t.reason = {trim(text.substr(6)), n};
}

bool is_go_failure(std::string_view line) { return trim(line).starts_with("--- FAIL: "); }

std::size_t indent_of(std::string_view line) {
  const auto at = line.find_first_not_of(' ');
  return at == std::string_view::npos ? line.size() : at;
}

std::uint64_t read_go_test(context& c, std::uint64_t at) {
  if (!is_go_failure(c.at(at))) return at;
  failed_test t;
  t.name = {before(after(c.at(at), "--- FAIL: "), " "), at};
  const auto indent = indent_of(c.at(at));
  auto n = at + 1;
  for (; n <= c.count() && n < at + most_lines; ++n) {
    const auto line = c.at(n);
    if (indent_of(line) <= indent && !line.starts_with('\t')) break;
    if (is_go_failure(line)) {
      // A test within it failed, which tells more.
      if (t.reason.text.empty()) return n;
      break;
    }
    if (t.reason.text.empty()) take_message(t, line, n);
    take_assertion(t, line, n);
  }
  // While it runs a test reports at once: above the line that says how it ended.
  for (auto k = at; t.reason.text.empty() && k > 1 && k + 40 > at; --k) {
    const auto line = c.at(k - 1);
    if (line.starts_with("=== ") || is_go_failure(line)) break;
    take_message(t, line, k - 1);
  }
  tell(c, t);
  return n;
}

/// `FAIL` alone, and `FAIL	example.com/cart	0.045s`: what was told above it, once more.
bool is_go_total(std::string_view line) { return line == "FAIL" || line.starts_with("FAIL\t"); }

std::uint64_t read_jest(context& c, std::uint64_t at) {
  const auto name = trim(after(trim(c.at(at)), "●"));
  if (name.empty()) return at;
  failed_test t;
  t.name = {name, at};
  auto n = at + 1;
  for (; n <= c.count() && n < at + most_lines; ++n) {
    const auto line = trim(c.at(n));
    if (line.starts_with("● ") || line.starts_with("Test Suites:") || line.starts_with("FAIL ") ||
        line.starts_with("PASS "))
      break;
    if (line.empty()) continue;
    if (t.reason.text.empty()) t.reason = {line, n};
    const bool frame = line.starts_with("at ");
    if (frame && t.place.text.empty()) {
      auto place = has(line, "(") ? before(after(line, "("), ")") : line.substr(3);
      if (!has(place, "node_modules") && has(place, ":")) t.place = {place, n};
    }
  }
  // Prose has bullets too: a report has the place of what failed.
  if (t.place.text.empty()) return at;
  tell(c, t);
  return n;
}

std::uint64_t read_cargo(context& c, std::uint64_t at) {
  const auto head = trim_right(c.at(at));
  if (!head.starts_with("---- ") || !head.ends_with(" stdout ----")) return at;
  failed_test t;
  t.name = {before(head.substr(5), " stdout ----"), at};
  auto n = at + 1;
  for (; n <= c.count() && n < at + most_lines; ++n) {
    const auto line = trim_right(c.at(n));
    if (line.starts_with("---- ") || line == "failures:" || line.starts_with("test result:")) break;
    const auto said = after(line, "panicked at ");
    if (said.empty() || !t.place.text.empty()) continue;
    if (said.starts_with("'")) {
      const auto end = said.rfind("', ");
      if (end == std::string_view::npos) continue;
      t.reason = {said.substr(1, end - 1), n};
      t.place = {said.substr(end + 3), n};
    } else {
      t.place = {said.ends_with(":") ? said.substr(0, said.size() - 1) : said, n};
      t.reason = {trim(c.at(n + 1)), n + 1};
    }
  }
  tell(c, t);
  return n;
}

/// `____ test_total ____` in the report of pytest.
std::string_view pytest_name(std::string_view line) {
  line = trim_right(line);
  if (!line.starts_with("___") || !line.ends_with("___")) return {};
  const auto first = line.find_first_not_of('_'), last = line.find_last_not_of('_');
  if (first == std::string_view::npos || line[first] != ' ' || line[last] != ' ') return {};
  return trim(line.substr(first, last - first + 1));
}

std::uint64_t read_pytest(context& c, std::uint64_t at) {
  failed_test t;
  t.name = {pytest_name(c.at(at)), at};
  if (t.name.text.empty()) return at;
  std::optional<std::uint64_t> first_error;
  auto n = at + 1;
  for (; n <= c.count() && n < at + most_lines; ++n) {
    const auto line = c.at(n);
    if (line.starts_with("=====") || line.starts_with("-----") || !pytest_name(line).empty()) break;
    if (line.starts_with("E   ")) {
      // Of a chain of exceptions the last one is what the test ended with.
      if (!first_error || *first_error + 1 < n) t.reason = {trim(line.substr(4)), n};
      first_error = n;
    } else if (const auto length = place_length(line); length != 0 && line.substr(length, 2) == ": ") {
      t.place = {line.substr(0, length), n};
    }
  }
  if (t.reason.text.empty() || t.place.text.empty()) return at;
  tell(c, t);
  return n;
}

}  // namespace

std::uint64_t read_tests(context& c, std::uint64_t at) {
  const auto line = c.at(at);
  if (is_go_total(line)) return at + 1;
  for (auto read : {read_go_test, read_jest, read_cargo, read_pytest})
    if (const auto next = read(c, at); next > at) return next;
  return at;
}

}  // namespace fm::evidence::pasted
