#pragma once
// A document as JSON, for storage.
#include <fm/providers/document.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace fm::reports {

std::string json_of(const document::page& page);
/// Nothing when the text is no such document.
std::optional<document::page> page_of(std::string_view text);

}  // namespace fm::reports
