#pragma once
// Replaces secrets and personal data by placeholders.
#include "fm/providers/redacted_text.hpp"

#include <map>
#include <string>
#include <string_view>

namespace fm::redaction {

/// One per case: the same value always becomes the same placeholder (`<EMAIL_1>`), so that a model can tell
/// values apart without seeing them. Recognised: private keys, JSON web tokens, bearer and basic credentials,
/// access keys of the large clouds and code hosts, passwords and tokens by their names, credentials inside
/// URLs, e-mail addresses, IPv4 and IPv6 addresses, payment card numbers (by Luhn's check, ISO/IEC 7812).
/// Linear in the length of the text.
class redactor {
 public:
  /// `replaces` is false where the operator lets the text leave as it is: for a service of his own
  /// (contract choice 29).
  explicit redactor(bool replaces = true) : replaces_(replaces) {}

  /// The text with placeholders.
  providers::redacted_text redact(std::string_view text);

  /// Puts the values back where their placeholders stand; unknown placeholders stay.
  std::string restore(std::string_view text) const { return restore(text, true); }
  /// The same, but for keys, tokens and passwords, which must not turn up in a command.
  std::string restore_without_secrets(std::string_view text) const { return restore(text, false); }

  /// Number of different values replaced so far.
  std::size_t size() const { return by_value_.size(); }

 private:
  bool replaces_;
  std::string restore(std::string_view text, bool with_secrets) const;
  std::string placeholder(std::string_view kind, std::string_view value);

  std::map<std::string, std::string, std::less<>> by_value_;
  std::map<std::string, std::string, std::less<>> by_placeholder_;
  std::map<std::string, int, std::less<>> counts_;
};

}  // namespace fm::redaction
