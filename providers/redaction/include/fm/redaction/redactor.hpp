#pragma once
// Replaces secrets and personal data by placeholders.
#include "fm/providers/redacted_text.hpp"
#include "fm/redaction/own_rules.hpp"
#include "fm/redaction/placeholders.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace fm::redaction {

struct redactor_options {
  /// False where the operator lets the text leave as it is: for a service of his own (contract choice 29).
  bool replaces = true;
  /// A secret of the installation, so that nobody else can tell a value from its placeholder.
  std::string_view key = {};
  /// Within a case a value has the same placeholder in every turn; in another case it has another one.
  std::string_view case_id = {};
  const own_rules* own = nullptr;  ///< has to live as long as the redactor
};

/// How many different values of a kind were replaced.
struct kind_count {
  std::string kind;  ///< the word of the placeholder: "EMAIL"
  std::uint64_t count = 0;
  bool operator==(const kind_count&) const = default;
};

/// One for each conversation. What is recognised is listed in docs/redaction.md; what was recognised once is
/// replaced wherever else it stands. Takes time that is linear in the length of the text (own rules aside).
class redactor {
 public:
  explicit redactor(const redactor_options& how = {});
  redactor(redactor&&) noexcept;
  ~redactor();

  /// Remembers the secrets of a text that does not itself leave, or not yet: what comes later, or was cut
  /// from it, may hold them where nothing gives them away.
  void learn(std::string_view text);

  /// The text with placeholders.
  providers::redacted_text redact(std::string_view text);

  /// Puts the values back where their placeholders stand; see `streamed_restorer`.
  std::string restore(std::string_view text, value_form form = value_form::plain) const;
  /// The same for personal data only: keys, tokens and passwords must not turn up in a command.
  std::string restore_without_secrets(std::string_view text, value_form form = value_form::plain) const;

  const placeholders& known() const;
  /// What has been replaced, by the word of its placeholder.
  std::vector<kind_count> counts() const;
  /// Bytes that were looked at so far, over all scanners.
  std::uint64_t work() const;

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace fm::redaction
