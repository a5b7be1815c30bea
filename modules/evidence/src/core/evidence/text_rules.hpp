#pragma once
// Recognises what a log message says went wrong, by the rules in force.
#include "evidence/alarm_words.hpp"

#include <fm/evidence/rule_book.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace fm::evidence {

/// What one rule found in one message.
struct rule_match {
  const evidence::rule* rule = nullptr;  ///< of the book that was asked; null: nothing was recognised
  double weight = 0;                     ///< 0..1, before the line's own severity is taken into account
  std::vector<slot> slots;               ///< values are copies of parts of the message
  std::size_t begin = 0;                 ///< the matched part of the message
  std::size_t end = 0;
  std::size_t primary = 0;  ///< how many leading slots tell two facts of this rule apart

  explicit operator bool() const { return rule != nullptr; }
  /// The rule's id, or the empty string.
  std::string_view id() const { return rule ? std::string_view(rule->id) : std::string_view(); }
};

/// What one pass over a message finds.
struct message_words {
  word_signs signs;                        ///< as of `signs_of`
  std::vector<std::uint32_t> expressions;  ///< that may match, ascending
};

/// The expressions of a rule book, compiled (RE2, linear time); thread-safe to use.
class text_rules {
 public:
  /// Makes a book ready. What RE2 refuses at once is added to `mistakes` and left out; most expressions are
  /// compiled when a message may match for the first time.
  text_rules(std::shared_ptr<const rule_book> book, std::vector<pack_mistake>& mistakes);
  ~text_rules();
  text_rules(const text_rules&) = delete;
  text_rules& operator=(const text_rules&) = delete;

  /// The most decisive match in a message (its first 4,096 bytes), or none. `around` is the whole record, for
  /// rules that ask what stands beside the words. Says nothing for messages that deny the trouble ("0
  /// errors", "no failures").
  rule_match match(std::string_view message, std::string_view around = {}) const;
  /// The same, where the words of the message are known.
  rule_match match(std::string_view message, const message_words& words, std::string_view around = {}) const;
  message_words words_of(std::string_view message) const;

  /// Compiles every expression now: what RE2 refuses, for whoever checks packs.
  std::vector<pack_mistake> compile_all() const;
  /// As much, but only of the user's own expressions whose repetitions may be too many for RE2: the others
  /// are known to compile.
  std::vector<pack_mistake> compile_doubtful() const;

  /// The rules that were compiled.
  const rule_book& book() const;

  /// Expressions without a word of three letters: they are tried on every message, which costs time.
  std::vector<pack_mistake> slow_expressions() const;

  /// The rules in force (`rules_in_use`), compiled once for each book. Thread-safe.
  static std::shared_ptr<const text_rules> in_use();
  /// Puts a book that was made ready in force, as `use_rules` does. Thread-safe.
  static void use(std::shared_ptr<const text_rules> rules);

  /// True when the message contains one of the words that trouble is told with ("error", "failed", "refused"
  /// ...), not denied. A cheap scan for messages without a severity.
  static bool sounds_wrong(std::string_view message);

 private:
  std::vector<pack_mistake> compile(bool all) const;

  struct impl;
  std::unique_ptr<impl> impl_;
};

/// Runs every example of a book: lines that must match with their slots, lines that must not.
std::vector<pack_mistake> failed_examples(const text_rules& rules);

}  // namespace fm::evidence
