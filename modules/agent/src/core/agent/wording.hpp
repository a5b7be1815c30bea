#pragma once
// Turns claims, times and citations into text.
#include <fm/agent/messages.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace fm::agent {

/// Fills `{slot}` from `slots`; a part in brackets is left out when one of its slots is empty or missing.
bool has_all_slots(std::string_view form, const std::vector<slot>& slots);
std::string fill(std::string_view form, const std::vector<slot>& slots);

/// The names of the slots that `form` mentions.
std::vector<std::string> slots_of(std::string_view form);

/// RFC 3339 in UTC, with as many fraction digits as needed: "2025-08-02T13:46:00Z". Empty for `no_time`.
std::string time_text(micros t);

/// A length in the largest fitting unit: "37 s", "12 min", "14.7 h".
std::string length_text(micros t);

/// "[E1:L120-L134,L140]", "[K2#heading]" or "[P1]"; at most `most` ranges, then "…".
std::string citation_text(const citation& c, std::size_t most = 3);
std::string citations_text(const std::vector<citation>& list, std::size_t most = 3);

/// At most `words` words of `text` around `part` (a piece of it), on one line; cut places are marked with
/// "…".
std::string excerpt(std::string_view text, std::string_view part, std::size_t words);

/// Words separated by blanks, as readers and scorers count them.
std::size_t word_count(std::string_view text);

/// In small letters, ASCII only.
std::string lowered(std::string_view text);

/// A likelihood or score: "0.62".
std::string figure(double value);

/// Case-insensitive search of ASCII text.
bool contains_folded(std::string_view text, std::string_view part);

}  // namespace fm::agent
