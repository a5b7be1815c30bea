#pragma once
// Which messages tell of trouble although no severity says so, and which only sound like it.
#include <cstddef>
#include <string_view>
#include <vector>

namespace fm::evidence {

/// What one look at a message tells before dearer ones.
struct word_signs {
  bool telling = false;  ///< without it `sounds_alarming`, `states_code`, `stops_on_request` and
                         ///< `has_advice_in_it` are false
  bool trouble = false;  ///< `names_trouble`
};
word_signs signs_of(std::string_view message);

/// The words that `signs_of` looks for in as many bytes, for whoever looks for others in the same pass.
struct sign_word {
  std::string_view text;
  bool trouble;  ///< a sign of trouble, else a telling one
};
std::vector<sign_word> sign_words();
inline constexpr std::size_t signs_within = 1'024;

/// True when the message holds a word that trouble is told with ("failed", "no such"), also a denied one.
bool names_trouble(std::string_view message);

/// True when the message holds a phrase that kernels, schedulers, compilers and the like tell trouble with
/// ("table full", "blocked for more than", "undefined reference to"). Dearer than a line; meant for the first
/// record of a template.
bool sounds_alarming(std::string_view message);

/// True for advice that programs print beside an error, which is no trouble itself: it begins like one ("To
/// see the full stack trace ...") or holds what only advice does ("run with RUST_BACKTRACE=1").
bool begins_as_advice(std::string_view message);
bool has_advice_in_it(std::string_view message);

/// True when the message says that all stayed as it was ("configuration unchanged"), or is a banner that
/// names a version: neither is a change.
bool tells_of_no_change(std::string_view message);

/// True when the message says no more than that something else ended with an error: "ld returned 1 exit
/// status", "make: *** [...] Error 2", "script returned exit code 1", "Finished: FAILURE".
bool tells_of_failure_only(std::string_view message);

/// True when the message states a code of those that tell how something ended: `rc=127`, `exit code 0`,
/// `return code -9`, `errno=11`, `SQLSTATE 57P03`.
bool states_code(std::string_view message);
/// The same, and the code is not the one of success.
bool states_failure_code(std::string_view message);

/// True for a request to stop that the program obeys: "received SIGTERM, shutting down".
bool stops_on_request(std::string_view message);

}  // namespace fm::evidence
