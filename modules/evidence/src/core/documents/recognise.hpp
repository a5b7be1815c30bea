#pragma once
// Tells documents from logs.
#include "fm/evidence/messages.hpp"

#include <string_view>

namespace fm::evidence {

/// The kind of a file by its beginning (64 KB are enough) and name; `kind::log` when it is no known document.
/// When in doubt the answer is `kind::log`: its readers cope with anything.
kind recognise_document(std::string_view sample, std::string_view name);

}  // namespace fm::evidence
