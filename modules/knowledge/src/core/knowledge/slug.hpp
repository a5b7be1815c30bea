#pragma once
// Anchors as GitHub makes them for headings.
#include <string>
#include <string_view>

namespace fm::knowledge {

/// Lower case, punctuation dropped, blanks as hyphens; letters of other scripts stay. Duplicates are the
/// caller's matter.
std::string github_slug(std::string_view heading);

}  // namespace fm::knowledge
