#pragma once
// Where in a text a link is written, read character by character.
#include "fm/redaction/value_form.hpp"

#include <cstdint>
#include <string_view>

namespace fm::redaction {

/// Follows a text and tells whether what comes next would stand in the address of a link: in a run without
/// blanks that has "//" (as "://" has), begins with "www." or is the target of a Markdown link; between < and
/// > also behind blanks. A backslash counts as a slash, as browsers take it, and so may
/// an entity of HTML. Errs to the side of a link.
class link_watch {
 public:
  explicit link_watch(value_form form) : form_(form) {}

  void read(std::string_view text);
  bool in_link() const { return link_; }

 private:
  void take(char c);
  void unescape(char c);

  value_form form_;
  bool link_ = false, angle_ = false;
  std::uint32_t last_ = 0x20202020;  ///< the four characters before, the newest lowest
  int escape_ = 0;                   ///< of JSON: 1 behind a backslash, 2 to 5 within \uXXXX
  unsigned code_ = 0;
};

}  // namespace fm::redaction
