#pragma once
// Streaming scanners over the named values of one line: a JSON object (RFC 8259) or logfmt pairs.
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fm::evidence {

/// What kind of value a field has.
enum class field_type : std::uint8_t { text, number, word, object, array };

/// One named value. `value` is the text between the quotes of a string, and the whole text otherwise.
struct field {
  std::string_view key;
  std::string_view value;
  field_type type = field_type::text;
  bool escaped = false;  ///< `value` has escapes that `append_unescaped` undoes
};

/// The members of the object that `text` begins with, one by one, without recursion and without memory.
/// Broken text ends the sequence early: what came before counts.
class json_fields {
 public:
  explicit json_fields(std::string_view text);

  /// The next member; false at the end of the object or where the text is broken.
  bool next(field& out);
  /// True when the object was closed, and only blanks follow it.
  bool complete() const;

 private:
  const char* at_;
  const char* end_;
  bool closed_ = false;
};

/// The pairs `key=value` and `key="quoted value"` of a line; words without `=` are passed over.
class logfmt_fields {
 public:
  explicit logfmt_fields(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}
  bool next(field& out);

 private:
  const char* at_;
  const char* end_;
};

/// True when the line begins with `key=` and has a second pair with one of the usual names.
bool looks_like_logfmt(std::string_view line);

/// Appends a string's text with JSON escapes undone and without colours; broken escapes stay as they are.
void append_unescaped(std::string_view escaped, std::string& out);

/// Appends the top-level scalar values of a JSON or logfmt line to `out`, at most 64; strings as they are
/// written, with their escapes. Appends nothing for other lines.
void fields(std::string_view line, std::vector<std::pair<std::string_view, std::string_view>>& out);

}  // namespace fm::evidence
