#include "evidence/continuation.hpp"

#include <array>
#include <cstddef>

namespace fm::evidence {
namespace {

using namespace std::string_view_literals;

bool is_digit(char c) { return static_cast<unsigned char>(c - '0') < 10; }
bool is_letter(char c) { return static_cast<unsigned char>((c | 0x20) - 'a') < 26; }

// `... 12 more`
bool is_more_frames(std::string_view line) {
  if (!line.starts_with("... ")) return false;
  std::size_t i = 4;
  while (i < line.size() && is_digit(line[i])) ++i;
  return i > 4 && line.substr(i).starts_with(" ");
}

// `goroutine 1 [running]:`
bool is_goroutine(std::string_view line) {
  return line.starts_with("goroutine ") && line.size() > 11 && is_digit(line[10]) &&
         line.find('[') != line.npos;
}

// `/app/lib/a.rb:40:in 'run': text (SomeError)`, with which Ruby begins each of an error's causes
bool is_ruby_place(std::string_view line) {
  constexpr std::size_t longest_place = 512;
  const auto in = line.substr(0, longest_place).find(":in ");
  return in != line.npos && in > 1 && in + 4 < line.size() && is_digit(line[in - 1]) &&
         (line[in + 4] == '`' || line[in + 4] == '\'') && line.substr(0, in).find(' ') == line.npos;
}

// `java.lang.IllegalStateException: text`, `KeyError: 'x'`, `requests.exceptions.ConnectionError`
bool is_error_name(std::string_view line) {
  std::size_t n = 0;
  while (n < line.size() && n < 200 &&
         (is_letter(line[n]) || is_digit(line[n]) || line[n] == '.' || line[n] == '_' || line[n] == '$'))
    ++n;
  if (n < line.size() && line[n] != ':' && line[n] != '(') return false;
  const auto name = line.substr(0, n);
  for (const auto end : {"Exception"sv, "Error"sv, "Throwable"sv, "Failure"sv, "Interrupt"sv})
    if (name.size() > end.size() && name.ends_with(end)) return true;
  return false;
}

}  // namespace

line_role continuation_tracker::next(std::string_view line, bool headed) {
  if (line.empty()) return line_role::continuation;
  // Rust's advice begins with a word that is a severity elsewhere.
  if (line.starts_with("note: run with `RUST_BACKTRACE")) return line_role::continuation;
  if (headed) {
    trace_ = line.starts_with("panic: ") || line.starts_with("fatal error: ") ? trace::go : trace::none;
    return line_role::unknown;
  }
  if (line.starts_with("Traceback (most recent call last)")) {
    trace_ = trace::python;
    return line_role::starts_trace;
  }
  const char first = line.front();
  if (first == ' ' || first == '\t') return line_role::continuation;
  if (is_goroutine(line)) {
    trace_ = trace::go;
    return line_role::starts_trace;
  }
  static constexpr std::array frames{"Caused by:"sv,
                                     "Suppressed:"sv,
                                     "During handling of the above exception"sv,
                                     "The above exception was the direct cause"sv,
                                     "--- End of "sv,
                                     "stack backtrace:"sv,
                                     "[signal SIG"sv,
                                     "created by "sv,
                                     "exit status "sv};
  if (first == 'C' || first == 'S' || first == 'D' || first == 'T' || first == '-' || first == 's' ||
      first == 'n' || first == '[' || first == 'c' || first == 'e')
    for (const auto f : frames)
      if (line.starts_with(f)) return line_role::continuation;
  if (first == '.' && is_more_frames(line)) return line_role::continuation;
  if (line.starts_with("at ") && line.find('(') != line.npos) return line_role::continuation;
  if (line.starts_with("panic: ") || line.starts_with("fatal error: ")) {
    trace_ = trace::go;
    return line_role::failure;
  }
  if (line.starts_with("Exception in thread ") || line.starts_with("Unhandled exception") ||
      (line.starts_with("thread '") && line.find("' panicked at") != line.npos)) {
    trace_ = trace::none;
    return line_role::failure;
  }
  if (trace_ == trace::go || is_ruby_place(line)) return line_role::continuation;
  const bool was_python = trace_ == trace::python;
  trace_ = trace::none;
  // The first line without indentation ends a Python trace and names the error.
  if (was_python) return line_role::continuation;
  return is_error_name(line) ? line_role::error_name : line_role::unknown;
}

}  // namespace fm::evidence
