#pragma once
// Claims as Markdown. What the evidence says stands in code spans: a log line must not become a link, an
// image or a heading of the page that shows the answer.
#include <fm/agent/messages.hpp>

#include <string>
#include <string_view>

namespace fm::agent {

/// `text` as a code span on one line, with a fence that it does not contain.
std::string code_span(std::string_view text);

/// A command as a fenced block that can be copied, each line after `indent`.
std::string code_block(std::string_view command, std::string_view indent);

/// Text of our own or of a user, with the characters escaped that Markdown takes for marks.
std::string escaped(std::string_view text);

/// A sentence that a model wrote: its code spans stay, everything else is escaped.
std::string prose(std::string_view text);
/// The slot of a claim that is such a sentence as a whole.
inline constexpr std::string_view words_slot = "words";

/// The sentence of a claim with the evidence's words as code spans, then its citations.
std::string markdown_of(const claim& c, std::size_t most_ranges = 2);

}  // namespace fm::agent
