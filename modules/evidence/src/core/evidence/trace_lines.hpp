#pragma once
// What single lines of stack traces are, in the languages that servers are written in.
#include <string_view>

namespace fm::evidence {

/// `text` without blanks around it.
std::string_view without_blanks(std::string_view text);

/// How many blanks `line` begins with.
std::size_t indentation(std::string_view line);

/// `Traceback (most recent call last):`, also of an exception group.
bool is_python_header(std::string_view body);

/// A line that names what was thrown: `ValueError: text`, `java.net.ConnectException`, `Error: text`. Its
/// class has one of the usual endings; where a line stands tells the others.
bool is_exception_line(std::string_view body);

/// Behind `app/a.rb:9:in 'run': `, which begins Ruby's account of an exception; empty for other lines and
/// for its frames.
std::string_view behind_ruby_place(std::string_view body);

/// Whether the line is a frame: `at x.Y(Z.java:1)`, `File "a.py", line 4`, `/src/a.go:44 +0x1d`, `from
/// a.rb:9`.
bool is_frame(std::string_view body);

/// Whether the frame belongs to a runtime, a framework or a package, as its name tells.
bool is_library_frame(std::string_view body);

}  // namespace fm::evidence
