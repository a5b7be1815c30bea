#pragma once
// The words with which logs state a severity.
#include "fm/evidence/messages.hpp"

#include <cstdint>
#include <string_view>

namespace fm::evidence {

/// The severity that a whole word states, in any case (`ERROR`, `warn`, `Information`); `none` for other
/// words.
severity severity_of_word(std::string_view word);

/// The severity of a single letter as klog, Android and glog write it (`E`); `none` for other letters.
severity severity_of_letter(char letter);

/// Syslog severity 0..7 (RFC 5424, 6.2.1), also the lower three bits of a PRI value.
severity severity_of_syslog(unsigned number);

/// Levels of pino and bunyan: 10 trace .. 60 fatal; `none` outside of 1..99.
severity severity_of_number(std::int64_t number);

/// The severity that an HTTP status deserves: from 500 on an error, from 400 on a notice, else info.
severity severity_of_status(unsigned status);

/// Which severity outranks the other is their order; the more severe one.
constexpr severity more_severe(severity a, severity b) { return a < b ? b : a; }

}  // namespace fm::evidence
