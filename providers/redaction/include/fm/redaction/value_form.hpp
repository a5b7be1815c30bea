#pragma once
#include <cstdint>

namespace fm::redaction {

/// How values are put back.
enum class value_form : std::uint8_t {
  plain,
  json_string  ///< escaped, for a text that is JSON
};

}  // namespace fm::redaction
