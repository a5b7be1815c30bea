#pragma once
// Splits the beginning of a text log line into the tokens that heads are made of.
#include "evidence/time_parser.hpp"
#include "fm/evidence/messages.hpp"

#include <cstdint>
#include <string_view>

namespace fm::evidence {

enum class token_kind : std::uint8_t {
  word,
  time,
  level,   ///< a severity word, also `[error]`, `ERROR:`, `<err>`, `E/`
  number,  ///< a process or thread id: `148`, `29#29:`, `#123]`
  group,   ///< something in brackets
  label,   ///< a word that ends with a colon: `dfs.DataNode:`, `sshd[123]:`
  mark,    ///< punctuation alone: `-`, `:`, `--`
  body,    ///< certainly no head any more: a quoted text or a brace
};

/// One token; it stands at [begin, end) of the text.
struct head_token {
  token_kind kind = token_kind::word;
  severity level = severity::none;
  bool loud = false;    ///< a severity in capitals, brackets or with a colon: hardly part of a sentence
  bool column = false;  ///< followed by a tab, a bar or several blanks, as in a table
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  micros time = no_time;
};

/// Where the text after blanks, tabs, bars and a comma begins.
std::size_t skip_separators(std::string_view text, std::size_t at);

/// Reads the token that begins at or after `at`; false at the end of the text. `after_number` lets a single
/// letter be a severity (Android).
bool read_head_token(std::string_view text, std::size_t at, time_parser& times, bool after_number,
                     head_token& out);

/// The name in a label or group: without brackets, colon and process id.
std::string_view bare_name(std::string_view token);

/// True for words as loggers, classes, files and hosts have them: with dots, slashes, digits and the like
/// inside.
bool looks_like_identifier(std::string_view word);

}  // namespace fm::evidence
