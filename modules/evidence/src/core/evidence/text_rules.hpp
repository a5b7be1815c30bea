#pragma once
// Recognises what a log message says went wrong: the key facts of docs/rules.md.
#include <fm/evidence/messages.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace fm::evidence {

/// What one rule found in one message.
struct rule_match {
  std::string_view rule;  ///< id, static storage
  evidence::role role = role::context;
  double weight = 0;        ///< 0..1, before the line's own severity is taken into account
  std::vector<slot> slots;  ///< values are copies of parts of the message
  std::size_t begin = 0;    ///< the matched part of the message
  std::size_t end = 0;
  std::size_t primary = 0;  ///< how many leading slots tell two facts of this rule apart
};

/// The rules, compiled once (RE2, linear time); thread-safe to use.
class text_rules {
 public:
  text_rules();
  ~text_rules();
  text_rules(const text_rules&) = delete;
  text_rules& operator=(const text_rules&) = delete;

  /// The most decisive match in a message (its first 4,096 bytes), or an empty rule id. Says nothing for
  /// messages that deny the trouble ("0 errors", "no failures").
  rule_match match(std::string_view message) const;

  /// True when the message contains one of the words that trouble is told with ("error", "failed", "refused"
  /// ...), not denied. A cheap scan for messages without a severity.
  static bool sounds_wrong(std::string_view message);

  /// The ids of all rules, each once; docs/rules.md describes them.
  static std::vector<std::string_view> ids();

  /// The shared instance.
  static const text_rules& instance();

 private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

}  // namespace fm::evidence
