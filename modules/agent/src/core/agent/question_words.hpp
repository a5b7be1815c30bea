#pragma once
// The words of a question.
#include <string>
#include <string_view>
#include <vector>

namespace fm::agent {

/// Its words and identifiers in order, without the marks behind them.
std::vector<std::string> question_words(std::string_view question);

/// What it puts in quotation marks.
std::vector<std::string> quoted_in(std::string_view question);

/// Whether a word reads like an identifier: `cart-7d9f`, `db2`, `OrderService`.
bool is_name_like(std::string_view word);

/// Whether a word in lower case says nothing of what is asked for.
bool is_empty_word(std::string_view word);

/// Whether a word in lower case is the kind of an object: its name stands beside it.
bool is_object_noun(std::string_view word);

}  // namespace fm::agent
