#pragma once
// Texts in the form in which they are searched: without a difference between capital and small letters.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace fm::cases {

/// Capital letters of all scripts become small ones; what is no valid UTF-8 stays as it is.
std::string folded(std::string_view text);

/// What a case can be found by: as much as an index takes, and all of it when that is less than there is.
struct search_texts {
  std::string head;       ///< of title and description
  std::string head_tags;  ///< of the tags
  bool is_long = false;   ///< the two above are not all
  std::string all;
  std::string all_tags;
};
search_texts search_texts_of(std::string_view title, std::string_view description,
                             const std::vector<std::string>& tags);

/// A tag as it stands in the texts above, with what delimits it.
std::string search_tag(std::string_view tag);

}  // namespace fm::cases
