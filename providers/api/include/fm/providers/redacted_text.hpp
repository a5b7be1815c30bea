#pragma once
// Text that may leave the program.
#include <string>
#include <utility>

namespace fm::redaction {
class redactor;
}

namespace fm::providers {

/// Text without secrets and personal data. Only `fm::redaction::redactor` makes one, and every port to the
/// outside takes nothing else: a leak does not compile.
class redacted_text {
 public:
  redacted_text() = default;
  const std::string& str() const { return text_; }

 private:
  friend class fm::redaction::redactor;
  explicit redacted_text(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

}  // namespace fm::providers
