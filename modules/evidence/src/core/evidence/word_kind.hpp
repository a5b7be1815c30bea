#pragma once
// What kind of word a token of a log message is: language, a name, a verb, a unit.
#include <string_view>

namespace fm::evidence {

/// `word` without the punctuation and brackets around it.
std::string_view bare_word(std::string_view word);

/// A plain word is what language is made of: letters, with punctuation at its ends at most; also a label such
/// as `kernel_init:` or `open()`. Units, truth values and identifiers (camelCase, dotted, with underscores)
/// are values instead: where they differ, they vary.
bool is_plain_word(std::string_view word);

/// True for units, truth values, months and days: where two of them differ, a value does.
bool is_value_word(std::string_view bare);

/// True when a message may begin with `word` to say what happened: plain words and names of functions, but no
/// paths and addresses.
bool may_name_event(std::string_view word);

/// True for words that say what happened ("opened", "closing", "up", "PUBLISH"): they tell statements apart.
bool is_verb_like(std::string_view bare);

/// True for "packet" and "packets": a number in front decides which is printed.
bool is_plural_of(std::string_view a, std::string_view b);

/// True for words in capitals: states and verbs of protocols.
bool is_capital(std::string_view bare);

/// True for words behind which a name stands: "user", "from", "by", "host" ...
bool is_cue(std::string_view bare);

/// True when there is a letter outside the wildcards.
bool has_letters(std::string_view word);

}  // namespace fm::evidence
