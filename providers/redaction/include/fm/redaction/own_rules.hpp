#pragma once
// What an operator wants replaced beside what is recognised anyway.
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace fm::redaction {

/// What is wrong with a line of rules.
struct rule_fault {
  std::size_t line = 0;  ///< 1 is the first
  std::string what;      ///< a sentence
};

/// Rules of one's own, one on each line: `NAME REGEX` (RE2's syntax; its one group, or else all of it, is
/// replaced) or `NAME = TEXT` (letter by letter); `#` begins a comment. At most 500 of at most 2,000
/// characters. What they find counts as a secret. Thread-safe once read.
class own_rules {
 public:
  own_rules();
  own_rules(own_rules&&) noexcept;
  own_rules& operator=(own_rules&&) noexcept;
  ~own_rules();

  /// Rules that cannot be read are left out and named in `faults`.
  static own_rules read(std::string_view text, std::vector<rule_fault>& faults);

  std::size_t size() const;

  struct rule;
  struct book;
  const book& all() const { return *book_; }

 private:
  std::unique_ptr<book> book_;
};

}  // namespace fm::redaction
