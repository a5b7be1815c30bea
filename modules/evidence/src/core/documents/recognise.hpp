#pragma once
// Tells documents from logs.
#include "fm/evidence/messages.hpp"

#include <string_view>

namespace fm::evidence {

/// The kind of a file by its beginning (64 KB are enough) and name; `kind::log` when it is no known document.
/// When in doubt the answer is `kind::log`: its readers cope with anything.
kind recognise_document(std::string_view sample, std::string_view name);

/// A sample of many lines that are records of a log, and what stands below a record: there is nothing else to
/// look for in such a file. A short text may be anything.
bool is_plain_log(std::string_view sample);

}  // namespace fm::evidence
