#pragma once
// Cuts a log message into tokens in which what varies by its form is a wildcard.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace fm::evidence {

/// The tokens of one message, and the words that its form shows to be values.
struct message_tokens {
  std::vector<std::string> tokens;  ///< `<*>` for a token that is nothing but a variable
  std::vector<std::string> values;  ///< words that stood in quotes or behind `=`
};

/// Reads a message whose pieces with digits are masked already (`mask`). Quoted text, paths, URLs, mail
/// addresses, values of `key=`, lists and objects in brackets, and queries become wildcards; neighbouring
/// wildcards become one, so that lists of any length look alike. At most `max_tokens` tokens.
void split_message(std::string_view masked, std::size_t max_tokens, message_tokens& out);

}  // namespace fm::evidence
